#pragma once

#include <string>
#include <vector>

#include "figure/views/unpooling_pins.h"
#include "figure/views/upsampling_matrix.h"

// The sentences of the views of up-sampling: what a step did, what a cell is made of, what a wrong guess would mean.
namespace seglab::figure {

/// One marked-up sentence for the step in which the input cells before … after − 1 went up.
std::string upsamplingCaption(const std::vector<core::UpsamplingTrace>& ways, int before, int after);

struct PinsStory {
    const core::Matrix& source;
    const core::Pooled& pooled;
    const core::UpsamplingTrace& way;
    bool ownPositions, derivedSize;
};
/// Steps 1 … n pool a window each, steps n + 1 … 2n put a value back each.
std::string pinsCaption(const PinsStory& story, int step);
std::vector<Term> pinsTerms(const PinsScene& scene, const std::string& name);

/// The matrix of a way, what it is the transpose of, and both sides of the identity that makes it the adjoint.
UpsamplingMatrixScene upsamplingMatrixScene(const core::UpsamplingTrace& way, int before, int after, const View& view);

/// What a wrong guess for an output cell (of way `stem`, where regions carry another name than the way's own) would
/// mean; "" where no known mistake explains it.
std::string upsamplingMistake(const std::vector<core::UpsamplingTrace>& ways, const std::string& stem,
                              const std::string& region, double guess);

}  // namespace seglab::figure
