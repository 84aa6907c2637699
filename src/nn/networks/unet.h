#pragma once

#include "nn/networks.h"

namespace seglab::nn {

enum class Skip { Concatenation, Addition, None };

/// A U-Net with padded convolutions (Ronneberger, Fischer & Brox 2015, with "same" sizes as most use it today).
/// Level 1 is the finest: down1 … pool1 … bottleneck … up1, cat1, refine1, head.
struct UnetSettings {
    std::string name, summary;
    std::vector<int> widths;  ///< channels of each level, then of the bottleneck
    Skip skip = Skip::Concatenation;
    bool normalised = false;  ///< batch normalisation after each 3×3 convolution, which then has no bias
};
Network unet(const UnetSettings& settings, const NetworkOptions& options);

}  // namespace seglab::nn
