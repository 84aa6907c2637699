#pragma once

#include <string>

#include "figure/figure.h"

namespace seglab::figure {

/// Words above a panel: a bold title, marked up, and below it muted ones; each as large as the width allows, and left
/// out where it does not fit.
struct PanelTitle {
    std::string title = {}, below = {};
};
float panelTitleHeight(const View& view);
/// In the room above `panel`.
void addPanelTitle(Figure& figure, const Box& panel, const PanelTitle& title, const View& view);

/// A line of muted words at `at`, for what a picture goes back to: left out where it does not fit.
void addSource(Figure& figure, Point at, float width, const std::string& source, const View& view);
float sourceHeight(const View& view);

}  // namespace seglab::figure
