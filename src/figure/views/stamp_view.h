#pragma once

#include "figure/views/legend.h"
#include "figure/views/operand_layout.h"
#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// Stamp and sum: each input cell weighs a copy of the kernel, which lands on the canvas and adds up where stamps
/// overlap. One row: the stamps stand below each other, in the columns of the canvas. Fills in the places it uses.
void drawStampView(Figure& figure, const Box& area, const TransposedScene& scene, Places& places);
/// The same for a canvas of one row.
void drawStampRows(Figure& figure, const Box& area, const TransposedScene& scene, Places& places);

// Parts that the views share.

/// "output 4 × 4", its two numbers as regions size(height) and size(width), and what follows. `tail` is dropped where
/// it does not fit into `width`.
void drawOutputTitle(Figure& figure, Point at, float width, const std::string& tail, const TransposedScene& scene);
/// The cells of the canvas, the output's frame, the crop marks with their handles, the selection.
void drawCanvas(Figure& figure, const TransposedScene& scene, const Grid& canvas);
/// What it takes without the tail, also where the sizes are covered.
float outputTitleWidth(const TransposedScene& scene);
/// The threads from the input cells to the stamps of this moment; drawn before the grids, which hide what would cross
/// their numbers.
void drawThreads(Figure& figure, const TransposedScene& scene, const Places& places);
/// The stamps of this moment, on their way or pressed.
void drawStamps(Figure& figure, const TransposedScene& scene, const Places& places);
/// The patterns that this state shows, and what they mean.
std::vector<LegendEntry> cropLegend(const TransposedScene& scene);
/// Cells of the operands that the selection leads to.
void drawLinkedFrames(Figure& figure, const TransposedScene& scene, const Grid& input, const Grid& kernel);
/// "2", or "2, 1" where the axes differ and both count.
std::string pairText(const TransposedScene& scene, core::Pair pair);

}  // namespace seglab::figure
