#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/normalisation.h"
#include "core/random.h"
#include "nn/network.h"
#include "nn/weights.h"

// A whole network, forwards and backwards, with the reference operators of core: slow, readable, in float or double.
// What the fast engine is held against. The same words as nn::Engine; every activation and gradient is kept.
namespace seglab::nn {

template <class T>
class ReferenceRun {
public:
    using Named = std::map<std::string, core::Tensor<T>>;

    /// Throws BadInput where the weights do not fit the network.
    ReferenceRun(Network network, const Weights& weights);

    const Network& network() const { return network_; }

    /// Inference: running statistics, no dropout. Returns the logits. Throws as inferShapes does.
    const core::Tensor<T>& forward(const core::Tensor<T>& input);
    /// Batch statistics, which enter the running ones; dropout by core::drawKept, node after node.
    const core::Tensor<T>& forwardTraining(const core::Tensor<T>& input, core::Random& random);
    /// From the gradient of a loss with respect to the logits of the last pass, of either kind.
    void backward(const core::Tensor<T>& logitsGradient);

    /// After a pass: the output of a node, and after backward the gradient with respect to it ("input": the picture).
    /// Zeros where nothing came back.
    const core::Tensor<T>& activation(const std::string& node) const;
    const core::Tensor<T>& gradient(const std::string& node) const;

    /// By PyTorch's names, running statistics included; may be changed between passes.
    Named& parameters() { return parameters_; }
    /// Of the trained ones, after backward.
    const Named& parameterGradients() const { return parameterGradients_; }

private:
    // What a node leaves behind for its way back.
    struct Memory {
        core::Tensor<T> output, gradient;
        core::Tensor<std::int64_t> indices;     // max pooling
        core::Tensor<std::uint8_t> kept;        // dropout; empty where it does nothing
        core::ChannelStatistics<T> statistics;  // batch normalisation: those it was done with
    };

    const core::Tensor<T>& run(const core::Tensor<T>& input, core::Random* random);
    core::Tensor<T> output(const Node& node, Memory& memory, core::Random* random);
    core::Tensor<T> normalise(const Node& node, Memory& memory);
    core::Tensor<T> drop(const Node& node, Memory& memory, core::Random* random);
    void giveBack(const Node& node, const Memory& memory);
    void giveBackConvolution(const Node& node, const Memory& memory);
    void giveBackNormalisation(const Node& node, const Memory& memory);
    void giveBackParts(const Node& node, const Memory& memory);

    const core::Tensor<T>& inputOf(const Node& node, std::size_t i = 0) const;
    void give(const Node& node, std::size_t input, const core::Tensor<T>& gradient);
    const core::Tensor<T>& parameter(const Node& node, const char* name) const;
    const core::Tensor<T>* biasOf(const Node& node) const;

    Network network_;
    Named parameters_, parameterGradients_;
    std::vector<Memory> memory_;  // one for each node
    bool training_ = false;
};

}  // namespace seglab::nn
