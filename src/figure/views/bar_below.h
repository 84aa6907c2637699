#pragma once

#include <functional>
#include <string>

#include "figure/color_map.h"
#include "figure/figure.h"

namespace seglab::figure {

struct BarBelow {
    std::function<Color(double)> colors;  ///< of 0 … 1
    Range range;
    std::string unit = {};  ///< behind the larger number: " dB"
};

/// A colour bar as wide as the map above it, its numbers at the two ends: for maps that stand side by side, where
/// addColorBar would take too much of their width. Returns the lower end.
float addBarBelow(Figure& figure, const Box& map, const BarBelow& bar, const View& view);
/// The height that it takes below the map.
float barBelowHeight(const View& view);

}  // namespace seglab::figure
