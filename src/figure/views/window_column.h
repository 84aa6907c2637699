#pragma once

#include "figure/views/size_panel.h"
#include "figure/views/window_scene.h"

namespace seglab::figure {

/// What stands beside a sliding window: the output size with its solver, and the call in PyTorch. Of `state` only what
/// is clicked counts.
Figure windowColumn(const WindowScene& scene, SizePanel state);

}  // namespace seglab::figure
