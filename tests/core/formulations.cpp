#include "core/formulations.h"

#include <catch2/catch.hpp>

#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

TEST_CASE("stamps, zero insertion and matrix are three ways of saying one thing", "[formulations]") {
    Random random(21);
    for (int run = 0; run < 400; ++run) {
        const RandomTransposed drawn = randomTransposed(random, run % 2 == 0);
        CAPTURE(run, toString(drawn.input.shape), toString(drawn.weight.shape));
        const auto stamped = convTranspose2d(drawn.input, drawn.weight, &drawn.bias, drawn.settings);
        const auto inserted = convTransposeByZeroInsertion(drawn.input, drawn.weight, &drawn.bias, drawn.settings);
        const auto multiplied = convTransposeByMatrix(drawn.input, drawn.weight, &drawn.bias, drawn.settings);
        CHECK(largestDifference(stamped, inserted) <= 1e-12);
        CHECK(largestDifference(stamped, multiplied) <= 1e-12);
    }
}

TEST_CASE("the three agree without batch and without bias, and where padding exceeds the kernel", "[formulations]") {
    Random random(22);
    const auto input = randomTensor(random, {3, 5, 4});
    const auto weight = randomTensor(random, {3, 2, 2, 3});
    const ConvolutionSettings settings{.stride = {2, 3}, .padding = {4, 5}, .outputPadding = {1, 2}};
    const auto stamped = convTranspose2d<double>(input, weight, nullptr, settings);
    CHECK(stamped.shape == Shape{2, 3, 4});
    CHECK(largestDifference(stamped, convTransposeByZeroInsertion(input, weight, nullptr, settings)) <= 1e-12);
    CHECK(largestDifference(stamped, convTransposeByMatrix(input, weight, nullptr, settings)) <= 1e-12);
}

TEST_CASE("the other formulations refuse what the operator refuses", "[formulations]") {
    const Tensor<double> input({1, 2, 3, 3}), weight({2, 1, 3, 3}), wrong({3, 1, 3, 3});
    const ConvolutionSettings outputPadding{.outputPadding = {1, 1}};
    CHECK_THROWS_AS(convTransposeByZeroInsertion(input, weight, nullptr, outputPadding), Error);
    CHECK_THROWS_AS(convTransposeByMatrix(input, weight, nullptr, outputPadding), Error);
    CHECK_THROWS_AS(convTransposeByZeroInsertion(input, wrong, nullptr, {}), Error);
    CHECK_THROWS_AS(convTransposeByMatrix(input, wrong, nullptr, {}), Error);
}
