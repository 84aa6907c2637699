#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/metrics.h"
#include "lab/network_picture.h"

// What a coarse plane can still say about a picture, and what networks with and without skips say.
namespace seglab::lab {

struct LostDetail {
    std::string title;   ///< marked up: "truth at 1/4"
    std::string phrase;  ///< in a sentence: "with one label for each 4 × 4 pixels"
    core::Labels labels;
    double meanIou = 0, meanBoundaryIou = 0;  ///< NaN where the truth is not known
    int scale = 0;                            ///< of the truth: s; 0: a network's
};

/// The labels of every s × s block become its most frequent one (the smallest of equals; a block of ignored pixels
/// stays ignored), and are repeated over the block: the best that a prediction at 1/s of the resolution could be, pixel
/// for pixel.
core::Labels coarseLabels(const core::Labels& labels, int scale);

/// The truth at 1/2, 1/4 and 1/8 where it is known; then the networks of skipNetworks() on the picture.
std::vector<LostDetail> lostDetails(const std::shared_ptr<const NetworkPicture>& picture, int boundaryDistance);

/// Where `labels` differ from the picture's: 0 right, 1 right and within `distance` of a boundary of the truth, 2
/// wrong, 3 not judged. [H,W]
core::Labels errorsOf(const core::Labels& labels, const NetworkPicture& picture, int distance);

}  // namespace seglab::lab
