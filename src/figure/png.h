#pragma once

#include <string>

#include "figure/figure.h"

namespace seglab::figure {

/// The pixels as a PNG file's bytes (RGBA, or RGB when every alpha is 255), no time stamp: equal pixels, equal bytes.
std::string encodePng(const Pixels& pixels);

}  // namespace seglab::figure
