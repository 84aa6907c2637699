#pragma once

#include <memory>

#include "core/round_trip.h"
#include "data/picture.h"

namespace seglab::data {

/// Red, green and blue as planes of 0 … 255. A picture with a side above `mostSide` is reduced by means over whole
/// blocks until it has none. Through a cache of the last call, so that equal pictures give the same planes.
std::shared_ptr<const core::PicturePlanes> planesOf(const std::shared_ptr<const Picture>& picture, int mostSide);

}  // namespace seglab::data
