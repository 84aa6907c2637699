#pragma once

#include <vector>

#include "core/sliding_windows.h"
#include "core/tensor.h"
#include "nn/network.h"
#include "nn/weights.h"

// A patch classifier over a whole picture: the same weights, one pass or window by window.
namespace seglab::nn {

/// What a patch classifier says about every pixel of a picture.
struct PatchScores {
    core::Tensor<float> padded;  ///< [1,C,H + patch − 1,W + patch − 1]: the picture, padded once, outside
    core::Tensor<float> logits;  ///< [1,classes,H,W]
    std::vector<int> best;       ///< [H·W]: the class with the largest logit, the first of equal ones
};

/// The layers of an unpadded network with stride 1, such as "patch-17". Throws BadInput for a network with anything
/// but such convolutions and operators that work on each value by itself.
std::vector<core::PatchLayer> patchLayers(const Network& network);

/// Height and width of the patch that decides about one pixel.
core::Pair patchSize(const Network& network);

/// image [C,H,W] padded once, outside, by half a patch on each side: every cell from the nearest one of the picture.
/// [1,C,H + patch − 1,W + patch − 1].
core::Tensor<float> padOutside(const core::Tensor<float>& image, core::Pair patch);

/// image [C,H,W] of any size from one pixel on, padded once outside; then one pass.
PatchScores scoreInOnePass(const Network& network, const Weights& weights, const core::Tensor<float>& image);

/// The patch of window (row, column) of a padded picture [1,C,·,·], cut out: [1,C,patch,patch].
core::Tensor<float> patchAt(const core::Tensor<float>& padded, core::Pair patch, core::Pair window);

/// Softmax over the classes of one pixel, in double.
std::vector<double> sharesAt(const core::Tensor<float>& logits, core::Pair pixel);

}  // namespace seglab::nn
