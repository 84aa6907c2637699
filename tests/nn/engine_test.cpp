#include <catch2/catch.hpp>

#include <algorithm>

#include "nn/engine_support.h"
#include "nn/networks.h"

// The engine as a whole: threads, instruction sets, memory, what is kept, stopping.
namespace seglab::nn::testing {
namespace {

const NodeSettings kThree{.kernel = {3, 3}, .padding = {1, 1}};
const NodeSettings kHalve{.kernel = {2, 2}, .stride = {2, 2}};

// A small U with everything that fuses, shares memory or branches.
Network smallU() {
    NetworkBuilder b("small-u", "a test", 3);
    NodeId x = b.convolution("in", b.input(), 10, kThree);
    x = b.batchNormalisation("in.norm", x);
    const NodeId skip = b.relu("in.relu", x);
    x = b.maxPooling("pool", skip, kHalve);
    x = b.leakyRelu("deep.relu", b.convolution("deep", x, 18, kThree), 0.1);
    x = b.dropout("drop", x, 0.5);
    x = b.addition("sum", x, b.convolution("deep.again", x, 18, kThree));
    x = b.transposedConvolution("up", x, 7, kHalve);
    x = b.concatenation("both", {skip, x});
    x = b.relu("out.relu", b.convolution("out", x, 9, kThree));
    b.convolution("logits", x, 4, {});
    return std::move(b).build();
}

struct TrainingRun {
    Floats logits;
    std::vector<std::vector<float>> gradients;
    Weights after;

    bool operator==(const TrainingRun& o) const {
        return logits == o.logits && gradients == o.gradients && after == o.after;
    }
};

TrainingRun trainOnce(const Network& network, int threads) {
    core::Random random(3);
    Engine engine(network, randomWeights(network, 1), {.threads = threads});
    const Floats input = randomTensor({3, 3, 22, 26}, random);
    TrainingRun run;
    run.logits = engine.forwardTraining(input, random);
    engine.backward(randomTensor(run.logits.shape, random));
    for (const Engine::Parameter& p : engine.parameters()) run.gradients.push_back({p.gradient, p.gradient + p.count});
    run.after = engine.weights();
    return run;
}

double distance(const TrainingRun& a, const TrainingRun& b) {
    double most = testing::distance(a.logits, b.logits);
    for (std::size_t i = 0; i < a.gradients.size(); ++i) {
        double scale = 0;
        for (float value : b.gradients[i]) scale = std::max(scale, std::abs(double(value)));
        for (std::size_t k = 0; k < a.gradients[i].size(); ++k)
            most = std::max(most, std::abs(double(a.gradients[i][k]) - double(b.gradients[i][k])) / (1 + scale));
    }
    return most;
}

}  // namespace

TEST_CASE("one to eight threads give the same bits", "[nn]") {
    withEachInstructionSet([] {
        const TrainingRun alone = trainOnce(smallU(), 1);
        for (int threads = 2; threads <= 8; ++threads) CHECK(trainOnce(smallU(), threads) == alone);
    });
}

TEST_CASE("every instruction set gives the same results within 1e-5", "[nn]") {
    std::vector<TrainingRun> runs;
    std::vector<std::string> names;
    withEachInstructionSet([&] {
        runs.push_back(trainOnce(smallU(), 2));
        names.push_back(Engine(smallU(), randomWeights(smallU(), 1)).instructionSet());
    });
    for (const TrainingRun& run : runs) CHECK(testing::distance(run.logits, runs.front().logits) < 1e-5);
    for (const TrainingRun& run : runs) CHECK(distance(run, runs.front()) < 1e-5);
    for (std::size_t i = 0; i < names.size(); ++i) CHECK(names[i] == availableKernels()[i]->name);
    setenv("SEGLAB_ISA", "z80", 1);
    CHECK_THROWS_WITH(Engine(smallU(), randomWeights(smallU(), 1)), Catch::Contains("z80"));
    unsetenv("SEGLAB_ISA");
}

TEST_CASE("fused, folded and reused memory gives what keeping everything gives", "[nn]") {
    core::Random random(4);
    const Network network = smallU();
    const Weights weights = randomWeights(network, 2);
    Engine quick(network, weights), open(network, weights, {.keepActivations = true}),
        plain(network, weights, {.foldNormalisation = false});
    for (core::Shape shape : {core::Shape{2, 3, 16, 20}, core::Shape{1, 3, 34, 8}, core::Shape{2, 3, 16, 20}}) {
        const Floats input = randomTensor(shape, random), expected = open.forward(input);
        CHECK(testing::distance(quick.forward(input), expected) < 1e-5);
        CHECK(plain.forward(input) == expected);
        CHECK(quick.plannedBytes() < open.plannedBytes());
        CHECK(open.activation("logits") == expected);
        CHECK(open.activation("input") == input);
    }
}

TEST_CASE("an activation that was fused away is what it would have been", "[nn]") {
    core::Random random(6);
    const Network network = smallU();
    const Weights weights = randomWeights(network, 2);
    const Floats input = randomTensor({1, 3, 12, 12}, random);
    Engine fused(network, weights, {.keepActivations = true}), apart(network, weights, {.keepActivations = true});
    std::vector<std::string> names;
    for (const Node& node : network.nodes) names.push_back(node.name);
    apart.keepGradients(names);
    CHECK(fused.forward(input) == apart.forward(input));
    for (const std::string& name : names) CHECK(fused.activation(name) == apart.activation(name));
}

TEST_CASE("keeping gradients changes no other", "[nn]") {
    const Network network = smallU();
    const auto gradients = [&](const std::vector<std::string>& kept) {
        core::Random random(9);
        Engine engine(network, randomWeights(network, 2));
        engine.keepGradients(kept);
        const Floats input = randomTensor({2, 3, 12, 10}, random);
        engine.backward(randomTensor(engine.forwardTraining(input, random).shape, random));
        std::vector<float> all;
        for (const Engine::Parameter& p : engine.parameters()) all.insert(all.end(), p.gradient, p.gradient + p.count);
        return all;
    };
    const std::vector<float> expected = gradients({});
    CHECK(gradients({"input", "in", "in.norm", "in.relu", "pool", "up", "both", "logits"}) == expected);
}

TEST_CASE("a node that does not lead to the logits has the gradient zero", "[nn]") {
    NetworkBuilder b("aside", "a test", 2);
    const NodeId main = b.convolution("main", b.input(), 3, kThree);
    b.softmax("aside", b.convolution("aside.conv", main, 4, {}));
    b.convolution("logits", main, 2, {});
    const Network network = std::move(b).build();
    core::Random random(3);
    Engine engine(network, randomWeights(network, 2));
    engine.keepGradients({"aside", "main"});
    engine.backward(randomTensor(engine.forwardTraining(randomTensor({1, 2, 6, 7}, random), random).shape, random));
    CHECK(engine.gradient("aside") == Floats({1, 4, 6, 7}));
    CHECK_FALSE(engine.gradient("main") == Floats({1, 3, 6, 7}));
}

TEST_CASE("a gradient may end in any layer whose input wants none", "[nn]") {
    const std::pair<const char*, std::function<NodeId(NetworkBuilder&)>> layers[] = {
        {"softmax", [](NetworkBuilder& b) { return b.softmax("layer", b.input()); }},
        {"sigmoid", [](NetworkBuilder& b) { return b.sigmoid("layer", b.input()); }},
        {"dropout", [](NetworkBuilder& b) { return b.dropout("layer", b.input(), 0.5); }},
        {"max pooling", [](NetworkBuilder& b) { return b.maxPooling("layer", b.input(), kHalve); }},
        {"average pooling", [](NetworkBuilder& b) { return b.averagePooling("layer", b.input(), kHalve); }},
        {"nearest",
         [](NetworkBuilder& b) {
             return b.upsampleNearest("layer", b.input(), {2, 2});
         }},
        {"normalisation", [](NetworkBuilder& b) { return b.batchNormalisation("layer", b.input()); }},
        {"addition", [](NetworkBuilder& b) { return b.addition("layer", b.input(), b.input()); }},
        {"concatenation", [](NetworkBuilder& b) {
             return b.concatenation("layer", {b.input(), b.input()});
         }}};
    for (const auto& [name, layer] : layers) {
        CAPTURE(name);
        NetworkBuilder b("one", "a test", 2);
        b.convolution("logits", layer(b), 1, {});
        const Network network = std::move(b).build();
        const Weights weights = randomWeights(network, 2);
        core::Random random(3);
        Engine engine(network, weights);
        engine.keepGradients({"layer"});
        const Floats logits = engine.forwardTraining(randomTensor({1, 2, 4, 4}, random), random);
        const Floats gradient = randomTensor(logits.shape, random);
        engine.backward(gradient);
        CHECK(engine.gradient("layer").at(0, 1, 1, 0) == gradient.at(0, 0, 1, 0) * weights["logits.weight"].values[1]);
    }
}

TEST_CASE("parameters are changed in place", "[nn]") {
    core::Random random(8);
    const Network network = smallU();
    Engine engine(network, randomWeights(network, 1));
    const Floats input = randomTensor({1, 3, 8, 8}, random), before = engine.forward(input);
    for (Engine::Parameter& p : engine.parameters())
        for (std::size_t i = 0; i < p.count; ++i) p.values[i] *= 0.5f;
    engine.parametersChanged();
    Engine other(network, engine.weights());
    CHECK(engine.forward(input) == other.forward(input));
    CHECK_FALSE(engine.forward(input) == before);
    engine.setWeights(randomWeights(network, 1));
    CHECK(engine.forward(input) == before);
}

TEST_CASE("a run that is stopped says so, and the next one runs", "[nn]") {
    core::Random random(8);
    const Network network = smallU();
    Engine engine(network, randomWeights(network, 1));
    const Floats input = randomTensor({1, 3, 8, 8}, random), expected = engine.forward(input);
    int asked = 0;
    engine.setStopCheck([&] { return ++asked > 3; });
    CHECK_THROWS_AS(engine.forward(input), Error);
    engine.setStopCheck({});
    CHECK(engine.forward(input) == expected);
}

TEST_CASE("what was not kept cannot be read", "[nn]") {
    core::Random random(8);
    const Network network = smallU();
    Engine engine(network, randomWeights(network, 1));
    engine.forward(randomTensor({1, 3, 8, 8}, random));
    CHECK_THROWS_WITH(engine.activation("pool"), Catch::Contains("keepActivations"));
    CHECK_THROWS_AS(engine.backward(Floats({1, 4, 8, 8})), Error);
    engine.forwardTraining(randomTensor({1, 3, 8, 8}, random), random);
    CHECK_THROWS_WITH(engine.gradient("pool"), Catch::Contains("keepGradients"));
    CHECK_THROWS_WITH(engine.backward(Floats({1, 4, 8, 9})), Catch::Contains("logits"));
    CHECK_THROWS_AS(engine.forward(randomTensor({1, 3, 9, 8}, random)), Error);
}

}  // namespace seglab::nn::testing
