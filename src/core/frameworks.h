#pragma once

#include <string>
#include <vector>

#include "core/transposed_convolution.h"

// One transposed convolution in the conventions of PyTorch, ONNX and Keras. They compute the same canvas (every stamp
// added up) and differ in which of its cells they keep; so each convention is reduced to that, and compared.
//   PyTorch  torch.nn.ConvTranspose2d, torch/nn/modules/conv.py (_output_padding)
//   ONNX     Operators.md, ConvTranspose, since version 11
//   Keras 3  Conv2DTranspose; keras/src/backend/common/backend_utils.py and layers/convolutional/base_conv_transpose.py
namespace seglab::core {

/// What the convention is asked for: sizes in cells, rows first.
struct TransposedShape {
    Pair input{1, 1}, kernel{1, 1};
    TransposedSettings settings;
    int dims = 2;  ///< 1: only the columns count

    int canvas(int axis) const;  ///< (input − 1)·stride + dilation·(kernel − 1) + 1
    int output(int axis) const;  ///< canvas − 2·padding + output padding
};

/// Cells of the canvas that are kept along one axis: start … start + size − 1. No stamp reaches a cell below 0 or at
/// the canvas's size and beyond: it holds the bias.
struct Kept {
    int start = 0, size = 0;
    bool operator==(const Kept& o) const { return start == o.start && size == o.size; }
    bool operator!=(const Kept& o) const { return !(*this == o); }
};

/// padding cells cropped on each side, output padding given back at the far one.
Kept keptByPyTorch(const TransposedShape& shape, int axis);

enum class OnnxPad {
    NotSet,     ///< with output_shape: the odd cell of the cropped total goes before
    SameUpper,  ///< the odd cell goes after
    SameLower,  ///< the odd cell goes before
};
/// What ONNX crops to reach `size` cells; without output_shape that is input·stride. The standard does not say what
/// happens when the total to crop is negative: `size` is 0 then.
Kept keptByOnnx(const TransposedShape& shape, int axis, OnnxPad pad, int size);

enum class KerasPadding { Valid, Same };
inline constexpr int kNoOutputPadding = -1;  ///< Keras's None: the size is inferred
Kept keptByKeras(const TransposedShape& shape, int axis, KerasPadding padding, int outputPadding);

enum class Framework { PyTorch, Onnx, Keras };
std::string_view toString(Framework framework);  ///< "PyTorch", "ONNX", "Keras"

enum class Agreement {
    Equal,      ///< the same cells
    Shifted,    ///< as many cells, others
    OtherSize,  ///< not as many
    Refused,    ///< the framework does not take it, or its text leaves it open
};

/// One way of writing it, and what comes out.
struct Convention {
    std::string arguments;  ///< as in code: padding="same", output_padding=1
    Kept kept[2];           ///< rows, columns; size 0 where refused
    Agreement agreement = Agreement::Equal;
    std::string sentence = {};  ///< plain text: "the same cells", "same size, shifted by one: …"
};

/// All that a framework offers for this setting.
struct FrameworkCard {
    Framework framework = Framework::PyTorch;
    std::string call;  ///< whole statement for the best setting; lines end in \n
    std::vector<Convention> conventions;
    std::string verdict;  ///< one sentence; says so where no setting gives the same cells

    bool equal() const;  ///< some convention keeps the same cells
};

/// PyTorch, ONNX, Keras. Throws BadInput where the shape has no output.
std::vector<FrameworkCard> frameworkCards(const TransposedShape& shape);

}  // namespace seglab::core
