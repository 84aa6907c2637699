#pragma once

#include <memory>
#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// One number below a tile; its region can be covered by its name or role.
struct TileScore {
    std::string name;   ///< of its region: "iou(2)"
    std::string role;   ///< "iou"
    std::string label;  ///< "IoU"
    double value = 0;   ///< 0 … 1, drawn with three decimals; NaN: a dash
};

/// A segmentation of a picture, and how good it is.
struct ResultTile {
    std::string name;                           ///< of its region: "result(2)"
    std::string title;                          ///< marked up
    std::shared_ptr<const Pixels> pixels = {};  ///< none: not told yet, an outline
    std::shared_ptr<const Pixels> errors = {};  ///< where it is wrong, beside it; may be none
    std::vector<TileScore> scores = {};
    bool now = false;  ///< told in this step: framed
    std::vector<int> shape = {};
    Action action = {};
};

/// The tiles in equal slots, in rows of `perRow` or of fewer where they would be too small; all in the aspect of the
/// first one with pixels. Where it fits the errors stand at the right of each picture, else below.
void addResultTiles(Figure& figure, const Box& box, const std::vector<ResultTile>& tiles, int perRow, const View& view);

}  // namespace seglab::figure
