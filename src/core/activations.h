#pragma once

#include "core/random.h"
#include "core/tensor.h"

namespace seglab::core {

/// max(x, 0); NaN stays.
template <class T>
Tensor<T> relu(const Tensor<T>& input);

/// exp(x) / Σ exp(x) over the channels. Channels are axis 0 of rank 1 and 3, otherwise axis 1.
template <class T>
Tensor<T> softmax(const Tensor<T>& input);

/// The channel with the largest value, the first of equal ones; NaN is the largest. The channel axis is gone:
/// [N,C,H,W] becomes [N,H,W]. Throws BadInput where there is no channel.
template <class T>
Tensor<std::int64_t> argmax(const Tensor<T>& input);
/// The same in a byte each, as masks have it: scores of at most 256 classes to the class of each pixel.
Tensor<std::uint8_t> classOfLargest(const Tensor<float>& scores);

/// classOfLargest where the maps of the classes come one after the other, so that one is held beside the result.
class LargestOfMaps {
public:
    /// The next class. Throws BadInput where its shape is not the first one's.
    void add(const Tensor<float>& map);
    const Tensor<std::uint8_t>& classes() const { return classes_; }  ///< so far, in the maps' shape

private:
    Tensor<float> largest_;
    Tensor<std::uint8_t> classes_;
    int next_ = 0;
};

/// x where x > 0, slope · x elsewhere.
template <class T>
Tensor<T> leakyRelu(const Tensor<T>& input, double slope);

/// 1 / (1 + exp(−x))
template <class T>
Tensor<T> sigmoid(const Tensor<T>& input);

/// Training: what is kept grows by 1 / (1 − probability), so that the mean stays; the rest is zero. `kept` holds 1 or 0
/// for each value. Its own way back: dropout(outputGradient, kept, probability).
template <class T>
Tensor<T> dropout(const Tensor<T>& input, const Tensor<std::uint8_t>& kept, double probability);
/// Which values a dropout keeps: one number a value, in the order of [N,C,H,W]; kept where it is >= probability.
Tensor<std::uint8_t> drawKept(const Shape& shape, double probability, Random& random);

// Backwards, from what the forward operator read or returned. At 0 the slope of relu is 0 and that of leakyRelu
// `slope`, as in PyTorch.
template <class T>
Tensor<T> reluBackward(const Tensor<T>& input, const Tensor<T>& outputGradient);
template <class T>
Tensor<T> leakyReluBackward(const Tensor<T>& input, const Tensor<T>& outputGradient, double slope);
template <class T>
Tensor<T> sigmoidBackward(const Tensor<T>& output, const Tensor<T>& outputGradient);
template <class T>
Tensor<T> softmaxBackward(const Tensor<T>& output, const Tensor<T>& outputGradient);

}  // namespace seglab::core
