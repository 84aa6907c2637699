#include <fmt/format.h>

#include <set>

#include "nn/network.h"

namespace seglab::nn {

namespace {

[[noreturn]] void refuse(const std::string& node, const std::string& what) {
    throw Error(Kind::BadInput, what, "change the description of the network", "node " + node);
}

void checkPair(const std::string& node, const char* what, core::Pair pair, int smallest) {
    if (pair.height < smallest || pair.width < smallest)
        refuse(node, fmt::format("its {} is {},{}, at least {} is needed", what, pair.height, pair.width, smallest));
}

void checkSettings(const std::string& node, const NodeSettings& s) {
    checkPair(node, "kernel", s.kernel, 1);
    checkPair(node, "stride", s.stride, 1);
    checkPair(node, "padding", s.padding, 0);
    checkPair(node, "dilation", s.dilation, 1);
    checkPair(node, "output padding", s.outputPadding, 0);
    checkPair(node, "scale", s.scale, 1);
    if (s.probability < 0 || s.probability >= 1)
        refuse(node, fmt::format("a dropout of {} is not in [0, 1)", s.probability));
    for (int axis : {0, 1})
        if (s.outputPadding[axis] > 0 && s.outputPadding[axis] >= std::max(s.stride[axis], s.dilation[axis]))
            refuse(node, "its output padding must be smaller than its stride or its dilation");
}

// A window that lies wholly in the padding has no value; PyTorch refuses the same.
void checkPooling(const std::string& node, const NodeSettings& s) {
    for (int axis : {0, 1})
        if (2 * s.padding[axis] > s.kernel[axis])
            refuse(node, fmt::format("a padding of {} is more than half of its kernel of {}", s.padding[axis],
                                     s.kernel[axis]));
}

}  // namespace

NetworkBuilder::NetworkBuilder(std::string name, std::string summary, int inputChannels) {
    network_.name = std::move(name);
    network_.summary = std::move(summary);
    add("input", Op::Input, {}, inputChannels);
}

int NetworkBuilder::channels(NodeId node) const {
    if (node < 0 || std::size_t(node) >= network_.nodes.size())
        refuse(fmt::format("{}", node), fmt::format("the network has {} nodes so far", network_.nodes.size()));
    return network_.nodes[std::size_t(node)].channels;
}

NodeId NetworkBuilder::add(std::string name, Op op, std::vector<NodeId> inputs, int channels,
                           const NodeSettings& settings) {
    if (name.empty()) refuse("without a name", fmt::format("a {} needs one", toString(op)));
    for (const Node& node : network_.nodes)
        if (node.name == name) refuse(name, "there are two nodes of this name");
    for (const NodeId input : inputs) this->channels(input);
    if (channels < 1) refuse(name, fmt::format("{} channels; at least one is needed", channels));
    checkSettings(name, settings);
    network_.nodes.push_back({std::move(name), op, std::move(inputs), channels, settings});
    return NodeId(network_.nodes.size()) - 1;
}

NodeId NetworkBuilder::convolution(std::string name, NodeId x, int channels, const NodeSettings& settings) {
    const NodeId node = add(std::move(name), Op::Convolution, {x}, channels, settings);
    const int groups = settings.groups;
    if (groups < 1 || channels % groups != 0 || this->channels(x) % groups != 0)
        refuse(network_.nodes.back().name,
               fmt::format("{} groups do not divide {} and {} channels", groups, this->channels(x), channels));
    return node;
}

NodeId NetworkBuilder::transposedConvolution(std::string name, NodeId x, int channels, const NodeSettings& settings) {
    const NodeId node = convolution(std::move(name), x, channels, settings);
    network_.nodes.back().op = Op::TransposedConvolution;
    return node;
}

NodeId NetworkBuilder::maxPooling(std::string name, NodeId x, const NodeSettings& settings) {
    checkPooling(name, settings);
    return add(std::move(name), Op::MaxPooling, {x}, channels(x), settings);
}

NodeId NetworkBuilder::averagePooling(std::string name, NodeId x, const NodeSettings& settings) {
    checkPooling(name, settings);
    if (settings.dilation != core::Pair{1, 1}) refuse(name, "an average pooling takes no dilation");
    return add(std::move(name), Op::AveragePooling, {x}, channels(x), settings);
}

NodeId NetworkBuilder::maxUnpooling(std::string name, NodeId x, NodeId pooling) {
    const NodeId node = add(std::move(name), Op::MaxUnpooling, {x, pooling}, channels(x));
    const Node& remembered = network_.nodes[std::size_t(pooling)];
    if (remembered.op != Op::MaxPooling)
        refuse(network_.nodes.back().name, remembered.name + " is no max pooling: it remembers no positions");
    if (remembered.channels != channels(x))
        refuse(network_.nodes.back().name, fmt::format("{} channels of values, {} channels of positions in {}",
                                                       channels(x), remembered.channels, remembered.name));
    return node;
}

NodeId NetworkBuilder::upsampleNearest(std::string name, NodeId x, core::Pair scale) {
    NodeSettings settings;
    settings.scale = scale;
    return add(std::move(name), Op::UpsampleNearest, {x}, channels(x), settings);
}

NodeId NetworkBuilder::upsampleBilinear(std::string name, NodeId x, core::Pair scale) {
    NodeSettings settings;
    settings.scale = scale;
    return add(std::move(name), Op::UpsampleBilinear, {x}, channels(x), settings);
}

NodeId NetworkBuilder::upsampleBilinearLike(std::string name, NodeId x, NodeId like) {
    return add(std::move(name), Op::UpsampleBilinear, {x, like}, channels(x));
}

NodeId NetworkBuilder::batchNormalisation(std::string name, NodeId x, const NodeSettings& settings) {
    return add(std::move(name), Op::BatchNormalisation, {x}, channels(x), settings);
}

NodeId NetworkBuilder::relu(std::string name, NodeId x) {
    return add(std::move(name), Op::Relu, {x}, channels(x));
}

NodeId NetworkBuilder::leakyRelu(std::string name, NodeId x, double slope) {
    NodeSettings settings;
    settings.slope = slope;
    return add(std::move(name), Op::LeakyRelu, {x}, channels(x), settings);
}

NodeId NetworkBuilder::sigmoid(std::string name, NodeId x) {
    return add(std::move(name), Op::Sigmoid, {x}, channels(x));
}

NodeId NetworkBuilder::softmax(std::string name, NodeId x) {
    return add(std::move(name), Op::Softmax, {x}, channels(x));
}

NodeId NetworkBuilder::dropout(std::string name, NodeId x, double probability) {
    NodeSettings settings;
    settings.probability = probability;
    return add(std::move(name), Op::Dropout, {x}, channels(x), settings);
}

NodeId NetworkBuilder::addition(std::string name, NodeId a, NodeId b) {
    const NodeId node = add(std::move(name), Op::Addition, {a, b}, channels(a));
    if (channels(a) != channels(b))
        refuse(network_.nodes.back().name, fmt::format("{} and {} channels cannot be added", channels(a), channels(b)));
    return node;
}

NodeId NetworkBuilder::concatenation(std::string name, const std::vector<NodeId>& parts) {
    int together = 0;
    for (const NodeId part : parts) together += channels(part);
    return add(std::move(name), Op::Concatenation, parts, together);
}

NodeId NetworkBuilder::crop(std::string name, NodeId x, NodeId like) {
    return add(std::move(name), Op::Crop, {x, like}, channels(x));
}

Network NetworkBuilder::build() && {
    return std::move(network_);
}

}  // namespace seglab::nn
