#pragma once

#include "core/tensor.h"

namespace seglab::core {

/// max(x, 0); NaN stays.
template <class T>
Tensor<T> relu(const Tensor<T>& input);

/// exp(x) / Σ exp(x) over the channels. Channels are axis 0 of rank 1 and 3, otherwise axis 1.
template <class T>
Tensor<T> softmax(const Tensor<T>& input);

/// The channel with the largest value, the first of equal ones; NaN is the largest. The channel axis is gone:
/// [N,C,H,W] becomes [N,H,W]. Throws BadInput where there is no channel.
template <class T>
Tensor<std::int64_t> argmax(const Tensor<T>& input);

}  // namespace seglab::core
