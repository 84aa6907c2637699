#include "core/pooling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/planes.h"
#include "core/sizes.h"

namespace seglab::core {

namespace {

// Cells of a window along one axis that lie inside the input: first, first + step, … below end.
struct Span {
    std::int64_t first, end, step;
};

Span window(std::int64_t output, std::int64_t size, const PoolingSettings& s, int axis) {
    const std::int64_t step = s.dilation[axis];
    std::int64_t first = output * s.stride[axis] - s.padding[axis];
    const std::int64_t end = std::min(first + step * (s.kernel[axis] - 1) + 1, size);
    if (first < 0) first += (-first + step - 1) / step * step;
    return {first, end, step};
}

Shape pooledShape(const Shape& planes, const PoolingSettings& s) {
    Shape pooled = planes;
    for (int axis = 0; axis < 2; ++axis) {
        const std::size_t at = std::size_t(2 + axis);
        const char* name = axis ? "width" : "height";
        if (planes[1] < 1 || planes[at] < 1 || planes[at] > std::numeric_limits<int>::max())
            throw Error(Kind::BadInput, fmt::format("the input {} is empty or too large", toString(planes)),
                        "every axis but the batch needs at least one cell");
        const AxisSizes sizes{.input = int(planes[at]),
                              .kernel = s.kernel[axis],
                              .stride = s.stride[axis],
                              .padding = s.padding[axis],
                              .dilation = s.dilation[axis]};
        const std::string problem = objection(Operation::MaxPooling, sizes);
        if (!problem.empty())
            throw Error(Kind::BadInput, fmt::format("{}: {}", name, problem), "change the setting on this axis");
        pooled[at] = outputSize(Operation::MaxPooling, sizes);
    }
    return pooled;
}

// Visits (n, c, y, x) of every output cell in reading order.
template <class Visit>
void forEachCell(const Shape& shape, const Visit& visit) {
    for (std::int64_t n = 0; n < shape[0]; ++n)
        for (std::int64_t c = 0; c < shape[1]; ++c)
            for (std::int64_t y = 0; y < shape[2]; ++y)
                for (std::int64_t x = 0; x < shape[3]; ++x) visit(n, c, y, x);
}

// Flat position of the largest cell of a window in a plane.
template <class T>
std::int64_t largest(const T* plane, std::int64_t width, const Span& rows, const Span& columns) {
    std::int64_t best = rows.first * width + columns.first;
    for (std::int64_t y = rows.first; y < rows.end; y += rows.step)
        for (std::int64_t x = columns.first; x < columns.end; x += columns.step) {
            const T value = plane[y * width + x];
            if (value > plane[best] || std::isnan(value)) best = y * width + x;
        }
    return best;
}

// Flat positions in planes of `size`, as places in a whole tensor of such planes.
class PlacesInPlanes {
public:
    PlacesInPlanes(const Tensor<std::int64_t>& indices, const Shape& planes, Pair size)
        : indices_(indices), size_(size), cells_(std::max<std::int64_t>(1, planes[2] * planes[3])) {}

    std::size_t operator[](std::size_t i) const {
        const std::int64_t position = indices_.values[i], plane = std::int64_t(size_.height) * size_.width;
        if (position < 0 || position >= plane)
            throw Error(Kind::BadInput,
                        fmt::format("position {} lies outside {} x {} cells", position, size_.height, size_.width),
                        "positions are y·width + x of the output's plane");
        return std::size_t(std::int64_t(i) / cells_ * plane + position);
    }

private:
    const Tensor<std::int64_t>& indices_;
    Pair size_;
    std::int64_t cells_;
};

// What an average is divided by: cells of a window, the padding's counted or not.
std::int64_t divisor(const Span& rows, const Span& columns, const PoolingSettings& s) {
    return s.countIncludePad ? std::int64_t(s.kernel.height) * s.kernel.width
                             : (rows.end - rows.first) * (columns.end - columns.first);
}

}  // namespace

template <class T>
MaxPooled<T> maxPool2d(const Tensor<T>& input, const PoolingSettings& settings) {
    const Shape shape = asPlanes(input.shape, 2);
    const Planes<const T> planes(input.values.data(), shape);
    const Shape pooled = pooledShape(shape, settings);
    MaxPooled<T> result{allocate<T>(pooled), allocate<std::int64_t>(pooled)};
    std::size_t next = 0;
    forEachCell(pooled, [&](std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x) {
        const T* plane = planes.row(n, c, 0);
        const Span rows = window(y, planes.rows, settings, 0), columns = window(x, planes.columns, settings, 1);
        // PyTorch gives -inf and a position outside the plane here.
        if (rows.first >= rows.end || columns.first >= columns.end)
            throw Error(Kind::BadInput, fmt::format("the window of output cell {},{} reads padding alone", y, x),
                        "lower dilation or padding");
        result.indices.values[next] = largest(plane, planes.columns, rows, columns);
        result.values.values[next] = plane[result.indices.values[next]];
        ++next;
    });
    result.values.shape = result.indices.shape = fromPlanes(pooled, 2, input.shape.size());
    return result;
}

template <class T>
Tensor<T> avgPool2d(const Tensor<T>& input, const PoolingSettings& settings) {
    if (settings.dilation != Pair{1, 1})
        throw Error(Kind::BadInput, "average pooling has no dilation", "leave the dilation at 1");
    const Shape shape = asPlanes(input.shape, 2);
    const Planes<const T> planes(input.values.data(), shape);
    Tensor<T> output = allocate<T>(pooledShape(shape, settings));
    std::size_t next = 0;
    forEachCell(output.shape, [&](std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x) {
        const Span rows = window(y, planes.rows, settings, 0), columns = window(x, planes.columns, settings, 1);
        T sum = 0;
        for (std::int64_t row = rows.first; row < rows.end; ++row)
            for (std::int64_t column = columns.first; column < columns.end; ++column)
                sum += planes.row(n, c, row)[column];
        output.values[next++] = sum / T(divisor(rows, columns, settings));
    });
    output.shape = fromPlanes(output.shape, 2, input.shape.size());
    return output;
}

template <class T>
Tensor<T> maxUnpool2d(const Tensor<T>& input, const Tensor<std::int64_t>& indices, Pair outputSize) {
    Shape shape = asPlanes(input.shape, 2);
    if (indices.shape != input.shape)
        throw Error(
            Kind::BadInput,
            fmt::format("indices of {} do not fit an input of {}", toString(indices.shape), toString(input.shape)),
            "give one position for each value");
    if (outputSize.height < 1 || outputSize.width < 1)
        throw Error(Kind::BadInput,
                    fmt::format("an output of {} x {} has no cells", outputSize.height, outputSize.width),
                    "both sizes must be at least 1");
    const PlacesInPlanes places(indices, shape, outputSize);
    shape[2] = outputSize.height;
    shape[3] = outputSize.width;
    Tensor<T> output = allocate<T>(shape);
    for (std::size_t i = 0; i < input.values.size(); ++i) output.values[places[i]] = input.values[i];
    output.shape = fromPlanes(shape, 2, input.shape.size());
    return output;
}

template <class T>
Tensor<T> maxPool2dBackward(const Tensor<T>& outputGradient, const Tensor<std::int64_t>& indices, Pair inputSize) {
    checkGradient(outputGradient.shape, indices.shape);
    Shape shape = asPlanes(outputGradient.shape, 2);
    const PlacesInPlanes places(indices, shape, inputSize);
    shape[2] = inputSize.height;
    shape[3] = inputSize.width;
    Tensor<T> gradient = allocate<T>(shape);
    for (std::size_t i = 0; i < outputGradient.values.size(); ++i)
        gradient.values[places[i]] += outputGradient.values[i];
    gradient.shape = fromPlanes(shape, 2, outputGradient.shape.size());
    return gradient;
}

template <class T>
Tensor<T> avgPool2dBackward(const Tensor<T>& outputGradient, const Shape& inputShape, const PoolingSettings& settings) {
    const Shape shape = asPlanes(inputShape, 2), pooled = pooledShape(shape, settings);
    checkGradient(asPlanes(outputGradient.shape, 2), pooled);
    Tensor<T> gradient = allocate<T>(inputShape);
    const Planes<T> planes(gradient.values.data(), shape);
    std::size_t next = 0;
    forEachCell(pooled, [&](std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x) {
        const Span rows = window(y, planes.rows, settings, 0), columns = window(x, planes.columns, settings, 1);
        const T part = outputGradient.values[next++] / T(divisor(rows, columns, settings));
        for (std::int64_t row = rows.first; row < rows.end; ++row)
            for (std::int64_t column = columns.first; column < columns.end; ++column)
                planes.row(n, c, row)[column] += part;
    });
    return gradient;
}

template <class T>
Tensor<T> maxUnpool2dBackward(const Tensor<T>& outputGradient, const Tensor<std::int64_t>& indices) {
    const PlacesInPlanes places(indices, asPlanes(indices.shape, 2), planeSize(outputGradient.shape));
    Tensor<T> gradient(indices.shape);
    std::set<std::size_t> taken;
    for (std::size_t i = gradient.values.size(); i-- > 0;)
        if (taken.insert(places[i]).second) gradient.values[i] = outputGradient.values[places[i]];
    return gradient;
}

Pair planeSize(const Shape& shape) {
    const Shape planes = asPlanes(shape, 2);
    if (std::max(planes[2], planes[3]) > std::numeric_limits<int>::max())
        throw Error(Kind::BadInput, fmt::format("the input {} is too large", toString(shape)), "use a smaller one");
    return {int(planes[2]), int(planes[3])};
}

Pair unpooledSize(Pair input, const PoolingSettings& s) {
    Pair size;
    for (int axis = 0; axis < 2; ++axis)
        size[axis] = outputSize(
            Operation::TransposedConvolution,
            {.input = input[axis], .kernel = s.kernel[axis], .stride = s.stride[axis], .padding = s.padding[axis]});
    return size;
}

void checkUnpooledSize(Pair input, const PoolingSettings& settings, Pair outputSize) {
    const Pair standard = unpooledSize(input, settings);
    for (int axis = 0; axis < 2; ++axis) {
        const std::int64_t difference = std::int64_t(outputSize[axis]) - standard[axis];
        if (std::abs(difference) < settings.stride[axis]) continue;
        throw Error(
            Kind::BadInput,
            fmt::format("{} {} is no size that was pooled to {}", axis ? "width" : "height", outputSize[axis],
                        input[axis]),
            fmt::format("it must be less than a stride of {} away from {}", settings.stride[axis], standard[axis]));
    }
}

template MaxPooled<float> maxPool2d(const Tensor<float>&, const PoolingSettings&);
template MaxPooled<double> maxPool2d(const Tensor<double>&, const PoolingSettings&);
template Tensor<float> avgPool2d(const Tensor<float>&, const PoolingSettings&);
template Tensor<double> avgPool2d(const Tensor<double>&, const PoolingSettings&);
template Tensor<float> maxUnpool2d(const Tensor<float>&, const Tensor<std::int64_t>&, Pair);
template Tensor<float> maxPool2dBackward(const Tensor<float>&, const Tensor<std::int64_t>&, Pair);
template Tensor<float> avgPool2dBackward(const Tensor<float>&, const Shape&, const PoolingSettings&);
template Tensor<float> maxUnpool2dBackward(const Tensor<float>&, const Tensor<std::int64_t>&);
template Tensor<double> maxUnpool2d(const Tensor<double>&, const Tensor<std::int64_t>&, Pair);
template Tensor<double> maxPool2dBackward(const Tensor<double>&, const Tensor<std::int64_t>&, Pair);
template Tensor<double> avgPool2dBackward(const Tensor<double>&, const Shape&, const PoolingSettings&);
template Tensor<double> maxUnpool2dBackward(const Tensor<double>&, const Tensor<std::int64_t>&);

}  // namespace seglab::core
