#pragma once

#include "figure/figure.h"
#include "render/painter.h"

namespace seglab::render {

/// The figure as pixels, painted apart from whatever is bound. For files that a window writes.
figure::Pixels rasterise(Painter& painter, const figure::Figure& figure);

}  // namespace seglab::render
