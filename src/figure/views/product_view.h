#pragma once

#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// The matrix: the convolution's matrix C, its transpose, times the input as a vector. Column n of the transpose is
/// stamp n laid out as a vector, so that a step adds input(n) · column n; row r holds the terms of output cell r.
void drawProductView(Figure& figure, const Box& area, const TransposedScene& scene, bool alone, Places& places);

}  // namespace seglab::figure
