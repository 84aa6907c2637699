#include "figure/views/panel_title.h"

#include <algorithm>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

float smallSize(const View& view) {
    return std::max(0.85f * view.em(), smallestText(view));
}

/// The largest size up to `wanted` at which the markup is no wider than `width`; 0 where none is legible.
float sizeThatFits(const std::string& markup, Font font, float wanted, float width, const View& view) {
    const float unit = markupWidth(markup, {.size = 100, .font = font}) / 100;
    const float size = std::min(wanted, width / std::max(unit, 0.01f));
    return size >= smallestText(view) ? size : 0;
}

}  // namespace

float panelTitleHeight(const View& view) {
    return 1.5f * std::max(view.em(), smallestText(view)) + 1.6f * smallSize(view);
}

void addPanelTitle(Figure& figure, const Box& panel, const PanelTitle& words, const View& view) {
    const Palette& inks = palette(view.theme);
    const float wanted = std::max(1.05f * view.em(), smallestText(view)), small = smallSize(view);
    const float top = panel.y - panelTitleHeight(view);
    if (const float size = sizeThatFits(words.title, Font::WordsBold, wanted, panel.width, view); size > 0)
        addMarkup(figure, {panel.x, top + wanted}, words.title,
                  {.size = size, .font = Font::WordsBold, .color = inks.ink}, view.theme);
    if (const float size = sizeThatFits(words.below, Font::Words, small, panel.width, view); size > 0)
        addMarkup(figure, {panel.x, panel.y - 0.65f * small}, words.below,
                  {.size = size, .font = Font::Words, .color = inks.muted}, view.theme);
}

float sourceHeight(const View& view) {
    return 1.4f * smallSize(view);
}

void addSource(Figure& figure, Point at, float width, const std::string& source, const View& view) {
    const float small = smallSize(view);
    if (const float size = sizeThatFits(source, Font::Words, small, width, view); size > 0)
        addMarkup(figure, {at.x, at.y + small}, source,
                  {.size = size, .font = Font::Words, .color = palette(view.theme).muted}, view.theme);
}

}  // namespace seglab::figure
