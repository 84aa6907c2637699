#include "figure/views/two_panes.h"

#include <algorithm>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

float titleSize(const View& view) {
    return std::max(view.em(), smallestText(view));
}

}  // namespace

TwoPanes twoPanes(const Box& area, float footHeight, const View& view) {
    const float title = 1.7f * titleSize(view), gap = 2 * view.em();
    const float side = std::min(area.height - footHeight - gap - title, 0.5f * (area.width - gap));
    TwoPanes panes;
    panes.title = title;
    panes.picture = {area.x, area.y + title, side, side};
    panes.right = {area.x + side + gap, area.y + title, area.width - side - gap, side};
    panes.foot = {area.x, panes.picture.bottom() + gap, area.width, footHeight};
    return panes;
}

void addPaneTitle(Figure& figure, const TwoPanes& panes, const Box& pane, const std::string& markup, const View& view) {
    const float right = pane.x < panes.right.x ? panes.right.x - view.em() : panes.right.right();
    const float baseline = pane.y - panes.title + titleSize(view);
    TextStyle style{.size = titleSize(view), .font = Font::Words, .color = palette(view.theme).muted};
    std::string shown = markup;
    if (markupWidth(shown, style) > right - pane.x) shown = shown.substr(0, shown.find(','));
    style.size =
        std::max(smallestText(view), style.size * std::min(1.0f, (right - pane.x) / markupWidth(shown, style)));
    addMarkup(figure, {pane.x, baseline}, shown, style, view.theme);
}

}  // namespace seglab::figure
