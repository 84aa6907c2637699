#include "core/activations.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

Tensor<double> toDouble(const Tensor<std::int64_t>& tensor) {
    return {tensor.shape, std::vector<double>(tensor.values.begin(), tensor.values.end())};
}

}  // namespace

TEST_CASE("relu, softmax and argmax agree with PyTorch", "[activations][reference]") {
    int compared = 0;
    for (const Reference& reference : readReferences("pooling_and_resizing.txt")) {
        if (reference.op != "relu" && reference.op != "softmax" && reference.op != "argmax") continue;
        INFO(reference.line);
        const auto input = Draws(reference.number("seed")).tensor(reference.shape("input"));
        const auto expected = reference.expected();
        if (reference.op == "argmax") {
            CHECK(toDouble(argmax(input)) == expected);
            CHECK(argmax(toFloat(input)) == argmax(input));
        } else {
            const bool rectified = reference.op == "relu";
            CHECK(largestDifference(rectified ? relu(input) : softmax(input), expected) <= 1e-12);
            CHECK(closeInFloat(rectified ? relu(toFloat(input)) : softmax(toFloat(input)), expected));
        }
        ++compared;
    }
    CHECK(compared == 43);
}

TEST_CASE("softmax does not overflow and sums to one over the channels", "[activations]") {
    const auto output = softmax(Tensor<float>({3, 1, 2}, {1000, -1000, 1001, 0, 999, 1000}));
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(output.values[i] + output.values[2 + i] + output.values[4 + i] == Approx(1));
        CHECK(std::isfinite(output.values[i]));
    }
    CHECK(softmax(Tensor<float>({0, 2, 1, 1})).values.empty());
}

TEST_CASE("the channels are the first axis of [C,H,W] and [C], else the second", "[activations]") {
    CHECK(argmax(Tensor<double>({2, 1, 2}, {1, 5, 3, 4})) == Tensor<std::int64_t>({1, 2}, {1, 0}));
    CHECK(argmax(Tensor<double>({3}, {1, 5, 5})) == Tensor<std::int64_t>(Shape{}, 1));
    CHECK(argmax(Tensor<double>({2, 2}, {1, 5, 4, 3})) == Tensor<std::int64_t>({2}, {1, 0}));
    CHECK(argmax(Tensor<double>({3, 1, 1}, {1, std::nan(""), 9})).values[0] == 1);
    CHECK_THROWS_AS(argmax(Tensor<double>({0, 2, 2})), Error);
    CHECK_THROWS_AS(softmax(Tensor<double>(Shape{})), Error);
}

TEST_CASE("maps one by one have the class that all together have, NaN among them", "[activations]") {
    Random random(4);
    Tensor<float> scores({1, 5, 6, 7});
    for (float& score : scores.values) score = float(random.integer(0, 4));  // many equal ones
    for (std::size_t at = 3; at < scores.values.size(); at += 11) scores.values[at] = std::nanf("");
    LargestOfMaps maps;
    for (auto map = scores.values.begin(); map != scores.values.end(); map += 42)
        maps.add(Tensor<float>({1, 6, 7}, std::vector<float>(map, map + 42)));
    CHECK(maps.classes() == classOfLargest(scores));
    const Tensor<std::int64_t> expected = argmax(scores);
    for (std::size_t at = 0; at < 42; ++at) CHECK(maps.classes().values[at] == expected.values[at]);
    CHECK_THROWS_AS(maps.add(Tensor<float>({1, 7, 6})), Error);
}

TEST_CASE("relu keeps NaN and any rank", "[activations]") {
    const auto output = relu(Tensor<float>({3}, {-1, 2, std::nanf("")}));
    CHECK(output.values[0] == 0);
    CHECK(output.values[1] == 2);
    CHECK(std::isnan(output.values[2]));
}
