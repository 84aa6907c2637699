#pragma once

#include "figure/figure.h"

namespace seglab::render {

/// Every primitive with every setting, close together and overlapping: what painter and SVG writer must agree on.
/// 960 x 640 pixels at scale 1.
figure::Figure tortureFigure(figure::Theme theme, float scale = 1);

}  // namespace seglab::render
