#pragma once

#include <cstdint>
#include <vector>

#include "core/matrix.h"

namespace seglab::core {

/// One layer of a patch classifier: an unpadded convolution with stride 1.
struct PatchLayer {
    Pair kernel{3, 3};    ///< >= 1
    Pair dilation{1, 1};  ///< >= 1
    int inputChannels = 1, outputChannels = 1;
};

/// What it costs to classify every pixel of a picture by its own patch, against one pass of the same layers over the
/// whole picture. Windows are numbered in reading order; window (r, c) reads the patch whose first cell is (r, c), so
/// the picture has to be padded once, outside, for every pixel to be the centre of one.
///
/// Neighbouring windows compute the same activations again: Farabet et al., "Learning Hierarchical Features for Scene
/// Labeling" (2013); Long et al., "Fully Convolutional Networks for Semantic Segmentation" (2015), sec. 3.1.
class SlidingWindows {
public:
    /// Throws BadInput for a layer that is not legal and for a picture smaller than the patch.
    SlidingWindows(std::vector<PatchLayer> layers, Pair picture);

    const std::vector<PatchLayer>& layers() const { return layers_; }
    Pair picture() const { return picture_; }
    /// Height and width of the patch that one window reads: 1 + Σ dilation·(kernel − 1).
    Pair patch() const { return patch_; }
    /// Rows and columns of windows.
    Pair windows() const { return planeOf(int(layers_.size()) - 1); }
    std::int64_t windowCount() const { return area(windows()); }

    /// Height and width of the output of `layer` over the whole picture.
    Pair planeOf(int layer) const;
    /// Height and width of the output of `layer` within one patch.
    Pair planeInPatch(int layer) const;

    /// The windows that compute the activation (row, column) of `layer`: rows and columns of windows from `first` on.
    struct Block {
        Pair first, size;
    };
    Block windowsThatNeed(int layer, Pair cell) const;
    /// How often that activation has been computed when `done` windows are finished. One pass computes it once.
    std::int64_t timesComputed(int layer, Pair cell, std::int64_t done) const;
    /// The largest such count of a layer: the area of its output within a patch, where the picture is large enough.
    std::int64_t mostOften(int layer) const;

    /// Multiply-adds of `layer` for one window, and for one pass over the whole picture.
    std::int64_t multiplyAddsPerWindow(int layer) const;
    std::int64_t multiplyAddsInOnePass(int layer) const;
    /// Over all layers.
    std::int64_t multiplyAddsPerWindow() const;
    std::int64_t multiplyAddsInOnePass() const;
    /// Multiply-adds of all windows over those of one pass. Below mostOften(0), the count of the first layer.
    double ratio() const;

    static std::int64_t area(Pair size) { return std::int64_t(size.height) * size.width; }

private:
    std::int64_t multiplyAdds(int layer, Pair plane) const;

    std::vector<PatchLayer> layers_;
    std::vector<Pair> fields_;  ///< receptive field of each layer's output
    Pair picture_, patch_;
};

}  // namespace seglab::core
