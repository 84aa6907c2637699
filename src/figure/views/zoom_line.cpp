#include "figure/views/zoom_line.h"

#include <algorithm>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

TextStyle stopStyle(const View& view, bool here) {
    return {std::max(1.05f * view.em(), smallestText(view)), here ? Font::WordsBold : Font::Words,
            here ? palette(view.theme).ink : palette(view.theme).muted};
}

/// Returns the right end.
float addStops(Figure& figure, Point at, const std::vector<ZoomStop>& stops, const View& view) {
    for (const ZoomStop& stop : stops) {
        const TextStyle style = stopStyle(view, stop.region.name.empty());
        if (&stop != &stops.front()) at.x += addText(figure, at, "  ›  ", stopStyle(view, false));
        const float width = addText(figure, at, stop.text, style);
        if (!stop.region.name.empty()) {
            Region region = stop.region;
            region.text = stop.text;
            region.box = {at.x, at.y - style.size, width, 1.35f * style.size};
            // A line below it: it can be clicked.
            figure.primitives.push_back(
                Path{.points = {{at.x, at.y + 0.2f * style.size}, {at.x + width, at.y + 0.2f * style.size}},
                     .stroke = palette(view.theme).hairline,
                     .strokeWidth = view.scale});
            figure.regions.push_back(std::move(region));
        }
        at.x += width;
    }
    return at.x;
}

}  // namespace

float zoomLineHeight(const View& view) {
    return std::max(uPathHeight(view), 3 * stopStyle(view, true).size) + 0.8f * view.em();
}

void addZoomLine(Figure& figure, const Box& box, const ZoomLine& line, const View& view) {
    const TextStyle style = stopStyle(view, true);
    const float end = addStops(figure, {box.x, box.y + style.size}, line.stops, view) + 1.5f * view.em();
    const TextStyle words{std::max(0.85f * view.em(), smallestText(view)), Font::Words, palette(view.theme).muted};
    const float most = 18 * view.em(), left = std::max(end, box.right() - most);
    if (box.right() - left > 8 * view.em())
        addUPath(figure, {left, box.y, box.right() - left, uPathHeight(view)}, line.stations, view);
    if (markupWidth(line.words, words) < std::max(left, end) - box.x)
        addMarkup(figure, {box.x, box.y + 2.65f * style.size}, line.words, words, view.theme);
}

}  // namespace seglab::figure
