#pragma once

#include <optional>

#include "core/matrix.h"
#include "core/tensor.h"

// Resizing of [N,C,H,W] or [C,H,W] to any size, as torch.nn.functional.interpolate does. Whole factors by repetition
// are in operators.h.
namespace seglab::core {

/// A size, and the factors that it came from where it did: PyTorch takes the step between two output cells from a given
/// factor (1 / factor), otherwise from the sizes (input / output). An axis that keeps its size is copied.
struct ResizeTarget {
    Pair size;  ///< >= 1
    std::optional<double> heightFactor, widthFactor;

    static ResizeTarget of(Pair size) { return {size, {}, {}}; }
    /// floor(input · factor) cells. Throws BadInput for a factor that is not positive or an output without cells.
    static ResizeTarget byFactors(const Shape& input, double height, double width);
};

/// The cell at floor(output cell · step). PyTorch multiplies in float32, which for some sizes rounds a whole number
/// down to the cell before (2 cells to 82); here the quotient is exact.
template <class T>
Tensor<T> upsampleNearestTo(const Tensor<T>& input, const ResizeTarget& target);

/// Weighted mean of the four cells around. Centres of cells coincide at half a cell from the edge; with `alignCorners`
/// the centres of the corner cells do, and factors are not looked at.
template <class T>
Tensor<T> upsampleBilinear(const Tensor<T>& input, const ResizeTarget& target, bool alignCorners);

/// Backwards: every output cell gives its gradient to the cells that it was made of, in the same parts.
template <class T>
Tensor<T> upsampleNearestToBackward(const Tensor<T>& outputGradient, const Shape& inputShape,
                                    const ResizeTarget& target);
template <class T>
Tensor<T> upsampleBilinearBackward(const Tensor<T>& outputGradient, const Shape& inputShape, const ResizeTarget& target,
                                   bool alignCorners);

}  // namespace seglab::core
