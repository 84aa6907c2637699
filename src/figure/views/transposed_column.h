#pragma once

#include "figure/views/size_panel.h"
#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// Everything that stands beside a transposed convolution: output size with its solver, the definition with the pinned
/// cell's numbers, the code twin, and the setting in the conventions of the frameworks. What is covered on the stage is
/// not told here either. Of `state` only what is clicked counts.
Figure transposedColumn(const TransposedScene& scene, SizePanel state);

}  // namespace seglab::figure
