#pragma once

#include <string>
#include <vector>

#include "core/tensor.h"

namespace seglab::lab {

/// "index", "energy" (the largest mean square first), "similarity" (beginning with the largest energy, each map is
/// followed by the one that is most like it among the rest, by correlation).
const std::vector<std::string>& channelSorts();

/// The channels of maps [1,C,H,W] in that order.
std::vector<int> channelOrder(const core::Tensor<float>& maps, const std::string& sort);

}  // namespace seglab::lab
