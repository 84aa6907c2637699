#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/sliding_windows.h"
#include "lab/network_picture.h"
#include "nn/built_in_weights.h"
#include "nn/engine.h"
#include "nn/job.h"
#include "nn/patch_scores.h"

namespace seglab::lab {

/// The patch networks with built-in weights, by the side of their patch: 1, 5, 9, 17, 33 pixels.
const std::vector<int>& patchSides();

/// A trained patch network over a picture. Immutable; made once for each pair of network and picture.
class PatchRun {
public:
    /// `side` as in patchSides().
    PatchRun(int side, const NetworkPicture& picture);

    int side() const { return side_; }
    /// The picture padded once, outside, 0 … 1: [1,3,·,·].
    const core::Tensor<float>& padded() const { return padded_; }
    const nn::PatchScores& scores() const { return scores_; }
    const core::SlidingWindows& sliding() const { return sliding_; }
    /// Share of the labelled pixels whose class is right; NaN for a picture without labels.
    double accuracy() const { return accuracy_; }

    /// The network on the patch of one window: the outputs of its convolutions after their ReLU, [1,C,h,w], and the
    /// logits. Any thread.
    std::vector<std::shared_ptr<const core::Tensor<float>>> layersAt(core::Pair window) const;
    /// The same over the whole padded picture. Computed when it is first asked for.
    const std::vector<std::shared_ptr<const core::Tensor<float>>>& layersInOnePass() const;
    /// "conv1", …, "head"
    const std::vector<std::string>& layerNames() const { return layerNames_; }

private:
    std::vector<std::shared_ptr<const core::Tensor<float>>> layersOf(nn::Engine& engine,
                                                                     const core::Tensor<float>& input) const;

    int side_;
    const nn::TrainedNetwork& trained_;
    nn::PatchScores scores_;  ///< of the normalised picture
    core::Tensor<float> padded_;
    core::SlidingWindows sliding_;
    double accuracy_;
    std::vector<std::string> layerNames_, shownNodes_;
    mutable std::mutex mutex_;
    mutable nn::Engine engine_;
    mutable std::vector<std::shared_ptr<const core::Tensor<float>>> inOnePass_;
};

/// The windows of such a network over the padded picture.
core::SlidingWindows windowsOver(int side, const NetworkPicture& picture);

/// Through a cache of the last few, so that a model can be built anew at every change of a parameter.
std::shared_ptr<const PatchRun> patchRun(int side, const std::shared_ptr<const NetworkPicture>& picture);
/// The same; of a picture that would keep a constructor waiting, behind the window.
nn::SoFar<PatchRun> patchRunSoFar(int side, const std::shared_ptr<const NetworkPicture>& picture);
/// Whether all maps of a picture of that size are few enough to be kept and drawn.
bool keepsMaps(const NetworkPicture& picture);

}  // namespace seglab::lab
