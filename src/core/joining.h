#pragma once

#include <vector>

#include "core/matrix.h"
#include "core/tensor.h"

// How branches of a network meet: [N,C,H,W] or [C,H,W]. All throw BadInput where shapes do not fit.
namespace seglab::core {

/// a + b. Backwards both get the gradient as it is.
template <class T>
Tensor<T> add(const Tensor<T>& a, const Tensor<T>& b);

/// Along the channels, in the order of the parts.
template <class T>
Tensor<T> concatenate(const std::vector<const Tensor<T>*>& parts);

/// Channels first … first + count − 1: the way back of one part of a concatenation.
template <class T>
Tensor<T> takeChannels(const Tensor<T>& input, std::int64_t first, std::int64_t count);

/// The cells in the middle; where an odd number is cut, the odd one goes at the end.
template <class T>
Tensor<T> cropCentre(const Tensor<T>& input, Pair size);

/// Backwards: zeros where cells were cut.
template <class T>
Tensor<T> cropCentreBackward(const Tensor<T>& outputGradient, const Shape& inputShape);

}  // namespace seglab::core
