#include "core/resizing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/operators.h"
#include "core/planes.h"

namespace seglab::core {

namespace {

Shape enlarged(const Shape& planes, Pair factor) {
    Shape larger = planes;
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const std::int64_t times = factor[int(axis)], size = planes[2 + axis];
        if (times < 1)
            throw Error(Kind::BadInput, fmt::format("factor {} must be at least 1", times), "use 2 to double the size");
        if (size > std::numeric_limits<int>::max() / times)
            throw Error(Kind::BadInput, fmt::format("{} cells times {} are too many", size, times),
                        "use a smaller factor");
        larger[2 + axis] = size * times;
    }
    return larger;
}

// [N,C,H,W] of the input with H and W of the target; checks both.
Shape resized(const Shape& planes, Pair size) {
    if (size.height < 1 || size.width < 1)
        throw Error(Kind::BadInput, fmt::format("an output of {} x {} has no cells", size.height, size.width),
                    "both sizes must be at least 1");
    if (planes[2] < 1 || planes[3] < 1)
        throw Error(Kind::BadInput, fmt::format("an input of {} has no cells", toString(planes)),
                    "height and width must be at least 1");
    checkAllocation({std::max(size.height, size.width)}, 24);  // the tables below, even for an empty batch
    return {planes[0], planes[1], size.height, size.width};
}

// The input cell of every output cell of an axis.
std::vector<std::int64_t> nearestCells(std::int64_t input, std::int64_t output, std::optional<double> factor) {
    std::vector<std::int64_t> cells;
    for (std::int64_t k = 0; k < output; ++k) {
        const std::int64_t cell =
            factor && input != output ? std::int64_t(std::floor(double(k) / *factor)) : k * input / output;
        cells.push_back(std::min(cell, input - 1));
    }
    return cells;
}

// Two input cells of an output cell, and the weight of the second.
struct Between {
    std::int64_t first, second;
    double weight;
};

std::vector<Between> bilinearCells(std::int64_t input, std::int64_t output, std::optional<double> factor,
                                   bool alignCorners) {
    double step = factor && input != output ? 1 / *factor : double(input) / double(output);
    if (alignCorners) step = output > 1 ? double(input - 1) / double(output - 1) : 0;
    std::vector<Between> cells;
    for (std::int64_t k = 0; k < output; ++k) {
        const double centre = alignCorners ? double(k) * step : std::max(0.0, (double(k) + 0.5) * step - 0.5);
        const std::int64_t first = std::min(std::int64_t(centre), input - 1);
        cells.push_back({first, std::min(first + 1, input - 1), std::clamp(centre - double(first), 0.0, 1.0)});
    }
    return cells;
}

/// `factor` times as large; fill(row of the output, row of the input above it, y, columns) makes each row from zeros.
template <class T, class Fill>
Tensor<T> enlargedByRows(const Tensor<T>& input, Pair factor, const Fill& fill) {
    const Shape shape = asPlanes(input.shape, 2);
    Tensor<T> output = allocate<T>(enlarged(shape, factor));
    const Planes<const T> small(input.values.data(), shape);
    Planes<T> large(output.values.data(), output.shape);
    for (std::int64_t n = 0; n < large.batch; ++n)
        for (std::int64_t c = 0; c < large.channels; ++c)
            for (std::int64_t y = 0; y < large.rows; ++y)
                fill(large.row(n, c, y), small.row(n, c, y / factor.height), y, large.columns);
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

}  // namespace

template <class T>
Tensor<T> bedOfNails(const Tensor<T>& input, Pair factor) {
    return enlargedByRows(input, factor, [&](T* to, const T* from, std::int64_t y, std::int64_t columns) {
        if (y % factor.height != 0) return;
        for (std::int64_t x = 0; x < columns; x += factor.width) to[x] = from[x / factor.width];
    });
}

template <class T>
Tensor<T> upsampleNearest(const Tensor<T>& input, Pair factor) {
    return enlargedByRows(input, factor, [&](T* to, const T* from, std::int64_t, std::int64_t columns) {
        for (std::int64_t x = 0; x < columns; ++x) to[x] = from[x / factor.width];
    });
}

ResizeTarget ResizeTarget::byFactors(const Shape& input, double height, double width) {
    const Shape planes = asPlanes(input, 2);
    const double factors[2] = {height, width};
    ResizeTarget target{{}, height, width};
    for (int axis = 0; axis < 2; ++axis) {
        const double size = std::floor(double(planes[std::size_t(2 + axis)]) * factors[axis]);
        if (!(factors[axis] > 0) || !(size >= 1) || size > std::numeric_limits<int>::max())
            throw Error(Kind::BadInput, fmt::format("factor {} gives no output of a legal size", factors[axis]),
                        "use a factor like 2 or 0.5");
        target.size[axis] = int(size);
    }
    return target;
}

template <class T>
Tensor<T> upsampleNearestTo(const Tensor<T>& input, const ResizeTarget& target) {
    const Shape shape = asPlanes(input.shape, 2);
    Tensor<T> output = allocate<T>(resized(shape, target.size));
    const Planes<const T> from(input.values.data(), shape);
    const auto rows = nearestCells(shape[2], target.size.height, target.heightFactor);
    const auto columns = nearestCells(shape[3], target.size.width, target.widthFactor);
    T* next = output.values.data();
    for (std::int64_t n = 0; n < from.batch; ++n)
        for (std::int64_t c = 0; c < from.channels; ++c)
            for (std::int64_t row : rows)
                for (std::int64_t column : columns) *next++ = from.row(n, c, row)[column];
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

template <class T>
Tensor<T> upsampleBilinear(const Tensor<T>& input, const ResizeTarget& target, bool alignCorners) {
    const Shape shape = asPlanes(input.shape, 2);
    Tensor<T> output = allocate<T>(resized(shape, target.size));
    const Planes<const T> from(input.values.data(), shape);
    const auto rows = bilinearCells(shape[2], target.size.height, target.heightFactor, alignCorners);
    const auto columns = bilinearCells(shape[3], target.size.width, target.widthFactor, alignCorners);
    T* next = output.values.data();
    for (std::int64_t n = 0; n < from.batch; ++n)
        for (std::int64_t c = 0; c < from.channels; ++c)
            for (const Between& y : rows)
                for (const Between& x : columns) {
                    const T *top = from.row(n, c, y.first), *bottom = from.row(n, c, y.second);
                    const double above = top[x.first] * (1 - x.weight) + top[x.second] * x.weight;
                    const double below = bottom[x.first] * (1 - x.weight) + bottom[x.second] * x.weight;
                    *next++ = T(above * (1 - y.weight) + below * y.weight);
                }
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

template <class T>
Tensor<T> upsampleNearestToBackward(const Tensor<T>& outputGradient, const Shape& inputShape,
                                    const ResizeTarget& target) {
    const Shape shape = asPlanes(inputShape, 2);
    checkGradient(asPlanes(outputGradient.shape, 2), resized(shape, target.size));
    Tensor<T> gradient = allocate<T>(inputShape);
    const Planes<T> into(gradient.values.data(), shape);
    const auto rows = nearestCells(shape[2], target.size.height, target.heightFactor);
    const auto columns = nearestCells(shape[3], target.size.width, target.widthFactor);
    const T* next = outputGradient.values.data();
    for (std::int64_t n = 0; n < into.batch; ++n)
        for (std::int64_t c = 0; c < into.channels; ++c)
            for (std::int64_t row : rows)
                for (std::int64_t column : columns) into.row(n, c, row)[column] += *next++;
    return gradient;
}

template <class T>
Tensor<T> upsampleBilinearBackward(const Tensor<T>& outputGradient, const Shape& inputShape, const ResizeTarget& target,
                                   bool alignCorners) {
    const Shape shape = asPlanes(inputShape, 2);
    checkGradient(asPlanes(outputGradient.shape, 2), resized(shape, target.size));
    Tensor<T> gradient = allocate<T>(inputShape);
    const Planes<T> into(gradient.values.data(), shape);
    const auto rows = bilinearCells(shape[2], target.size.height, target.heightFactor, alignCorners);
    const auto columns = bilinearCells(shape[3], target.size.width, target.widthFactor, alignCorners);
    const auto share = [](T* row, const Between& x, double value) {
        row[x.first] += T(value * (1 - x.weight));
        row[x.second] += T(value * x.weight);
    };
    const T* next = outputGradient.values.data();
    for (std::int64_t n = 0; n < into.batch; ++n)
        for (std::int64_t c = 0; c < into.channels; ++c)
            for (const Between& y : rows)
                for (const Between& x : columns) {
                    const double value = double(*next++);
                    share(into.row(n, c, y.first), x, value * (1 - y.weight));
                    share(into.row(n, c, y.second), x, value * y.weight);
                }
    return gradient;
}

template Tensor<float> upsampleNearestTo(const Tensor<float>&, const ResizeTarget&);
template Tensor<double> upsampleNearestTo(const Tensor<double>&, const ResizeTarget&);
template Tensor<float> upsampleBilinear(const Tensor<float>&, const ResizeTarget&, bool);
template Tensor<double> upsampleBilinear(const Tensor<double>&, const ResizeTarget&, bool);
template Tensor<float> upsampleNearestToBackward(const Tensor<float>&, const Shape&, const ResizeTarget&);
template Tensor<float> upsampleBilinearBackward(const Tensor<float>&, const Shape&, const ResizeTarget&, bool);
template Tensor<float> bedOfNails(const Tensor<float>&, Pair);
template Tensor<double> upsampleNearestToBackward(const Tensor<double>&, const Shape&, const ResizeTarget&);
template Tensor<double> upsampleBilinearBackward(const Tensor<double>&, const Shape&, const ResizeTarget&, bool);
template Tensor<double> bedOfNails(const Tensor<double>&, Pair);
template Tensor<float> upsampleNearest(const Tensor<float>&, Pair);
template Tensor<double> upsampleNearest(const Tensor<double>&, Pair);

}  // namespace seglab::core
