#include "nn/fit_input.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "nn/engine.h"
#include "nn/networks.h"

using namespace seglab;
using namespace seglab::nn;
using core::Pair;
using core::Tensor;

TEST_CASE("every network gets the smallest input whose scores cover the picture") {
    const auto fitted = [](const char* name, Pair picture) { return fitPlane(namedNetwork(name), picture).input; };
    CHECK(fitted("unet", {64, 48}) == Pair{64, 48});
    CHECK(fitted("unet", {65, 41}) == Pair{72, 48});
    CHECK(fitted("fcn8s", {97, 1}) == Pair{128, 32});
    CHECK(fitted("fullres", {13, 7}) == Pair{13, 7});
    CHECK(fitted("patch-17", {20, 30}) == Pair{36, 46});
    CHECK(fitted("unet-2015", {388, 388}) == Pair{572, 572});
    CHECK(fitPlane(namedNetwork("unet-2015"), {388, 388}).before == Pair{92, 92});
    CHECK(fitPlane(namedNetwork("unet"), {65, 41}).before == Pair{0, 0});
}

TEST_CASE("a network whose scores never cover a picture is refused") {
    NetworkBuilder net("half", "", 1);
    net.maxPooling("pool", net.input(), {.kernel = {2, 2}, .stride = {2, 2}});
    CHECK_THROWS_AS(fitPlane(std::move(net).build(), {2000, 10}), Error);
}

TEST_CASE("reflection mirrors at the border cells as often as it takes") {
    const int expected[] = {1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2};
    for (int i = 0; i < 12; ++i) CHECK(reflected(i - 1, 4) == expected[i]);
    CHECK(reflected(-7, 4) == 1);
    CHECK(reflected(99, 1) == 0);
}

TEST_CASE("padding and cropping leave the picture's own pixels where they were") {
    Tensor<float> picture({1, 2, 5, 3});
    std::iota(picture.values.begin(), picture.values.end(), 0.0f);
    const FittedPlane plane{{5, 3}, {8, 8}, {0, 0}};
    const Tensor<float> padded = padByReflection(picture, plane);
    CHECK(padded.shape == core::Shape{1, 2, 8, 8});
    CHECK(padded.at(0, 1, 5, 3) == picture.at(0, 1, 3, 1));
    CHECK(cropToPicture(padded, plane) == picture);
}

TEST_CASE("the scores of a padded picture are those of the pixels of its own places") {
    // A patch network that only looks: its score is the pixel in the middle of its 5×5 field.
    const Network network = namedNetwork("patch-5", {.inputChannels = 1, .classes = 1});
    Weights weights = initialWeights(network, 1);
    for (auto& [name, tensor] : weights.tensors) std::fill(tensor.values.begin(), tensor.values.end(), 0.0f);
    weights.tensors["conv1.weight"].at(0, 0, 1, 1) = 1;
    weights.tensors["conv2.weight"].at(0, 0, 1, 1) = 1;
    weights.tensors["head.weight"].at(0, 0, 0, 0) = 1;
    Tensor<float> picture({1, 1, 6, 9});
    std::iota(picture.values.begin(), picture.values.end(), 0.0f);
    const FittedPlane plane = fitPlane(network, {6, 9});
    CHECK(plane.before == Pair{2, 2});
    Engine engine(network, weights);
    CHECK(cropToPicture(engine.forward(padByReflection(picture, plane)), plane) == picture);
}
