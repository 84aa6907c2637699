#include "core/activations.h"

#include <algorithm>
#include <cmath>

#include "core/channels.h"
#include "core/planes.h"

namespace seglab::core {

namespace {

// Whether a later score takes the place of the largest so far: of equal ones the first stays, NaN is the largest.
template <class T>
bool takesOver(T score, T largest) {
    return !std::isnan(largest) && (score > largest || std::isnan(score));
}

template <class T>
std::int64_t largestChannel(const Tensor<T>& input, const ChannelView& c, std::int64_t o, std::int64_t i) {
    std::int64_t best = 0;
    for (std::int64_t channel = 1; channel < c.count; ++channel)
        if (takesOver(input.values[c.at(o, channel, i)], input.values[c.at(o, best, i)])) best = channel;
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
    const ChannelView c(input.shape);
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
    const ChannelView c(input.shape);
    if (c.count < 1) throw Error(Kind::BadInput, "there is no channel to choose", "give at least one");
    Shape shape = input.shape;
    shape.erase(shape.begin() + std::ptrdiff_t(channelAxis(shape)));
    Tensor<std::int64_t> output(shape);
    for (std::int64_t o = 0; o < c.outer; ++o)
        for (std::int64_t i = 0; i < c.inner; ++i)
            output.values[std::size_t(o * c.inner + i)] = largestChannel(input, c, o, i);
    return output;
}

Tensor<std::uint8_t> classOfLargest(const Tensor<float>& scores) {
    const Tensor<std::int64_t> classes = argmax(scores);
    return {classes.shape, std::vector<std::uint8_t>(classes.values.begin(), classes.values.end())};
}

void LargestOfMaps::add(const Tensor<float>& map) {
    const std::uint8_t own = std::uint8_t(next_++);
    if (own == 0) {
        largest_ = map;
        classes_ = Tensor<std::uint8_t>(map.shape);
        return;
    }
    if (map.shape != largest_.shape)
        throw Error(Kind::BadInput, "a map of " + toString(map.shape) + " after others of " + toString(largest_.shape),
                    "maps have one shape");
    for (std::size_t at = 0; at < map.values.size(); ++at) {
        if (!takesOver(map.values[at], largest_.values[at])) continue;
        largest_.values[at] = map.values[at];
        classes_.values[at] = own;
    }
}

template <class T>
Tensor<T> leakyRelu(const Tensor<T>& input, double slope) {
    Tensor<T> output = input;
    for (T& value : output.values)
        if (value < 0) value *= T(slope);
    return output;
}

template <class T>
Tensor<T> sigmoid(const Tensor<T>& input) {
    Tensor<T> output = input;
    for (T& value : output.values) value = 1 / (1 + std::exp(-value));
    return output;
}

template <class T>
Tensor<T> dropout(const Tensor<T>& input, const Tensor<std::uint8_t>& kept, double probability) {
    checkGradient(kept.shape, input.shape);
    Tensor<T> output(input.shape);
    const T scale = T(1 / (1 - probability));
    for (std::size_t i = 0; i < output.values.size(); ++i)
        if (kept.values[i]) output.values[i] = input.values[i] * scale;
    return output;
}

Tensor<std::uint8_t> drawKept(const Shape& shape, double probability, Random& random) {
    Tensor<std::uint8_t> kept(shape);
    for (std::uint8_t& value : kept.values) value = random.uniform() >= probability;
    return kept;
}

template <class T>
Tensor<T> leakyReluBackward(const Tensor<T>& input, const Tensor<T>& outputGradient, double slope) {
    checkGradient(outputGradient.shape, input.shape);
    Tensor<T> gradient = outputGradient;
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
        if (!(input.values[i] > 0)) gradient.values[i] *= T(slope);
    return gradient;
}

template <class T>
Tensor<T> reluBackward(const Tensor<T>& input, const Tensor<T>& outputGradient) {
    return leakyReluBackward(input, outputGradient, 0);
}

template <class T>
Tensor<T> sigmoidBackward(const Tensor<T>& output, const Tensor<T>& outputGradient) {
    checkGradient(outputGradient.shape, output.shape);
    Tensor<T> gradient = outputGradient;
    for (std::size_t i = 0; i < gradient.values.size(); ++i)
        gradient.values[i] *= output.values[i] * (1 - output.values[i]);
    return gradient;
}

template <class T>
Tensor<T> softmaxBackward(const Tensor<T>& output, const Tensor<T>& outputGradient) {
    checkGradient(outputGradient.shape, output.shape);
    const ChannelView c(output.shape);
    Tensor<T> gradient(output.shape);
    for (std::int64_t o = 0; o < c.outer; ++o)
        for (std::int64_t i = 0; i < c.inner; ++i) {
            T mean = 0;
            for (std::int64_t k = 0; k < c.count; ++k)
                mean += output.values[c.at(o, k, i)] * outputGradient.values[c.at(o, k, i)];
            for (std::int64_t k = 0; k < c.count; ++k)
                gradient.values[c.at(o, k, i)] =
                    output.values[c.at(o, k, i)] * (outputGradient.values[c.at(o, k, i)] - mean);
        }
    return gradient;
}

#define SEGLAB_INSTANTIATE(T)                                                          \
    template Tensor<T> leakyRelu(const Tensor<T>&, double);                            \
    template Tensor<T> sigmoid(const Tensor<T>&);                                      \
    template Tensor<T> dropout(const Tensor<T>&, const Tensor<std::uint8_t>&, double); \
    template Tensor<T> reluBackward(const Tensor<T>&, const Tensor<T>&);               \
    template Tensor<T> leakyReluBackward(const Tensor<T>&, const Tensor<T>&, double);  \
    template Tensor<T> sigmoidBackward(const Tensor<T>&, const Tensor<T>&);            \
    template Tensor<T> softmaxBackward(const Tensor<T>&, const Tensor<T>&);
SEGLAB_INSTANTIATE(float)
SEGLAB_INSTANTIATE(double)
#undef SEGLAB_INSTANTIATE

template Tensor<float> relu(const Tensor<float>&);
template Tensor<double> relu(const Tensor<double>&);
template Tensor<float> softmax(const Tensor<float>&);
template Tensor<double> softmax(const Tensor<double>&);
template Tensor<std::int64_t> argmax(const Tensor<float>&);
template Tensor<std::int64_t> argmax(const Tensor<double>&);

}  // namespace seglab::core
