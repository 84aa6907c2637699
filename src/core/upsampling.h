#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/matrix.h"
#include "core/transposed_convolution.h"

// The ways up that a segmentation network takes, on one plane, cell by cell. Each is linear in its input: an output
// cell is a weighted sum of input cells. From these weights follow the steps, the terms, the matrix and the adjoint
// alike.
namespace seglab::core {

enum class UpsamplingMethod { Nearest, BedOfNails, MaxUnpooling, Bilinear, TransposedConvolution };
std::string_view toString(
    UpsamplingMethod method);  ///< "nearest", "bed-of-nails", "max-unpooling", "bilinear", "transposed-convolution"

/// Where max pooling found its maxima: for each pooled cell, in reading order, a cell of what was pooled.
struct PoolingPositions {
    Pair pooled;              ///< size after the pooling
    Pair source;              ///< size before it
    std::vector<Pair> cells;  ///< [pooled], each within `source`
};

/// Max pooling of one plane with its positions. Of equal values the first in reading order wins, as in PyTorch on the
/// CPU. Windows start every `stride` cells and lie within the plane: an odd size loses its last row or column.
/// Throws BadInput where the window does not fit.
struct Pooled {
    Matrix values;
    PoolingPositions positions;
    std::vector<bool> tied;  ///< [pooled] whether another cell of the window has the same value
};
Pooled maxPoolWithPositions(const Matrix& source, Pair kernel, Pair stride);

struct UpsamplingSettings {
    UpsamplingMethod method = UpsamplingMethod::Nearest;
    Pair factor{2, 2};             ///< nearest, bed of nails, bilinear: output size = factor · input size
    bool alignCorners = false;     ///< bilinear: the corner cells' centres coincide (PyTorch's align_corners)
    PoolingPositions positions{};  ///< max unpooling
    Matrix kernel{};               ///< transposed convolution
    TransposedSettings transposed{};
};

/// An input cell's part in an output cell.
struct Share {
    Pair cell;
    double weight = 0;
};

class UpsamplingTrace {
public:
    /// Throws BadInput: an empty input, a factor below 1, positions that do not belong to the input's size or lie
    /// outside the source, or what TransposedTrace refuses.
    UpsamplingTrace(Matrix input, UpsamplingSettings settings);

    const Matrix& input() const { return input_; }
    const UpsamplingSettings& settings() const { return settings_; }
    Pair outputSize() const { return output_; }
    int inputCells() const { return input_.rows * input_.columns; }

    /// The input cells that make an output cell, in reading order, among the first `finished` input cells. Empty where
    /// nothing arrives.
    std::vector<Share> sharesOf(Pair output, int finished) const;
    /// The output cells that an input cell goes to, in reading order; cells that a later one overwrites included.
    std::vector<Share> reachOf(Pair input) const;
    /// The output after the first `finished` input cells, in reading order, have gone up.
    Matrix outputAt(int finished) const;
    Matrix result() const { return outputAt(inputCells()); }

    /// [output cells, input cells], both in reading order: result = matrix · input.
    Matrix matrix() const;
    /// Max unpooling: the later cell that takes this one's place; none where it keeps it.
    std::optional<Pair> overwrittenBy(Pair input) const;

    bool operator==(const UpsamplingTrace& o) const;

private:
    Pair cellAt(int index) const { return {index / input_.columns, index % input_.columns}; }
    std::vector<Share> bilinear(Pair output) const;
    std::vector<Share> unpooled(Pair output, int finished) const;

    Matrix input_;
    UpsamplingSettings settings_;
    std::optional<TransposedTrace> transposed_;
    Pair output_;
};

/// Stride `factor`, with padding and output padding for which a transposed convolution gives factor · input cells,
/// where there are any (an even kernel with an odd factor gives one cell more).
TransposedSettings transposedSettingsFor(Pair kernel, Pair factor);

/// Flat positions count in the plane that was pooled; read in a plane of another size they name other cells, which may
/// lie outside of it.
PoolingPositions readFlat(PoolingPositions positions, Pair size);

/// Max pooling with its positions held, as a matrix [pooled cells, source cells]: each row takes one cell. Its
/// transpose is max unpooling while the positions are distinct; with duplicates the transpose adds where unpooling
/// overwrites.
Matrix heldPoolingMatrix(const PoolingPositions& positions);

/// transpose(matrix) · cells: what the adjoint of an up-sampling makes of a plane of its output's size.
Matrix adjoint(const UpsamplingTrace& trace, const Matrix& plane);

}  // namespace seglab::core
