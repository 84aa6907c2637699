#pragma once

#include "core/operators.h"

// The way back through convolution and transposed convolution: what a loss that changes with the output by
// `outputGradient` changes by with each operand. Readable loops, the oracle for the fast kernels. Shapes, settings and
// refusals are those of the forward operators; every gradient has the shape of what it belongs to.
namespace seglab::core {

template <class T>
struct ConvolutionGradients {
    Tensor<T> input, weight;
    Tensor<T> bias;  ///< [outC], whether or not there was one
};

template <class T>
ConvolutionGradients<T> conv2dBackward(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>& outputGradient,
                                       const ConvolutionSettings& settings);

template <class T>
ConvolutionGradients<T> convTranspose2dBackward(const Tensor<T>& input, const Tensor<T>& weight,
                                                const Tensor<T>& outputGradient, const ConvolutionSettings& settings);

}  // namespace seglab::core
