#pragma once

#include <string>

#include "figure/views/checkerboard_view.h"

// The words that picture, caption and column of the checkerboards share. All are marked up.
namespace seglab::figure {

std::string by(core::Pair pair);            ///< "3 × 3"
std::string strideText(core::Pair stride);  ///< "2" or "2, 1"
std::string rounded(double value, int decimals);
std::string rangeText(const core::Evenness& evenness);             ///< "1 to 9" or "81 everywhere"
std::string ratioText(const core::Evenness& evenness);             ///< "as 9 to 1", "even"
std::string kernelText(const CheckerboardScene& scene);            ///< "ones 3 × 3"
std::string cureText(const core::CheckerboardSettings& settings);  ///< "nearest resize by 2"

}  // namespace seglab::figure
