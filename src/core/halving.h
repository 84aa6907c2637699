#pragma once

#include <vector>

#include "core/matrix.h"

// Repeated halving of a size, as the encoder of a segmentation network does it, and the way back by doubling.
namespace seglab::core {

/// What a halving does with an odd size.
enum class OddSize {
    Floor,  ///< a window of 2, stride 2, no padding: the last row or column is read by no window
    Ceil,   ///< ceil_mode, or a window of 3, stride 2, padding 1: the last row or column makes a cell of its own
};

/// A size after some halvings. Level 0 is the picture.
struct HalvingLevel {
    Pair size;
    Pair unread;   ///< Floor: rows and columns of the level above that no window reads, 0 or 1 each
    Pair covered;  ///< rows and columns of the picture that this level still stands for: at most the picture's
    Pair doubled;  ///< the size that as many doublings of this level give: the picture's, or not
};

/// Levels 0 … count, fewer where a level has one row and one column (Ceil), or one that cannot be halved (Floor).
std::vector<HalvingLevel> halvings(Pair picture, int count, OddSize rule);

}  // namespace seglab::core
