#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/color_map.h"
#include "figure/figure.h"

namespace seglab::figure {

/// A matrix of numbers as colours, with a colour bar beside it.
struct HeatMap {
    std::string name;        ///< of its regions: "output" gives output(2,3)
    std::string role = {};   ///< of its regions; also colours the frame where it is a colour role
    std::string title = {};  ///< marked up, above the map
    int rows = 0, columns = 0;
    std::vector<double> values = {};  ///< [rows, columns]; what is not finite stays blank
    ColorMap map = ColorMap::Viridis;
    std::optional<Range> range = {};    ///< of the colours; unset: that of the values, for diverging maps symmetric
    std::string rangeRule = "per map";  ///< said below the colour bar: "per map", "per layer", "fixed"
    bool bar = true;
    bool smooth = false;  ///< blended between the cells; for photographs and spectra
};

/// Draws title, map and bar into `box`; cells are square and as large as fits. Up to kMaximumCells cells each is a
/// region with its value and no text of its own; more are one region with shape, minimum and maximum.
/// Returns the box of the map alone.
Box addHeatMap(Figure& figure, const Box& box, const HeatMap& heatMap, const View& view);

/// One pixel per value; where the larger side exceeds 1,024 a pixel is the mean of a square block of them. The version
/// is that of the content: building equal pixels again costs no upload.
std::shared_ptr<const Pixels> heatPixels(const HeatMap& heatMap, const Range& range, Theme theme);
Range heatRange(const HeatMap& heatMap);

/// A bar of the map's colours with numbers at its right, from the maximum at the top to the minimum.
void addColorBar(Figure& figure, const Box& box, ColorMap map, const Range& range, const View& view);
/// Width of the bar's numbers with their tick marks.
float colorBarLabelWidth(const Range& range, float height, const View& view);

}  // namespace seglab::figure
