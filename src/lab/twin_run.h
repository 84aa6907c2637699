#pragma once

#include <memory>

#include "core/tensor.h"
#include "lab/network_picture.h"
#include "nn/job.h"
#include "nn/window_twin.h"

namespace seglab::lab {

struct TwinRunSettings {
    int patch = 17;  ///< of the network, as in patchSides()
    nn::TwinSettings twin = {};
    int run = 1;  ///< another number is another run, with times of its own
};

/// A patch network over a picture, window by window and in one pass, as far as the work is. All on one thread.
struct TwinRun {
    core::Tensor<float> windows = {}, pass = {};  ///< softmax scores, [1,classes,H,W]
    std::int64_t done = 0;                        ///< windows; the scores of the others are zero
    double windowsTime = 0;                       ///< milliseconds of the windows that are done
    double passTime = 0;                          ///< milliseconds of one pass, the fastest of three

    /// The class of every pixel, in reading order.
    static std::vector<int> best(const core::Tensor<float>& scores);
};

/// The pass, with all its shifts, comes first; then the windows, row by row, published several times a second.
nn::SoFar<TwinRun> twinRun(const TwinRunSettings& settings, const std::shared_ptr<const NetworkPicture>& picture);

}  // namespace seglab::lab
