#include <fmt/format.h>

#include "core/limits.h"
#include "core/sizes.h"
#include "nn/network.h"

namespace seglab::nn {

namespace {

using core::Shape;

[[noreturn]] void refuse(const Node& node, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, fmt::format("node {} ({})", node.name, toString(node.op)));
}

std::string plane(const Shape& shape) {
    return fmt::format("{} x {}", shape[2], shape[3]);
}

Shape convolved(const Node& node, const Shape& x, core::Operation operation) {
    Shape y{x[0], node.channels, 0, 0};
    for (int axis : {0, 1}) {
        const NodeSettings& s = node.settings;
        core::AxisSizes sizes;
        sizes.input = int(x[std::size_t(2 + axis)]);
        sizes.kernel = s.kernel[axis];
        sizes.stride = s.stride[axis];
        sizes.padding = s.padding[axis];
        sizes.dilation = s.dilation[axis];
        if (operation == core::Operation::TransposedConvolution) sizes.outputPadding = s.outputPadding[axis];
        const int size = core::outputSize(operation, sizes);
        if (size < 1)
            refuse(node,
                   fmt::format("its input is {}, too small for a kernel of {} x {}", plane(x), s.kernel.height,
                               s.kernel.width),
                   "use a larger picture");
        y[std::size_t(2 + axis)] = size;
    }
    return y;
}

void checkSamePlane(const Node& node, const Network& network, const std::vector<Shape>& shapes) {
    const Shape& first = shapes[std::size_t(node.inputs[0])];
    for (const NodeId input : node.inputs) {
        const Shape& other = shapes[std::size_t(input)];
        if (other[2] != first[2] || other[3] != first[3])
            refuse(node,
                   fmt::format("{} is {}, {} is {}", network.nodes[std::size_t(node.inputs[0])].name, plane(first),
                               network.nodes[std::size_t(input)].name, plane(other)),
                   "height and width must be equal: pad the picture to a multiple of the network's stride");
    }
}

Shape unpooled(const Node& node, const Network& network, const std::vector<Shape>& shapes) {
    checkSamePlane(node, network, shapes);
    const Node& pooling = network.nodes[std::size_t(node.inputs[1])];
    const Shape& before = shapes[std::size_t(pooling.inputs[0])];
    return {before[0], node.channels, before[2], before[3]};
}

Shape cropped(const Node& node, const Network& network, const std::vector<Shape>& shapes) {
    const Shape &x = shapes[std::size_t(node.inputs[0])], &like = shapes[std::size_t(node.inputs[1])];
    if (x[2] < like[2] || x[3] < like[3])
        refuse(node,
               fmt::format("{} is {}, smaller than {} with {}", network.nodes[std::size_t(node.inputs[0])].name,
                           plane(x), network.nodes[std::size_t(node.inputs[1])].name, plane(like)),
               "only a larger plane can be cropped");
    return {x[0], node.channels, like[2], like[3]};
}

Shape upsampled(const Node& node, const std::vector<Shape>& shapes) {
    const Shape& x = shapes[std::size_t(node.inputs[0])];
    if (node.inputs.size() == 2) {
        const Shape& like = shapes[std::size_t(node.inputs[1])];
        return {x[0], node.channels, like[2], like[3]};
    }
    return {x[0], node.channels, x[2] * node.settings.scale.height, x[3] * node.settings.scale.width};
}

Shape outputShape(const Node& node, const Network& network, const std::vector<Shape>& shapes) {
    const Shape& x = shapes[std::size_t(node.inputs[0])];
    switch (node.op) {
        case Op::Convolution:
            return convolved(node, x, core::Operation::Convolution);
        case Op::TransposedConvolution:
            return convolved(node, x, core::Operation::TransposedConvolution);
        case Op::MaxPooling:
        case Op::AveragePooling:
            return convolved(node, x, core::Operation::MaxPooling);
        case Op::MaxUnpooling:
            return unpooled(node, network, shapes);
        case Op::UpsampleNearest:
        case Op::UpsampleBilinear:
            return upsampled(node, shapes);
        case Op::Addition:
        case Op::Concatenation:
            checkSamePlane(node, network, shapes);
            return {x[0], node.channels, x[2], x[3]};
        case Op::Crop:
            return cropped(node, network, shapes);
        default:
            return x;
    }
}

}  // namespace

std::vector<Shape> inferShapes(const Network& network, const Shape& inputShape) {
    if (inputShape.size() != 4 || inputShape[1] != network.inputChannels())
        throw Error(Kind::BadInput,
                    fmt::format("{} takes [N, {}, H, W], the input is {}", network.name, network.inputChannels(),
                                core::toString(inputShape)),
                    "give a picture with as many channels as the network was made for");
    if (core::elementCount(inputShape) == 0 || inputShape[2] > core::limits::kPictureSide ||
        inputShape[3] > core::limits::kPictureSide)
        throw Error(Kind::BadInput, fmt::format("an input of {} cannot be used", core::toString(inputShape)),
                    fmt::format("sides from 1 to {} pixels", core::limits::kPictureSide));
    std::vector<Shape> shapes{inputShape};
    for (std::size_t i = 1; i < network.nodes.size(); ++i)
        shapes.push_back(outputShape(network.nodes[i], network, shapes));
    return shapes;
}

}  // namespace seglab::nn
