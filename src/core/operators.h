#pragma once

#include "core/matrix.h"
#include "core/tensor.h"

// Reference operators: readable loops over float or double, the oracle for everything else. Names, meaning and weight
// layouts follow PyTorch. A rank-4 tensor is [N,C,H,W]; rank 3 is [C,H,W]; the 1-D operators take [N,C,L] or [C,L].
// The output has the rank of the input. All throw Error(BadInput) for shapes or settings that do not fit.
namespace seglab::core {

enum class PaddingMode { Zeros, Reflect, Replicate };

/// Settings of conv2d and convTranspose2d; the 1-D operators read the widths.
struct ConvolutionSettings {
    Pair stride{1, 1};                             ///< >= 1
    Pair padding{0, 0};                            ///< >= 0; convTranspose: cells cropped from each side of the canvas
    Pair dilation{1, 1};                           ///< >= 1
    Pair outputPadding{0, 0};                      ///< convTranspose only; smaller than stride or dilation on each axis
    int groups = 1;                                ///< >= 1, divides both channel counts
    PaddingMode paddingMode = PaddingMode::Zeros;  ///< conv only
};

/// input [N,C,H,W], weight [outC, C/groups, kH, kW], bias [outC] or null. Cross-correlation: this is what every
/// framework means by "convolution".
template <class T>
Tensor<T> conv2d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                 const ConvolutionSettings& settings);

/// input [N,C,H,W], weight [C, outC/groups, kH, kW], bias [outC] or null.
template <class T>
Tensor<T> convTranspose2d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                          const ConvolutionSettings& settings);

template <class T>
Tensor<T> conv1d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                 const ConvolutionSettings& settings);
template <class T>
Tensor<T> convTranspose1d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                          const ConvolutionSettings& settings);

/// Each cell at the top left of a block of factor × factor cells, zeros elsewhere.
template <class T>
Tensor<T> bedOfNails(const Tensor<T>& input, Pair factor);
/// Each cell repeated over a block of factor × factor cells.
template <class T>
Tensor<T> upsampleNearest(const Tensor<T>& input, Pair factor);

}  // namespace seglab::core
