#include "core/normalisation.h"

#include <fmt/format.h>

#include <cmath>

#include "core/channels.h"
#include "core/planes.h"

namespace seglab::core {

namespace {

// Visits the flat position of every cell of a channel.
template <class Visit>
void forEachOf(const ChannelView& c, std::int64_t channel, const Visit& visit) {
    for (std::int64_t o = 0; o < c.outer; ++o)
        for (std::int64_t i = 0; i < c.inner; ++i) visit(c.at(o, channel, i));
}

template <class T>
void checkChannels(const ChannelView& c, std::initializer_list<const Tensor<T>*> perChannel) {
    for (const Tensor<T>* tensor : perChannel)
        if (tensor->shape != Shape{c.count})
            throw Error(Kind::BadInput, fmt::format("{} numbers for {} channels", toString(tensor->shape), c.count),
                        "give one number for each channel");
}

}  // namespace

template <class T>
ChannelStatistics<T> channelStatistics(const Tensor<T>& input) {
    const ChannelView c(input.shape);
    const T cells = T(c.outer * c.inner);
    ChannelStatistics<T> statistics{Tensor<T>({c.count}), Tensor<T>({c.count})};
    for (std::int64_t k = 0; k < c.count; ++k) {
        T &mean = statistics.mean.values[std::size_t(k)], &variance = statistics.variance.values[std::size_t(k)];
        forEachOf(c, k, [&](std::size_t at) { mean += input.values[at]; });
        mean /= cells;
        forEachOf(c, k, [&](std::size_t at) { variance += (input.values[at] - mean) * (input.values[at] - mean); });
        variance /= cells;
    }
    return statistics;
}

template <class T>
Tensor<T> batchNormalise(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>& bias,
                         const ChannelStatistics<T>& statistics, double epsilon) {
    const ChannelView c(input.shape);
    checkChannels(c, {&weight, &bias, &statistics.mean, &statistics.variance});
    Tensor<T> output(input.shape);
    for (std::int64_t k = 0; k < c.count; ++k) {
        const std::size_t channel = std::size_t(k);
        const T scale = weight.values[channel] / std::sqrt(statistics.variance.values[channel] + T(epsilon));
        forEachOf(c, k, [&](std::size_t at) {
            output.values[at] = (input.values[at] - statistics.mean.values[channel]) * scale + bias.values[channel];
        });
    }
    return output;
}

template <class T>
void updateRunningStatistics(ChannelStatistics<T>& running, const ChannelStatistics<T>& batch, const Shape& input,
                             double momentum) {
    const ChannelView c(input);
    checkChannels(c, {&running.mean, &running.variance, &batch.mean, &batch.variance});
    const std::int64_t cells = c.outer * c.inner;
    if (cells < 2)
        throw Error(Kind::BadInput, "one value per channel has no variance to learn from",
                    "train with a larger picture or batch");
    const T unbiased = T(cells) / T(cells - 1), kept = T(1 - momentum), added = T(momentum);
    for (std::size_t k = 0; k < std::size_t(c.count); ++k) {
        running.mean.values[k] = kept * running.mean.values[k] + added * batch.mean.values[k];
        running.variance.values[k] = kept * running.variance.values[k] + added * unbiased * batch.variance.values[k];
    }
}

// With x̂ = (x − mean) / √(variance + ε) and m cells: bias' = Σ y', weight' = Σ y' x̂, and
// x' = weight / √(variance + ε) · (y' − [bias' + x̂ · weight'] / m), where the bracket comes from the statistics and is
// left out where they do not change with x.
template <class T>
NormalisationGradients<T> batchNormaliseBackward(const Normalisation<T>& forward, const Tensor<T>& outputGradient) {
    const Tensor<T>& input = forward.input;
    checkGradient(outputGradient.shape, input.shape);
    const ChannelView c(input.shape);
    checkChannels(c, {&forward.weight, &forward.statistics.mean, &forward.statistics.variance});
    const T cells = T(c.outer * c.inner);
    NormalisationGradients<T> result{Tensor<T>(input.shape), Tensor<T>({c.count}), Tensor<T>({c.count})};
    for (std::int64_t k = 0; k < c.count; ++k) {
        const std::size_t channel = std::size_t(k);
        const T mean = forward.statistics.mean.values[channel];
        const T inverse = 1 / std::sqrt(forward.statistics.variance.values[channel] + T(forward.epsilon));
        T &weight = result.weight.values[channel], &bias = result.bias.values[channel];
        forEachOf(c, k, [&](std::size_t at) {
            bias += outputGradient.values[at];
            weight += outputGradient.values[at] * (input.values[at] - mean) * inverse;
        });
        forEachOf(c, k, [&](std::size_t at) {
            const T normalised = (input.values[at] - mean) * inverse;
            const T ofStatistics = forward.training ? (bias + normalised * weight) / cells : T(0);
            result.input.values[at] =
                forward.weight.values[channel] * inverse * (outputGradient.values[at] - ofStatistics);
        });
    }
    return result;
}

#define SEGLAB_INSTANTIATE(T)                                                                                        \
    template ChannelStatistics<T> channelStatistics(const Tensor<T>&);                                               \
    template Tensor<T> batchNormalise(const Tensor<T>&, const Tensor<T>&, const Tensor<T>&,                          \
                                      const ChannelStatistics<T>&, double);                                          \
    template void updateRunningStatistics(ChannelStatistics<T>&, const ChannelStatistics<T>&, const Shape&, double); \
    template NormalisationGradients<T> batchNormaliseBackward(const Normalisation<T>&, const Tensor<T>&);
SEGLAB_INSTANTIATE(float)
SEGLAB_INSTANTIATE(double)
#undef SEGLAB_INSTANTIATE

}  // namespace seglab::core
