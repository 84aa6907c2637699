#include "nn/networks.h"

#include <catch2/catch.hpp>

#include "nn/costs.h"
#include "nn/receptive_field.h"
#include "nn/weights.h"

using namespace seglab;
using namespace seglab::nn;

namespace {

core::Shape outputShape(const Network& net, const core::Shape& input) {
    return inferShapes(net, input).back();
}

core::Shape shapeOf(const Network& net, const char* node, const core::Shape& input) {
    return inferShapes(net, input)[std::size_t(net.find(node))];
}

}  // namespace

TEST_CASE("every named network has its own name, a summary, and takes any number of bands and classes") {
    for (const std::string& name : networkNames()) {
        CAPTURE(name);
        const Network net = namedNetwork(name, {.inputChannels = 5, .classes = 3});
        CHECK(net.name == name);
        CHECK_FALSE(net.summary.empty());
        CHECK(net.inputChannels() == 5);
        CHECK(net.classes() == 3);
        CHECK(outputShape(net, {1, 5, 320, 320})[1] == 3);
        std::size_t uses = 0;
        for (const Node& node : net.nodes) uses += node.inputs.size();
        CHECK(uses >= net.nodes.size() - 1);
    }
}

TEST_CASE("UNet-S costs what the reference network costs") {
    CHECK(networkCost(namedNetwork("unet-s"), {1, 3, 128, 128}).multiplyAdds == 581'173'248);
    CHECK(networkCost(namedNetwork("unet-s"), {1, 3, 256, 256}).multiplyAdds == 4 * 581'173'248ll);
    CHECK(networkCost(namedNetwork("unet-s"), {1, 3, 128, 128}).parameters == 482'118);
}

TEST_CASE("the costs of one layer are what its definition says") {
    NetworkBuilder net("net", "", 4);
    const NodeId a = net.convolution("a", net.input(), 6, {.kernel = {3, 2}, .groups = 2});
    net.transposedConvolution("b", a, 5, {.kernel = {2, 2}, .stride = {2, 2}, .bias = false});
    const std::vector<NodeCost> costs = nodeCosts(std::move(net).build(), {2, 4, 7, 5});
    // a: 2·6·5·4 outputs, each from 2 channels of 3×2 cells; b: as many inputs, each stamped 5·2·2 times.
    CHECK(costs[1].multiplyAdds == 2 * 6 * 5 * 4 * 2 * 6);
    CHECK(costs[1].parameters == 6 * 2 * 6 + 6);
    CHECK(costs[2].multiplyAdds == 2 * 6 * 5 * 4 * 5 * 4);
    CHECK(costs[2].parameters == 6 * 5 * 4);
    CHECK(costs[2].outputBytes == 2 * 5 * 10 * 8 * 4);
}

TEST_CASE("the lecture's U-Net concatenates 192, 384, 768 and 1536 channels, for any number of bands") {
    const Network net = namedNetwork("unet-lecture", {.inputChannels = 12, .classes = 5});
    const core::Shape input{1, 12, 512, 512};
    CHECK(shapeOf(net, "bottleneck.relu2", input) == core::Shape{1, 1024, 32, 32});
    CHECK(shapeOf(net, "cat4", input) == core::Shape{1, 1536, 64, 64});
    CHECK(shapeOf(net, "cat3", input) == core::Shape{1, 768, 128, 128});
    CHECK(shapeOf(net, "cat2", input) == core::Shape{1, 384, 256, 256});
    CHECK(shapeOf(net, "cat1", input) == core::Shape{1, 192, 512, 512});
    CHECK(outputShape(net, input) == core::Shape{1, 5, 512, 512});
}

TEST_CASE("the U-Net of 2015 goes from 572 to 388 pixels as its figure says") {
    const Network net = namedNetwork("unet-2015", {.inputChannels = 1, .classes = 2});
    const core::Shape input{1, 1, 572, 572};
    CHECK(shapeOf(net, "down1.relu2", input) == core::Shape{1, 64, 568, 568});
    CHECK(shapeOf(net, "down4.relu2", input) == core::Shape{1, 512, 64, 64});
    CHECK(shapeOf(net, "bottleneck.relu2", input) == core::Shape{1, 1024, 28, 28});
    CHECK(shapeOf(net, "cat4", input) == core::Shape{1, 1024, 56, 56});
    CHECK(shapeOf(net, "cat1", input) == core::Shape{1, 128, 392, 392});
    CHECK(outputShape(net, input) == core::Shape{1, 2, 388, 388});
    // What its layers add up to; the paper does not say.
    CHECK(parameterCount(net) == 31'030'658);
}

TEST_CASE("a patch classifier gives one score for a patch of its receptive field, and all of them for a picture") {
    for (const int field : {1, 5, 9, 17, 33}) {
        const Network net = namedNetwork("patch-" + std::to_string(field));
        CHECK(outputShape(net, {1, 3, field, field}) == core::Shape{1, 6, 1, 1});
        CHECK(outputShape(net, {1, 3, 64, 80}) == core::Shape{1, 6, 65 - field, 81 - field});
        const ReceptiveFieldRange range = receptiveFieldRanges(net, {1, 3, 64, 64}).back();
        CHECK(range.minimum == core::Pair{field, field});
        CHECK(range.maximum == core::Pair{field, field});
    }
}

TEST_CASE("the three FCNs share one encoder, and their score maps lie at strides 32, 16 and 8") {
    const core::Shape input{1, 3, 128, 96};
    const Network fcn8 = namedNetwork("fcn8s");
    for (const char* name : {"fcn32s", "fcn16s"}) {
        const Network net = namedNetwork(name);
        for (std::size_t i = 0; i <= std::size_t(net.find("score_fr")); ++i)
            CHECK(net.nodes[i].name == fcn8.nodes[i].name);
        CHECK(outputShape(net, input) == core::Shape{1, 6, 128, 96});
    }
    CHECK(shapeOf(fcn8, "score_fr", input) == core::Shape{1, 6, 4, 3});
    CHECK(shapeOf(fcn8, "fuse_pool4", input) == core::Shape{1, 6, 8, 6});
    CHECK(shapeOf(fcn8, "fuse_pool3", input) == core::Shape{1, 6, 16, 12});
    CHECK(outputShape(fcn8, input) == core::Shape{1, 6, 128, 96});
}

TEST_CASE("an FCN's learned up-sampling begins bilinear, each class from itself") {
    const Weights weights = initialWeights(namedNetwork("fcn16s", {.classes = 2}), 3);
    const core::Tensor<float>& kernel = weights["upscore2.weight"];
    CHECK(kernel.shape == core::Shape{2, 2, 4, 4});
    CHECK(kernel.at(1, 1, 0, 0) == 0.0625f);
    CHECK(kernel.at(1, 1, 1, 2) == 0.5625f);
    CHECK(kernel.at(0, 1, 1, 2) == 0.0f);
}

TEST_CASE("DeconvNet unpools to where its poolings found their maxima") {
    const Network net = namedNetwork("deconvnet");
    for (const std::string stage : {"1", "2", "3", "4"}) {
        const Node& unpooling = net.nodes[std::size_t(net.find("unpool" + stage))];
        CHECK(net.nodes[std::size_t(unpooling.inputs[1])].name == "pool" + stage);
    }
    CHECK(outputShape(net, {1, 3, 96, 64}) == core::Shape{1, 6, 96, 64});
    CHECK(outputShape(net, {1, 3, 101, 67}) == core::Shape{1, 6, 101, 67});
}
