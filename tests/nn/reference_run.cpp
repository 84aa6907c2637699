#include "nn/reference_run.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "core/losses.h"
#include "nn/networks.h"

using namespace seglab;
using namespace seglab::nn;
using core::Random;
using core::Tensor;

namespace {

Tensor<double> randomTensor(Random& random, const core::Shape& shape) {
    Tensor<double> result(shape);
    for (double& value : result.values) value = random.number(-1, 1);
    return result;
}

Tensor<std::uint8_t> randomLabels(Random& random, const core::Shape& logits) {
    Tensor<std::uint8_t> labels({logits[0], logits[2], logits[3]});
    for (auto& label : labels.values) label = std::uint8_t(random.integer(0, logits[1] - 1));
    return labels;
}

// A network with every operator.
Network everyOperator() {
    NetworkBuilder net("every-operator", "", 2);
    const NodeId a = net.convolution("a", net.input(), 4, {.kernel = {3, 3}, .padding = {1, 1}, .groups = 2});
    const NodeId b = net.batchNormalisation("b", a);
    const NodeId c = net.leakyRelu("c", b, 0.1);
    const NodeId pool = net.maxPooling("pool", c, {.kernel = {2, 2}, .stride = {2, 2}});
    const NodeId mean = net.averagePooling("mean", c, {.kernel = {2, 2}, .stride = {2, 2}});
    const NodeId low = net.addition("low", pool, mean);
    const NodeId dropped = net.dropout("dropped", net.sigmoid("squashed", low), 0.3);
    const NodeId unpooled = net.maxUnpooling("unpooled", dropped, pool);
    const NodeId stamped = net.transposedConvolution("stamped", low, 3, {.kernel = {2, 2}, .stride = {2, 2}});
    const NodeId repeated = net.upsampleNearest("repeated", net.relu("rectified", low), {2, 2});
    const NodeId smooth = net.upsampleBilinear("smooth", net.softmax("shares", low), {3, 3});
    const NodeId like = net.upsampleBilinearLike("like", low, c);
    const NodeId all = net.concatenation("all", {unpooled, stamped, repeated, net.crop("crop", smooth, c), like, c});
    net.convolution("head", all, 3, {});
    return std::move(net).build();
}

// The cross-entropy after a pass in training mode, always with the same dropout.
double lossOf(ReferenceRun<double>& run, const Tensor<double>& input, const Tensor<std::uint8_t>& labels) {
    Random dropout(3);
    return core::crossEntropy(run.forwardTraining(input, dropout), labels).value;
}

bool isSlope(const std::function<double()>& loss, double& x, double gradient) {
    constexpr double kStep = 1e-6;
    const double before = x;
    x = before + kStep;
    const double above = loss();
    x = before - kStep;
    const double below = loss();
    x = before;
    return std::abs((above - below) / (2 * kStep) - gradient) <= 1e-5 + 1e-3 * std::abs(gradient);
}

}  // namespace

TEST_CASE("the gradients of a whole network are the slopes of its loss, in training mode") {
    Random random(61);
    const Network network = everyOperator();
    ReferenceRun<double> run(network, initialWeights(network, 5));
    Tensor<double> input = randomTensor(random, {2, 2, 6, 6});
    Random dropout(3);
    const Tensor<double> logits = run.forwardTraining(input, dropout);
    const auto labels = randomLabels(random, logits.shape);
    run.backward(core::crossEntropy(logits, labels).gradient);
    const auto gradients = run.parameterGradients();
    const Tensor<double> inputGradient = run.gradient("input");

    const auto loss = [&] { return lossOf(run, input, labels); };
    for (const auto& [name, gradient] : gradients) {
        CAPTURE(name);
        Tensor<double>& parameter = run.parameters().at(name);
        REQUIRE(gradient.shape == parameter.shape);
        for (std::size_t i = 0; i < gradient.values.size(); ++i)
            REQUIRE(isSlope(loss, parameter.values[i], gradient.values[i]));
    }
    for (std::size_t i = 0; i < input.values.size(); ++i)
        REQUIRE(isSlope(loss, input.values[i], inputGradient.values[i]));
    CHECK(gradients.size() == 8);
}

TEST_CASE("after inference, gradients are those of the running statistics, without dropout") {
    Random random(62);
    const Network network = everyOperator();
    ReferenceRun<double> run(network, initialWeights(network, 6));
    Tensor<double> input = randomTensor(random, {1, 2, 6, 6});
    const auto labels = randomLabels(random, run.forward(input).shape);
    run.backward(core::crossEntropy(run.activation("head"), labels).gradient);
    const Tensor<double> gradient = run.gradient("input");
    const auto loss = [&] { return core::crossEntropy(run.forward(input), labels).value; };
    for (std::size_t i = 0; i < input.values.size(); ++i) REQUIRE(isSlope(loss, input.values[i], gradient.values[i]));
}

TEST_CASE("float and double agree on a U-Net, and every node can be read by name") {
    Random random(63);
    const Network network = namedNetwork("unet", {.inputChannels = 3, .classes = 2});
    const Weights weights = initialWeights(network, 1);
    ReferenceRun<double> exact(network, weights);
    ReferenceRun<float> single(network, weights);
    const Tensor<double> input = randomTensor(random, {1, 3, 16, 24});
    exact.forward(input);
    single.forward({input.shape, std::vector<float>(input.values.begin(), input.values.end())});
    for (const Node& node : network.nodes) {
        CAPTURE(node.name);
        const auto& a = exact.activation(node.name);
        const auto& b = single.activation(node.name);
        REQUIRE(a.shape == b.shape);
        for (std::size_t i = 0; i < a.values.size(); ++i)
            REQUIRE(double(b.values[i]) == Approx(a.values[i]).margin(1e-5));
    }
    CHECK_THROWS_AS(exact.activation("no such node"), Error);
    CHECK_THROWS_AS(exact.backward(Tensor<double>({1, 2, 3, 3})), Error);
}

TEST_CASE("training moves the running statistics, inference leaves them") {
    Random random(64);
    const Network network = everyOperator();
    ReferenceRun<double> run(network, initialWeights(network, 7));
    const Tensor<double> input = randomTensor(random, {2, 2, 6, 6});
    const auto before = run.parameters().at("b.running_mean");
    run.forward(input);
    CHECK(run.parameters().at("b.running_mean") == before);
    run.forwardTraining(input, random);
    CHECK_FALSE(run.parameters().at("b.running_mean") == before);
}
