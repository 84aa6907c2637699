#include <catch2/catch.hpp>

#include "nn/engine_support.h"
#include "nn/networks.h"
#include "nn/reference_run.h"

// Whole networks, forwards and backwards, against the same with the reference operators in float64.
namespace seglab::nn::testing {
namespace {

// ‖a − b‖ / ‖b‖: where float and double disagree about the sign before a rectifier, one value differs, not the whole.
double relativeDistance(const std::vector<float>& a, const std::vector<double>& b) {
    REQUIRE(a.size() == b.size());
    double difference = 0, norm = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
        norm += b[i] * b[i];
    }
    return std::sqrt(difference) / (std::sqrt(norm) + 1e-12);
}

// Every operator that has a gradient, with branches, and parts of concatenations that stand in place and that do not.
Network everything() {
    const NodeSettings three{.kernel = {3, 3}, .padding = {1, 1}}, halve{.kernel = {2, 2}, .stride = {2, 2}};
    NetworkBuilder b("everything", "a test", 3);
    NodeId x = b.relu("a.relu", b.batchNormalisation("a.norm", b.convolution("a", b.input(), 11, three)));
    const NodeId fine = x;
    const NodeId pool = b.maxPooling("pool", x, halve);
    x = b.leakyRelu("b.leaky", b.convolution("b", pool, 11, {.kernel = {3, 3}, .padding = {2, 2}, .dilation = {2, 2}}),
                    0.2);
    x = b.addition("sum", x, b.sigmoid("sigmoid", pool));
    x = b.dropout("drop", x, 0.3);
    const NodeId coarse = b.averagePooling("mean", x, halve);
    const NodeId wide = b.batchNormalisation("c.norm", b.transposedConvolution("c", coarse, 5, halve));
    const NodeId twice = b.concatenation("twice", {x, wide, x});
    const NodeId unpooled = b.maxUnpooling("unpool", b.convolution("d", twice, 11, {}), pool);
    const NodeId both = b.concatenation("both", {fine, unpooled, b.upsampleNearest("near", twice, {2, 2})});
    x = b.relu("e.relu", b.convolution("e", both, 8, {.kernel = {3, 3}, .stride = {2, 2}, .padding = {1, 1}}));
    x = b.upsampleBilinearLike("back", x, fine);
    x = b.addition("again", x, b.convolution("f", fine, 8, {.kernel = {1, 1}, .groups = 1, .bias = false}));
    x = b.softmax("softmax", b.convolution("g", x, 4, three));
    return std::move(b).build();
}

void compare(const Network& network, const core::Shape& shape, bool training) {
    INFO(network.name << (training ? ", training" : ", inference"));
    const Weights weights = randomWeights(network, 7);
    core::Random random(5);
    const Floats input = randomTensor(shape, random);
    Engine engine(network, weights, {.threads = 2, .keepActivations = true});
    engine.keepGradients({"input"});
    ReferenceRun<double> reference(network, weights);
    core::Random drawn(11), drawnAgain(11);
    const Floats logits = training ? engine.forwardTraining(input, drawn) : engine.forward(input);
    const Doubles expected =
        training ? reference.forwardTraining(widened(input), drawnAgain) : reference.forward(widened(input));
    CHECK(distance(logits, expected) < 1e-4);
    for (const Node& node : network.nodes)
        CHECK(relativeDistance(engine.activation(node.name).values, reference.activation(node.name).values) < 1e-5);

    const Floats g = randomTensor(logits.shape, random);
    engine.backward(g);
    reference.backward(widened(g));
    CHECK(relativeDistance(engine.gradient("input").values, reference.gradient("input").values) < 1e-3);
    for (const Engine::Parameter& p : engine.parameters()) {
        INFO(p.name);
        const std::vector<double>& right = reference.parameterGradients().at(p.name).values;
        double largest = 0;
        for (double value : right) largest = std::max(largest, std::abs(value));
        if (largest > 1e-6)  // a bias before a batch normalisation has none
            CHECK(relativeDistance({p.gradient, p.gradient + p.count}, right) < 1e-3);
    }
    for (const auto& [name, tensor] : engine.weights().tensors)
        CHECK(distance(tensor, reference.parameters().at(name)) < 1e-5);
}

}  // namespace

TEST_CASE("a network of every operator is the reference's, forwards and backwards", "[nn]") {
    withEachInstructionSet([] {
        compare(everything(), {2, 3, 16, 20}, true);
        compare(everything(), {1, 3, 12, 8}, false);
    });
}

TEST_CASE("the gradient of every node is the reference's, with all kept at once", "[nn]") {
    for (const auto& [name, shape] : {std::pair<const char*, core::Shape>{"unet-s", {1, 3, 16, 24}},
                                      {"unet-add", {2, 3, 16, 8}},
                                      {"deconvnet", {1, 3, 32, 32}}}) {
        const Network network = namedNetwork(name);
        const Weights weights = randomWeights(network, 7);
        core::Random random(5);
        const Floats input = randomTensor(shape, random);
        Engine engine(network, weights, {.threads = 2, .keepActivations = true});
        std::vector<std::string> nodes;
        for (const Node& node : network.nodes) nodes.push_back(node.name);
        engine.keepGradients(nodes);
        ReferenceRun<double> reference(network, weights);
        const Floats g = randomTensor(engine.forward(input).shape, random);
        reference.forward(widened(input));
        engine.backward(g);
        reference.backward(widened(g));
        for (const std::string& node : nodes) {
            INFO(name << ": " << node);
            CHECK(relativeDistance(engine.gradient(node).values, reference.gradient(node).values) < 1e-3);
        }
    }
}

TEST_CASE("named networks are the reference's, forwards and backwards", "[nn]") {
    for (const char* name : {"unet", "unet-add", "unet-noskip", "unet-bn"}) {
        compare(namedNetwork(name), {1, 3, 24, 16}, true);
        compare(namedNetwork(name), {1, 3, 24, 16}, false);
    }
}

}  // namespace seglab::nn::testing
