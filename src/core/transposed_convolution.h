#pragma once

#include <vector>

#include "core/matrix.h"

// The trace of a transposed convolution of one plane. Legend: input [H,W] and kernel [kH,kW] are cells with numbers;
// the canvas is everything that stamps reach, before cropping; the output is the part of it that is kept.
//   Dumoulin & Visin (2016), sec. 4; torch.nn.ConvTranspose2d.
namespace seglab::core {

/// Per axis, height first. Meaning and names follow PyTorch.
struct TransposedSettings {
    Pair stride{1, 1};         ///< cells of the canvas between neighbouring stamps, >= 1
    Pair padding{0, 0};        ///< cells cropped from the canvas on EACH side, >= 0
    Pair dilation{1, 1};       ///< cells of the canvas between neighbouring kernel cells, >= 1
    Pair outputPadding{0, 0};  ///< cells by which the far crop moves outwards, 0 … max(stride, dilation) − 1

    bool operator==(const TransposedSettings& o) const {
        return stride == o.stride && padding == o.padding && dilation == o.dilation && outputPadding == o.outputPadding;
    }
};

/// How much one step does.
enum class Granularity { Multiply, Stamp, Row };

/// input(i,j) · kernel(a,b), added to canvas(i·s + a·d, j·s + b·d).
struct Multiply {
    int index = 0;  ///< in time: input cells in reading order, for each the kernel's cells in reading order
    Pair input, kernel;
    Pair canvas;
    double product = 0;
};

/// Every step of a transposed convolution, by rule: nothing is stored but the operands, and any moment is computed.
/// A moment is the number of multiplies that are finished, 0 … multiplyCount().
class TransposedTrace {
public:
    /// Throws BadInput where PyTorch would: an empty operand, a stride or dilation below 1, negative padding, output
    /// padding that is smaller than neither stride nor dilation, an output without cells.
    TransposedTrace(Matrix input, Matrix kernel, TransposedSettings settings);

    const Matrix& input() const { return input_; }
    const Matrix& kernel() const { return kernel_; }
    const TransposedSettings& settings() const { return settings_; }

    Pair canvasSize() const { return canvas_; }  ///< (H − 1)·s + d·(k − 1) + 1
    Pair outputSize() const { return output_; }  ///< canvas − 2·p + op
    /// The smallest grid with canvas(0,0) at its corner that holds canvas and output: larger than the canvas only where
    /// output padding exceeds padding.
    Pair extent() const;

    Pair toCanvas(Pair output) const;            ///< output(0,0) is canvas(p,p)
    Pair toOutput(Pair canvas) const;            ///< may lie outside the output
    bool keeps(Pair canvas) const;               ///< whether the crop leaves this cell
    bool reaches(Pair canvas) const;             ///< whether it lies on the canvas at all
    bool uncovered(Pair canvas) const;           ///< kept only because of output padding
    Matrix cropped(const Matrix& canvas) const;  ///< the output; cells beyond the canvas are 0

    int multiplyCount() const;
    int stampSize() const { return kernel_.rows * kernel_.columns; }  ///< multiplies in a stamp
    Multiply multiply(int index) const;
    Multiply multiply(Pair input, Pair kernel) const;
    Pair stampOrigin(Pair input) const;  ///< canvas cell of kernel(0,0)

    /// The last step; step 0 is before anything.
    int stepCount(Granularity granularity) const;
    int finishedAt(int step, Granularity granularity) const;
    /// The step in which the last of `finished` multiplies happens.
    int stepOf(int finished, Granularity granularity) const;

    /// Sums on the canvas after `finished` multiplies.
    Matrix sumAt(int finished) const;
    /// How many multiplies each cell of the canvas has received by then.
    Matrix overlapAt(int finished) const;
    Matrix result() const { return cropped(sumAt(multiplyCount())); }

    /// The multiplies that land on a cell of the canvas, in time. Empty beyond the canvas and between dilated stamps.
    std::vector<Multiply> termsOf(Pair canvas) const;

    // Zero insertion: the input spread by the stride in a border of zeros, then a convolution of stride 1 with the
    // flipped kernel. A negative border crops.
    int borderBefore(int axis) const;  ///< d·(k − 1) − p
    int borderAfter(int axis) const;   ///< d·(k − 1) − p + op
    Pair spreadSize() const;
    Pair toSpread(Pair input) const;  ///< where an input cell stands; outside the grid where a negative border crops it
    bool inputAt(Pair spread, Pair& input) const;  ///< whether an input cell stands there, and which
    /// The window's top-left corner that computes output(r,c) is spread(r,c); its cell for kernel(a,b), flipped:
    Pair windowCell(Pair output, Pair kernel) const;

    // Matrix: a row for every output cell, a column for every input cell, both in reading order. It is the transpose of
    // the matrix of the convolution with the same settings.
    int matrixRows() const { return output_.height * output_.width; }
    int matrixColumns() const { return input_.rows * input_.columns; }
    /// The kernel's cell at that place, or false where the matrix has a zero by construction.
    bool kernelAt(int row, int column, Pair& kernel) const;

    bool operator==(const TransposedTrace& o) const {
        return input_ == o.input_ && kernel_ == o.kernel_ && settings_ == o.settings_;
    }

private:
    Matrix input_, kernel_;
    TransposedSettings settings_;
    Pair canvas_, output_;
};

}  // namespace seglab::core
