#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/stamp_view.h"

// What the views of a transposed convolution share: titles, crop marks, frames, the stamp on its way.
namespace seglab::figure {

using core::Pair;

namespace {

constexpr float kHandle = 0.55f;  // em, half the side of a crop mark's handle

/// The region of a size or a crop, now with a place.
Region& placeNumber(Figure& figure, const TransposedScene& scene, const std::string& name, const Box& box) {
    for (Region& region : namedNumbers(scene))
        if (region.name == name) figure.regions.push_back(region);
    figure.regions.back().box = box;
    return figure.regions.back();
}

struct CropMark {
    const char* name;
    bool vertical;  ///< the marked edge is a column's
    bool far;       ///< at the bottom or on the right: output padding
};
constexpr CropMark kMarks[] = {{"crop(top)", false, false},
                               {"crop(bottom)", false, true},
                               {"crop(left)", true, false},
                               {"crop(right)", true, true}};

void drawMark(Figure& figure, const TransposedScene& scene, const Grid& canvas, const CropMark& mark) {
    const View& view = scene.view;
    const core::TransposedTrace& t = scene.trace;
    const Box all = canvas.box();
    const Pair start = t.toCanvas({0, 0}), end = t.toCanvas(t.outputSize());
    const int axis = mark.vertical ? 1 : 0;
    const float cell = mark.vertical ? canvas.width : canvas.height;
    const float at = float(mark.far ? end[axis] : start[axis]) * cell + (mark.vertical ? all.x : all.y);
    const float em = view.em(), from = 0.25f * em, to = 1.15f * em;
    auto line = [&](float a, float b) {
        figure.primitives.push_back(
            Path{.points = mark.vertical ? std::vector<Point>{{at, a}, {at, b}} : std::vector<Point>{{a, at}, {b, at}},
                 .stroke = scene.color(Role::Output),
                 .strokeWidth = 1.5f * view.scale});
    };
    const float near = mark.vertical ? all.y : all.x, far = mark.vertical ? all.bottom() : all.right();
    line(near - to, near - from);
    line(far + from, far + to);
    // The handle: a small square on the near end.
    const Point centre = mark.vertical ? Point{at, near - to} : Point{near - to, at};
    const float half = 0.24f * em, reach = kHandle * em;
    figure.primitives.push_back(Rectangle{.box = {centre.x - half, centre.y - half, 2 * half, 2 * half},
                                          .fill = scene.inks().raised,
                                          .stroke = scene.color(Role::Output),
                                          .strokeWidth = 1.5f * view.scale,
                                          .radius = half});
    Region& region = placeNumber(figure, scene, mark.name, {centre.x - reach, centre.y - reach, 2 * reach, 2 * reach});
    region.action = {.kind = Action::Kind::Drag,
                     .parameter = mark.far ? "output_padding" : "padding",
                     .row = axis,
                     .dragAxis = mark.vertical ? Point{1, 0} : Point{0, 1},
                     .pixelsPerUnit = cell};
}

std::string cells(int count) {
    return count == 1 ? "cell" : "cells";
}

}  // namespace

std::string pairText(const TransposedScene& scene, Pair pair) {
    const std::string width = std::to_string(pair.width);
    return pair.height == pair.width || scene.oneRow() ? width : std::to_string(pair.height) + ", " + width;
}

void drawOutputTitle(Figure& figure, Point at, float width, const std::string& tail, const TransposedScene& scene) {
    const float size = titleSize(scene.view), y = at.y - 0.6f * size;
    const TextStyle words{.size = size, .font = Font::Words, .color = scene.inks().muted};
    const TextStyle number{.size = size, .font = Font::Numbers, .color = scene.inks().ink};
    const Pair out = scene.trace.outputSize();
    float x = at.x + addMarkup(figure, {at.x, y}, "[output|output]", words, scene.view.theme) + 0.5f * size;
    for (int axis = scene.oneRow() ? 1 : 0; axis < 2; ++axis) {
        const std::string name = axis == 0 ? "size(height)" : "size(width)";
        const bool hidden = scene.hidesSize(axis);
        const auto guess = scene.view.guesses.find(name);
        const bool guessed = guess != scene.view.guesses.end();
        const std::string text = !hidden   ? std::to_string(out[axis])
                                 : guessed ? formatNumber(guess->second) + " ✗"
                                           : "?";
        const float used = textWidth(text, Font::Numbers, size);
        const Box box{x - 0.25f * size, y - 1.05f * size, used + 0.5f * size, 1.4f * size};
        if (hidden)
            figure.primitives.push_back(Rectangle{.box = box,
                                                  .fill = scene.inks().panel,
                                                  .stroke = scene.inks().muted,
                                                  .strokeWidth = scene.view.scale,
                                                  .radius = 0.2f * size});
        addText(figure, {x, y}, text, number);
        placeNumber(figure, scene, name, box);
        x += used;
        if (axis == 0) x += addText(figure, {x, y}, " × ", number);
    }
    x += 0.7f * size;
    if (x + markupWidth(tail, words) <= at.x + width) addMarkup(figure, {x, y}, tail, words, scene.view.theme);
}

float outputTitleWidth(const TransposedScene& scene) {
    const float size = titleSize(scene.view);
    const TextStyle words{.size = size, .font = Font::Words, .color = scene.inks().muted};
    return markupWidth("[output|output] " + sizeText(scene.trace.outputSize()), words) + 1.5f * size;
}

void drawCanvas(Figure& figure, const TransposedScene& scene, const Grid& canvas) {
    const core::TransposedTrace& t = scene.trace;
    GridLook look = scene.gridLook(Role::Output);
    look.line = scene.inks().hairline, look.border = kNone;
    const bool words = !isImage(canvas);
    drawCells(
        figure, canvas, look,
        [&](int r, int c) {
            return scene.canvasLook({r, c}, words);
        },
        scene.view);
    const Pair start = t.toCanvas({0, 0}), out = t.outputSize();
    drawFrame(figure, canvas.block(float(start.height), float(start.width), out.height, out.width),
              {.color = scene.color(Role::Output), .width = 3}, scene.view);
    const bool oneRow = scene.oneRow();
    for (const CropMark& mark : kMarks)
        if (mark.vertical || !oneRow) drawMark(figure, scene, canvas, mark);
    frameCells(figure, scene, canvas,
               [&](Pair at) { return scene.litCanvas(at) || (scene.focusOnCanvas && scene.spotlight == at); });
}

std::vector<LegendEntry> cropLegend(const TransposedScene& scene) {
    const core::TransposedTrace& t = scene.trace;
    const core::TransposedSettings& s = t.settings();
    const Palette& p = scene.inks();
    std::vector<LegendEntry> entries;
    if (s.padding.height || s.padding.width)
        entries.push_back({Hatch::Backward, p.muted.withAlpha(0.6f), p.background, p.muted,
                           "[padding|padding " + pairText(scene, s.padding) + "] crops the canvas on every side"});
    const bool beyond = t.extent() != t.canvasSize();
    const Pair bare{std::min(s.padding.height, s.outputPadding.height),
                    std::min(s.padding.width, s.outputPadding.width)};
    if (bare.height || bare.width)
        entries.push_back({Hatch::Dots, p.muted.withAlpha(0.7f), p.raised, p.muted,
                           "[output_padding|output padding " + pairText(scene, s.outputPadding) +
                               "] uncovers these cells: computed, not filled in"});
    const int unreached = t.extent().width - t.canvasSize().width + t.extent().height - t.canvasSize().height;
    if (beyond)
        entries.push_back({Hatch::Cross, p.muted.withAlpha(0.5f), p.raised, p.muted,
                           "[output_padding|output padding] exceeds padding: no stamp reaches " +
                               std::string(unreached == 1 && t.extent().height == 1 ? "this " : "these ") +
                               cells(unreached == 1 && t.extent().height == 1 ? 1 : 2) + ", bias only (here 0)"});
    return entries;
}

void drawLinkedFrames(Figure& figure, const TransposedScene& scene, const Grid& input, const Grid& kernel) {
    frameCells(figure, scene, input, [&](Pair at) { return scene.litInput(at); });
    frameCells(figure, scene, kernel, [&](Pair at) { return scene.litKernel(at); });
}

void frameCells(Figure& figure, const TransposedScene& scene, const Grid& grid,
                const std::function<bool(Pair)>& chosen) {
    if (scene.view.focus().empty()) return;
    // Small cells have no room for a dashed frame beside their number.
    const float side = std::min(grid.width, grid.height) / scene.view.em();
    const FrameLook look = side < 1.9f ? FrameLook{.color = scene.color(Role::Selection), .width = 1.5f}
                                       : FrameLook{.color = scene.color(Role::Selection),
                                                   .width = 1.75f,
                                                   .dash = Dash::Dashed,
                                                   .outset = -std::min(4.0f, 2.6f * side)};
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c)
            if (chosen({r, c})) drawFrame(figure, grid.cell(r, c), look, scene.view);
}

}  // namespace seglab::figure
