#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "figure/figure.h"
#include "figure/palette.h"
#include "figure/views/class_bars.h"
#include "figure/views/map_grid.h"

// What a patch classifier does with one patch: its way through the layers, and how the answer changes with its size.
namespace seglab::figure {

/// The patch and what every layer makes of it.
struct PatchPath {
    std::vector<MapGrid> layers = {};      ///< in their order
    std::vector<std::string> titles = {};  ///< "conv1", …
    int finished = 0;                      ///< layers that are computed in this moment
    std::shared_ptr<const Pixels> patch = {};
    std::string source = "patch";  ///< what the layers read
    Role role = Role::Selection;   ///< of the source
};

/// The patch at the left, then a column of maps for each layer, with its name above and its size below; layers that
/// are not computed yet are outlines. As many layers as have room: the first ones and the last, with an ellipsis.
/// Nothing where it would be too low to be seen.
void addPatchPath(Figure& figure, const Box& box, const PatchPath& path, const View& view);

/// One patch size: what is seen, and what the network of that size says.
struct PatchAnswer {
    int side = 1;                              ///< pixels
    std::shared_ptr<const Pixels> patch = {};  ///< [side, side]
    ClassBars bars = {};
    double accuracy = 0;  ///< share of the picture's pixels that this network gets right
};

struct PatchSizes {
    std::vector<PatchAnswer> answers = {};
    int shown = 0;                               ///< the first so many are told
    bool labelled = true;                        ///< whether accuracies are known
    std::shared_ptr<const Pixels> picture = {};  ///< that the pixel is in
    core::Pair pixel{0, 0};
    int scenes = 0;                       ///< on so many more the networks were measured
    std::vector<double> overScenes = {};  ///< with these shares right, one for each answer; empty: not yet
};

/// The whole picture with the outlines of the patches that are told so far around the pixel. Region pixel.
void addPatchesInPicture(Figure& figure, const Box& box, const PatchSizes& sizes, const View& view);
/// The share of right pixels against the side of the patch, for those that are told so far; behind it, where
/// it is known, the share over many scenes. Regions right(i), scenes(i).
void addAccuracyPlot(Figure& figure, const Box& box, const PatchSizes& sizes, const View& view);

/// The same pixel in growing patches side by side, the bars of each below it, the share of right pixels below those.
/// Regions patch(side), score_side(class), accuracy(side).
void addPatchSizes(Figure& figure, const Box& box, const PatchSizes& sizes, const View& view);

/// What it takes with the smallest patches that can be read.
float patchSizesHeight(const PatchSizes& sizes, const View& view);

}  // namespace seglab::figure
