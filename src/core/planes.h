#pragma once

#include "core/tensor.h"

// What the operators share: tensors of any legal rank seen as [N,C,H,W], and output that is not larger than allowed.
namespace seglab::core {

/// [C,H,W] becomes [1,C,H,W]; with one axis [N,C,L] becomes [N,C,1,L] and [C,L] becomes [1,C,1,L]. Throws BadInput for
/// any other rank. `axes` is 1 or 2.
Shape asPlanes(const Shape& shape, int axes);

/// The way back, to the given rank.
Shape fromPlanes(const Shape& planes, int axes, std::size_t rank);

/// Throws BadInput when a tensor of this shape would be larger than limits::kTensorBytes.
void checkAllocation(const Shape& shape, std::size_t elementBytes);

/// Throws BadInput where a gradient does not have the shape of the output that it belongs to.
void checkGradient(const Shape& gradient, const Shape& output);

/// Zeros of this shape, after checkAllocation.
template <class T>
Tensor<T> allocate(const Shape& shape) {
    checkAllocation(shape, sizeof(T));
    return Tensor<T>(shape);
}

/// A view of [N,C,H,W] numbers that somebody else owns.
template <class T>
struct Planes {
    std::int64_t batch, channels, rows, columns;
    T* values;

    Planes(T* values_, const Shape& shape)
        : batch(shape[0]), channels(shape[1]), rows(shape[2]), columns(shape[3]), values(values_) {}

    T* row(std::int64_t n, std::int64_t c, std::int64_t y) const {
        return values + ((n * channels + c) * rows + y) * columns;
    }
};

}  // namespace seglab::core
