#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.h"

namespace seglab::core {

/// Sizes of the axes, slowest first. N batch, C channels, H rows, W columns.
using Shape = std::vector<std::int64_t>;

/// Number of elements; 1 for an empty shape. Throws BadInput for a negative size or when the product overflows.
std::int64_t elementCount(const Shape& shape);

/// "2 x 3 x 4"
std::string toString(const Shape& shape);

/// A dense row-major array, last axis fastest. A plain value: copies are copies.
template <class T>
struct Tensor {
    Shape shape;
    std::vector<T> values;

    Tensor() = default;
    explicit Tensor(Shape shape_, T fill = T(0))
        : shape(std::move(shape_)), values(std::size_t(elementCount(shape)), fill) {}
    Tensor(Shape shape_, std::vector<T> values_) : shape(std::move(shape_)), values(std::move(values_)) {
        if (std::int64_t(values.size()) != elementCount(shape))
            throw Error(Kind::BadInput, std::to_string(values.size()) + " values for a shape of " + toString(shape));
    }

    std::int64_t size(int axis) const { return shape[std::size_t(axis)]; }
    /// Element of a tensor of rank 4, [N,C,H,W].
    T& at(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
        return values[std::size_t(((n * shape[1] + c) * shape[2] + h) * shape[3] + w)];
    }
    const T& at(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) const {
        return values[std::size_t(((n * shape[1] + c) * shape[2] + h) * shape[3] + w)];
    }
    bool operator==(const Tensor& other) const { return shape == other.shape && values == other.values; }
};

}  // namespace seglab::core
