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

}  // namespace

float drawLegend(Figure& figure, Point at, float width, const std::vector<LegendEntry>& entries, const View& view) {
    const float swatch = 1.1f * textSize(view), line = lineHeight(textSize(view));
    float y = at.y;
    for (const LegendEntry& entry : entries) {
        figure.primitives.push_back(Rectangle{.box = {at.x, y + (line - swatch) / 2, swatch, swatch},
                                              .fill = entry.fill,
                                              .stroke = entry.stroke,
                                              .strokeWidth = view.scale,
                                              .hatch = entry.hatch,
                                              .hatchColor = entry.hatchColor,
                                              .hatchSpacing = 4.5f * view.scale});
        y += addParagraph(figure, {at.x + indent(view), y}, width - indent(view), entry.markup, style(view),
                          view.theme) +
             0.25f * view.em();
    }
    return y - at.y;
}

float legendHeight(float width, const std::vector<LegendEntry>& entries, const View& view) {
    float height = 0;
    for (const LegendEntry& entry : entries)
        height += paragraphHeight(width - indent(view), entry.markup, style(view)) + 0.25f * view.em();
    return height;
}

}  // namespace seglab::figure
