#pragma once

#include "figure/figure.h"
#include "render/painter.h"

namespace seglab::render {

/// The framebuffer that is bound as pixels: first row at the top, alpha 255.
figure::Pixels readFramebuffer(int width, int height);

/// The figure as pixels, painted apart from whatever is bound. For files that a window writes.
figure::Pixels rasterise(Painter& painter, const figure::Figure& figure);

}  // namespace seglab::render
