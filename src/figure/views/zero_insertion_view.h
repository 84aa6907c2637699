#pragma once

#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// Zero insertion: the input spread by the stride within a border of zeros, over which the flipped kernel slides one
/// cell at a time. An input cell appears where it belongs in the step in which it stamps, so that the output is at
/// every moment the same as on the canvas. `alone`: with operands and output; otherwise another view shows them.
void drawZeroInsertionView(Figure& figure, const Box& area, const TransposedScene& scene, bool alone, Places& places);

/// "output(1,1) = 1·4 + 2·3 = 10", marked up; at most `most` terms are written out.
std::string equationOf(const TransposedScene& scene, core::Pair canvas, std::size_t most);

}  // namespace seglab::figure
