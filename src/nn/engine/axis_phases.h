#pragma once

#include <vector>

#include "core/matrix.h"

// A convolution along one axis, seen from its output: which input cells an output cell reads. The wide side is the
// convolution's input (a transposed convolution's output), the narrow side its output.
namespace seglab::nn {

struct ConvolutionAxis {
    int wide = 1, narrow = 1;  ///< cells
    int kernel = 1, stride = 1, padding = 0, dilation = 1;
};

/// Kernel cell `kernel` reads `offset` cells from where the output cell stands in the source.
struct AxisTap {
    int kernel = 0, offset = 0;
};

/// Output cells targetStart, + targetStep, … ; the i-th stands at i · sourceStep in the source. Taps by rising offset.
struct AxisPhase {
    int count = 0;
    int targetStart = 0, targetStep = 1;
    int sourceStep = 1;
    std::vector<AxisTap> taps;
};

/// The convolution: narrow(i) = Σ kernel(k) · wide(i·stride + k·dilation − padding). One phase.
std::vector<AxisPhase> gatherPhases(const ConvolutionAxis& axis);

/// Its adjoint, the transposed convolution: wide(j) = Σ kernel(k) · narrow((j + padding − k·dilation) / stride) where
/// that is whole. The cells j of one remainder modulo the stride read with the same kernel cells, as a convolution of
/// stride 1: one phase for each remainder.
std::vector<AxisPhase> spreadPhases(const ConvolutionAxis& axis);

/// Cells that the phases read beyond a source of `size` cells, on the side where it is more.
int overshoot(const std::vector<AxisPhase>& phases, int size);

}  // namespace seglab::nn
