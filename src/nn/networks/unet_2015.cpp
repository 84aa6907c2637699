#include "nn/networks/papers.h"

namespace seglab::nn {

namespace {

constexpr int kWidths[] = {64, 128, 256, 512, 1024};
constexpr int kLevels = 4;

NodeId pairOfConvolutions(NetworkBuilder& net, const std::string& name, NodeId x, int channels) {
    for (const std::string number : {"1", "2"}) {
        x = net.convolution(name + ".conv" + number, x, channels, {.kernel = {3, 3}, .initial = Initial::He});
        x = net.relu(name + ".relu" + number, x);
    }
    return x;
}

}  // namespace

Network unetOf2015(const NetworkOptions& options) {
    NetworkBuilder net("unet-2015", "the U-Net of the paper: unpadded, cropped skips, 572 to 388 pixels",
                       options.inputChannels);
    NodeId x = net.input();
    NodeId skips[kLevels];
    for (int level = 1; level <= kLevels; ++level) {
        const std::string number = std::to_string(level);
        x = pairOfConvolutions(net, "down" + number, x, kWidths[level - 1]);
        // "Drop-out layers at the end of the contracting path" (section 3.1): here and below.
        if (level == kLevels) x = net.dropout("down4.drop", x, 0.5);
        skips[level - 1] = x;
        x = net.maxPooling("pool" + number, x, {.kernel = {2, 2}, .stride = {2, 2}});
    }
    x = net.dropout("bottleneck.drop", pairOfConvolutions(net, "bottleneck", x, kWidths[kLevels]), 0.5);
    for (int level = kLevels; level >= 1; --level) {
        const std::string number = std::to_string(level);
        x = net.transposedConvolution("up" + number, x, kWidths[level - 1], {.kernel = {2, 2}, .stride = {2, 2}});
        const NodeId skip = net.crop("crop" + number, skips[level - 1], x);
        x = net.concatenation("cat" + number, {skip, x});
        x = pairOfConvolutions(net, "refine" + number, x, kWidths[level - 1]);
    }
    net.convolution("head", x, options.classes, {});
    return std::move(net).build();
}

}  // namespace seglab::nn
