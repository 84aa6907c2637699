#pragma once

#include <string>
#include <vector>

#include "core/halving.h"
#include "figure/figure.h"

namespace seglab::figure {

/// A size on its way down by halves: one moment is a number of halvings.
struct HalvingScene {
    const std::vector<core::HalvingLevel>& floor;
    const std::vector<core::HalvingLevel>& ceil;
    int step;
    const View& view;
};

/// The levels as rectangles to scale, what each halving does not read hatched; below, the sizes by floor and by
/// ceiling and what the same number of doublings gives. Regions level(l,0) and level(l,1) are height and width of level
/// l by floor, unread(l,·), doubled(l,·); ceil(l,·), ceil_doubled(l,·).
void drawHalvingView(Figure& figure, const Box& area, const HalvingScene& scene);
std::string halvingCaption(const std::vector<core::HalvingLevel>& floor, const std::vector<core::HalvingLevel>& ceil,
                           int step);
/// What a wrong guess for a level's size would mean; "" where no known mistake gives it.
std::string halvingMistake(const std::vector<core::HalvingLevel>& floor, const std::string& region, double guess);

}  // namespace seglab::figure
