#pragma once

#include "core/tensor.h"

// Batch normalisation of [N,C,H,W]: S. Ioffe, C. Szegedy, "Batch Normalization" (2015), algorithm 1, with the details
// of torch.nn.BatchNorm2d. Per channel: y = weight · (x − mean) / √(variance + ε) + bias. weight, bias and the
// statistics are [C]. All throw BadInput for shapes that do not fit.
namespace seglab::core {

/// Per channel, over batch, rows and columns. The variance is divided by the number of cells (biased).
template <class T>
struct ChannelStatistics {
    Tensor<T> mean, variance;
};
template <class T>
ChannelStatistics<T> channelStatistics(const Tensor<T>& input);

/// Training: with the statistics of this input. Inference: with those that were gathered while training.
template <class T>
Tensor<T> batchNormalise(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>& bias,
                         const ChannelStatistics<T>& statistics, double epsilon);

/// running ← (1 − momentum) · running + momentum · batch, where the batch's variance is divided by the cells less one.
template <class T>
void updateRunningStatistics(ChannelStatistics<T>& running, const ChannelStatistics<T>& batch, const Shape& input,
                             double momentum);

template <class T>
struct NormalisationGradients {
    Tensor<T> input, weight, bias;
};

/// How a normalisation was done, for the way back.
template <class T>
struct Normalisation {
    const Tensor<T>& input;
    const Tensor<T>& weight;
    const ChannelStatistics<T>& statistics;
    double epsilon = 1e-5;
    bool training = true;  ///< the statistics are the input's own, and change with it
};
template <class T>
NormalisationGradients<T> batchNormaliseBackward(const Normalisation<T>& forward, const Tensor<T>& outputGradient);

}  // namespace seglab::core
