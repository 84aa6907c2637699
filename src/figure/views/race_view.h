#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"
#include "figure/views/legend.h"
#include "figure/views/map_grid.h"
#include "figure/views/sliding_view.h"

namespace seglab::figure {

/// The same weights window by window and in one pass, after the same number of multiply-adds.
struct RaceScene {
    SlidingScene windows;            ///< how far the windows are
    std::vector<MapGrid> maps = {};  ///< of each layer of one pass over the padded picture; empty: not drawn
    int finished = 0;                ///< layers of one pass that are computed
    double passSpent = 0;            ///< multiply-adds of one pass so far
    std::vector<LegendEntry> classes = {};
    std::string source = {};
};

/// Two pictures with what each side has done, the layers of one pass below them, the costs. Regions done_, all_, pass_
/// and ratio_multiply_adds; done_, all_, pass_ and ratio_time, measured; window_, pass_ and ratio_memory; bound; pass.
void addRace(Figure& figure, const Box& area, const RaceScene& scene);

}  // namespace seglab::figure
