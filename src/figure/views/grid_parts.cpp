#include "figure/views/grid_parts.h"

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/operand_layout.h"

namespace seglab::figure {

void drawGridTitle(Figure& figure, Point at, const std::string& markup, const View& view) {
    addMarkup(figure, {at.x, at.y - 0.6f * titleSize(view)}, markup,
              {.size = titleSize(view), .font = Font::Words, .color = palette(view.theme).muted}, view.theme);
}

void drawSizeTitle(Figure& figure, Point at, const SizeTitle& title, const View& view) {
    const Palette& inks = palette(view.theme);
    const float size = titleSize(view), y = at.y - 0.6f * size;
    const TextStyle words{.size = size, .font = Font::Words, .color = inks.muted};
    const TextStyle number{.size = size, .font = Font::Numbers, .color = inks.ink};
    float x = at.x + addMarkup(figure, {at.x, y}, title.markup, words, view.theme) + 0.5f * size;
    for (int axis = title.oneRow ? 1 : 0; axis < 2; ++axis) {
        const std::string name = axis == 0 ? "size(height)" : "size(width)";
        const bool hidden = view.hidden.count("size") || view.hidden.count(name);
        const auto guess = view.guesses.find(name);
        const bool guessed = guess != view.guesses.end(), right = guessed && guess->second == title.size[axis];
        std::string text = std::to_string(title.size[axis]);
        if (hidden && !right) text = guessed ? formatNumber(guess->second) + " ✗" : "?";
        const float used = textWidth(text, Font::Numbers, size);
        const Box box{x - 0.25f * size, y - 1.05f * size, used + 0.5f * size, 1.4f * size};
        if (hidden)
            figure.primitives.push_back(
                Rectangle{.box = box, .fill = inks.panel, .stroke = inks.hairline, .radius = 0.2f * size});
        addText(figure, {x, y}, text, number);
        Region region{.name = name,
                      .role = "size",
                      .box = box,
                      .value = title.size[axis],
                      .text = std::to_string(title.size[axis])};
        if (hidden && !right) region.value.reset(), region.text = "?", region.action.kind = Action::Kind::Answer;
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

void drawChosenFrames(Figure& figure, const Grid& grid, const std::function<bool(core::Pair)>& chosen,
                      const View& view) {
    const float inset = std::min(4.0f, std::min(grid.width, grid.height) / 6 / view.scale);
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c)
            if (chosen({r, c}))
                drawFrame(figure, grid.cell(r, c),
                          {.color = roleColor(Role::Selection, view.theme),
                           .width = 1.75f,
                           .dash = Dash::Dashed,
                           .outset = -inset},
                          view);
}

}  // namespace seglab::figure
