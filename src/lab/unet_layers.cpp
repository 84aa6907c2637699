#include "lab/unet_layers.h"

#include <fmt/format.h>

#include <algorithm>

#include "figure/views/table.h"

namespace seglab::lab {

using nn::Op;

namespace {

int levelsOf(const nn::Network& network) {
    return int(std::count_if(network.nodes.begin(), network.nodes.end(),
                             [](const nn::Node& node) { return node.op == Op::MaxPooling; }));
}

bool startsWith(const std::string& text, const std::string& start) {
    return text.rfind(start, 0) == 0;
}

/// "down12.conv1" → 12; 0 without a number.
int numberIn(const std::string& name) {
    const std::size_t digit = name.find_first_of("0123456789");
    return digit < name.find('.') ? std::stoi(name.substr(digit)) : 0;
}

/// What is pooled stands at the head of the next block; what came up stands with what came across.
void findPlace(ULayer& layer, int levels) {
    layer.level = numberIn(layer.name);
    const std::string number = std::to_string(layer.level);
    if (layer.op == Op::MaxPooling) {
        ++layer.level;
        layer.place = layer.level > levels ? "bottleneck" : "down" + std::to_string(layer.level);
    } else if (startsWith(layer.name, "bottleneck")) {
        layer.level = levels + 1;
        layer.place = "bottleneck";
    } else if (layer.name == "head") {
        layer.level = 1;
        layer.place = "scores";
    } else if (startsWith(layer.name, "down") || startsWith(layer.name, "refine")) {
        layer.place = layer.name.substr(0, layer.name.find('.'));
    } else {
        layer.place = "join" + number;
    }
}

std::string planeText(const std::vector<int>& size) {
    return fmt::format("{} × {}", size[1], size[2]);
}

std::string convolutionSentence(const ULayer& layer, int inputs) {
    const auto [rows, columns] = std::pair(layer.settings.kernel.height, layer.settings.kernel.width);
    if (rows == 1 && columns == 1)
        return fmt::format(
            "[output|{}]: a 1 × 1 convolution makes of the {} numbers of every pixel a score for each of "
            "{} classes.",
            layer.name, inputs, layer.size[0]);
    return fmt::format(
        "[output|{}]: each of its {} maps sums a {} × {} window of all {} maps before it{}: {} weights, "
        "[n|{}] multiply-adds.",
        layer.name, layer.size[0], rows, columns, inputs,
        layer.rectified ? fmt::format(", and {} keeps what is positive", layer.node) : "",
        figure::formatQuantity(double(layer.cost.parameters)), figure::formatQuantity(double(layer.cost.multiplyAdds)));
}

}  // namespace

std::vector<ULayer> uLayers(const nn::Network& network, core::Pair plane) {
    const core::Shape input{1, network.inputChannels(), plane.height, plane.width};
    const std::vector<core::Shape> shapes = nn::inferShapes(network, input);
    const std::vector<nn::NodeCost> costs = nn::nodeCosts(network, input);
    const int levels = levelsOf(network);
    std::vector<ULayer> layers;
    for (std::size_t i = 1; i < network.nodes.size(); ++i) {
        const nn::Node& node = network.nodes[i];
        if (node.op == Op::Relu) {
            layers.back().node = node.name;
            layers.back().rectified = true;
            continue;
        }
        ULayer layer{.name = node.name, .node = node.name, .op = node.op};
        const nn::NodeId up = node.inputs.back();
        layer.input = network.nodes[std::size_t(up)].name;
        if (node.inputs.size() > 1) layer.skip = network.nodes[std::size_t(node.inputs.front())].name;
        layer.size = {int(shapes[i][1]), int(shapes[i][2]), int(shapes[i][3])};
        layer.settings = node.settings;
        layer.cost = costs[i];
        findPlace(layer, levels);
        layers.push_back(std::move(layer));
    }
    return layers;
}

std::string sentenceOf(const ULayer& layer, const std::vector<ULayer>& layers) {
    const auto source =
        std::find_if(layers.begin(), layers.end(), [&](const ULayer& other) { return other.node == layer.input; });
    const std::vector<int> before =
        source == layers.end() ? std::vector<int>{3, layer.size[1], layer.size[2]} : source->size;
    switch (layer.op) {
        case Op::MaxPooling:
            return fmt::format(
                "[output|{}] keeps the largest of every 2 × 2 cells: {} becomes {}, still {} maps, no "
                "weights.",
                layer.name, planeText(before), planeText(layer.size), layer.size[0]);
        case Op::TransposedConvolution:
            return fmt::format(
                "[output|{}] doubles the plane by a 2 × 2 transposed convolution: {} maps of {} become {} "
                "maps of {}.",
                layer.name, before[0], planeText(before), layer.size[0], planeText(layer.size));
        case Op::Concatenation:
            return fmt::format(
                "[output|{}]: the [skip|{} maps from down{}] are stacked on the {} that came up: {} maps "
                "of {}.",
                layer.name, layer.size[0] - before[0], layer.level, before[0], layer.size[0], planeText(layer.size));
        case Op::Addition:
            return fmt::format(
                "[output|{}]: the [skip|{} maps from down{}] are added cell by cell to the {} that came "
                "up: {} maps of {}.",
                layer.name, layer.size[0], layer.level, before[0], layer.size[0], planeText(layer.size));
        default:
            return convolutionSentence(layer, before[0]);
    }
}

}  // namespace seglab::lab
