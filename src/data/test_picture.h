#pragma once

#include <memory>

#include "data/picture.h"

namespace seglab::data {

/// A picture of our own for labs that show what happens to a photograph, so that none has to be opened first: a zone
/// plate (every frequency up to one cycle in two pixels), a star of spokes, thin lines, a fence, and discs in colours
/// on a smooth sky. [side, side, 3]; made by rule, the same everywhere. side >= 32. Another seed moves the zone plate,
/// turns the star, and changes lines, sun, hill and fence; 1 has everything in its middle. The last picture is kept, so
/// that a model that is rebuilt gets the same.
std::shared_ptr<const Picture> testPicture(int side, std::uint64_t seed = 1);

}  // namespace seglab::data
