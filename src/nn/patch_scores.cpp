#include "nn/patch_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "nn/engine.h"

namespace seglab::nn {

using core::Pair;
using core::Tensor;

namespace {

bool elementwise(Op op) {
    return op == Op::Input || op == Op::Relu || op == Op::LeakyRelu || op == Op::Sigmoid || op == Op::Dropout ||
           op == Op::BatchNormalisation || op == Op::Softmax;
}

std::vector<int> bestClasses(const Tensor<float>& logits) {
    const std::int64_t height = logits.size(2), width = logits.size(3);
    std::vector<int> best(std::size_t(height * width), 0);
    for (std::int64_t c = 1; c < logits.size(1); ++c)
        for (std::int64_t i = 0; i < height * width; ++i) {
            int& now = best[std::size_t(i)];
            if (logits.values[std::size_t(c * height * width + i)] >
                logits.values[std::size_t(now * height * width + i)])
                now = int(c);
        }
    return best;
}

}  // namespace

std::vector<core::PatchLayer> patchLayers(const Network& network) {
    std::vector<core::PatchLayer> layers;
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
        const Node& node = network.nodes[i];
        const bool chained = i == 0 || (node.inputs.size() == 1 && node.inputs[0] == NodeId(i) - 1);
        const NodeSettings& s = node.settings;
        const bool plain = node.op == Op::Convolution && s.stride == Pair{1, 1} && s.padding == Pair{0, 0};
        if (!chained || !(plain || elementwise(node.op)))
            throw Error(Kind::BadInput,
                        fmt::format("{} is no chain of unpadded convolutions with stride 1", network.name), {},
                        node.name);
        if (plain) layers.push_back({s.kernel, s.dilation, network.nodes[i - 1].channels / s.groups, node.channels});
    }
    return layers;
}

Pair patchSize(const Network& network) {
    Pair size{1, 1};
    for (const core::PatchLayer& layer : patchLayers(network)) {
        size.height += layer.dilation.height * (layer.kernel.height - 1);
        size.width += layer.dilation.width * (layer.kernel.width - 1);
    }
    return size;
}

Tensor<float> padOutside(const Tensor<float>& image, Pair patch) {
    const std::int64_t channels = image.size(0), height = image.size(1), width = image.size(2);
    const int top = (patch.height - 1) / 2, left = (patch.width - 1) / 2;
    Tensor<float> padded({1, channels, height + patch.height - 1, width + patch.width - 1});
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t y = 0; y < padded.size(2); ++y)
            for (std::int64_t x = 0; x < padded.size(3); ++x) {
                const std::int64_t row = std::clamp<std::int64_t>(y - top, 0, height - 1);
                const std::int64_t column = std::clamp<std::int64_t>(x - left, 0, width - 1);
                padded.at(0, c, y, x) = image.values[std::size_t((c * height + row) * width + column)];
            }
    return padded;
}

PatchScores scoreInOnePass(const Network& network, const Weights& weights, const Tensor<float>& image) {
    PatchScores scores;
    scores.padded = padOutside(image, patchSize(network));
    Engine engine(network, weights, {.threads = 1});
    scores.logits = engine.forward(scores.padded);
    scores.best = bestClasses(scores.logits);
    return scores;
}

Tensor<float> patchAt(const Tensor<float>& padded, Pair patch, Pair window) {
    Tensor<float> cut({1, padded.size(1), patch.height, patch.width});
    for (std::int64_t c = 0; c < padded.size(1); ++c)
        for (int y = 0; y < patch.height; ++y)
            for (int x = 0; x < patch.width; ++x)
                cut.at(0, c, y, x) = padded.at(0, c, window.height + y, window.width + x);
    return cut;
}

std::vector<double> sharesAt(const Tensor<float>& logits, Pair pixel) {
    std::vector<double> shares;
    double largest = -INFINITY, sum = 0;
    for (std::int64_t c = 0; c < logits.size(1); ++c)
        largest = std::max(largest, double(logits.at(0, c, pixel.height, pixel.width)));
    for (std::int64_t c = 0; c < logits.size(1); ++c) {
        shares.push_back(std::exp(double(logits.at(0, c, pixel.height, pixel.width)) - largest));
        sum += shares.back();
    }
    for (double& share : shares) share /= sum;
    return shares;
}

}  // namespace seglab::nn
