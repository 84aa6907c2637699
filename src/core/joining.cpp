#include "core/joining.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/channels.h"
#include "core/planes.h"

namespace seglab::core {

namespace {

// The shape of both, but for the channels.
void checkJoinable(const Shape& a, Shape b) {
    if (a.size() == b.size() && !a.empty()) {
        b[channelAxis(b)] = a[channelAxis(a)];
        if (a == b) return;
    }
    throw Error(Kind::BadInput, fmt::format("{} and {} do not fit together", toString(a), toString(b)),
                "all axes but the channels must be equal");
}

// Visits each row of the cropped cells: (row of the input, row of the output).
template <class In, class Out, class Visit>
void forEachCroppedRow(const Planes<In>& large, const Planes<Out>& small, const Visit& visit) {
    const std::int64_t top = (large.rows - small.rows) / 2, left = (large.columns - small.columns) / 2;
    for (std::int64_t n = 0; n < small.batch; ++n)
        for (std::int64_t c = 0; c < small.channels; ++c)
            for (std::int64_t y = 0; y < small.rows; ++y) visit(large.row(n, c, y + top) + left, small.row(n, c, y));
}

void checkCrop(const Shape& large, const Shape& small) {
    if (large[0] == small[0] && large[1] == small[1] && small[2] >= 1 && small[3] >= 1 && small[2] <= large[2] &&
        small[3] <= large[3])
        return;
    throw Error(Kind::BadInput, fmt::format("{} cannot be cropped to {}", toString(large), toString(small)),
                "crop to a smaller plane with at least one cell");
}

}  // namespace

template <class T>
Tensor<T> add(const Tensor<T>& a, const Tensor<T>& b) {
    if (a.shape != b.shape)
        throw Error(Kind::BadInput, fmt::format("{} and {} cannot be added", toString(a.shape), toString(b.shape)),
                    "both shapes must be equal");
    Tensor<T> sum = a;
    for (std::size_t i = 0; i < sum.values.size(); ++i) sum.values[i] += b.values[i];
    return sum;
}

template <class T>
Tensor<T> concatenate(const std::vector<const Tensor<T>*>& parts) {
    if (parts.empty()) throw Error(Kind::BadInput, "there is nothing to concatenate", "give at least one part");
    Shape shape = parts[0]->shape;
    const std::size_t axis = channelAxis(shape);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        checkJoinable(parts[0]->shape, parts[i]->shape);
        shape[axis] += parts[i]->shape[axis];
    }
    Tensor<T> output = allocate<T>(shape);
    const ChannelView whole(shape);
    std::int64_t first = 0;
    for (const Tensor<T>* part : parts) {
        const ChannelView c(part->shape);
        for (std::int64_t o = 0; o < c.outer; ++o)
            std::copy_n(part->values.data() + c.at(o, 0, 0), c.count * c.inner,
                        output.values.data() + whole.at(o, first, 0));
        first += c.count;
    }
    return output;
}

template <class T>
Tensor<T> takeChannels(const Tensor<T>& input, std::int64_t first, std::int64_t count) {
    const ChannelView c(input.shape);
    if (first < 0 || count < 0 || first + count > c.count)
        throw Error(Kind::BadInput, fmt::format("channels {} to {} of {}", first, first + count - 1, c.count),
                    "take channels that are there");
    Shape shape = input.shape;
    shape[channelAxis(shape)] = count;
    Tensor<T> output(shape);
    for (std::int64_t o = 0; o < c.outer; ++o)
        std::copy_n(input.values.data() + c.at(o, first, 0), count * c.inner,
                    output.values.data() + o * count * c.inner);
    return output;
}

template <class T>
Tensor<T> cropCentre(const Tensor<T>& input, Pair size) {
    const Shape large = asPlanes(input.shape, 2), small{large[0], large[1], size.height, size.width};
    checkCrop(large, small);
    Tensor<T> output = allocate<T>(small);
    forEachCroppedRow(Planes<const T>(input.values.data(), large), Planes<T>(output.values.data(), small),
                      [&](const T* from, T* to) { std::copy_n(from, size.width, to); });
    output.shape = fromPlanes(small, 2, input.shape.size());
    return output;
}

template <class T>
Tensor<T> cropCentreBackward(const Tensor<T>& outputGradient, const Shape& inputShape) {
    const Shape large = asPlanes(inputShape, 2), small = asPlanes(outputGradient.shape, 2);
    checkCrop(large, small);
    Tensor<T> gradient = allocate<T>(inputShape);
    forEachCroppedRow(Planes<T>(gradient.values.data(), large), Planes<const T>(outputGradient.values.data(), small),
                      [&](T* to, const T* from) { std::copy_n(from, small[3], to); });
    return gradient;
}

#define SEGLAB_INSTANTIATE(T)                                                      \
    template Tensor<T> add(const Tensor<T>&, const Tensor<T>&);                    \
    template Tensor<T> concatenate(const std::vector<const Tensor<T>*>&);          \
    template Tensor<T> takeChannels(const Tensor<T>&, std::int64_t, std::int64_t); \
    template Tensor<T> cropCentre(const Tensor<T>&, Pair);                         \
    template Tensor<T> cropCentreBackward(const Tensor<T>&, const Shape&);
SEGLAB_INSTANTIATE(float)
SEGLAB_INSTANTIATE(double)
#undef SEGLAB_INSTANTIATE

}  // namespace seglab::core
