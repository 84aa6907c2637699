#pragma once

#include "data/decode.h"

namespace seglab::data {

struct PictureSize {
    int width = 0, height = 0;
    bool operator==(const PictureSize& o) const { return width == o.width && height == o.height; }
};

/// The size that the header of a PNG or JPEG gives, as the picture is meant to be seen (EXIF orientation respected),
/// without decoding it. Throws BadInput where it is neither, or has no header that can be read.
PictureSize pictureSize(const Encoded& file);

}  // namespace seglab::data
