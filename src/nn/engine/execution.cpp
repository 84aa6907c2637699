#include "nn/engine/execution.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

// Time counts steps: forward 0 … S−1, the logits and their gradient at S, then step s goes backward at 2S−s.
namespace seglab::nn {

namespace {

bool hasTrainedParameters(const Node& node) {
    return node.op == Op::Convolution || node.op == Op::TransposedConvolution || node.op == Op::BatchNormalisation;
}

bool contains(const std::vector<NodeId>& nodes, NodeId node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

FusionRules rulesFor(const ExecutionOptions& options) {
    return {.foldNormalisation = options.foldNormalisation && !options.backward(), .apart = options.keptGradients};
}

void stopIfAsked(const Execution::StopCheck& stop) {
    if (stop && stop()) throw Error(Kind::Interrupted, "the run of the network was stopped");
}

}  // namespace

Execution::Execution(const Network& network, const core::Shape& input, const ExecutionOptions& options,
                     ParameterStore& parameters, const kernels::Table& kernels)
    : network_(network),
      options_(options),
      shapes_(inferShapes(network, input)),
      steps_(fuse(network, rulesFor(options))),
      slots_(placeNodes(network, steps_)),
      wanted_(network.nodes.size()) {
    planActivations();
    activationArena_.emplace(activationFloats_);
    if (options_.backward()) {
        findWanted();
        planGradients();
        gradientArena_.emplace(gradientFloats_);
    }
    buildLayers(parameters, kernels);
}

// A gradient is computed where it leads from the logits to parameters or to a node that is kept.
void Execution::findWanted() {
    std::vector<bool> leads(network_.nodes.size()), needed(network_.nodes.size());
    leads.back() = true;
    for (std::size_t i = network_.nodes.size(); i-- > 0;)
        for (std::size_t k = 0; leads[i] && k < network_.nodes[i].inputs.size(); ++k)
            if (isDifferentiable(network_.nodes[i], k)) leads[std::size_t(network_.nodes[i].inputs[k])] = true;
    for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
        const Node& node = network_.nodes[i];
        needed[i] = hasTrainedParameters(node) || contains(options_.keptGradients, NodeId(i));
        for (std::size_t k = 0; k < node.inputs.size(); ++k)
            if (isDifferentiable(node, k) && needed[std::size_t(node.inputs[k])]) needed[i] = true;
        wanted_[i] = leads[i] && needed[i];
    }
}

std::size_t Execution::stepOf(NodeId node) const {
    std::size_t step = 0;
    while (steps_[step].node != node && steps_[step].normalisation != node && steps_[step].activation != node) ++step;
    return step;
}

void Execution::keepWhile(std::vector<Buffer>& buffers, NodeId node, int time) {
    Buffer& buffer = buffers[std::size_t(slots_[std::size_t(node)].buffer)];
    if (buffer.last < buffer.first) buffer.first = buffer.last = time;
    buffer.first = std::min(buffer.first, time);
    buffer.last = std::max(buffer.last, time);
}

namespace {

std::vector<Buffer> emptyBuffers(const std::vector<core::Shape>& shapes) {
    std::vector<Buffer> buffers;
    for (const core::Shape& shape : shapes)
        buffers.push_back(
            {.batch = int(shape[0]), .channels = int(shape[1]), .height = int(shape[2]), .width = int(shape[3])});
    return buffers;
}

void widen(core::Pair& border, core::Pair needed) {
    border = {std::max(border.height, needed.height), std::max(border.width, needed.width)};
}

}  // namespace

void Execution::planActivations() {
    activations_ = emptyBuffers(shapes_);
    for (std::size_t s = 0; s < steps_.size(); ++s) {
        const Node& node = network_.nodes[std::size_t(steps_[s].node)];
        keepWhile(activations_, steps_[s].last(), int(s));
        if (options_.backward()) keepWhile(activations_, steps_[s].last(), backwardTime(0));
        for (NodeId input : node.inputs) keepWhile(activations_, input, int(s));
        if (node.inputs.empty()) continue;
        const core::Shape& input = shapes_[std::size_t(node.inputs[0])];
        widen(activations_[std::size_t(slots_[std::size_t(node.inputs[0])].buffer)].border,
              inputBorder(node, input, shapes_[std::size_t(steps_[s].node)]));
    }
    keepWhile(activations_, steps_.back().last(), int(steps_.size()));
    activationFloats_ = assignOffsets(activations_);
}

void Execution::planGradients() {
    gradients_ = emptyBuffers(shapes_);
    keepWhile(gradients_, steps_.back().last(), int(steps_.size()));
    for (std::size_t s = 0; s < steps_.size(); ++s) {
        const Node& node = network_.nodes[std::size_t(steps_[s].node)];
        const NodeId last = steps_[s].last();
        if (!wantsGradient(last)) continue;
        keepWhile(gradients_, last, backwardTime(s));
        for (std::size_t k = 0; k < node.inputs.size(); ++k)
            if (isDifferentiable(node, k) && wantsGradient(node.inputs[k]))
                keepWhile(gradients_, node.inputs[k], backwardTime(s));
        if (node.inputs.empty()) continue;
        const core::Shape& input = shapes_[std::size_t(node.inputs[0])];
        widen(gradients_[std::size_t(slots_[std::size_t(last)].buffer)].border,
              gradientBorder(node, input, shapes_[std::size_t(steps_[s].node)]));
    }
    gradientFloats_ = assignOffsets(gradients_);
}

View Execution::activationView(NodeId node) const {
    const Slot& slot = slots_[std::size_t(node)];
    return activationArena_->view(activations_[std::size_t(slot.buffer)], slot.channel,
                                  int(shapes_[std::size_t(node)][1]));
}

View Execution::gradientView(NodeId node) const {
    const Slot& slot = slots_[std::size_t(node)];
    return gradientArena_->view(gradients_[std::size_t(slot.buffer)], slot.channel, int(shapes_[std::size_t(node)][1]));
}

// The first to write sets, those after it add. `written`: of each buffer, the channels that have been set.
GradientTarget Execution::targetFor(NodeId node, std::vector<std::vector<bool>>& written) const {
    if (!wantsGradient(node)) return {};
    const Slot& slot = slots_[std::size_t(node)];
    std::vector<bool>& channels = written[std::size_t(slot.buffer)];
    channels.resize(std::size_t(gradients_[std::size_t(slot.buffer)].channels));
    const auto first = channels.begin() + slot.channel, last = first + shapes_[std::size_t(node)][1];
    const bool accumulate = std::find(first, last, true) != last;
    std::fill(first, last, true);
    return {gradientView(node), accumulate};
}

Binding Execution::bindingOf(std::size_t s, std::vector<std::vector<bool>>& written) const {
    const Step& step = steps_[s];
    const Node& node = network_.nodes[std::size_t(step.node)];
    Binding binding;
    for (NodeId input : node.inputs) binding.inputs.push_back(activationView(input));
    binding.output = activationView(step.last());
    if (!options_.backward() || !wantsGradient(step.last())) return binding;
    binding.outputGradient = gradientView(step.last());
    for (std::size_t k = 0; k < node.inputs.size(); ++k) {
        const Slot &slot = slots_[std::size_t(node.inputs[k])], &own = slots_[std::size_t(step.last())];
        const bool standsThere = node.op == Op::Concatenation && slot.buffer == own.buffer;
        if (!isDifferentiable(node, k) || !wantsGradient(node.inputs[k]))
            binding.inputGradients.push_back({});
        else if (standsThere)
            binding.inputGradients.push_back({gradientView(node.inputs[k]), false});
        else
            binding.inputGradients.push_back(targetFor(node.inputs[k], written));
    }
    return binding;
}

void Execution::buildLayers(ParameterStore& parameters, const kernels::Table& kernels) {
    std::vector<Binding> bindings(steps_.size());
    std::vector<std::vector<bool>> written(network_.nodes.size());
    if (options_.backward()) targetFor(steps_.back().last(), written);
    for (std::size_t s = steps_.size(); s-- > 0;) bindings[s] = bindingOf(s, written);
    std::vector<bool> unpooled(network_.nodes.size());
    for (const Node& node : network_.nodes)
        if (node.op == Op::MaxUnpooling) unpooled[std::size_t(node.inputs[1])] = true;
    for (std::size_t s = 0; s < steps_.size(); ++s) {
        const Node& node = network_.nodes[std::size_t(steps_[s].node)];
        LayerRequest request{.network = network_,
                             .step = steps_[s],
                             .binding = std::move(bindings[s]),
                             .parameters = parameters,
                             .kernels = kernels,
                             .training = options_.training,
                             .positions = options_.backward() || unpooled[std::size_t(steps_[s].node)]};
        if (node.op == Op::MaxUnpooling) {
            request.pooled = &positionsOf(*layers_[stepOf(node.inputs[1])]);
            request.pooling = &network_.nodes[std::size_t(node.inputs[1])];
        }
        layers_.push_back(makeLayer(std::move(request)));
    }
}

void Execution::clearBorders(const std::vector<Buffer>& buffers, const Arena& arena, int time) {
    for (const Buffer& buffer : buffers)
        if (buffer.first == time && buffer.last >= buffer.first) arena.clearBorder(buffer);
}

core::Tensor<float> Execution::forward(const Pass& pass, const core::Tensor<float>& input, const StopCheck& stop) {
    for (std::size_t s = 0; s < steps_.size(); ++s) {
        stopIfAsked(stop);
        clearBorders(activations_, *activationArena_, int(s));
        if (layers_[s])
            layers_[s]->forward(pass);
        else
            toView(input, activationView(steps_[s].node));
    }
    return fromView(activationView(steps_.back().last()));
}

void Execution::backward(const Pass& pass, const core::Tensor<float>& outputGradient, const StopCheck& stop) {
    const NodeId output = steps_.back().last();
    kept_.clear();
    for (const NodeId node : options_.keptGradients)
        if (!wantsGradient(node)) kept_[node] = core::Tensor<float>(shapes_[std::size_t(node)]);
    if (!wantsGradient(output)) return;
    clearBorders(gradients_, *gradientArena_, int(steps_.size()));
    toView(outputGradient, gradientView(output));
    for (std::size_t s = steps_.size(); s-- > 0;) {
        const NodeId last = steps_[s].last();
        if (!wantsGradient(last)) continue;
        // Whole now, and copied: the step may change it, and the gradients of a concatenation's parts go on in it.
        if (contains(options_.keptGradients, last)) kept_[last] = fromView(gradientView(last));
        if (!layers_[s]) continue;
        stopIfAsked(stop);
        clearBorders(gradients_, *gradientArena_, backwardTime(s));
        layers_[s]->backward(pass);
    }
}

core::Tensor<float> Execution::activation(const Pass& pass, NodeId node) {
    const Step& step = steps_[stepOf(node)];
    if (step.last() == node) return fromView(activationView(node));
    const OwnedView values(activationView(step.last()));
    layers_[stepOf(node)]->beforeActivation(pass, values.view);
    return fromView(values.view);
}

void Execution::parametersChanged() {
    for (const std::unique_ptr<Layer>& layer : layers_)
        if (layer) layer->parametersChanged();
}

std::size_t Execution::bytes() const {
    return (activationFloats_ + gradientFloats_) * sizeof(float);
}

}  // namespace seglab::nn
