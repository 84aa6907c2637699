#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// What no figure may have, each as one sentence: text outside of the figure, text whose ink lies over that of other
/// visible text, text smaller than `smallest` pixels (11 · scale), a region with a box outside of the figure, a place
/// that is no number. Empty for a good figure. Text that something opaque has been painted over does not count.
std::vector<std::string> layoutProblems(const Figure& figure, float smallest = 11);

}  // namespace seglab::figure
