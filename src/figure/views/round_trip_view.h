#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/round_trip.h"
#include "figure/figure.h"

namespace seglab::figure {

/// A picture's way down and up again by several ways, at one step of theirs.
struct RoundTripScene {
    const core::RoundTrips& trips;                       ///< of one picture; never empty
    const std::vector<core::UpsamplingMethod>& methods;  ///< of each trip
    int step = 0;
    bool errors = false;  ///< what came back minus the picture, instead of the picture
    const View& view;

    bool back() const { return step == trips[0]->stepCount(); }
    /// The cell of the picture under the magnifying glass: the selected or pointed one, else where edges are steepest.
    core::Pair glass() const;
};

/// The picture and what each way makes of it, in equal slots; each with its errors and a magnified part. 255 is white.
void drawRoundTrips(Figure& figure, const Box& area, const RoundTripScene& scene);
/// "picture(12,40)", "nearest(12,40)", …: one cell of a picture, rows first; nothing for other names.
std::optional<Region> roundTripCell(const RoundTripScene& scene, const std::string& name);
/// One marked-up sentence for this step.
std::string roundTripCaption(const RoundTripScene& scene);

}  // namespace seglab::figure
