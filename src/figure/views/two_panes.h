#pragma once

#include <string>

#include "figure/figure.h"

namespace seglab::figure {

/// A square picture at the left, what is said about it at the right, what belongs to both below; with room for a title
/// above the first two.
struct TwoPanes {
    Box picture, right, foot;
    float title = 0;  ///< height of the room above them
};

TwoPanes twoPanes(const Box& area, float footHeight, const View& view);

/// A marked-up title in the room above a pane; where there is too little, without what follows its first comma, and
/// smaller.
void addPaneTitle(Figure& figure, const TwoPanes& panes, const Box& pane, const std::string& markup, const View& view);

}  // namespace seglab::figure
