#include "core/losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/activations.h"
#include "core/channels.h"

namespace seglab::core {

namespace {

// Pixels of [N,C,H,W] with their labels and weights.
template <class T>
class LabelledPixels {
public:
    LabelledPixels(const Shape& logits, const Tensor<std::uint8_t>& labels, const LossSettings<T>& settings)
        : view(logits), labels_(labels), settings_(settings) {
        if (logits.size() != 4 || labels.shape != Shape{logits[0], logits[2], logits[3]})
            refuse(fmt::format("labels of {} for logits of {}", toString(labels.shape), toString(logits)),
                   "logits are [N,C,H,W], labels [N,H,W]");
        if (!settings.classWeights.empty() && settings.classWeights.size() != std::size_t(view.count))
            refuse(fmt::format("{} class weights for {} classes", settings.classWeights.size(), view.count),
                   "give one for each class");
        if (settings.pixelWeights && settings.pixelWeights->shape != labels.shape)
            refuse("the pixel weights do not have the shape of the labels", "both are [N,H,W]");
    }

    T classWeight(std::int64_t k) const {
        return settings_.classWeights.empty() ? T(1) : T(settings_.classWeights[std::size_t(k)]);
    }

    /// visit(image, position, label, the pixel's own weight) for every pixel that is not ignored.
    template <class Visit>
    void forEach(const Visit& visit) const {
        for (std::int64_t n = 0; n < view.outer; ++n)
            for (std::int64_t i = 0; i < view.inner; ++i) {
                const std::size_t pixel = std::size_t(n * view.inner + i);
                const int label = labels_.values[pixel];
                if (label == settings_.ignoredLabel) continue;
                if (label >= view.count)
                    refuse(fmt::format("label {} where there are {} classes", label, view.count),
                           "labels are 0 to the number of classes less one");
                visit(n, i, label, settings_.pixelWeights ? settings_.pixelWeights->values[pixel] : T(1));
            }
    }

    const ChannelView view;

private:
    [[noreturn]] static void refuse(std::string what, std::string cure) {
        throw Error(Kind::BadInput, std::move(what), std::move(cure));
    }

    const Tensor<std::uint8_t>& labels_;
    const LossSettings<T>& settings_;
};

}  // namespace

template <class T>
Loss<T> crossEntropy(const Tensor<T>& logits, const Tensor<std::uint8_t>& labels, const LossSettings<T>& settings) {
    const LabelledPixels<T> pixels(logits.shape, labels, settings);
    const ChannelView& c = pixels.view;
    Loss<T> loss{0, Tensor<T>(logits.shape)};
    double sum = 0, divisor = 0;  // long sums: also of floats in double precision
    pixels.forEach([&](std::int64_t n, std::int64_t i, int label, T own) {
        const T weight = own * pixels.classWeight(label);
        T most = logits.values[c.at(n, 0, i)];
        for (std::int64_t k = 1; k < c.count; ++k) most = std::max(most, logits.values[c.at(n, k, i)]);
        T total = 0;
        for (std::int64_t k = 0; k < c.count; ++k)
            total += loss.gradient.values[c.at(n, k, i)] = std::exp(logits.values[c.at(n, k, i)] - most);
        for (std::int64_t k = 0; k < c.count; ++k)
            loss.gradient.values[c.at(n, k, i)] =
                weight * (loss.gradient.values[c.at(n, k, i)] / total - T(k == label));
        sum += double(weight) * double(std::log(total) - (logits.values[c.at(n, label, i)] - most));
        divisor += double(weight);
    });
    if (divisor == 0) return {0, Tensor<T>(logits.shape)};
    for (T& value : loss.gradient.values) value /= T(divisor);
    loss.value = T(sum / divisor);
    return loss;
}

template <class T>
Loss<T> dice(const Tensor<T>& logits, const Tensor<std::uint8_t>& labels, const LossSettings<T>& settings) {
    const LabelledPixels<T> pixels(logits.shape, labels, settings);
    const ChannelView& c = pixels.view;
    const Tensor<T> probability = softmax(logits);
    std::vector<double> meet(std::size_t(c.count), 1), both(std::size_t(c.count), 1);  // 2 Σ p g + 1, Σ p² + Σ g² + 1
    pixels.forEach([&](std::int64_t n, std::int64_t i, int label, T own) {
        for (std::int64_t k = 0; k < c.count; ++k) {
            const double p = double(probability.values[c.at(n, k, i)]), g = k == label;
            meet[std::size_t(k)] += double(own) * 2 * p * g;
            both[std::size_t(k)] += double(own) * (p * p + g);
        }
    });
    double mean = 0, weights = 0;
    for (std::int64_t k = 0; k < c.count; ++k) {
        mean += double(pixels.classWeight(k)) * meet[std::size_t(k)] / both[std::size_t(k)];
        weights += double(pixels.classWeight(k));
    }
    Tensor<T> gradient(logits.shape);  // with respect to p
    pixels.forEach([&](std::int64_t n, std::int64_t i, int label, T own) {
        for (std::int64_t k = 0; k < c.count; ++k) {
            const double p = double(probability.values[c.at(n, k, i)]), d = both[std::size_t(k)];
            const double slope = (2 * (k == label) * d - meet[std::size_t(k)] * 2 * p) / (d * d);
            gradient.values[c.at(n, k, i)] = T(-double(own) * double(pixels.classWeight(k)) * slope / weights);
        }
    });
    return {T(1 - mean / weights), softmaxBackward(probability, gradient)};
}

template <class T>
Loss<T> binaryCrossEntropy(const Tensor<T>& logits, const Tensor<T>& targets, const Tensor<T>* weights) {
    if (logits.shape != targets.shape || (weights && weights->shape != logits.shape))
        throw Error(Kind::BadInput,
                    fmt::format("targets of {} for logits of {}", toString(targets.shape), toString(logits.shape)),
                    "targets and weights have the shape of the logits");
    Loss<T> loss{0, Tensor<T>(logits.shape)};
    const double count = double(std::max<std::size_t>(1, logits.values.size()));
    double sum = 0;
    for (std::size_t i = 0; i < logits.values.size(); ++i) {
        const T x = logits.values[i], t = targets.values[i], weight = weights ? weights->values[i] : T(1);
        sum += double(weight * (std::max(x, T(0)) - x * t + std::log1p(std::exp(-std::abs(x)))));
        loss.gradient.values[i] = weight * (1 / (1 + std::exp(-x)) - t) / T(count);
    }
    loss.value = T(sum / count);
    return loss;
}

#define SEGLAB_INSTANTIATE(T)                                                                             \
    template Loss<T> crossEntropy(const Tensor<T>&, const Tensor<std::uint8_t>&, const LossSettings<T>&); \
    template Loss<T> dice(const Tensor<T>&, const Tensor<std::uint8_t>&, const LossSettings<T>&);         \
    template Loss<T> binaryCrossEntropy(const Tensor<T>&, const Tensor<T>&, const Tensor<T>*);
SEGLAB_INSTANTIATE(float)
SEGLAB_INSTANTIATE(double)
#undef SEGLAB_INSTANTIATE

}  // namespace seglab::core
