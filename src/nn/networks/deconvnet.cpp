#include <fmt/format.h>

#include "nn/networks/papers.h"

namespace seglab::nn {

namespace {

constexpr int kStages = 4, kDense = 128;
constexpr int kWidths[kStages] = {16, 32, 64, 64};

NodeId convolved(NetworkBuilder& net, const std::string& number, NodeId x, int channels) {
    x = net.convolution("conv" + number, x, channels, {.kernel = {3, 3}, .padding = {1, 1}, .bias = false});
    x = net.batchNormalisation("bn" + number, x);
    return net.relu("relu" + number, x);
}

NodeId deconvolved(NetworkBuilder& net, const std::string& number, NodeId x, int channels) {
    x = net.transposedConvolution("deconv" + number, x, channels, {.kernel = {3, 3}, .padding = {1, 1}, .bias = false});
    x = net.batchNormalisation("debn" + number, x);
    return net.relu("derelu" + number, x);
}

}  // namespace

Network deconvolutionNetwork(const NetworkOptions& options) {
    NetworkBuilder net("deconvnet", "DeconvNet: unpooling to remembered positions", options.inputChannels);
    NodeId x = net.input();
    NodeId pools[kStages];
    for (int stage = 1; stage <= kStages; ++stage) {
        for (const int layer : {1, 2}) x = convolved(net, fmt::format("{}_{}", stage, layer), x, kWidths[stage - 1]);
        x = pools[stage - 1] = net.maxPooling(fmt::format("pool{}", stage), x, {.kernel = {2, 2}, .stride = {2, 2}});
    }
    // The paper's fc6 and fc7 shrink the map to one cell; here they keep it, so that any size can be segmented.
    x = convolved(net, "_fc6", x, kDense);
    x = convolved(net, "_fc7", x, kDense);
    x = deconvolved(net, "_fc6", x, kWidths[kStages - 1]);
    for (int stage = kStages; stage >= 1; --stage) {
        x = net.maxUnpooling(fmt::format("unpool{}", stage), x, pools[stage - 1]);
        x = deconvolved(net, fmt::format("{}_1", stage), x, kWidths[stage - 1]);
        x = deconvolved(net, fmt::format("{}_2", stage), x, kWidths[stage == 1 ? 0 : stage - 2]);
    }
    net.convolution("seg_score", x, options.classes, {});
    return std::move(net).build();
}

}  // namespace seglab::nn
