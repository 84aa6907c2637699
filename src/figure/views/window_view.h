#pragma once

#include "figure/views/window_scene.h"

namespace seglab::figure {

/// A window at work: the padded input with the window on it, kernel and products for each channel, the outputs, the
/// addition that makes the window's output, the distances that a move covers in input and output, what padding and the
/// floor do. Fills in the places.
void drawWindowView(Figure& figure, const Box& area, const WindowScene& scene, WindowPlaces& places);

/// One marked-up sentence: what this step did, with its numbers. Step 0: what is about to happen.
std::string windowCaption(const core::WindowTrace& trace, core::WindowGranularity granularity, int step);

}  // namespace seglab::figure
