#pragma once

#include <cstdint>
#include <string>

#include "data/scenery/painting.h"

// The painters behind data/scenes.h.
namespace seglab::data::scenery {

/// Classes of a pasture, in order of their index.
enum Pasture : std::uint8_t { kSky, kGrass, kGround, kTree, kCat, kDog };
/// Classes of cells.
enum Cells : std::uint8_t { kBackground, kCell };

/// A meadow with a path under the sky, trees, bushes, and two to four cats and dogs.
void paintPasture(Canvas& canvas, core::Random random);

/// Cells in a dish under a phase-contrast microscope.
void paintCells(Canvas& canvas, core::Random random);

}  // namespace seglab::data::scenery
