#pragma once

#include <string>

#include "lab/state.h"

namespace seglab::lab {

/// The bytes of an SVG file of the scene's step: the stage alone.
std::string toSvg(const Scene& scene, const figure::View& view);

/// "Transposed convolution: input(1,0) = 3 stamps …": what a picture of the scene shows, in one line.
std::string titleOf(const Scene& scene);

}  // namespace seglab::lab
