#pragma once

#include <cstdint>
#include <memory>

#include "core/matrix.h"
#include "data/picture.h"

namespace seglab::data {

/// Rec. 709 luma of red, green and blue, 0 … 255.
inline double luma(const std::uint8_t* rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

/// The middle of a picture in grey, 0 … 255 (Rec. 709 luma of the 8-bit values): reduced by means over whole blocks as
/// far as its sides stay at or above `side`, then cropped to at most side × side. Through a cache of the last call, so
/// that equal pictures give the same plane. Any thread.
std::shared_ptr<const core::Matrix> luminance(const std::shared_ptr<const Picture>& picture, int side);

}  // namespace seglab::data
