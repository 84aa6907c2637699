#include "nn/networks/unet.h"

namespace seglab::nn {

namespace {

constexpr NodeSettings kTwoByTwo{.kernel = {2, 2}, .stride = {2, 2}};

// Two 3×3 convolutions, each with ReLU: what the paper draws as a pair of blue arrows.
NodeId block(NetworkBuilder& net, const std::string& name, NodeId x, int channels, bool normalised) {
    for (const std::string number : {"1", "2"}) {
        x = net.convolution(name + ".conv" + number, x, channels,
                            {.kernel = {3, 3}, .padding = {1, 1}, .bias = !normalised});
        if (normalised) x = net.batchNormalisation(name + ".bn" + number, x);
        x = net.relu(name + ".relu" + number, x);
    }
    return x;
}

NodeId join(NetworkBuilder& net, const std::string& level, NodeId skip, NodeId up, Skip how) {
    switch (how) {
        case Skip::Concatenation:
            return net.concatenation("cat" + level, {skip, up});
        case Skip::Addition:
            return net.addition("add" + level, skip, up);
        case Skip::None:
            break;
    }
    return up;
}

}  // namespace

Network unet(const UnetSettings& settings, const NetworkOptions& options) {
    NetworkBuilder net(settings.name, settings.summary, options.inputChannels);
    const int levels = int(settings.widths.size()) - 1;
    const auto width = [&](int level) { return settings.widths[std::size_t(level - 1)]; };

    NodeId x = net.input();
    std::vector<NodeId> skips;
    for (int level = 1; level <= levels; ++level) {
        const std::string number = std::to_string(level);
        skips.push_back(block(net, "down" + number, x, width(level), settings.normalised));
        x = net.maxPooling("pool" + number, skips.back(), kTwoByTwo);
    }
    x = block(net, "bottleneck", x, width(levels + 1), settings.normalised);
    for (int level = levels; level >= 1; --level) {
        const std::string number = std::to_string(level);
        x = net.transposedConvolution("up" + number, x, width(level), kTwoByTwo);
        x = join(net, number, skips[std::size_t(level - 1)], x, settings.skip);
        x = block(net, "refine" + number, x, width(level), settings.normalised);
    }
    net.convolution("head", x, options.classes, {});
    return std::move(net).build();
}

}  // namespace seglab::nn
