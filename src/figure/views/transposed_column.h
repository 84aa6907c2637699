#pragma once

#include "figure/views/size_panel.h"
#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// What is clicked in the column (see SizePanel).
struct TransposedColumnState {
    int dims = 2;
    std::string solve, axis;
    core::Pair target;
};

/// Everything that stands beside a transposed convolution: output size with its solver, the definition with the pinned
/// cell's numbers, the code twin, and the setting in the conventions of the frameworks. What is covered on the stage is
/// not told here either.
Figure transposedColumn(const TransposedScene& scene, const TransposedColumnState& state);

}  // namespace seglab::figure
