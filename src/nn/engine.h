#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/random.h"
#include "core/tensor.h"
#include "nn/network.h"
#include "nn/weights.h"

// The fast engine: plans memory for one network, runs it forwards and backwards on the CPU, and keeps what was asked
// for readable by name. float32, NHWC inside, NCHW outside. The reference in core is its oracle.
namespace seglab::nn {

struct EngineOptions {
    int threads = 0;                ///< 0: one per core
    bool keepActivations = false;   ///< inference: keep every node's output instead of reusing its memory
    bool foldNormalisation = true;  ///< inference: batch normalisation folded into the convolution before it
};

/// Not for use from two threads at once; two engines may run at the same time.
class Engine {
public:
    /// Throws BadInput where the weights do not fit the network (see checkWeights).
    Engine(Network network, Weights weights, EngineOptions options = {});
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    const Network& network() const;
    /// The current weights, running statistics included.
    Weights weights() const;
    void setWeights(const Weights& weights);

    /// Inference: input [N,C,H,W] to logits [N,classes,H',W']. Any size for which inferShapes has an answer; memory is
    /// planned again only when the shape changes. Throws BadInput as inferShapes does.
    core::Tensor<float> forward(const core::Tensor<float>& input);

    /// Training mode: batch statistics, dropout drawn from `random`, everything kept for backward.
    core::Tensor<float> forwardTraining(const core::Tensor<float>& input, core::Random& random);
    /// From the gradient of the loss with respect to the logits, in the shape of the last forwardTraining (or of a
    /// forward with keepActivations: inference mode, for receptive fields). Parameter gradients are overwritten.
    void backward(const core::Tensor<float>& logitsGradient);

    /// After forward with keepActivations, or forwardTraining: the output of a node, [N,C,H,W].
    core::Tensor<float> activation(const std::string& node) const;
    /// After backward: gradient with respect to a node's output ("input" for the picture), [N,C,H,W]. Only of nodes
    /// named in keepGradients, and of the input where it is named.
    void keepGradients(std::vector<std::string> nodes);
    core::Tensor<float> gradient(const std::string& node) const;

    /// The parameters that are trained and their gradients, as flat spans that stay where they are until setWeights;
    /// the optimiser updates `values` in place and then calls parametersChanged. PyTorch's names and layouts.
    struct Parameter {
        std::string name;
        core::Shape shape;
        float* values;
        const float* gradient;
        std::size_t count;
    };
    std::vector<Parameter> parameters();
    void parametersChanged();

    /// Called between nodes, on the calling thread; returns true to stop, upon which the pass throws Interrupted.
    void setStopCheck(std::function<bool()> shouldStop);

    std::size_t plannedBytes() const;    ///< activations of the last shape
    int threads() const;                 ///< that it runs on
    std::string instructionSet() const;  ///< "x86-64", "x86-64-v3", "x86-64-v4", "portable"

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace seglab::nn
