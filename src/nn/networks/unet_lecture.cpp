#include "nn/networks/papers.h"

namespace seglab::nn {

namespace {

constexpr int kWidths[] = {64, 128, 256, 512, 1024};
constexpr int kLevels = 4;
constexpr double kDropout = 0.2;  // the figure says where, not how much

// Convolution, ReLU, dropout, convolution, ReLU: one column of the figure.
NodeId column(NetworkBuilder& net, const std::string& name, NodeId x, int channels) {
    const NodeSettings threeByThree{.kernel = {3, 3}, .padding = {1, 1}, .initial = Initial::He};
    x = net.relu(name + ".relu1", net.convolution(name + ".conv1", x, channels, threeByThree));
    x = net.dropout(name + ".drop", x, kDropout);
    return net.relu(name + ".relu2", net.convolution(name + ".conv2", x, channels, threeByThree));
}

}  // namespace

Network unetOfTheLecture(const NetworkOptions& options) {
    NetworkBuilder net("unet-lecture", "the U-Net of the lecture's figure, 64 to 1024 channels", options.inputChannels);
    NodeId x = net.input();
    NodeId skips[kLevels];
    for (int level = 1; level <= kLevels; ++level) {
        const std::string number = std::to_string(level);
        x = skips[level - 1] = column(net, "down" + number, x, kWidths[level - 1]);
        x = net.maxPooling("pool" + number, x, {.kernel = {2, 2}, .stride = {2, 2}});
    }
    x = column(net, "bottleneck", x, kWidths[kLevels]);
    for (int level = kLevels; level >= 1; --level) {
        const std::string number = std::to_string(level);
        x = net.upsampleNearest("up" + number, x, {2, 2});
        x = net.concatenation("cat" + number, {skips[level - 1], x});
        x = column(net, "refine" + number, x, kWidths[level - 1]);
    }
    net.convolution("head", x, options.classes, {});
    return std::move(net).build();
}

}  // namespace seglab::nn
