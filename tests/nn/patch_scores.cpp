#include "nn/patch_scores.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/random.h"
#include "nn/costs.h"
#include "nn/engine.h"
#include "nn/networks.h"

using namespace seglab;
using core::Pair;
using core::Tensor;

namespace {

Tensor<float> randomImage(int height, int width, std::uint64_t seed) {
    core::Random random(seed);
    Tensor<float> image({3, height, width});
    for (float& v : image.values) v = float(random.uniform());
    return image;
}

}  // namespace

TEST_CASE("window by window and in one pass, every patch network gives the same scores", "[patch_scores]") {
    const Tensor<float> image = randomImage(11, 8, 4);
    for (const char* name : {"patch-1", "patch-5", "patch-9", "patch-17", "patch-33"}) {
        const nn::Network network = nn::namedNetwork(name);
        const nn::Weights weights = nn::initialWeights(network, 1);
        const nn::PatchScores scores = nn::scoreInOnePass(network, weights, image);
        REQUIRE(scores.logits.shape == core::Shape{1, 6, 11, 8});
        nn::Engine engine(network, weights, {.threads = 1});
        float difference = 0;
        for (int r = 0; r < 11; ++r)
            for (int c = 0; c < 8; ++c) {
                const Tensor<float> one = engine.forward(nn::patchAt(scores.padded, nn::patchSize(network), {r, c}));
                REQUIRE(one.shape == core::Shape{1, 6, 1, 1});
                for (int k = 0; k < 6; ++k)
                    difference = std::max(difference, std::abs(one.at(0, k, 0, 0) - scores.logits.at(0, k, r, c)));
            }
        CHECK(difference < 1e-5f);
    }
}

TEST_CASE("the name of a patch network is the side of its patch", "[patch_scores]") {
    for (const int side : {1, 5, 9, 17, 33})
        CHECK(nn::patchSize(nn::namedNetwork("patch-" + std::to_string(side))) == Pair{side, side});
}

TEST_CASE("layers of a patch network cost what the network costs", "[patch_scores]") {
    const nn::Network network = nn::namedNetwork("patch-17");
    const core::SlidingWindows sliding(nn::patchLayers(network), {40, 31});
    CHECK(sliding.multiplyAddsInOnePass() == nn::networkCost(network, {1, 3, 40, 31}).multiplyAdds);
    CHECK(sliding.multiplyAddsPerWindow() == nn::networkCost(network, {1, 3, 17, 17}).multiplyAdds);
}

TEST_CASE("a picture of one pixel is classified", "[patch_scores]") {
    const nn::Network network = nn::namedNetwork("patch-9");
    const nn::PatchScores scores = nn::scoreInOnePass(network, nn::initialWeights(network, 2), randomImage(1, 1, 5));
    CHECK(scores.best.size() == 1);
    const std::vector<double> shares = nn::sharesAt(scores.logits, {0, 0});
    double sum = 0;
    for (const double share : shares) sum += share;
    CHECK(sum == Approx(1));
    CHECK(std::max_element(shares.begin(), shares.end()) - shares.begin() == scores.best[0]);
}

TEST_CASE("a network that goes down is no patch network, and the node is named", "[patch_scores]") {
    CHECK_THROWS_AS(nn::patchLayers(nn::namedNetwork("unet")), Error);
    CHECK_THROWS_WITH(nn::patchLayers(nn::namedNetwork("fullres")), Catch::Contains("conv1"));
}
