#include "nn/window_twin.h"

#include <algorithm>
#include <cmath>

#include "nn/costs.h"
#include "nn/patch_scores.h"

namespace seglab::nn {

using core::Pair;
using core::Tensor;

namespace {

constexpr int kPooledCells = 9;  // side of the mean in a window, so that there is one to take
constexpr int kBatch = 32;       // windows that go through the network together

struct Chain {
    TwinChange change;
    int stride;
    Pair pooled;  ///< GlobalPooling: the plane that is averaged
};

/// The layers of a patch network with the change in its place.
Network changed(const Network& network, const Chain& chain) {
    NetworkBuilder net(network.name, network.summary, network.inputChannels());
    NodeId x = net.input();
    bool first = true;
    for (std::size_t i = 1; i < network.nodes.size(); ++i) {
        const Node& node = network.nodes[i];
        if (node.op != Op::Convolution) {
            x = net.relu(node.name, x);
            if (first && chain.change == TwinChange::Pooling)
                x = net.maxPooling("pool1", x,
                                   {.kernel = {chain.stride, chain.stride}, .stride = {chain.stride, chain.stride}});
            first = false;
            continue;
        }
        NodeSettings settings = node.settings;
        if (chain.change == TwinChange::Padding)
            settings.padding = {(settings.kernel.height - 1) / 2, (settings.kernel.width - 1) / 2};
        if (first && chain.change == TwinChange::Stride) settings.stride = {chain.stride, chain.stride};
        if (i + 1 == network.nodes.size() && chain.change == TwinChange::GlobalPooling)
            x = net.averagePooling("pool", x, {.kernel = chain.pooled, .stride = chain.pooled});
        x = net.convolution(node.name, x, node.channels, settings);
        if (first && chain.change == TwinChange::BatchStatistics) x = net.batchNormalisation("norm1", x);
    }
    return std::move(net).build();
}

/// Side of the patch with a stride, or a pooling of that size, at or behind the first layer.
int fieldOf(const std::vector<core::PatchLayer>& layers, const TwinSettings& settings) {
    int field = layers.front().kernel.height, jump = 1;
    if (settings.change == TwinChange::Pooling) field += settings.stride - 1;
    if (settings.change == TwinChange::Pooling || settings.change == TwinChange::Stride) jump = settings.stride;
    for (std::size_t i = 1; i < layers.size(); ++i) field += (layers[i].kernel.height - 1) * jump;
    return field;
}

Tensor<float> zerosOutside(const Tensor<float>& image, int window) {
    const int before = (window - 1) / 2;
    Tensor<float> padded({1, image.size(0), image.size(1) + window - 1, image.size(2) + window - 1});
    for (std::int64_t c = 0; c < image.size(0); ++c)
        for (std::int64_t y = 0; y < image.size(1); ++y)
            for (std::int64_t x = 0; x < image.size(2); ++x)
                padded.at(0, c, y + before, x + before) =
                    image.values[std::size_t((c * image.size(1) + y) * image.size(2) + x)];
    return padded;
}

Tensor<float> croppedFrom(const Tensor<float>& whole, Pair first) {
    Tensor<float> part({1, whole.size(1), whole.size(2) - first.height, whole.size(3) - first.width});
    for (std::int64_t c = 0; c < part.size(1); ++c)
        for (std::int64_t y = 0; y < part.size(2); ++y)
            for (std::int64_t x = 0; x < part.size(3); ++x)
                part.at(0, c, y, x) = whole.at(0, c, y + first.height, x + first.width);
    return part;
}

/// Scale and shift that undo the normalisation over this picture: its own deviation and mean, channel by channel.
void setNormalisation(Weights& weights, const Network& network, const Tensor<float>& picture) {
    Engine engine(network, weights, {.threads = 1, .keepActivations = true});
    engine.forward(picture);
    const Tensor<float> maps = engine.activation(network.nodes[1].name);
    const std::int64_t channels = maps.size(1), plane = maps.size(2) * maps.size(3);
    const double epsilon = NodeSettings{}.epsilon;
    Tensor<float> scale({channels}), shift({channels});
    for (std::int64_t c = 0; c < channels; ++c) {
        double sum = 0, squares = 0;
        for (std::int64_t i = 0; i < plane; ++i) sum += double(maps.values[std::size_t(c * plane + i)]);
        const double mean = sum / double(plane);
        for (std::int64_t i = 0; i < plane; ++i) {
            const double off = double(maps.values[std::size_t(c * plane + i)]) - mean;
            squares += off * off;
        }
        shift.values[std::size_t(c)] = float(mean);
        scale.values[std::size_t(c)] = float(std::sqrt(squares / double(plane) + epsilon));
    }
    weights.tensors["norm1.weight"] = scale;
    weights.tensors["norm1.bias"] = shift;
    weights.tensors["norm1.running_mean"] = Tensor<float>({channels});
    weights.tensors["norm1.running_var"] = Tensor<float>({channels});
    for (float& value : weights.tensors["norm1.running_var"].values) value = 1;
}

/// One pixel's softmax into its place.
void place(const Tensor<float>& logits, std::int64_t sample, Pair cell, Pair pixel, Tensor<float>& scores) {
    double largest = -INFINITY, sum = 0;
    const std::int64_t classes = logits.size(1);
    for (std::int64_t c = 0; c < classes; ++c)
        largest = std::max(largest, double(logits.at(sample, c, cell.height, cell.width)));
    for (std::int64_t c = 0; c < classes; ++c)
        sum += std::exp(double(logits.at(sample, c, cell.height, cell.width)) - largest);
    for (std::int64_t c = 0; c < classes; ++c)
        scores.at(0, c, pixel.height, pixel.width) =
            float(std::exp(double(logits.at(sample, c, cell.height, cell.width)) - largest) / sum);
}

}  // namespace

TwinShape twinShape(const Network& network, const TwinSettings& settings) {
    TwinShape shape{.field = fieldOf(patchLayers(network), settings)};
    shape.window = shape.field;
    if (settings.change == TwinChange::Stride || settings.change == TwinChange::Pooling) shape.stride = settings.stride;
    if (settings.change == TwinChange::Padding) shape.window -= 2 * settings.cut;
    if (settings.change == TwinChange::GlobalPooling) shape.window += kPooledCells - 1;
    return shape;
}

std::int64_t windowMultiplyAdds(const Network& network, const TwinSettings& settings) {
    const TwinShape shape = twinShape(network, settings);
    const int pooled = shape.window - shape.field + 1;
    const Network twin = changed(network, {settings.change, settings.stride, {pooled, pooled}});
    return networkCost(twin, {1, twin.inputChannels(), shape.window, shape.window}).multiplyAdds;
}

WindowTwin::WindowTwin(const Network& network, const Weights& weights, const TwinSettings& settings,
                       const Tensor<float>& image)
    : batchStatistics_(settings.change == TwinChange::BatchStatistics),
      oneAnswer_(settings.change == TwinChange::GlobalPooling),
      shape_(twinShape(network, settings)),
      rows_(int(image.size(1))),
      columns_(int(image.size(2))),
      classes_(network.classes()) {
    const bool pads = settings.change == TwinChange::Padding;
    if (pads) centre_ = (shape_.window - 1) / 2;
    // With padding inside, the picture is continued by what the layers pad with, so that only the features differ.
    padded_ = pads ? zerosOutside(image, shape_.window) : padOutside(image, {shape_.window, shape_.window});
    whole_ = pads ? zerosOutside(image, 1) : padded_;
    const Twins twins = networks(network, settings);
    Weights own = weights;
    if (batchStatistics_) setNormalisation(own, network, whole_);
    engines_.emplace_back(twins.window, own, EngineOptions{.threads = 1});
    engines_.emplace_back(twins.picture, own, EngineOptions{.threads = 1});
}

WindowTwin::Twins WindowTwin::networks(const Network& network, const TwinSettings& settings) const {
    const auto pooled = [&](std::int64_t height, std::int64_t width) {
        return Pair{int(height) - shape_.field + 1, int(width) - shape_.field + 1};
    };
    return {changed(network, {settings.change, settings.stride, pooled(shape_.window, shape_.window)}),
            changed(network, {settings.change, settings.stride, pooled(whole_.size(2), whole_.size(3))})};
}

Tensor<float> WindowTwin::forward(Engine& engine, const Tensor<float>& input) const {
    core::Random unused(0);  // there is no dropout
    return batchStatistics_ ? engine.forwardTraining(input, unused) : engine.forward(input);
}

/// A batch of windows of one row. Statistics are those of one window alone.
Tensor<float> WindowTwin::windowsFrom(int row, int firstColumn) const {
    const int count = batchStatistics_ ? 1 : std::min(kBatch, columns_);
    const int side = shape_.window;
    Tensor<float> windows({count, padded_.size(1), side, side});
    for (int i = 0; i < count; ++i)
        for (std::int64_t c = 0; c < padded_.size(1); ++c)
            for (int y = 0; y < side; ++y)
                std::copy_n(&padded_.at(0, c, row + y, firstColumn + i), side, &windows.at(i, c, y, 0));
    return windows;
}

void WindowTwin::scoreRow(int row, Tensor<float>& scores) {
    for (int column = 0; column < columns_;) {
        // The last batch overlaps the one before it: the engine plans its memory for one shape.
        const int first = batchStatistics_ ? column : std::min(column, std::max(0, columns_ - kBatch));
        const Tensor<float> logits = forward(engines_[0], windowsFrom(row, first));
        for (int i = 0; i < int(logits.size(0)); ++i) place(logits, i, {centre_, centre_}, {row, first + i}, scores);
        column = first + int(logits.size(0));
    }
}

void WindowTwin::scorePass(Pair shift, Tensor<float>& scores) {
    if (shift.height >= rows_ || shift.width >= columns_) return;
    const Tensor<float> logits = forward(engines_[1], croppedFrom(whole_, shift));
    for (int r = shift.height, y = 0; r < rows_; r += shape_.stride, ++y)
        for (int c = shift.width, x = 0; c < columns_; c += shape_.stride, ++x)
            place(logits, 0, oneAnswer_ ? Pair{0, 0} : Pair{y, x}, {r, c}, scores);
}

}  // namespace seglab::nn
