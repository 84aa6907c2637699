#include "nn/staged_engine.h"

#include <fmt/format.h>

#include <algorithm>

namespace seglab::nn {

using core::Tensor;

namespace {

bool isJoin(const Node& node) {
    return node.inputs.size() == 2 && (node.op == Op::Concatenation || node.op == Op::Addition);
}

/// Channels first … first + count − 1 of a batch of one.
Tensor<float> channelsOf(const Tensor<float>& whole, std::int64_t first, std::int64_t count) {
    const std::int64_t plane = whole.size(2) * whole.size(3);
    const auto begin = whole.values.begin() + first * plane;
    return {{1, count, whole.size(2), whole.size(3)}, {begin, begin + count * plane}};
}

}  // namespace

std::vector<Join> joinsOf(const Network& network) {
    std::vector<Join> joins;
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
        const Node& node = network.nodes[i];
        if (!isJoin(node)) continue;
        const auto [skip, up] = std::minmax(node.inputs[0], node.inputs[1]);
        joins.push_back({NodeId(i), skip, up});
    }
    return joins;
}

Network partOf(const Network& network, NodeId from, NodeId to) {
    std::vector<bool> needed(network.nodes.size());
    needed[std::size_t(to)] = true;
    for (NodeId i = to; i > from; --i)
        for (const NodeId input : network.nodes[std::size_t(i)].inputs)
            if (needed[std::size_t(i)]) needed[std::size_t(input)] = true;
    for (NodeId i = 0; i < from; ++i)
        if (needed[std::size_t(i)])
            throw Error(Kind::BadInput,
                        fmt::format("what lies between {} and {} also reads {}", network.nodes[std::size_t(from)].name,
                                    network.nodes[std::size_t(to)].name, network.nodes[std::size_t(i)].name),
                        "cut the network where a single value passes");

    Network part{network.name, network.summary, {}};
    std::vector<NodeId> place(network.nodes.size(), -1);
    part.nodes.push_back({"input", Op::Input, {}, network.nodes[std::size_t(from)].channels, {}});
    place[std::size_t(from)] = 0;
    for (NodeId i = from + 1; i <= to; ++i) {
        if (!needed[std::size_t(i)]) continue;
        Node node = network.nodes[std::size_t(i)];
        for (NodeId& input : node.inputs) input = place[std::size_t(input)];
        place[std::size_t(i)] = NodeId(part.nodes.size());
        part.nodes.push_back(std::move(node));
    }
    return part;
}

Weights weightsOf(const Network& part, const Weights& whole) {
    Weights weights;
    for (const ParameterShape& parameter : part.parameters()) weights.tensors[parameter.name] = whole[parameter.name];
    return weights;
}

Tensor<float> joined(const Network& network, const Join& join, const Tensor<float>& skip, const Tensor<float>& up) {
    const Node& node = network.nodes[std::size_t(join.node)];
    const bool add = node.op == Op::Addition;
    if (skip.size(0) != 1 || skip.size(2) != up.size(2) || skip.size(3) != up.size(3) ||
        (add && skip.size(1) != up.size(1)))
        throw Error(
            Kind::BadInput,
            fmt::format("{} and {} do not fit in {}", core::toString(skip.shape), core::toString(up.shape), node.name),
            "height and width must be equal, and the channels of an addition");
    if (add) {
        Tensor<float> sum = skip;
        for (std::size_t i = 0; i < sum.values.size(); ++i) sum.values[i] += up.values[i];
        return sum;
    }
    const bool skipFirst = node.inputs[0] == join.skip;
    Tensor<float> both = skipFirst ? skip : up;
    const Tensor<float>& second = skipFirst ? up : skip;
    both.values.insert(both.values.end(), second.values.begin(), second.values.end());
    both.shape[1] += second.size(1);
    return both;
}

StagedEngine::StagedEngine(Network network, Weights weights, int threads)
    : network_(std::move(network)), weights_(std::move(weights)), threads_(threads), joins_(joinsOf(network_)) {
    checkWeights(network_, weights_);
    NodeId from = 0;
    for (std::size_t i = 0; i <= joins_.size(); ++i) {
        const NodeId to = i < joins_.size() ? joins_[i].up : NodeId(network_.nodes.size()) - 1;
        Network part = partOf(network_, from, to);
        Weights own = weightsOf(part, weights_);
        stages_.emplace_back(std::move(part), std::move(own),
                             EngineOptions{.threads = threads_, .keepActivations = true});
        if (i < joins_.size()) from = joins_[i].node;
    }
}

Tensor<float> StagedEngine::forward(const Tensor<float>& input, const Replace& replace) {
    arrived_.clear();
    Tensor<float> x = stages_.front().forward(input);
    for (std::size_t i = 0; i < joins_.size(); ++i) {
        Tensor<float> sent = activation(network_.nodes[std::size_t(joins_[i].skip)].name);
        arrived_.push_back(joined(network_, joins_[i], replace ? replace(i, std::move(sent)) : std::move(sent), x));
        x = stages_[i + 1].forward(arrived_.back());
    }
    return x;
}

Tensor<float> StagedEngine::activation(const std::string& node) const {
    const NodeId id = network_.find(node);
    for (std::size_t i = 0; i < joins_.size(); ++i)
        if (joins_[i].node == id) return arrived_.at(i);
    for (const Engine& stage : stages_)
        for (const Node& own : stage.network().nodes)
            if (own.name == node) return stage.activation(node);
    throw Error(Kind::Usage, "no stage computes this node", {}, node);
}

Tensor<float> StagedEngine::gradientThrough(NodeId node, const Tensor<float>& input, const Tensor<float>& gradient) {
    Network part = partOf(network_, 0, node);
    Weights own = weightsOf(part, weights_);
    Engine engine(std::move(part), std::move(own), {.threads = threads_, .keepActivations = true});
    engine.keepGradients({"input"});
    engine.forward(input);
    engine.backward(gradient);
    return engine.gradient("input");
}

StagedEngine::Ways StagedEngine::inputGradients(const Tensor<float>& input, const Tensor<float>& logitsGradient) {
    Ways ways;
    ways.skips.resize(joins_.size());
    Tensor<float> gradient = logitsGradient;
    for (std::size_t i = joins_.size(); i-- > 0;) {
        const Join& join = joins_[i];
        Engine& stage = stages_[i + 1];
        stage.keepGradients({"input"});
        stage.forward(arrived_.at(i));
        stage.backward(gradient);
        gradient = stage.gradient("input");
        Tensor<float> ofSkip = gradient;
        if (network_.nodes[std::size_t(join.node)].op == Op::Concatenation) {
            const std::int64_t skip = network_.nodes[std::size_t(join.skip)].channels;
            const std::int64_t up = network_.nodes[std::size_t(join.up)].channels;
            const bool skipFirst = network_.nodes[std::size_t(join.node)].inputs[0] == join.skip;
            ofSkip = channelsOf(gradient, skipFirst ? 0 : up, skip);
            gradient = channelsOf(gradient, skipFirst ? skip : 0, up);
        }
        ways.skips[i] = gradientThrough(join.skip, input, ofSkip);
    }
    const NodeId last = joins_.empty() ? NodeId(network_.nodes.size()) - 1 : joins_.front().up;
    ways.bottleneck = gradientThrough(last, input, gradient);
    return ways;
}

}  // namespace seglab::nn
