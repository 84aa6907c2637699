#pragma once

#include "figure/views/upsampling_scene.h"

namespace seglab::figure {

/// All ways up side by side in equal slots, the input (with the transposed convolution's kernel) in the first. While a
/// step moves, a frame travels from the input cell to every place it goes to. Fills in the places.
void drawUpsamplingWays(Figure& figure, const Box& area, const UpsamplingScene& scene, UpsamplingPlaces& places);

}  // namespace seglab::figure
