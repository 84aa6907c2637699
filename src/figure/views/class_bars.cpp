#include "figure/views/class_bars.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

float textSize(const View& view) {
    return std::max(0.9f * view.em(), smallestText(view));
}

float lineOf(const View& view) {
    return 1.7f * textSize(view);
}

float nameWidth(const ClassBars& bars, const View& view) {
    float widest = 0;
    for (const std::string& name : bars.names)
        widest = std::max(widest, textWidth(name, Font::WordsBold, textSize(view)));
    return widest;
}

std::string percent(double share) {
    return fmt::format("{:.0f} %", 100 * share);
}

}  // namespace

float classBarsIndent(const ClassBars& bars, const View& view) {
    const float width = nameWidth(bars, view);
    return width > 0 ? width + 0.8f * textSize(view) : 0;
}

float classBarsHeight(const ClassBars& bars, const View& view) {
    return lineOf(view) * float(bars.shares.size());
}

float addClassBars(Figure& figure, const Box& box, const ClassBars& bars, const View& view) {
    const Palette& inks = palette(view.theme);
    const float size = textSize(view), line = lineOf(view);
    const float left = box.x + classBarsIndent(bars, view);
    const float number = textWidth("100 %", Font::NumbersBold, size) + 0.5f * size;
    const float room = std::max(0.0f, box.right() - left - number);
    const auto largest = std::max_element(bars.shares.begin(), bars.shares.end()) - bars.shares.begin();
    for (std::size_t i = 0; i < bars.shares.size(); ++i) {
        Region region{.name = fmt::format("{}({})", bars.name, i), .role = "score"};
        const bool hidden = view.hides(region), top = std::ptrdiff_t(i) == largest && !hidden;
        const float y = box.y + line * float(i), baseline = y + 0.5f * line + 0.36f * size;
        const bool truth = bars.truth && *bars.truth == int(i);
        addText(figure, {left - 0.8f * size, baseline}, bars.names[i],
                {.size = size, .font = top ? Font::WordsBold : Font::Words, .color = top ? inks.ink : inks.muted},
                Align::Right);
        const Box track{left, y + 0.22f * line, room, 0.56f * line};
        figure.primitives.push_back(Rectangle{.box = track, .fill = inks.panel});
        Box bar = track;
        bar.width = hidden ? 0 : room * float(std::clamp(bars.shares[i], 0.0, 1.0));
        if (bar.width > 0) figure.primitives.push_back(Rectangle{.box = bar, .fill = bars.colors[i]});
        if (truth) drawFrame(figure, track, {.color = inks.ink, .width = 1.5f}, view);
        region.text = hidden ? "?" : percent(bars.shares[i]);
        if (!hidden) region.value = bars.shares[i];
        if (hidden) region.action.kind = Action::Kind::Answer;
        addText(figure, {box.right(), baseline}, region.text,
                {.size = size, .font = top ? Font::NumbersBold : Font::Numbers, .color = top ? inks.ink : inks.muted},
                Align::Right);
        region.box = {box.x, y, box.width, line};
        figure.regions.push_back(region);
    }
    return classBarsHeight(bars, view);
}

}  // namespace seglab::figure
