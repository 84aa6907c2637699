#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::render {

/// GIF89a with one global palette, median cut with ordered dither off: the same frames give the same bytes.
/// `delays` in hundredths of a second, one per frame. Frames have one size. Throws BadInput otherwise.
std::string encodeGif(const std::vector<figure::Pixels>& frames, const std::vector<int>& delays);

}  // namespace seglab::render
