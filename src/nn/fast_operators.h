#pragma once

#include "core/operators.h"
#include "core/sizes.h"

// Single operators of core, computed by the engine's kernels.
namespace seglab::nn {

/// core::conv1d, conv2d, convTranspose1d or convTranspose2d by `operation` and `axes` (1 or 2): the same shapes,
/// settings and refusals, sums in another order. It is the reference where the padding is not of zeros, where the input
/// has no numbers, and for what no network does: sides beyond limits::kPictureSide, strides, paddings and dilated
/// kernels of more than 256 cells.
core::Tensor<float> fastConvolution(core::Operation operation, int axes, const core::Tensor<float>& input,
                                    const core::Tensor<float>& weight, const core::Tensor<float>* bias,
                                    const core::ConvolutionSettings& settings);

}  // namespace seglab::nn
