#pragma once

#include "figure/views/picture_scene.h"

namespace seglab::figure {

/// The part of the output that stands magnified, with its numbers.
struct Magnified {
    core::Pair start, size;  ///< cells of the output
    bool contains(core::Pair cell) const;
};

/// Input, output and overlap as pictures, the kernel, and the page of the output with the cell that is pinned or
/// pointed at, magnified. The current row of stamps is marked. Makes the figure higher where the area is too low.
void drawPicture(Figure& figure, Box area, const PictureScene& scene, int step, const View& view);

}  // namespace seglab::figure
