#include "nn/reference_run.h"

#include "core/activations.h"
#include "core/joining.h"
#include "core/operators_backward.h"
#include "core/planes.h"
#include "core/pooling.h"
#include "core/resizing.h"

namespace seglab::nn {

using core::Tensor;

namespace {

core::ConvolutionSettings convolution(const NodeSettings& s) {
    return {.stride = s.stride,
            .padding = s.padding,
            .dilation = s.dilation,
            .outputPadding = s.outputPadding,
            .groups = s.groups};
}

core::PoolingSettings pooling(const NodeSettings& s) {
    return {.kernel = s.kernel, .stride = s.stride, .padding = s.padding, .dilation = s.dilation};
}

// The plane that a node enlarges to: by its scale, or like its second input.
template <class T>
core::ResizeTarget target(const Node& node, const Tensor<T>& input, const Tensor<T>& like) {
    if (node.inputs.size() > 1) return core::ResizeTarget::of(core::planeSize(like.shape));
    return core::ResizeTarget::byFactors(input.shape, node.settings.scale.height, node.settings.scale.width);
}

}  // namespace

template <class T>
ReferenceRun<T>::ReferenceRun(Network network, const Weights& weights)
    : network_(std::move(network)), memory_(network_.nodes.size()) {
    checkWeights(network_, weights);
    for (const ParameterShape& shape : network_.parameters()) {
        const std::vector<float>& values = weights[shape.name].values;
        parameters_[shape.name] = {shape.shape, std::vector<T>(values.begin(), values.end())};
    }
}

template <class T>
const Tensor<T>& ReferenceRun<T>::forward(const Tensor<T>& input) {
    return run(input, nullptr);
}

template <class T>
const Tensor<T>& ReferenceRun<T>::forwardTraining(const Tensor<T>& input, core::Random& random) {
    return run(input, &random);
}

template <class T>
const Tensor<T>& ReferenceRun<T>::run(const Tensor<T>& input, core::Random* random) {
    inferShapes(network_, input.shape);
    training_ = random != nullptr;
    memory_[0].output = input;
    for (std::size_t i = 1; i < memory_.size(); ++i) memory_[i].output = output(network_.nodes[i], memory_[i], random);
    return memory_.back().output;
}

template <class T>
Tensor<T> ReferenceRun<T>::output(const Node& node, Memory& memory, core::Random* random) {
    const Tensor<T>& x = inputOf(node);
    const NodeSettings& s = node.settings;
    switch (node.op) {
        case Op::Input:
            break;
        case Op::Convolution:
            return core::conv2d(x, parameter(node, "weight"), biasOf(node), convolution(s));
        case Op::TransposedConvolution:
            return core::convTranspose2d(x, parameter(node, "weight"), biasOf(node), convolution(s));
        case Op::MaxPooling: {
            core::MaxPooled<T> pooled = core::maxPool2d(x, pooling(s));
            memory.indices = std::move(pooled.indices);
            return std::move(pooled.values);
        }
        case Op::AveragePooling:
            return core::avgPool2d(x, pooling(s));
        case Op::MaxUnpooling: {
            const NodeId pool = node.inputs[1];
            const Tensor<T>& pooled = inputOf(network_.nodes[std::size_t(pool)]);
            return core::maxUnpool2d(x, memory_[std::size_t(pool)].indices, core::planeSize(pooled.shape));
        }
        case Op::UpsampleNearest:
            return core::upsampleNearest(x, s.scale);
        case Op::UpsampleBilinear:
            return core::upsampleBilinear(x, target(node, x, inputOf(node, node.inputs.size() - 1)), false);
        case Op::BatchNormalisation:
            return normalise(node, memory);
        case Op::Relu:
            return core::relu(x);
        case Op::LeakyRelu:
            return core::leakyRelu(x, s.slope);
        case Op::Sigmoid:
            return core::sigmoid(x);
        case Op::Softmax:
            return core::softmax(x);
        case Op::Dropout:
            return drop(node, memory, random);
        case Op::Addition:
            return core::add(x, inputOf(node, 1));
        case Op::Concatenation: {
            std::vector<const Tensor<T>*> parts;
            for (std::size_t i = 0; i < node.inputs.size(); ++i) parts.push_back(&inputOf(node, i));
            return core::concatenate(parts);
        }
        case Op::Crop:
            return core::cropCentre(x, core::planeSize(inputOf(node, 1).shape));
    }
    return x;
}

template <class T>
Tensor<T> ReferenceRun<T>::normalise(const Node& node, Memory& memory) {
    const Tensor<T>& x = inputOf(node);
    core::ChannelStatistics<T> running{parameter(node, "running_mean"), parameter(node, "running_var")};
    memory.statistics = training_ ? core::channelStatistics(x) : running;
    if (training_) {
        core::updateRunningStatistics(running, memory.statistics, x.shape, node.settings.momentum);
        parameters_[node.name + ".running_mean"] = running.mean;
        parameters_[node.name + ".running_var"] = running.variance;
    }
    return core::batchNormalise(x, parameter(node, "weight"), parameter(node, "bias"), memory.statistics,
                                node.settings.epsilon);
}

template <class T>
Tensor<T> ReferenceRun<T>::drop(const Node& node, Memory& memory, core::Random* random) {
    const Tensor<T>& x = inputOf(node);
    memory.kept = {};
    if (!random) return x;
    memory.kept = core::drawKept(x.shape, node.settings.probability, *random);
    return core::dropout(x, memory.kept, node.settings.probability);
}

template <class T>
void ReferenceRun<T>::backward(const Tensor<T>& logitsGradient) {
    core::checkGradient(logitsGradient.shape, memory_.back().output.shape);
    for (Memory& memory : memory_) memory.gradient = Tensor<T>(memory.output.shape);
    parameterGradients_.clear();
    memory_.back().gradient = logitsGradient;
    for (std::size_t i = memory_.size(); i-- > 1;) giveBack(network_.nodes[i], memory_[i]);
}

// The gradient of a node's output becomes gradients of its inputs, and of its parameters.
template <class T>
void ReferenceRun<T>::giveBack(const Node& node, const Memory& memory) {
    const Tensor<T>&x = inputOf(node), &g = memory.gradient;
    const NodeSettings& s = node.settings;
    switch (node.op) {
        case Op::Input:
            return;
        case Op::Convolution:
        case Op::TransposedConvolution:
            return giveBackConvolution(node, memory);
        case Op::MaxPooling:
            return give(node, 0, core::maxPool2dBackward(g, memory.indices, core::planeSize(x.shape)));
        case Op::AveragePooling:
            return give(node, 0, core::avgPool2dBackward(g, x.shape, pooling(s)));
        case Op::MaxUnpooling:
            return give(node, 0, core::maxUnpool2dBackward(g, memory_[std::size_t(node.inputs[1])].indices));
        case Op::UpsampleNearest:
            return give(node, 0, core::upsampleNearestToBackward(g, x.shape, target(node, x, x)));
        case Op::UpsampleBilinear: {
            const core::ResizeTarget to = target(node, x, inputOf(node, node.inputs.size() - 1));
            return give(node, 0, core::upsampleBilinearBackward(g, x.shape, to, false));
        }
        case Op::BatchNormalisation:
            return giveBackNormalisation(node, memory);
        case Op::Relu:
            return give(node, 0, core::reluBackward(x, g));
        case Op::LeakyRelu:
            return give(node, 0, core::leakyReluBackward(x, g, s.slope));
        case Op::Sigmoid:
            return give(node, 0, core::sigmoidBackward(memory.output, g));
        case Op::Softmax:
            return give(node, 0, core::softmaxBackward(memory.output, g));
        case Op::Dropout:
            return give(node, 0, memory.kept.values.empty() ? g : core::dropout(g, memory.kept, s.probability));
        case Op::Addition:
        case Op::Concatenation:
            return giveBackParts(node, memory);
        case Op::Crop:
            return give(node, 0, core::cropCentreBackward(g, x.shape));
    }
}

template <class T>
void ReferenceRun<T>::giveBackConvolution(const Node& node, const Memory& memory) {
    const auto backward = node.op == Op::Convolution ? core::conv2dBackward<T> : core::convTranspose2dBackward<T>;
    core::ConvolutionGradients<T> gradients =
        backward(inputOf(node), parameter(node, "weight"), memory.gradient, convolution(node.settings));
    give(node, 0, gradients.input);
    parameterGradients_[node.name + ".weight"] = std::move(gradients.weight);
    if (node.settings.bias) parameterGradients_[node.name + ".bias"] = std::move(gradients.bias);
}

template <class T>
void ReferenceRun<T>::giveBackNormalisation(const Node& node, const Memory& memory) {
    core::NormalisationGradients<T> gradients = core::batchNormaliseBackward<T>({.input = inputOf(node),
                                                                                 .weight = parameter(node, "weight"),
                                                                                 .statistics = memory.statistics,
                                                                                 .epsilon = node.settings.epsilon,
                                                                                 .training = training_},
                                                                                memory.gradient);
    give(node, 0, gradients.input);
    parameterGradients_[node.name + ".weight"] = std::move(gradients.weight);
    parameterGradients_[node.name + ".bias"] = std::move(gradients.bias);
}

template <class T>
void ReferenceRun<T>::giveBackParts(const Node& node, const Memory& memory) {
    std::int64_t first = 0;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (node.op == Op::Addition) {
            give(node, i, memory.gradient);
            continue;
        }
        const std::int64_t channels = inputOf(node, i).size(1);
        give(node, i, core::takeChannels(memory.gradient, first, channels));
        first += channels;
    }
}

template <class T>
const Tensor<T>& ReferenceRun<T>::inputOf(const Node& node, std::size_t i) const {
    return memory_[std::size_t(node.inputs[i])].output;
}

// A node that several read gets the sum of what they give back.
template <class T>
void ReferenceRun<T>::give(const Node& node, std::size_t input, const Tensor<T>& gradient) {
    Tensor<T>& sum = memory_[std::size_t(node.inputs[input])].gradient;
    sum = core::add(sum, gradient);
}

template <class T>
const Tensor<T>& ReferenceRun<T>::parameter(const Node& node, const char* name) const {
    return parameters_.at(node.name + "." + name);
}

template <class T>
const Tensor<T>* ReferenceRun<T>::biasOf(const Node& node) const {
    return node.settings.bias ? &parameter(node, "bias") : nullptr;
}

template <class T>
const Tensor<T>& ReferenceRun<T>::activation(const std::string& node) const {
    return memory_[std::size_t(network_.find(node))].output;
}

template <class T>
const Tensor<T>& ReferenceRun<T>::gradient(const std::string& node) const {
    return memory_[std::size_t(network_.find(node))].gradient;
}

template class ReferenceRun<float>;
template class ReferenceRun<double>;

}  // namespace seglab::nn
