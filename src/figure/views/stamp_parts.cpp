#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/stamp_view.h"

// What the views of a transposed convolution share: titles, crop marks, frames, the stamp on its way.
namespace seglab::figure {

using core::Pair;

namespace {

constexpr const char* kCrops[2][2] = {{"crop(top)", "crop(bottom)"}, {"crop(left)", "crop(right)"}};

/// The region of a size or a crop, which has no place yet.
Region numberNamed(const TransposedScene& scene, const std::string& name) {
    std::vector<Region> all = namedNumbers(scene);
    return *std::find_if(all.begin(), all.end(), [&](const Region& region) { return region.name == name; });
}

/// The crop at one edge of the canvas: padding at the near ones, output padding at the far ones.
void drawMark(Figure& figure, const TransposedScene& scene, const Grid& canvas, int axis, bool far) {
    const core::TransposedTrace& t = scene.trace;
    const Box all = canvas.box();
    const float em = scene.view.em(), cell = axis == 0 ? canvas.height : canvas.width;
    const Pair edge = far ? t.toCanvas(t.outputSize()) : t.toCanvas({0, 0});
    const float at = float(edge[axis]) * cell + (axis == 0 ? all.y : all.x);
    const Color color = scene.color(Role::Output);
    const std::vector<Point> beyond =
        axis == 0 ? std::vector<Point>{{all.right() + 0.25f * em, at}, {all.right() + 1.15f * em, at}}
                  : std::vector<Point>{{at, all.bottom() + 0.25f * em}, {at, all.bottom() + 1.15f * em}};
    figure.primitives.push_back(Path{.points = beyond, .stroke = color, .strokeWidth = 1.5f * scene.view.scale});
    const Region number = numberNamed(scene, kCrops[axis][far]);
    drawEdgeHandle(figure,
                   {.name = number.name,
                    .role = number.role,
                    .parameter = far ? "output_padding" : "padding",
                    .axis = axis,
                    .edge = axis == 0 ? Point{all.x, at} : Point{at, all.y},
                    .cell = cell,
                    .value = int(*number.value),
                    .sentence = number.sentence,
                    .color = color},
                   scene.view);
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
    drawSizeTitle(figure, at,
                  {.markup = "[output|output]",
                   .size = scene.trace.outputSize(),
                   .oneRow = scene.oneRow(),
                   .width = width,
                   .tail = tail},
                  scene.view);
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
    for (int axis = oneRow ? 1 : 0; axis < 2; ++axis)
        for (bool far : {false, true}) drawMark(figure, scene, canvas, axis, far);
    drawChosenFrames(
        figure, canvas, [&](Pair at) { return scene.litCanvas(at) || (scene.focusOnCanvas && scene.spotlight == at); },
        scene.view);
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
    drawChosenFrames(
        figure, input, [&](Pair at) { return scene.litInput(at); }, scene.view);
    drawChosenFrames(
        figure, kernel, [&](Pair at) { return scene.litKernel(at); }, scene.view);
}

}  // namespace seglab::figure
