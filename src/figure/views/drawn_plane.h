#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "figure/color_map.h"
#include "figure/figure.h"

// A plane of numbers as pixels: made once for each plane, however many frames draw it.
namespace seglab::figure {

struct DrawnPlane {
    std::shared_ptr<const Pixels> pixels = {};
    core::Pair size;
    Range range = {};  ///< of the numbers
};

/// 0 is black, 255 is white.
DrawnPlane greyPlane(const core::Matrix& plane);
/// Colours of a range that is the same for several planes; of a map that looks alike in both themes.
DrawnPlane heatPlane(const core::Matrix& plane, ColorMap map, const Range& range);
/// Some cells of one plane, or of three: red, green, blue.
struct Cells {
    int row = 0, column = 0, rows = 0, columns = 0;
};
std::shared_ptr<const Pixels> colourPixels(const std::vector<core::Matrix>& planes, const Cells& cells);

/// Fills the box, inside of a hairline; one region with that name.
void drawPlane(Figure& figure, const Box& box, const DrawnPlane& plane, const Region& region, const View& view);

}  // namespace seglab::figure
