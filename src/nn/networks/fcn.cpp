#include <fmt/format.h>

#include "nn/networks/papers.h"

namespace seglab::nn {

namespace {

// What the decoders start from: VGG's five stages with fewer channels, and its fully connected layers as convolutions.
struct Encoder {
    NodeId pool3, pool4, fc7;  ///< at strides 8, 16 and 32
};

Encoder encode(NetworkBuilder& net) {
    constexpr int kWidths[] = {16, 32, 48, 64, 96}, kDense = 128;
    NodeId x = net.input();
    NodeId pools[5];
    for (int stage = 1; stage <= 5; ++stage) {
        for (const int layer : {1, 2}) {
            x = net.convolution(fmt::format("conv{}_{}", stage, layer), x, kWidths[stage - 1],
                                {.kernel = {3, 3}, .padding = {1, 1}, .initial = Initial::He});
            x = net.relu(fmt::format("relu{}_{}", stage, layer), x);
        }
        x = pools[stage - 1] = net.maxPooling(fmt::format("pool{}", stage), x, {.kernel = {2, 2}, .stride = {2, 2}});
    }
    // VGG's fc6 is 7×7; on a map of 4×4 most of that would be padding.
    x = net.convolution("fc6", x, kDense, {.kernel = {3, 3}, .padding = {1, 1}, .initial = Initial::He});
    x = net.dropout("drop6", net.relu("relu6", x), 0.5);
    x = net.convolution("fc7", x, kDense, {.initial = Initial::He});
    x = net.dropout("drop7", net.relu("relu7", x), 0.5);
    return {pools[2], pools[3], x};
}

// Learned, from bilinear up-sampling on: "initialized to bilinear upsampling, but allowed to be learned".
NodeId twice(NetworkBuilder& net, const std::string& name, NodeId scores) {
    return net.transposedConvolution(
        name, scores, net.channels(scores),
        {.kernel = {4, 4}, .stride = {2, 2}, .padding = {1, 1}, .bias = false, .initial = Initial::Bilinear});
}

}  // namespace

Network fullyConvolutional(int stride, const NetworkOptions& options) {
    NetworkBuilder net(fmt::format("fcn{}s", stride), fmt::format("FCN with scores at a stride of {}", stride),
                       options.inputChannels);
    const Encoder encoder = encode(net);
    NodeId scores = net.convolution("score_fr", encoder.fc7, options.classes, {});
    if (stride <= 16) {
        const NodeId finer = net.convolution("score_pool4", encoder.pool4, options.classes, {});
        scores = net.addition("fuse_pool4", twice(net, "upscore2", scores), finer);
    }
    if (stride <= 8) {
        const NodeId finer = net.convolution("score_pool3", encoder.pool3, options.classes, {});
        scores = net.addition("fuse_pool3", twice(net, "upscore_pool4", scores), finer);
    }
    // The last one stays bilinear, as in the paper.
    net.upsampleBilinear(fmt::format("upscore{}", stride), scores, {stride, stride});
    return std::move(net).build();
}

}  // namespace seglab::nn
