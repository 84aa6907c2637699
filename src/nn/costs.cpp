#include "nn/costs.h"

namespace seglab::nn {

namespace {

std::int64_t multiplyAdds(const Network& network, std::size_t id, const std::vector<core::Shape>& shapes) {
    const Node& node = network.nodes[id];
    if (node.op != Op::Convolution && node.op != Op::TransposedConvolution) return 0;
    const core::Shape& input = shapes[std::size_t(node.inputs[0])];
    const NodeSettings& s = node.settings;
    const std::int64_t taps = std::int64_t(s.kernel.height) * s.kernel.width;
    // A convolution reads a window for each output cell; a transposed one writes a stamp for each input cell.
    if (node.op == Op::Convolution) return core::elementCount(shapes[id]) * (input[1] / s.groups) * taps;
    return core::elementCount(input) * (node.channels / s.groups) * taps;
}

}  // namespace

std::int64_t parameterCount(const Network& network) {
    std::int64_t count = 0;
    for (const ParameterShape& parameter : network.parameters())
        if (parameter.trained) count += core::elementCount(parameter.shape);
    return count;
}

std::vector<NodeCost> nodeCosts(const Network& network, const core::Shape& inputShape) {
    const std::vector<core::Shape> shapes = inferShapes(network, inputShape);
    std::vector<NodeCost> costs(network.nodes.size());
    for (std::size_t id = 0; id < costs.size(); ++id) {
        costs[id].multiplyAdds = multiplyAdds(network, id, shapes);
        costs[id].outputBytes = core::elementCount(shapes[id]) * std::int64_t(sizeof(float));
    }
    for (const ParameterShape& parameter : network.parameters())
        if (parameter.trained)
            costs[std::size_t(network.find(parameter.name.substr(0, parameter.name.rfind('.'))))].parameters +=
                core::elementCount(parameter.shape);
    return costs;
}

NetworkCost networkCost(const Network& network, const core::Shape& inputShape) {
    NetworkCost sum;
    for (const NodeCost& cost : nodeCosts(network, inputShape)) {
        sum.parameters += cost.parameters;
        sum.multiplyAdds += cost.multiplyAdds;
        sum.activationBytes += cost.outputBytes;
    }
    return sum;
}

}  // namespace seglab::nn
