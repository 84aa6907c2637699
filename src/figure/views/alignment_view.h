#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/alignment.h"
#include "figure/figure.h"

namespace seglab::figure {

/// Two tensors on their way into one, at one stage of it.
struct AlignmentScene {
    const core::JoinTrace& trace;
    int step = 0;  ///< index into trace.stages()
    const View& view;

    core::JoinStage stage() const { return trace.stages()[std::size_t(step)]; }
};

/// The two tensors above, channel by channel; what they are joined to below, with the filter's weights and its sums.
/// Where something does not fit, the sizes that differ are marked and it is said. Regions a(r,c), a_2(r,c), b…,
/// joined…, weight(i), mixed(r,c).
void drawAlignment(Figure& figure, const Box& area, const AlignmentScene& scene);
/// One marked-up sentence for this stage.
std::string alignmentCaption(const core::JoinTrace& trace, int step);
/// The products of a cell of the filter's sum: mixed(r,c).
std::vector<Term> alignmentTerms(const AlignmentScene& scene, const std::string& region);
/// What a wrong guess of a cell of the join or of the sum would mean; "" if nothing is known.
std::string alignmentMistake(const core::JoinTrace& trace, const std::string& region, double guess);

}  // namespace seglab::figure
