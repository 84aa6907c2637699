#pragma once

#include "core/matrix.h"
#include "core/tensor.h"
#include "nn/engine.h"
#include "nn/network.h"
#include "nn/weights.h"

// A patch network twice with the same weights: window by window, and over the whole picture in one pass. As it is, both
// give the same scores; with a change to its layers they no longer do.
namespace seglab::nn {

enum class TwinChange {
    None,
    Padding,          ///< each layer pads with zeros
    Stride,           ///< the first layer has a stride
    Pooling,          ///< a max pooling with a stride of its size follows the first layer
    BatchStatistics,  ///< the first layer is normalised by what it shows just now
    GlobalPooling,    ///< the mean over all that is seen, before the last layer
};

struct TwinSettings {
    TwinChange change = TwinChange::None;
    int stride = 2;  ///< Stride and Pooling
    int cut = 0;     ///< Padding: pixels on each side by which a window is smaller than the receptive field
};

/// What windows read, in pixels, and how far the answers of one pass are apart.
struct TwinShape {
    int field = 1;   ///< side of what the layers see of a picture
    int window = 1;  ///< side of what one window reads
    int stride = 1;  ///< one pass gives the scores of every so many rows and columns
};
TwinShape twinShape(const Network& network, const TwinSettings& settings);
/// Multiply-adds of one window.
std::int64_t windowMultiplyAdds(const Network& network, const TwinSettings& settings);

/// A patch network as in patchLayers(), changed, over one picture. Not for use from two threads at once.
class WindowTwin {
public:
    /// `image` [C,H,W], normalised. With batch statistics the normalisation is set so that one pass over this picture
    /// gives the scores of the unchanged network.
    WindowTwin(const Network& network, const Weights& weights, const TwinSettings& settings,
               const core::Tensor<float>& image);

    const TwinShape& shape() const { return shape_; }
    int rows() const { return rows_; }
    int columns() const { return columns_; }
    int classes() const { return classes_; }

    /// Softmax scores of one row of windows into `scores`, [1,classes,H,W].
    void scoreRow(int row, core::Tensor<float>& scores);
    /// Those of one pass over the picture without its first `shift` rows and columns, shift < stride: the pixels whose
    /// row and column are shift, shift + stride, … All shifts together are all pixels ("shift and stitch", Long et al.
    /// 2015, sec. 3.2).
    void scorePass(core::Pair shift, core::Tensor<float>& scores);

private:
    struct Twins {
        Network window, picture;
    };
    Twins networks(const Network& network, const TwinSettings& settings) const;
    core::Tensor<float> forward(Engine& engine, const core::Tensor<float>& input) const;
    core::Tensor<float> windowsFrom(int row, int firstColumn) const;

    bool batchStatistics_, oneAnswer_;
    TwinShape shape_;
    int rows_, columns_, classes_;
    int centre_ = 0;               ///< row and column of the score of a window's own pixel
    core::Tensor<float> padded_;   ///< what windows are cut from: [1,C,H + window − 1,W + window − 1]
    core::Tensor<float> whole_;    ///< what one pass reads
    std::vector<Engine> engines_;  ///< of one window, of the picture
};

}  // namespace seglab::nn
