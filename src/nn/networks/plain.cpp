#include <fmt/format.h>

#include "nn/networks/papers.h"

// Networks without a way down or up: convolution, ReLU, convolution, ReLU, …, scores.
namespace seglab::nn {

namespace {

NodeId convolutions(NetworkBuilder& net, int count, int channels, const NodeSettings& settings) {
    NodeId x = net.input();
    for (int i = 1; i <= count; ++i) {
        x = net.convolution(fmt::format("conv{}", i), x, channels, settings);
        x = net.relu(fmt::format("relu{}", i), x);
    }
    return x;
}

}  // namespace

Network patchClassifier(int field, const NetworkOptions& options) {
    constexpr int kChannels = 16;
    NetworkBuilder net(fmt::format("patch-{}", field),
                       field == 1 ? "classifies a pixel by its colour alone"
                                  : fmt::format("classifies a pixel by the {0} x {0} pixels around it", field),
                       options.inputChannels);
    const NodeSettings settings{.kernel = field == 1 ? core::Pair{1, 1} : core::Pair{3, 3}, .initial = Initial::He};
    // Each unpadded 3×3 convolution adds a pixel on each side.
    const NodeId x = convolutions(net, field == 1 ? 2 : (field - 1) / 2, kChannels, settings);
    net.convolution("head", x, options.classes, {});
    return std::move(net).build();
}

Network fullResolution(const NetworkOptions& options) {
    constexpr int kLayers = 10, kChannels = 32;
    NetworkBuilder net("fullres", "ten convolutions at full resolution, no downsampling", options.inputChannels);
    const NodeId x =
        convolutions(net, kLayers, kChannels, {.kernel = {3, 3}, .padding = {1, 1}, .initial = Initial::He});
    net.convolution("head", x, options.classes, {});
    return std::move(net).build();
}

}  // namespace seglab::nn
