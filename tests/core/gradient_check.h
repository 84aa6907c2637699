#pragma once

#include <functional>

#include "core/tensor.h"

namespace seglab::test {

/// Whether `gradient` is the slope of `loss` in every value of `x`, by central differences with steps of 1e-6:
/// |difference quotient − gradient| <= 1e-5 + 1e-3 · |gradient|. `loss` reads x; x is as before afterwards.
bool isSlope(const std::function<double()>& loss, core::Tensor<double>& x, const core::Tensor<double>& gradient);

}  // namespace seglab::test
