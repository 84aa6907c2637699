#include "core/activations.h"

#include <algorithm>
#include <cmath>

namespace seglab::core {

namespace {

std::size_t channelAxis(const Shape& shape) {
    if (shape.empty()) throw Error(Kind::BadInput, "a single number has no channels", "give [N,C,H,W] or [C,H,W]");
    return shape.size() == 1 || shape.size() == 3 ? 0 : 1;
}

// A tensor seen as [outer, channels, inner].
struct Channels {
    std::int64_t outer = 1, count = 1, inner = 1;

    explicit Channels(const Shape& shape) {
        const std::size_t axis = channelAxis(shape);
        count = shape[axis];
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (i != axis) (i < axis ? outer : inner) *= shape[i];
    }
    std::size_t at(std::int64_t o, std::int64_t channel, std::int64_t i) const {
        return std::size_t((o * count + channel) * inner + i);
    }
};

template <class T>
std::int64_t largestChannel(const Tensor<T>& input, const Channels& c, std::int64_t o, std::int64_t i) {
    std::int64_t best = 0;
    for (std::int64_t channel = 1; channel < c.count && !std::isnan(input.values[c.at(o, best, i)]); ++channel) {
        const T value = input.values[c.at(o, channel, i)];
        if (value > input.values[c.at(o, best, i)] || std::isnan(value)) best = channel;
    }
    return best;
}

}  // namespace

template <class T>
Tensor<T> relu(const Tensor<T>& input) {
    Tensor<T> output = input;
    for (T& value : output.values)
        if (value < 0) value = 0;
    return output;
}

template <class T>
Tensor<T> softmax(const Tensor<T>& input) {
    const Channels c(input.shape);
    Tensor<T> output(input.shape);
    if (output.values.empty()) return output;
    for (std::int64_t o = 0; o < c.outer; ++o)
        for (std::int64_t i = 0; i < c.inner; ++i) {
            // The largest value is taken off first: exp never overflows, the quotient is the same.
            const T most = input.values[c.at(o, largestChannel(input, c, o, i), i)];
            T sum = 0;
            for (std::int64_t k = 0; k < c.count; ++k)
                sum += output.values[c.at(o, k, i)] = std::exp(input.values[c.at(o, k, i)] - most);
            for (std::int64_t k = 0; k < c.count; ++k) output.values[c.at(o, k, i)] /= sum;
        }
    return output;
}

template <class T>
Tensor<std::int64_t> argmax(const Tensor<T>& input) {
    const Channels c(input.shape);
    if (c.count < 1) throw Error(Kind::BadInput, "there is no channel to choose", "give at least one");
    Shape shape = input.shape;
    shape.erase(shape.begin() + std::ptrdiff_t(channelAxis(shape)));
    Tensor<std::int64_t> output(shape);
    for (std::int64_t o = 0; o < c.outer; ++o)
        for (std::int64_t i = 0; i < c.inner; ++i)
            output.values[std::size_t(o * c.inner + i)] = largestChannel(input, c, o, i);
    return output;
}

template Tensor<float> relu(const Tensor<float>&);
template Tensor<double> relu(const Tensor<double>&);
template Tensor<float> softmax(const Tensor<float>&);
template Tensor<double> softmax(const Tensor<double>&);
template Tensor<std::int64_t> argmax(const Tensor<float>&);
template Tensor<std::int64_t> argmax(const Tensor<double>&);

}  // namespace seglab::core
