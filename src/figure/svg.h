#pragma once

#include <string>

#include "figure/figure.h"

namespace seglab::figure {

/// The figure as a self-contained SVG 1.1 document: text as text (with families that fall back to the reader's own),
/// images as embedded PNG, regions as <title>d groups. The same figure gives the same bytes.
std::string toSvg(const Figure& figure, const std::string& title);

}  // namespace seglab::figure
