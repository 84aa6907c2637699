#pragma once

#include "core/matrix.h"
#include "core/tensor.h"

// Reference pooling over [N,C,H,W] or [C,H,W]; names, meaning and refusals follow PyTorch. All throw BadInput.
namespace seglab::core {

struct PoolingSettings {
    Pair kernel{2, 2};            ///< >= 1
    Pair stride{2, 2};            ///< >= 1; PyTorch's default is the kernel
    Pair padding{0, 0};           ///< 0 … kernel / 2: cells that no maximum is taken from
    Pair dilation{1, 1};          ///< >= 1, max pooling only
    bool countIncludePad = true;  ///< average pooling: whether the padding's zeros are counted in the divisor
};

/// Maxima and where they were: flat positions y·W + x in the input's plane.
template <class T>
struct MaxPooled {
    Tensor<T> values;
    Tensor<std::int64_t> indices;
};

/// Of equal values the first in reading order wins; NaN wins over every number.
template <class T>
MaxPooled<T> maxPool2d(const Tensor<T>& input, const PoolingSettings& settings);

template <class T>
Tensor<T> avgPool2d(const Tensor<T>& input, const PoolingSettings& settings);

/// Each value to its flat position in a plane of `outputSize`, zeros elsewhere. Of two values for one place the last in
/// reading order stays: our rule, PyTorch leaves it open. indices has the shape of input.
template <class T>
Tensor<T> maxUnpool2d(const Tensor<T>& input, const Tensor<std::int64_t>& indices, Pair outputSize);

/// Backwards. Each maximum sends its gradient to the cell that it came from; where windows overlap, they add.
/// `indices` as maxPool2d returned them, `inputSize` the plane that was pooled.
template <class T>
Tensor<T> maxPool2dBackward(const Tensor<T>& outputGradient, const Tensor<std::int64_t>& indices, Pair inputSize);

/// Backwards: each cell of a window has the same part in its mean.
template <class T>
Tensor<T> avgPool2dBackward(const Tensor<T>& outputGradient, const Shape& inputShape, const PoolingSettings& settings);

/// Backwards: each value gets the gradient of the place it went to, and none where a later value took its place.
/// (PyTorch gives it to both: its own rule for duplicates is open.)
template <class T>
Tensor<T> maxUnpool2dBackward(const Tensor<T>& outputGradient, const Tensor<std::int64_t>& indices);

/// Height and width of [N,C,H,W] or [C,H,W]. Throws BadInput for another rank or sizes beyond int.
Pair planeSize(const Shape& shape);
/// The size that PyTorch unpools to by itself: (input − 1)·stride − 2·padding + kernel.
Pair unpooledSize(Pair input, const PoolingSettings& settings);
/// PyTorch takes another size only when it is less than a stride away from that. Throws BadInput.
void checkUnpooledSize(Pair input, const PoolingSettings& settings, Pair outputSize);

}  // namespace seglab::core
