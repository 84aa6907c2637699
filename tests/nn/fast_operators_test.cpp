#include "nn/fast_operators.h"

#include <catch2/catch.hpp>

#include "nn/engine_support.h"

using namespace seglab;
using namespace seglab::nn;
using namespace seglab::nn::testing;
using core::Operation;

TEST_CASE("a single operator on the fast kernels has the reference's shape, rank and numbers", "[nn]") {
    core::Random random(1);
    const core::ConvolutionSettings settings{.stride = {2, 2}, .padding = {1, 1}, .dilation = {1, 1}};
    const Floats bias = randomTensor({6}, random);
    const Floats plane = randomTensor({4, 9, 8}, random), weight = randomTensor({6, 4, 3, 3}, random);
    CHECK(distance(fastConvolution(Operation::Convolution, 2, plane, weight, &bias, settings),
                   core::conv2d(plane, weight, &bias, settings)) < 1e-5);
    const Floats line = randomTensor({2, 4, 9}, random), lineWeight = randomTensor({4, 6, 3}, random);
    CHECK(distance(fastConvolution(Operation::TransposedConvolution, 1, line, lineWeight, &bias, settings),
                   core::convTranspose1d(line, lineWeight, &bias, settings)) < 1e-5);
    core::ConvolutionSettings reflecting = settings;
    reflecting.paddingMode = core::PaddingMode::Reflect;
    CHECK(fastConvolution(Operation::Convolution, 2, plane, weight, nullptr, reflecting) ==
          core::conv2d(plane, weight, static_cast<const Floats*>(nullptr), reflecting));
}

TEST_CASE("what no network does is computed by the reference", "[nn]") {
    core::Random random(2);
    const Floats long_ = randomTensor({1, 1, 1, 16385}, random), small = randomTensor({1, 1, 2, 3}, random);
    const Floats weight = randomTensor({1, 1, 2, 2}, random);
    const auto check = [&](const Floats& input, const Floats& kernel, const core::ConvolutionSettings& settings) {
        for (const Operation operation : {Operation::Convolution, Operation::TransposedConvolution})
            CHECK(fastConvolution(operation, 2, input, kernel, nullptr, settings) ==
                  (operation == Operation::Convolution
                       ? core::conv2d(input, kernel, static_cast<const Floats*>(nullptr), settings)
                       : core::convTranspose2d(input, kernel, static_cast<const Floats*>(nullptr), settings)));
    };
    check(long_, randomTensor({1, 1, 1, 2}, random), {});
    // The largest settings that the operators take: a border as wide would be gigabytes of zeros, or overflow.
    check(small, weight, {.stride = {1, 40'000}, .padding = {0, 0}, .dilation = {1, 1}});
    const core::ConvolutionSettings padded{.stride = {1, 1 << 30}, .padding = {0, 1 << 29}, .dilation = {1, 1}};
    CHECK(fastConvolution(Operation::Convolution, 2, small, weight, nullptr, padded) ==
          core::conv2d(small, weight, static_cast<const Floats*>(nullptr), padded));
    const core::ConvolutionSettings dilated{.stride = {1, 1 << 30}, .padding = {0, 1 << 29}, .dilation = {1, 1 << 29}};
    CHECK(fastConvolution(Operation::Convolution, 2, small, weight, nullptr, dilated) ==
          core::conv2d(small, weight, static_cast<const Floats*>(nullptr), dilated));
}

TEST_CASE("the fast kernels refuse what the reference refuses, in its words", "[nn]") {
    const auto message = [](const std::function<void()>& call) -> std::string {
        try {
            call();
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    const core::ConvolutionSettings settings;
    for (const core::Shape& input : {core::Shape{1, 3, 2, 2}, core::Shape{1, 4, 8, 8}, core::Shape{8, 8}})
        for (const core::Shape& weight : {core::Shape{2, 3, 3, 3}, core::Shape{2, 3, 3}}) {
            const Floats x(input), w(weight);
            const std::string said =
                message([&] { fastConvolution(Operation::Convolution, 2, x, w, nullptr, settings); });
            CHECK(said == message([&] { core::conv2d(x, w, static_cast<const Floats*>(nullptr), settings); }));
            CHECK_FALSE(said.empty());
        }
}
