#include "figure/views/bar_below.h"

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

constexpr float kGap = 0.45f, kThickness = 0.4f, kNumbersGap = 0.3f, kBelow = 0.2f;  // em

TextStyle numberStyle(const View& view) {
    return {.size = std::max(smallestText(view), 0.72f * view.em()),
            .font = Font::Numbers,
            .color = palette(view.theme).muted};
}

std::string number(double value) {
    return formatNumber(std::round(value * 100) / 100);
}

}  // namespace

float barBelowHeight(const View& view) {
    const TextStyle style = numberStyle(view);
    return (kGap + kThickness + kNumbersGap + kBelow) * view.em() + capHeight(style.font, style.size);
}

float addBarBelow(Figure& figure, const Box& map, const BarBelow& bar, const View& view) {
    constexpr int kSteps = 256;
    auto pixels = std::make_shared<Pixels>(Pixels{.width = kSteps, .height = 1});
    for (int i = 0; i < kSteps; ++i) {
        const Color c = bar.colors((i + 0.5) / kSteps);
        pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
    }
    pixels->version = contentVersion(*pixels);
    const float em = view.em();
    const Box box{map.x, map.bottom() + kGap * em, map.width, kThickness * em};
    figure.primitives.push_back(Image{.box = box, .pixels = pixels, .smooth = true});

    // One number where both are equal; only those that have room.
    const TextStyle style = numberStyle(view);
    const float baseline = box.bottom() + kNumbersGap * em + capHeight(style.font, style.size);
    const std::string low = number(bar.range.minimum), high = number(bar.range.maximum) + bar.unit;
    const float right = textWidth(high, style.font, style.size), room = box.width - 0.5f * em;
    if (bar.range.minimum == bar.range.maximum) {
        if (textWidth(low, style.font, style.size) <= box.width)
            addText(figure, {box.centre().x, baseline}, low, style, Align::Centre);
    } else {
        if (right + textWidth(low, style.font, style.size) <= room) addText(figure, {box.x, baseline}, low, style);
        if (right <= room) addText(figure, {box.right(), baseline}, high, style, Align::Right);
    }
    return baseline + kBelow * em;
}

}  // namespace seglab::figure
