#include "figure/views/grid_parts.h"

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"

namespace seglab::figure {

std::string timesText(core::Pair size) {
    return std::to_string(size.height) + " × " + std::to_string(size.width);
}

std::string sizeText(core::Pair size) {
    return "[n|" + timesText(size) + "]";
}

float titleSize(const View& view) {
    return std::max(smallestText(view), view.em());
}

float titleHeight(const View& view) {
    return 1.7f * titleSize(view);
}

namespace {

TextStyle titleStyle(const View& view) {
    return {.size = titleSize(view), .font = Font::Words, .color = palette(view.theme).muted};
}

}  // namespace

float gridTitleWidth(const std::string& markup, const View& view) {
    return markupWidth(markup, titleStyle(view));
}

void drawGridTitle(Figure& figure, Point at, const std::string& markup, const View& view) {
    addMarkup(figure, {at.x, at.y - 0.6f * titleSize(view)}, markup, titleStyle(view), view.theme);
}

void drawSizeTitle(Figure& figure, Point at, const SizeTitle& title, const View& view) {
    const Palette& inks = palette(view.theme);
    const float size = titleSize(view), y = at.y - 0.6f * size;
    const TextStyle words{.size = size, .font = Font::Words, .color = inks.muted};
    const TextStyle number{.size = size, .font = Font::Numbers, .color = inks.ink};
    float x = at.x + addMarkup(figure, {at.x, y}, title.markup, words, view.theme) + 0.5f * size;
    for (int axis = title.oneRow ? 1 : 0; axis < 2; ++axis) {
        const std::string name = axis == 0 ? "size(height)" : "size(width)";
        const auto guess = view.guesses.find(name);
        const bool guessed = guess != view.guesses.end(), right = guessed && guess->second == title.size[axis];
        const bool hidden = !right && (view.hidden.count("size") || view.hidden.count(name));
        const std::string told = std::to_string(title.size[axis]);
        const std::string text = !hidden ? told : guessed ? formatNumber(guess->second) + " ✗" : "?";
        const float used = textWidth(text, Font::Numbers, size);
        const Box box{x - 0.25f * size, y - 1.05f * size, used + 0.5f * size, 1.4f * size};
        if (hidden)
            figure.primitives.push_back(Rectangle{.box = box,
                                                  .fill = inks.panel,
                                                  .stroke = inks.muted,
                                                  .strokeWidth = view.scale,
                                                  .radius = 0.2f * size});
        addText(figure, {x, y}, text, number);
        Region region{.name = name, .role = "size", .box = box, .value = title.size[axis], .text = told, .layer = 5};
        if (hidden) region.value.reset(), region.text = "?", region.action.kind = Action::Kind::Answer;
        figure.regions.push_back(region);
        x += used;
        if (axis == 0) x += addText(figure, {x, y}, " × ", number);
    }
    x += 0.7f * size;
    if (x + markupWidth(title.tail, words) <= at.x + title.width)
        addMarkup(figure, {x, y}, title.tail, words, view.theme);
}

void drawDistance(Figure& figure, const Distance& d, const View& view) {
    const float bar = 4 * view.scale;
    const bool flat = std::abs(d.to.x - d.from.x) >= std::abs(d.to.y - d.from.y);
    for (const Point& end : {d.from, d.to})
        figure.primitives.push_back(Path{.points = flat
                                                       ? std::vector<Point>{{end.x, end.y - bar}, {end.x, end.y + bar}}
                                                       : std::vector<Point>{{end.x - bar, end.y}, {end.x + bar, end.y}},
                                         .stroke = d.color,
                                         .strokeWidth = 1.25f * view.scale});
    addArrow(
        figure,
        {.points = {d.from, d.to}, .color = d.color, .strokeWidth = 1.5f * view.scale, .headLength = 7 * view.scale});
    const TextStyle style{.size = smallestText(view), .font = Font::NumbersBold, .color = palette(view.theme).ink};
    const Point middle{(d.from.x + d.to.x) / 2, (d.from.y + d.to.y) / 2};
    if (flat)
        addMarkup(figure, {middle.x, middle.y - 0.45f * style.size}, d.markup, style, view.theme, Align::Centre);
    else
        addMarkup(figure, {middle.x - 0.55f * style.size, middle.y + 0.36f * style.size}, d.markup, style, view.theme,
                  Align::Right);
}

void drawEdgeHandle(Figure& figure, const EdgeHandle& handle, const View& view) {
    const float em = view.em(), near = 0.25f * em, far = 1.15f * em, half = 0.24f * em, reach = 0.55f * em;
    const auto outside = [&](float distance) {
        return handle.axis == 0 ? Point{handle.edge.x - distance, handle.edge.y}
                                : Point{handle.edge.x, handle.edge.y - distance};
    };
    figure.primitives.push_back(
        Path{.points = {outside(far), outside(near)}, .stroke = handle.color, .strokeWidth = 1.5f * view.scale});
    const Point ring = outside(far);
    figure.primitives.push_back(Rectangle{.box = {ring.x - half, ring.y - half, 2 * half, 2 * half},
                                          .fill = palette(view.theme).raised,
                                          .stroke = handle.color,
                                          .strokeWidth = 1.5f * view.scale,
                                          .radius = half});
    figure.regions.push_back({.name = handle.name,
                              .role = handle.role,
                              .box = {ring.x - reach, ring.y - reach, 2 * reach, 2 * reach},
                              .value = handle.value,
                              .text = std::to_string(handle.value),
                              .sentence = handle.sentence,
                              .action = {.kind = Action::Kind::Drag,
                                         .parameter = handle.parameter,
                                         .row = handle.axis,
                                         .dragAxis = handle.axis == 0 ? Point{0, 1} : Point{1, 0},
                                         .pixelsPerUnit = handle.cell},
                              .layer = 5});
    Region& region = figure.regions.back();
    if (view.hides(region)) region.value.reset(), region.text = "?";
}

void drawChosenFrames(Figure& figure, const Grid& grid, const std::function<bool(core::Pair)>& chosen,
                      const View& view) {
    if (view.focus().empty()) return;
    // Small cells have no room for a dashed frame beside their number.
    const float side = std::min(grid.width, grid.height) / view.em();
    const Color color = roleColor(Role::Selection, view.theme);
    const FrameLook look =
        side < 1.9f
            ? FrameLook{.color = color, .width = 1.5f}
            : FrameLook{.color = color, .width = 1.75f, .dash = Dash::Dashed, .outset = -std::min(4.0f, 2.6f * side)};
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c)
            if (chosen({r, c})) drawFrame(figure, grid.cell(r, c), look, view);
}

}  // namespace seglab::figure
