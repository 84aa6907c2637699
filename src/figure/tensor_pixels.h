#pragma once

#include <memory>

#include "core/tensor.h"
#include "figure/figure.h"

namespace seglab::figure {

/// A picture of 0 … 1, [3,H,W] or [1,3,H,W] or with one channel for grey; values beyond are cut off. The version is
/// that of the content.
std::shared_ptr<const Pixels> pixelsOf(const core::Tensor<float>& picture);

/// 0xRRGGBB
Color fromHex(std::uint32_t rgb);

}  // namespace seglab::figure
