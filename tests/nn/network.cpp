#include "nn/network.h"

#include <catch2/catch.hpp>
#include <functional>

#include "nn/networks.h"
#include "nn/weights.h"

using namespace seglab;
using namespace seglab::nn;

namespace {

std::int64_t parameterCount(const Network& network) {
    std::int64_t count = 0;
    for (const ParameterShape& parameter : network.parameters())
        if (parameter.trained) count += core::elementCount(parameter.shape);
    return count;
}

std::string messageOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

}  // namespace

TEST_CASE("UNet-S has the parameters of the reference network") {
    CHECK(parameterCount(namedNetwork("unet-s")) == 482'118);
    CHECK(parameterCount(namedNetwork("unet-s-bn")) == 482'822);
}

TEST_CASE("a U-Net gives a map of the classes in the size of its input") {
    for (const std::string name : {"unet", "unet-add", "unet-noskip", "unet-bn", "unet-s"}) {
        const Network net = namedNetwork(name, {.inputChannels = 1, .classes = 2});
        CHECK(inferShapes(net, {2, 1, 64, 48}).back() == core::Shape{2, 2, 64, 48});
    }
}

TEST_CASE("nodes of a U-Net are found by the names of the figure") {
    const Network net = namedNetwork("unet");
    for (const char* name :
         {"input", "down1.conv1", "down1.relu2", "pool3", "bottleneck.conv2", "up3", "cat1", "refine2.conv1", "head"})
        CHECK(net.nodes[std::size_t(net.find(name))].name == name);
    CHECK_THAT(messageOf([&] { net.find("botleneck.conv2"); }), Catch::Contains("did you mean bottleneck.conv2?"));
    CHECK_THROWS_AS(net.find("down9"), Error);
}

TEST_CASE("an unknown network names the nearest") {
    CHECK_THAT(messageOf([] { namedNetwork("unett"); }), Catch::Contains("did you mean unet?"));
    CHECK_THROWS_AS(namedNetwork("unet", {.inputChannels = 0}), Error);
}

TEST_CASE("planes that do not meet are named with both sizes") {
    const std::string message = messageOf([] { inferShapes(namedNetwork("unet"), {1, 3, 100, 100}); });
    CHECK_THAT(message, Catch::Contains("node cat3 (concatenation)") && Catch::Contains("down3.relu2 is 25 x 25") &&
                            Catch::Contains("up3 is 24 x 24"));
    CHECK_THAT(messageOf([] {
                   inferShapes(namedNetwork("unet"), {1, 4, 64, 64});
               }),
               Catch::Contains("[N, 3, H, W]") && Catch::Contains("1 x 4 x 64 x 64"));
    CHECK_THAT(messageOf([] { inferShapes(namedNetwork("unet"), {1, 3, 4, 4}); }), Catch::Contains("node pool3"));
}

TEST_CASE("the builder refuses what does not fit") {
    NetworkBuilder net("net", "", 3);
    const NodeId a = net.convolution("a", net.input(), 4, {.kernel = {3, 3}});
    const NodeId b = net.convolution("b", net.input(), 6, {});
    CHECK_THROWS_AS(net.relu("a", b), Error);
    CHECK_THROWS_AS(net.relu("c", 7), Error);
    CHECK_THROWS_AS(net.addition("d", a, b), Error);
    CHECK_THROWS_AS(net.convolution("e", a, 5, {.groups = 2}), Error);
    CHECK_THROWS_AS(net.maxUnpooling("f", a, b), Error);
    CHECK_THROWS_AS(net.convolution("g", a, 5, {.stride = {0, 1}}), Error);
    CHECK_THROWS_AS(net.concatenation("h", {a, 99}), Error);
    CHECK_THROWS_AS(net.channels(-1), Error);
    CHECK_THROWS_AS(net.maxPooling("i", a, {.kernel = {2, 2}, .stride = {2, 2}, .padding = {0, 2}}), Error);
    CHECK_THROWS_AS(net.averagePooling("j", a, {.kernel = {2, 2}, .stride = {2, 2}, .padding = {2, 0}}), Error);
    CHECK_THROWS_AS(net.averagePooling("k", a, {.kernel = {3, 3}, .dilation = {2, 1}}), Error);
    CHECK_NOTHROW(net.maxPooling("l", a, {.kernel = {3, 3}, .stride = {2, 2}, .padding = {1, 1}}));
}

TEST_CASE("unpooling returns to the plane that was pooled, a crop to the plane it is cropped to") {
    NetworkBuilder net("net", "", 1);
    const NodeId pool = net.maxPooling("pool", net.input(), {.kernel = {2, 2}, .stride = {2, 2}});
    const NodeId back = net.maxUnpooling("back", pool, pool);
    net.crop("crop", back, pool);
    const std::vector<core::Shape> shapes = inferShapes(std::move(net).build(), {1, 1, 7, 9});
    CHECK(shapes[1] == core::Shape{1, 1, 3, 4});
    CHECK(shapes[2] == core::Shape{1, 1, 7, 9});
    CHECK(shapes[3] == core::Shape{1, 1, 3, 4});
}

TEST_CASE("initial weights follow from the seed and fit the network") {
    const Network net = namedNetwork("unet-bn");
    const Weights weights = initialWeights(net, 7);
    CHECK_NOTHROW(checkWeights(net, weights));
    CHECK(weights == initialWeights(net, 7));
    CHECK_FALSE(weights == initialWeights(net, 8));
    CHECK(weights["down1.bn1.weight"].values == std::vector<float>(8, 1.0f));
    CHECK(weights["down1.bn1.running_mean"].values == std::vector<float>(8, 0.0f));
}

TEST_CASE("initial weights are uniform up to one over the root of the fan in") {
    const Weights weights = initialWeights(namedNetwork("unet-s"), 1);
    const auto largest = [&](const char* name) {
        float most = 0;
        for (float value : weights[name].values) most = std::max(most, std::abs(value));
        return most;
    };
    CHECK(largest("bottleneck.conv2.weight") == Approx(1 / std::sqrt(128.0 * 9)).epsilon(0.01));
    CHECK(largest("bottleneck.conv2.bias") == Approx(1 / std::sqrt(128.0 * 9)).epsilon(0.1));
    CHECK(largest("up3.weight") == Approx(1 / std::sqrt(64.0 * 4)).epsilon(0.01));
}

TEST_CASE("weights that do not fit are listed as load_state_dict lists them") {
    const Network net = namedNetwork("unet");
    Weights weights = initialWeights(net, 1);
    weights.tensors.erase("head.bias");
    weights.tensors["tail.bias"] = core::Tensor<float>({3});
    weights.tensors["up1.bias"] = core::Tensor<float>({9});
    weights.tensors["down1.bn1.num_batches_tracked"] = core::Tensor<float>(core::Shape{});
    CHECK_THAT(messageOf([&] { checkWeights(net, weights); }),
               Catch::Contains("missing: head.bias") && Catch::Contains("unexpected: tail.bias") &&
                   Catch::Contains("up1.bias: 9 in the weights, 8 in the network") &&
                   !Catch::Contains("num_batches_tracked"));
}
