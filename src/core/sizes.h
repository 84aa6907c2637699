#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.h"

// Output sizes of convolution, transposed convolution and pooling along one axis, and the way back: every integer
// solution for the quantity that is asked for. Dumoulin & Visin (2016), sec. 2 to 4; torch.nn.ConvTranspose2d.
namespace seglab::core {

enum class Operation { Convolution, TransposedConvolution, MaxPooling };

/// The quantities of one axis. Sizes in cells.
struct AxisSizes {
    int input = 1;          ///< >= 1
    int kernel = 1;         ///< >= 1
    int stride = 1;         ///< >= 1
    int padding = 0;        ///< >= 0, on each side
    int dilation = 1;       ///< >= 1, distance between kernel elements
    int outputPadding = 0;  ///< >= 0, transposed convolution only
};

enum class Quantity { Input, Kernel, Stride, Padding, Dilation, OutputPadding };
std::string_view toString(Quantity quantity);  ///< "input", "kernel", …, "output_padding"

/// The size of the output; zero or negative where the kernel does not fit.
///   convolution, max pooling:  floor((input + 2·padding − dilation·(kernel − 1) − 1) / stride) + 1
///   transposed convolution:    (input − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1
int outputSize(Operation operation, const AxisSizes& axis);

/// Why PyTorch refuses these sizes, or "" where it takes them: output padding must be smaller than stride or dilation,
/// padding of a pooling at most half the kernel, the output at least 1.
std::string objection(Operation operation, const AxisSizes& axis);

/// The whole uncropped canvas of a transposed convolution: (input − 1)·stride + dilation·(kernel − 1) + 1.
int canvasSize(const AxisSizes& axis);

/// Ranges of the transposed-convolution lab: input 1–12, kernel 1–7, stride 1–4, padding 0–dilation·(kernel − 1),
/// dilation 1–4, output padding below the larger of stride and dilation.
struct Range {
    int low = 0, high = 0;
};
Range solverRange(Quantity quantity, const AxisSizes& axis);

/// All values of `unknown` within its range for which the output is `output` and there is no objection; ascending.
/// The value of `unknown` in `axis` is not read.
std::vector<int> solve(Operation operation, Quantity unknown, const AxisSizes& axis, int output);

/// Input sizes of the forward convolution with these settings that give `output` cells: several when the stride is
/// above 1. Output padding (below the stride) chooses among them for the transposed convolution.
std::vector<int> inputsMappedTo(const AxisSizes& axis, int output);

}  // namespace seglab::core
