#include <fmt/format.h>

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

}  // namespace

template <class T>
Tensor<T> bedOfNails(const Tensor<T>& input, Pair factor) {
    const Shape shape = asPlanes(input.shape, 2);
    Tensor<T> output = allocate<T>(enlarged(shape, factor));
    const Planes<const T> small(input.values.data(), shape);
    const Planes<T> large(output.values.data(), output.shape);
    for (std::int64_t n = 0; n < small.batch; ++n)
        for (std::int64_t c = 0; c < small.channels; ++c)
            for (std::int64_t y = 0; y < small.rows; ++y)
                for (std::int64_t x = 0; x < small.columns; ++x)
                    large.row(n, c, y * factor.height)[x * factor.width] = small.row(n, c, y)[x];
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

template <class T>
Tensor<T> upsampleNearest(const Tensor<T>& input, Pair factor) {
    const Shape shape = asPlanes(input.shape, 2);
    Tensor<T> output = allocate<T>(enlarged(shape, factor));
    const Planes<const T> small(input.values.data(), shape);
    const Planes<T> large(output.values.data(), output.shape);
    for (std::int64_t n = 0; n < large.batch; ++n)
        for (std::int64_t c = 0; c < large.channels; ++c)
            for (std::int64_t y = 0; y < large.rows; ++y)
                for (std::int64_t x = 0; x < large.columns; ++x)
                    large.row(n, c, y)[x] = small.row(n, c, y / factor.height)[x / factor.width];
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

template Tensor<float> bedOfNails(const Tensor<float>&, Pair);
template Tensor<double> bedOfNails(const Tensor<double>&, Pair);
template Tensor<float> upsampleNearest(const Tensor<float>&, Pair);
template Tensor<double> upsampleNearest(const Tensor<double>&, Pair);

}  // namespace seglab::core
