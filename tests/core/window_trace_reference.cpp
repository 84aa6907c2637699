#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/reference.h"
#include "core/window_trace.h"

// The traces of the lab on downsampling against the numbers of PyTorch, not by way of our own operators.
using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

/// The plane at `index` of the last two axes.
Matrix planeOf(const Tensor<double>& tensor, std::int64_t index) {
    const std::size_t rank = tensor.shape.size();
    Matrix plane(int(tensor.shape[rank - 2]), int(tensor.shape[rank - 1]));
    const std::size_t cells = plane.values.size();
    std::copy_n(tensor.values.begin() + std::ptrdiff_t(std::size_t(index) * cells), cells, plane.values.begin());
    return plane;
}

/// [C,H,W] as [1,C,H,W].
Tensor<double> batched(Tensor<double> tensor) {
    if (tensor.shape.size() == 3) tensor.shape.insert(tensor.shape.begin(), 1);
    return tensor;
}

/// The channels of one picture of a batch.
std::vector<Matrix> channelsOf(const Tensor<double>& input, std::int64_t picture) {
    std::vector<Matrix> channels;
    for (std::int64_t c = 0; c < input.shape[1]; ++c) channels.push_back(planeOf(input, picture * input.shape[1] + c));
    return channels;
}

WindowSettings settingsOf(const Reference& reference) {
    WindowSettings s{.stride = reference.pair("stride"), .padding = reference.pair("padding")};
    if (reference.has("kernel")) s.window = reference.pair("kernel");
    if (reference.has("dilation")) s.dilation = reference.pair("dilation");
    if (!reference.has("mode")) return s;
    const std::string& mode = reference.text("mode");
    s.mode = mode == "reflect"     ? PaddingMode::Reflect
             : mode == "replicate" ? PaddingMode::Replicate
                                   : PaddingMode::Zeros;
    return s;
}

WindowOperands convolutionOperands(const Reference& reference, Draws& draws, const std::vector<Matrix>& channels) {
    WindowOperands operands{.input = channels};
    const Tensor<double> weight = draws.tensor(reference.shape("weight"));
    const Tensor<double> bias = draws.tensor({weight.shape[0]});
    for (std::int64_t f = 0; f < weight.shape[0]; ++f) {
        operands.filters.emplace_back();
        for (std::int64_t c = 0; c < weight.shape[1]; ++c)
            operands.filters.back().push_back(planeOf(weight, f * weight.shape[1] + c));
        operands.bias.push_back(reference.number("bias") ? bias.values[std::size_t(f)] : 0);
    }
    return operands;
}

}  // namespace

TEST_CASE("the windows of a convolution come to what PyTorch computes", "[window_trace][reference]") {
    int compared = 0, refused = 0;
    for (const Reference& reference : readReferences("convolutions.txt")) {
        if (reference.op != "conv2d" || reference.number("groups") != 1) continue;
        INFO(reference.line);
        Draws draws(reference.number("seed"));
        const Tensor<double> input = batched(draws.tensor(reference.shape("input")));
        const Draws afterInput = draws;
        for (std::int64_t picture = 0; picture < input.shape[0]; ++picture) {
            draws = afterInput;
            const WindowOperands operands = convolutionOperands(reference, draws, channelsOf(input, picture));
            if (reference.refused()) {
                CHECK_THROWS_AS(WindowTrace(operands, settingsOf(reference)), Error);
                ++refused;
                continue;
            }
            const WindowTrace trace(operands, settingsOf(reference));
            const Tensor<double> expected = batched(reference.expected(1.0 / 64));
            REQUIRE(expected.shape[1] == trace.maps());
            for (int map = 0; map < trace.maps(); ++map)
                CHECK(trace.result(map) == planeOf(expected, picture * trace.maps() + map));
            ++compared;
        }
    }
    CHECK(compared > 100);
    CHECK(refused > 0);
}

TEST_CASE("the largest of each window and its place are those of PyTorch", "[window_trace][reference]") {
    int compared = 0;
    for (const Reference& reference : readReferences("pooling_and_resizing.txt")) {
        if (reference.op != "max_pool2d") continue;
        INFO(reference.line);
        const Tensor<double> input = batched(Draws(reference.number("seed")).tensor(reference.shape("input")));
        WindowSettings settings = settingsOf(reference);
        settings.operation = WindowOperation::MaxPooling;
        if (reference.refused()) {
            CHECK_THROWS_AS(WindowTrace({.input = channelsOf(input, 0)}, settings), Error);
            continue;
        }
        const Tensor<double> expected = batched(reference.expected(1.0 / 64));
        const std::vector<std::int64_t> indices = reference.list("indices");
        std::size_t at = 0;
        for (std::int64_t picture = 0; picture < input.shape[0]; ++picture) {
            const WindowTrace trace({.input = channelsOf(input, picture)}, settings);
            const Pair out = trace.outputSize();
            for (int map = 0; map < trace.maps(); ++map)
                for (int i = 0; i < out.height * out.width; ++i, ++at) {
                    const WindowSum window = trace.windowOf(map, {i / out.width, i % out.width});
                    CHECK(window.value == expected.values.at(at));
                    REQUIRE(window.winner);
                    const Pair place = *trace.source(window.winner->padded);
                    CHECK(place.height * trace.inputSize().width + place.width == indices.at(at));
                }
        }
        CHECK(at == expected.values.size());
        ++compared;
    }
    CHECK(compared > 40);
}

TEST_CASE("the mean of each window is that of PyTorch with the border counted", "[window_trace][reference]") {
    int compared = 0;
    for (const Reference& reference : readReferences("pooling_and_resizing.txt")) {
        if (reference.op != "avg_pool2d" || reference.refused()) continue;
        // Without padding both ways to count are one; with it the lab shows PyTorch's default.
        const Pair padding = reference.pair("padding");
        if (reference.number("count_include_pad") == 0 && padding != Pair{0, 0}) continue;
        INFO(reference.line);
        const Tensor<double> input = batched(Draws(reference.number("seed")).tensor(reference.shape("input")));
        WindowSettings settings = settingsOf(reference);
        settings.operation = WindowOperation::AveragePooling;
        const Tensor<double> expected = batched(reference.expected());
        for (std::int64_t picture = 0; picture < input.shape[0]; ++picture) {
            const WindowTrace trace({.input = channelsOf(input, picture)}, settings);
            for (int map = 0; map < trace.maps(); ++map) {
                const Matrix mean = trace.result(map), truth = planeOf(expected, picture * trace.maps() + map);
                REQUIRE(mean.values.size() == truth.values.size());
                for (std::size_t i = 0; i < mean.values.size(); ++i)
                    CHECK(std::abs(mean.values[i] - truth.values[i]) <= 1e-12);
            }
        }
        ++compared;
    }
    CHECK(compared > 20);
}
