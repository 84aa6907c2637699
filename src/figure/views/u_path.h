#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// One layer on the way through a U-Net.
struct UStation {
    std::string name;  ///< also of its region
    int level = 1;     ///< 1 is the finest
    int channels = 1;
    std::string text = {};  ///< "8 × 64 × 64"
    std::string sentence = {};
    bool computed = false, shown = false;
    Action action = {};  ///< of a click
};

/// The way through the U as a row of bars: as deep as their level, as wide as they have channels, the shown one in the
/// selection's colour, at the right end of the box. Where one is, and the way to the others.
void addUPath(Figure& figure, const Box& box, const std::vector<UStation>& stations, const View& view);
float uPathHeight(const View& view);

}  // namespace seglab::figure
