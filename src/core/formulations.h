#pragma once

#include "core/operators.h"

// The transposed convolution again, by two other ways of saying what it is. They share no arithmetic with
// convTranspose2d, so that agreement to rounding (1e-12) is evidence; "Verify" in a lab and the tests use them.
// Dumoulin & Visin (2016), sec. 4. Shapes and errors as convTranspose2d.
namespace seglab::core {

/// Spread the input by the stride, put a border of d(k−1)−p zeros before it and d(k−1)−p+op after it (a negative border
/// crops), then convolve with stride 1, dilation d and the flipped kernel, whose channels are exchanged in each group.
Tensor<double> convTransposeByZeroInsertion(const Tensor<double>& input, const Tensor<double>& weight,
                                            const Tensor<double>* bias, const ConvolutionSettings& settings);

/// Write down the matrix of the forward convolution entry by entry, a row for each of its outputs, transpose it, and
/// multiply it with the input as a vector.
Tensor<double> convTransposeByMatrix(const Tensor<double>& input, const Tensor<double>& weight,
                                     const Tensor<double>* bias, const ConvolutionSettings& settings);

}  // namespace seglab::core
