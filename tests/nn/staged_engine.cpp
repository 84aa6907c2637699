#include "nn/staged_engine.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "nn/engine_support.h"
#include "nn/networks.h"

namespace seglab::nn::testing {
namespace {

double largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(double(a[i]) - double(b[i])));
    return largest;
}

}  // namespace

TEST_CASE("in stages a network gives what it gives in one, and every activation by name", "[engine]") {
    for (const char* name : {"unet-s", "unet-add", "unet-noskip"}) {
        INFO(name);
        const Network network = namedNetwork(name);
        const Weights weights = randomWeights(network, 3);
        core::Random random(4);
        const Floats input = randomTensor({1, 3, 24, 16}, random);
        Engine whole(network, weights, {.threads = 1, .keepActivations = true});
        StagedEngine staged(network, weights);
        CHECK(staged.joins().size() == (std::string(name) == "unet-noskip" ? 0u : 3u));
        CHECK(largestDifference(staged.forward(input).values, whole.forward(input).values) < 1e-4);
        for (const Node& node : network.nodes)
            if (node.op == Op::Addition || node.op == Op::Concatenation || node.op == Op::MaxPooling)
                CHECK(largestDifference(staged.activation(node.name).values, whole.activation(node.name).values) <
                      1e-4);
    }
}

TEST_CASE("the gradients of the ways through bottleneck and skips add up to the whole gradient", "[engine]") {
    for (const char* name : {"unet", "unet-add"}) {
        INFO(name);
        const Network network = namedNetwork(name);
        const Weights weights = randomWeights(network, 8);
        core::Random random(9);
        const Floats input = randomTensor({1, 3, 16, 24}, random);
        Engine whole(network, weights, {.threads = 1, .keepActivations = true});
        whole.keepGradients({"input"});
        const Floats gradient = randomTensor(whole.forward(input).shape, random);
        whole.backward(gradient);
        StagedEngine staged(network, weights);
        staged.forward(input);
        const StagedEngine::Ways ways = staged.inputGradients(input, gradient);
        REQUIRE(ways.skips.size() == 3);
        std::vector<float> sum = ways.bottleneck.values;
        for (const Floats& skip : ways.skips) {
            CHECK(*std::max_element(skip.values.begin(), skip.values.end()) > 0);
            for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += skip.values[i];
        }
        const std::vector<float> expected = whole.gradient("input").values;
        const float largest = *std::max_element(expected.begin(), expected.end());
        CHECK(largestDifference(sum, expected) < 1e-4 * largest);
    }
}

TEST_CASE("what is put in a skip's place must have its shape", "[engine]") {
    const Network network = namedNetwork("unet");
    StagedEngine staged(network, randomWeights(network, 1));
    core::Random random(2);
    const Floats input = randomTensor({1, 3, 16, 16}, random);
    CHECK_THROWS_AS(staged.forward(input, [](std::size_t, Floats) { return Floats({1, 1, 2, 2}); }), Error);
}

}  // namespace seglab::nn::testing
