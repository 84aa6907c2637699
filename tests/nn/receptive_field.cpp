#include "nn/receptive_field.h"

#include <catch2/catch.hpp>

#include "nn/networks.h"
#include "nn/reference_run.h"

using namespace seglab;
using namespace seglab::nn;
using core::Random;
using core::Tensor;

namespace {

struct Probe {
    Network network;
    core::Shape shape;
    int axis;
    std::vector<std::vector<Span>> found;  ///< [node][row or column]

    void include(const std::vector<Tensor<double>>& before, const std::vector<Tensor<double>>& after, int line) {
        for (std::size_t node = 0; node < before.size(); ++node)
            for (std::size_t i = 0; i < before[node].values.size(); ++i) {
                if (before[node].values[i] == after[node].values[i]) continue;
                const std::size_t width = std::size_t(before[node].size(3)), height = std::size_t(before[node].size(2));
                Span& span = found[node][axis == 0 ? i / width % height : i % width];
                span = span.size() == 0
                           ? Span{line, line}
                           : Span{std::min<std::int64_t>(span.first, line), std::max<std::int64_t>(span.last, line)};
            }
    }
};

std::vector<Tensor<double>> activations(ReferenceRun<double>& run, const Tensor<double>& input) {
    run.forward(input);
    std::vector<Tensor<double>> all;
    for (const Node& node : run.network().nodes) all.push_back(run.activation(node.name));
    return all;
}

// Writes new numbers into one row (or column) of the input after the other and looks which cells change, whatever the
// numbers: the cells of a maximum that another cell holds need several attempts.
Probe dependence(const Network& network, const core::Shape& shape, int axis) {
    Probe probe{network, shape, axis, {}};
    for (const core::Shape& output : inferShapes(network, shape))
        probe.found.emplace_back(std::size_t(output[std::size_t(2 + axis)]));
    Random random(5);
    ReferenceRun<double> run(network, initialWeights(network, 11));
    for (int attempt = 0; attempt < 40; ++attempt) {
        Tensor<double> input(shape);
        for (double& value : input.values) value = random.number(-1, 1);
        const std::vector<Tensor<double>> before = activations(run, input);
        for (int line = 0; line < shape[std::size_t(2 + axis)]; ++line) {
            Tensor<double> changed = input;
            for (std::int64_t c = 0; c < shape[1]; ++c)
                for (std::int64_t i = 0; i < shape[std::size_t(3 - axis)]; ++i)
                    (axis == 0 ? changed.at(0, c, line, i) : changed.at(0, c, i, line)) = random.number(-1, 1);
            probe.include(before, activations(run, changed), line);
        }
    }
    return probe;
}

void checkAgainstBruteForce(const Network& network, const core::Shape& shape) {
    const std::vector<core::Shape> shapes = inferShapes(network, shape);
    for (const int axis : {0, 1}) {
        const Probe probe = dependence(network, shape, axis);
        for (std::size_t node = 0; node < shapes.size(); ++node)
            for (int cell = 0; cell < shapes[node][std::size_t(2 + axis)]; ++cell) {
                const ReceptiveField field =
                    receptiveField(network, shape, NodeId(node), axis == 0 ? core::Pair{cell, 0} : core::Pair{0, cell});
                const Span& span = axis == 0 ? field.rows : field.columns;
                const Span& brute = probe.found[node][std::size_t(cell)];
                CAPTURE(network.nodes[node].name, axis, cell, span.first, span.last, brute.first, brute.last);
                CHECK(((span.size() == 0 && brute.size() == 0) || span == brute));
            }
    }
}

constexpr NodeSettings kTwoByTwo{.kernel = {2, 2}, .stride = {2, 2}};

}  // namespace

TEST_CASE("receptive fields are what changing the picture line by line shows: convolutions") {
    NetworkBuilder net("net", "", 2);
    const NodeId a = net.convolution("a", net.input(), 2, {.kernel = {3, 2}, .stride = {2, 1}, .padding = {1, 0}});
    const NodeId b = net.convolution("b", a, 2, {.kernel = {2, 3}, .padding = {1, 2}, .dilation = {1, 2}});
    net.transposedConvolution("c", b, 2,
                              {.kernel = {3, 1}, .stride = {2, 3}, .padding = {1, 0}, .outputPadding = {1, 2}});
    checkAgainstBruteForce(std::move(net).build(), {1, 2, 11, 8});
}

TEST_CASE("receptive fields are what changing the picture line by line shows: pooling and up-sampling") {
    NetworkBuilder net("net", "", 1);
    const NodeId pool =
        net.averagePooling("pool", net.input(), {.kernel = {3, 3}, .stride = {2, 2}, .padding = {1, 1}});
    const NodeId smooth = net.upsampleBilinear("smooth", pool, {2, 3});
    const NodeId like = net.upsampleBilinearLike("like", pool, net.input());
    net.upsampleNearest("repeated", net.crop("crop", smooth, like), {2, 2});
    checkAgainstBruteForce(std::move(net).build(), {1, 1, 9, 7});
}

TEST_CASE("receptive fields are what changing the picture line by line shows: remembered positions") {
    NetworkBuilder net("net", "", 1);
    const NodeId pool = net.maxPooling("pool", net.input(), kTwoByTwo);
    const NodeId mixed = net.convolution("mixed", pool, 1, {.kernel = {3, 3}, .padding = {1, 1}});
    net.maxUnpooling("unpooled", mixed, pool);
    checkAgainstBruteForce(std::move(net).build(), {1, 1, 9, 7});
}

TEST_CASE("receptive fields are what changing the picture line by line shows: skips over a way down and up") {
    NetworkBuilder net("net", "", 1);
    const NodeId top = net.convolution("top", net.input(), 2, {.kernel = {3, 3}, .padding = {1, 1}});
    const NodeId low =
        net.convolution("low", net.averagePooling("pool", top, kTwoByTwo), 2, {.kernel = {3, 3}, .padding = {1, 1}});
    const NodeId up = net.transposedConvolution("up", low, 2, kTwoByTwo);
    net.convolution("head", net.concatenation("cat", {top, up}), 2, {.kernel = {3, 3}, .padding = {1, 1}});
    checkAgainstBruteForce(std::move(net).build(), {1, 1, 12, 10});
}

TEST_CASE("far from the borders neighbouring cells of a U-Net have receptive fields of different sizes") {
    const Network net = namedNetwork("unet");
    const std::vector<ReceptiveFieldRange> ranges = receptiveFieldRanges(net, {1, 3, 64, 64});
    const auto range = [&](const char* node) { return ranges[std::size_t(net.find(node))]; };
    CHECK(range("input").maximum == core::Pair{1, 1});
    CHECK(range("down1.conv2").maximum == core::Pair{5, 5});
    CHECK(range("down2.conv2").maximum == core::Pair{14, 14});
    // Both convolutions of a level add 4 cells of its stride, a pooling one cell of the stride before it.
    CHECK(range("bottleneck.conv2").minimum == core::Pair{68, 68});
    CHECK(range("bottleneck.conv2").maximum == core::Pair{68, 68});
    CHECK(range("head").minimum.height < range("head").maximum.height);
}

TEST_CASE("a cell outside of a node's plane has no receptive field") {
    CHECK_THROWS_AS(receptiveField(namedNetwork("patch-5"), {1, 3, 8, 8}, 1, {6, 0}), Error);
}
