#pragma once

#include <vector>

#include "core/tensor.h"

// What a network is trained to make small: one number, and how it changes with the logits [N,C,H,W]. Labels are class
// indices [N,H,W]. All throw BadInput for shapes that do not fit and for a label that is neither a class nor ignored.
namespace seglab::core {

template <class T>
struct Loss {
    T value = 0;
    Tensor<T> gradient;  ///< with respect to the logits
};

inline constexpr int kNoLabelIgnored = -1;

template <class T>
struct LossSettings {
    std::vector<double> classWeights = {};    ///< one for each class; empty: all 1
    int ignoredLabel = 255;                   ///< or kNoLabelIgnored
    const Tensor<T>* pixelWeights = nullptr;  ///< [N,H,W]; U-Net's weight map, sec. 3 of Ronneberger et al. (2015)
};

/// −log softmax(logits)[label] per pixel, and the weighted mean as torch.nn.CrossEntropyLoss takes it: divided by the
/// sum of the weights of the pixels that count, Σ w(label). A pixel's own weight multiplies its class's, in numerator
/// and divisor alike (a weight of 2 is two pixels). Where no pixel counts: 0 (PyTorch: NaN), so that a crop without
/// labels changes nothing.
template <class T>
Loss<T> crossEntropy(const Tensor<T>& logits, const Tensor<std::uint8_t>& labels, const LossSettings<T>& settings = {});

/// 1 − the mean over the classes of D = (2 Σ p g + 1) / (Σ p² + Σ g² + 1), where p is the softmax, g is 1 at the pixels
/// of the class and 0 elsewhere, and sums run over all pixels of the batch that are not ignored: F. Milletari et al.,
/// "V-Net" (2016), sec. 3, for several classes; the ones keep a class that is nowhere at D = 1. Pixel weights multiply
/// each term of the sums, class weights weight the mean.
template <class T>
Loss<T> dice(const Tensor<T>& logits, const Tensor<std::uint8_t>& labels, const LossSettings<T>& settings = {});

/// Mean over all values of max(x, 0) − x·t + log(1 + exp(−|x|)), targets t in [0, 1] in the shape of the logits:
/// torch.nn.BCEWithLogitsLoss. `weights`, where given, multiply each value; the divisor stays the number of values, as
/// in PyTorch.
template <class T>
Loss<T> binaryCrossEntropy(const Tensor<T>& logits, const Tensor<T>& targets, const Tensor<T>* weights = nullptr);

}  // namespace seglab::core
