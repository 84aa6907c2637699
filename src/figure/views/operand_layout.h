#pragma once

#include <functional>
#include <string>

#include "figure/views/grid_parts.h"
#include "figure/views/legend.h"
#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// What stands beside the operands: its size for a given side of a cell, without the legend.
using BlockSize = std::function<Size(float cell)>;

struct LayoutRequest {
    Box area;
    BlockSize block;
    core::Pair third{0, 0};     ///< cells of a third grid below input and kernel; may be left out where space is scarce
    bool operands = true;       ///< whether input and kernel are drawn
    float legendIndent = 0;     ///< of the legend from the block's left side, in pixels
    float leastOperand = 1.4f;  ///< em: cells of the operands are not smaller than this where the block's are
    std::vector<LegendEntry> legend = {};
};

/// Operands on the left, a block on the right, as large as the area allows; what is secondary goes first (the third
/// grid, the legend).
struct OperandLayout {
    float operand = 0, cell = 0;  ///< sides of the cells of the operands and of the block
    bool operandsShown = true;    ///< they go where there is hardly any room
    bool third = true;
    bool beside = false;  ///< kernel and third grid beside the input, not below
    float legend = 0;     ///< height; 0: left out
    Box operands, block;  ///< where they stand; the legend goes below the block
    Point legendAt;
    float legendWidth = 0;
};
OperandLayout layOutOperands(const LayoutRequest& request, const TransposedScene& scene);

/// Input, kernel and the third grid, stacked as the layout says. Titles go above the grids.
struct OperandGrids {
    Grid input, kernel, third;
};
OperandGrids placeOperands(const OperandLayout& layout, const LayoutRequest& request, const TransposedScene& scene);

/// Draws input and kernel with their titles.
void drawOperands(Figure& figure, const TransposedScene& scene, const OperandGrids& grids);

}  // namespace seglab::figure
