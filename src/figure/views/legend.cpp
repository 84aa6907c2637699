#include "figure/views/legend.h"

#include <algorithm>

#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

float textSize(const View& view) {
    return std::max(smallestText(view), 0.84f * view.em());
}

float indent(const View& view) {
    return 1.7f * textSize(view);
}

TextStyle style(const View& view) {
    return {.size = textSize(view), .font = Font::Words, .color = palette(view.theme).muted};
}

/// Where each entry stands: they flow from left to right; one that is wider than the line is wrapped on its own.
struct Flow {
    std::vector<Box> boxes;
    float height = 0;
};

Flow flow(float width, const std::vector<LegendEntry>& entries, const View& view) {
    Flow result;
    const float gap = 1.5f * textSize(view);
    float x = 0, y = 0, line = 0;
    for (const LegendEntry& entry : entries) {
        const float own = indent(view) + markupWidth(entry.markup, style(view));
        if (x > 0 && x + own > width) x = 0, y += line + 0.25f * textSize(view), line = 0;
        const float used = std::min(own, width);
        const float height = own <= width ? lineHeight(textSize(view))
                                          : paragraphHeight(width - indent(view), entry.markup, style(view));
        result.boxes.push_back({x, y, used, height});
        line = std::max(line, height);
        x += used + gap;
    }
    result.height = entries.empty() ? 0 : y + line;
    return result;
}

}  // namespace

float drawLegend(Figure& figure, Point at, float width, const std::vector<LegendEntry>& entries, const View& view) {
    const float swatch = 1.1f * textSize(view), line = lineHeight(textSize(view));
    const Flow places = flow(width, entries, view);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const LegendEntry& entry = entries[i];
        const Box& place = places.boxes[i];
        figure.primitives.push_back(
            Rectangle{.box = {at.x + place.x, at.y + place.y + (line - swatch) / 2, swatch, swatch},
                      .fill = entry.fill,
                      .stroke = entry.stroke,
                      .strokeWidth = view.scale,
                      .hatch = entry.hatch,
                      .hatchColor = entry.hatchColor,
                      .hatchSpacing = 4.5f * view.scale});
        // A little room to spare: what was measured to fit must not wrap.
        addParagraph(figure, {at.x + place.x + indent(view), at.y + place.y}, place.width - indent(view) + 1,
                     entry.markup, style(view), view.theme);
    }
    return places.height;
}

Size legendSize(float width, const std::vector<LegendEntry>& entries, const View& view) {
    const Flow places = flow(width, entries, view);
    Size size{0, places.height};
    for (const Box& box : places.boxes) size.width = std::max(size.width, box.right());
    return size;
}

}  // namespace seglab::figure
