#pragma once

#include <string_view>

#include "data/decode.h"

namespace seglab::data {

/// The orientation that an EXIF block ("Exif\0\0" and a TIFF header) gives, 1 to 8; 1 where it gives none or is
/// malformed. EXIF 2.3, sec. 4.6.4, tag 0x0112.
int exifOrientation(std::string_view block);

/// The picture as it is meant to be seen.
Decoded oriented(Decoded picture, int orientation);

}  // namespace seglab::data
