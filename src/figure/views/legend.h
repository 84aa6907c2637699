#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// One line of a legend: the pattern as it stands in the picture, and what it means.
struct LegendEntry {
    Hatch hatch = Hatch::None;
    Color hatchColor = kNone;
    Color fill = kNone;
    Color stroke = kNone;
    std::string markup;
};

/// Draws the entries side by side from the top left corner, in as many lines as `width` asks for. Returns the height
/// used.
float drawLegend(Figure& figure, Point at, float width, const std::vector<LegendEntry>& entries, const View& view);
/// What drawLegend would use.
Size legendSize(float width, const std::vector<LegendEntry>& entries, const View& view);

}  // namespace seglab::figure
