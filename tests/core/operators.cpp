#include "core/operators.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

ConvolutionSettings settingsOf(const Reference& reference) {
    ConvolutionSettings settings;
    settings.stride = reference.pair("stride");
    settings.padding = reference.pair("padding");
    settings.dilation = reference.pair("dilation");
    settings.outputPadding = reference.pair("output_padding");
    settings.groups = reference.number("groups");
    const std::string& mode = reference.text("mode");
    settings.paddingMode = mode == "reflect"     ? PaddingMode::Reflect
                           : mode == "replicate" ? PaddingMode::Replicate
                                                 : PaddingMode::Zeros;
    return settings;
}

template <class T>
Tensor<T> apply(const std::string& op, const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                const ConvolutionSettings& settings) {
    if (op == "conv1d") return conv1d(input, weight, bias, settings);
    if (op == "conv2d") return conv2d(input, weight, bias, settings);
    if (op == "conv_transpose1d") return convTranspose1d(input, weight, bias, settings);
    if (op == "conv_transpose2d") return convTranspose2d(input, weight, bias, settings);
    throw std::runtime_error("unknown operator in a reference: " + op);
}

// Output channels: a transposed weight holds them per group.
std::int64_t biasSize(const Reference& reference) {
    const Shape weight = reference.shape("weight");
    const bool transposed = reference.op.find("transpose") != std::string::npos;
    return transposed ? weight[1] * reference.number("groups") : weight[0];
}

struct Operands {
    Tensor<double> input, weight, bias;
};

Operands operandsOf(const Reference& reference) {
    Draws draws(reference.number("seed"));
    Operands operands;
    operands.input = draws.tensor(reference.shape("input"));
    operands.weight = draws.tensor(reference.shape("weight"));
    operands.bias = draws.tensor({biasSize(reference)});
    return operands;
}

std::string message(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        return error.what();
    }
    FAIL("no error was thrown");
    return {};
}

const Tensor<double> kLectureInput({1, 2, 2}, {0, 1, 2, 3});

}  // namespace

TEST_CASE("convolutions and transposed convolutions agree with PyTorch", "[operators][reference]") {
    int compared = 0, refused = 0;
    for (const Reference& reference : readReferences("convolutions.txt")) {
        INFO(reference.line);
        const Operands operands = operandsOf(reference);
        const Tensor<double>* bias = reference.number("bias") ? &operands.bias : nullptr;
        const ConvolutionSettings settings = settingsOf(reference);
        if (reference.refused()) {
            CHECK_THROWS_AS(apply(reference.op, operands.input, operands.weight, bias, settings), Error);
            ++refused;
            continue;
        }
        const Tensor<double> expected = reference.expected(1.0 / 64);
        const auto result = apply(reference.op, operands.input, operands.weight, bias, settings);
        CHECK(largestDifference(result, expected) <= 1e-12);

        const Tensor<float> floatBias = toFloat(operands.bias);
        const auto single = apply(reference.op, toFloat(operands.input), toFloat(operands.weight),
                                  bias ? &floatBias : nullptr, settings);
        CHECK(closeInFloat(single, expected));
        ++compared;
    }
    CHECK(compared == 500);
    CHECK(refused == 60);
}

TEST_CASE("the lecture's transposed convolutions come out exactly", "[operators]") {
    const Tensor<double> kernel({1, 1, 2, 2}, {1, 4, 2, 3});
    const auto strideTwo = convTranspose2d<double>(kLectureInput, kernel, nullptr, {.stride = {2, 2}});
    CHECK(strideTwo == Tensor<double>({1, 4, 4}, {0, 0, 1, 4, 0, 0, 2, 3, 2, 8, 3, 12, 4, 6, 6, 9}));

    const Tensor<double> other({1, 1, 2, 2}, {4, 1, 2, 3});
    const auto strideOne = convTranspose2d<double>(kLectureInput, other, nullptr, {});
    CHECK(strideOne == Tensor<double>({1, 3, 3}, {0, 4, 1, 8, 16, 6, 4, 12, 9}));

    // (a, b) = (2, 5), (x, y, z) = (3, 4, 7): (ax, ay, az + bx, by, bz).
    const auto line = convTranspose1d<double>(Tensor<double>({1, 2}, {2, 5}), Tensor<double>({1, 1, 3}, {3, 4, 7}),
                                              nullptr, {.stride = {2, 2}});
    CHECK(line == Tensor<double>({1, 5}, {6, 8, 29, 20, 35}));
}

TEST_CASE("3 x 3, stride 2, padding 1 takes 4 x 4 to 2 x 2, and back only with output padding 1", "[operators]") {
    const Tensor<double> kernel({1, 1, 3, 3}, 1.0);
    const auto down =
        conv2d<double>(Tensor<double>({1, 4, 4}, 1.0), kernel, nullptr, {.stride = {2, 2}, .padding = {1, 1}});
    CHECK(down.shape == Shape{1, 2, 2});
    CHECK(convTranspose2d<double>(down, kernel, nullptr, {.stride = {2, 2}, .padding = {1, 1}}).shape ==
          Shape{1, 3, 3});
    const ConvolutionSettings back{.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}};
    CHECK(convTranspose2d<double>(down, kernel, nullptr, back).shape == Shape{1, 4, 4});
}

TEST_CASE("a transposed convolution restores the shape, not the values", "[operators]") {
    Random random(11);
    const auto input = randomTensor(random, {1, 1, 5, 5});
    const auto kernel = randomTensor(random, {1, 1, 3, 3});
    const ConvolutionSettings settings{.stride = {2, 2}, .padding = {1, 1}};
    const auto back =
        convTranspose2d<double>(conv2d<double>(input, kernel, nullptr, settings), kernel, nullptr, settings);
    CHECK(back.shape == input.shape);
    CHECK(largestDifference(back, input) > 0.1);
}

TEST_CASE("the transposed convolution is the adjoint of the convolution", "[operators]") {
    Random random(12);
    for (int run = 0; run < 200; ++run) {
        const RandomTransposed drawn = randomTransposed(random, true);
        const auto up = convTranspose2d<double>(drawn.input, drawn.weight, nullptr, drawn.settings);
        const auto large = randomTensor(random, up.shape);
        ConvolutionSettings forward = drawn.settings;
        forward.outputPadding = {0, 0};
        const auto down = conv2d<double>(large, drawn.weight, nullptr, forward);
        REQUIRE(down.shape == drawn.input.shape);
        CHECK(std::abs(innerProduct(down, drawn.input) - innerProduct(large, up)) <= 1e-10);
    }
}

TEST_CASE("output padding beyond padding adds cells that hold the bias alone", "[operators]") {
    const Tensor<double> bias({1}, 0.5);
    const ConvolutionSettings settings{.stride = {3, 3}, .padding = {1, 1}, .outputPadding = {2, 2}};
    const Tensor<double> one({1, 1, 1}, 1.0), kernel({1, 1, 2, 2}, {1, 2, 3, 4});
    const auto output = convTranspose2d(one, kernel, &bias, settings);
    CHECK(output == Tensor<double>({1, 2, 2}, {4.5, 0.5, 0.5, 0.5}));
}

TEST_CASE("an empty batch gives an empty batch", "[operators]") {
    const auto output = conv2d<float>(Tensor<float>({0, 2, 5, 5}), Tensor<float>({3, 2, 3, 3}), nullptr, {});
    CHECK(output.shape == Shape{0, 3, 3, 3});
}

TEST_CASE("operands and settings that do not fit each get a message of their own", "[operators]") {
    const Tensor<double> input({1, 2, 4, 4}), weight({2, 2, 3, 3}), bias({3});
    const auto conv = [&](const ConvolutionSettings& settings) {
        return message([&] { conv2d<double>(input, weight, nullptr, settings); });
    };
    const auto contains = [](const std::string& text) { return Catch::Matchers::Contains(text); };
    CHECK_THAT(conv({.stride = {0, 1}}), contains("height: stride 0 must be at least 1"));
    CHECK_THAT(conv({.padding = {0, -1}}), contains("width: padding -1 must not be negative"));
    CHECK_THAT(conv({.dilation = {2, 1}}), contains("does not fit into 4 + 2·0 cells"));
    CHECK_THAT(conv({.outputPadding = {1, 0}}), contains("only a transposed convolution has output padding"));
    CHECK_THAT(conv({.groups = 3}), contains("3 groups do not divide"));
    CHECK_THAT(conv({.groups = 2}), contains("takes 4 input channels in 2 groups, the input has 2"));
    CHECK_THAT(conv({.groups = 0}), contains("groups 0"));
    CHECK_THAT(conv({.padding = {4, 0}, .paddingMode = PaddingMode::Reflect}), contains("reflected padding 4"));
    CHECK_THAT(message([&] { conv2d<double>(input, weight, &bias, {}); }), contains("bias of 3"));
    CHECK_THAT(message([&] { conv2d<double>(Tensor<double>({4, 4}), weight, nullptr, {}); }), contains("rank 2"));
    CHECK_THAT(message([&] { conv2d<double>(input, Tensor<double>({3, 3}), nullptr, {}); }), contains("rank 2"));
    CHECK_THAT(message([&] { conv2d<double>(Tensor<double>({1, 2, 0, 4}), weight, nullptr, {}); }), contains("empty"));
    const ConvolutionSettings reflect{.paddingMode = PaddingMode::Reflect};
    CHECK_THAT(message([&] { convTranspose2d<double>(input, weight, nullptr, reflect); }), contains("padding mode"));
    const ConvolutionSettings cropped{.padding = {3, 0}};
    CHECK_THAT(message([&] { convTranspose2d<double>(input, weight, nullptr, cropped); }),
               contains("crops all of the 6"));
}

TEST_CASE("an output that no memory holds is refused before it is allocated", "[operators]") {
    const Tensor<float> input({1, 1, 2, 2}), weight({1, 1, 1, 1});
    const ConvolutionSettings far{.stride = {1 << 30, 1 << 30}};
    CHECK_THAT(message([&] { convTranspose2d<float>(input, weight, nullptr, far); }),
               Catch::Matchers::Contains("too large"));
    const ConvolutionSettings farther{.stride = {2147483647, 1}, .dilation = {2147483647, 1}};
    CHECK_THAT(message([&] {
                   convTranspose2d<float>(input, Tensor<float>({1, 1, 2, 1}), nullptr, farther);
               }),
               Catch::Matchers::Contains("too large"));
    CHECK_THAT(message([&] { bedOfNails(input, {1 << 30, 1 << 30}); }), Catch::Matchers::Contains("too many"));
    CHECK_THAT(message([&] { upsampleNearest(input, {100000, 100000}); }), Catch::Matchers::Contains("too large"));
}

TEST_CASE("nearest neighbour and bed of nails give the lecture's pictures", "[operators]") {
    const Tensor<double> input({1, 2, 2}, {1, 2, 3, 4});
    CHECK(upsampleNearest(input, {2, 2}).values == std::vector<double>{1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4});
    CHECK(bedOfNails(input, {2, 2}).values == std::vector<double>{1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0});
    CHECK(upsampleNearest(input, {1, 3}) == Tensor<double>({1, 2, 6}, {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}));
    CHECK(bedOfNails(input, {3, 1}) == Tensor<double>({1, 6, 2}, {1, 2, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0}));
    CHECK_THAT(message([&] { bedOfNails(input, {0, 2}); }), Catch::Matchers::Contains("factor 0"));
}
