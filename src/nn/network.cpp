#include "nn/network.h"

#include <array>

#include "core/unknown_name.h"

namespace seglab::nn {

std::string_view toString(Op op) {
    constexpr std::array<std::string_view, 17> kNames = {"input",
                                                         "convolution",
                                                         "transposed convolution",
                                                         "max pooling",
                                                         "average pooling",
                                                         "max unpooling",
                                                         "nearest up-sampling",
                                                         "bilinear up-sampling",
                                                         "batch normalisation",
                                                         "ReLU",
                                                         "leaky ReLU",
                                                         "sigmoid",
                                                         "softmax",
                                                         "dropout",
                                                         "addition",
                                                         "concatenation",
                                                         "crop"};
    return kNames[std::size_t(op)];
}

NodeId Network::find(std::string_view nodeName) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].name == nodeName) return NodeId(i);
        names.push_back(nodes[i].name);
    }
    throw core::unknownName("node in " + name + " named", nodeName, names);
}

std::vector<ParameterShape> Network::parameters() const {
    std::vector<ParameterShape> shapes;
    for (const Node& node : nodes) {
        const auto own = [&](const char* tensor, core::Shape shape, bool trained = true) {
            shapes.push_back({node.name + "." + tensor, std::move(shape), trained});
        };
        const NodeSettings& s = node.settings;
        const std::int64_t out = node.channels;
        const std::int64_t in = node.inputs.empty() ? 0 : nodes[std::size_t(node.inputs[0])].channels;
        if (node.op == Op::Convolution) own("weight", {out, in / s.groups, s.kernel.height, s.kernel.width});
        if (node.op == Op::TransposedConvolution) own("weight", {in, out / s.groups, s.kernel.height, s.kernel.width});
        if ((node.op == Op::Convolution || node.op == Op::TransposedConvolution) && s.bias) own("bias", {out});
        if (node.op == Op::BatchNormalisation) {
            own("weight", {out});
            own("bias", {out});
            own("running_mean", {out}, false);
            own("running_var", {out}, false);
        }
    }
    return shapes;
}

}  // namespace seglab::nn
