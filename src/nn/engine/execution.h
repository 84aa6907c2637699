#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "nn/engine/layers.h"
#include "nn/engine/storage.h"

namespace seglab::nn {

struct ExecutionOptions {
    bool training = false;
    bool keepActivations = false;  ///< as training does; then a backward pass is planned, too
    bool foldNormalisation = true;
    std::vector<NodeId> keptGradients;

    bool backward() const { return training || keepActivations; }
};

/// A network made ready for inputs of one shape: its steps, their memory, their layers.
class Execution {
public:
    using StopCheck = std::function<bool()>;

    /// Throws BadInput as inferShapes does. Holds references to all but the shape and the options.
    Execution(const Network& network, const core::Shape& input, const ExecutionOptions& options,
              ParameterStore& parameters, const kernels::Table& kernels);

    const core::Shape& inputShape() const { return shapes_.front(); }
    const core::Shape& outputShape() const { return shapes_.back(); }
    const ExecutionOptions& options() const { return options_; }

    /// Both throw Interrupted where `stop`, asked before each step, says so.
    core::Tensor<float> forward(const Pass& pass, const core::Tensor<float>& input, const StopCheck& stop);
    void backward(const Pass& pass, const core::Tensor<float>& outputGradient, const StopCheck& stop);

    core::Tensor<float> activation(const Pass& pass, NodeId node);
    /// After backward: of a kept node; zeros where nothing leads from it to the logits.
    const core::Tensor<float>& gradient(NodeId node) const { return kept_.at(node); }
    void parametersChanged();
    std::size_t bytes() const;

private:
    bool wantsGradient(NodeId node) const { return wanted_[std::size_t(node)]; }
    int backwardTime(std::size_t step) const { return int(2 * steps_.size() - step); }
    std::size_t stepOf(NodeId node) const;
    void findWanted();
    void planActivations();
    void planGradients();
    void keepWhile(std::vector<Buffer>& buffers, NodeId node, int time);
    void buildLayers(ParameterStore& parameters, const kernels::Table& kernels);
    Binding bindingOf(std::size_t step, std::vector<std::vector<bool>>& written) const;
    GradientTarget targetFor(NodeId node, std::vector<std::vector<bool>>& written) const;
    View activationView(NodeId node) const;
    View gradientView(NodeId node) const;
    static void clearBorders(const std::vector<Buffer>& buffers, const Arena& arena, int time);

    const Network& network_;
    ExecutionOptions options_;
    std::vector<core::Shape> shapes_;
    std::vector<Step> steps_;
    std::vector<Slot> slots_;
    std::vector<bool> wanted_;                     // nodes whose gradient is computed
    std::vector<Buffer> activations_, gradients_;  // by the node that names the buffer
    std::size_t activationFloats_ = 0, gradientFloats_ = 0;
    std::optional<Arena> activationArena_, gradientArena_;
    std::vector<std::unique_ptr<Layer>> layers_;  // of each step
    std::map<NodeId, core::Tensor<float>> kept_;  // gradients
};

}  // namespace seglab::nn
