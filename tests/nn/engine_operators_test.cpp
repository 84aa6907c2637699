#include <catch2/catch.hpp>

#include "core/activations.h"
#include "core/operators.h"
#include "core/pooling.h"
#include "core/resizing.h"
#include "nn/engine_support.h"

// Every operator of the engine against the reference in core, on seeded shapes: odd sizes, channels that fill no
// vector, every setting, each instruction set. Gradients of linear operators against the reference, too: what is
// linear in v has ⟨gradient, v⟩ = ⟨g, f(v)⟩ for any v.
namespace seglab::nn::testing {
namespace {

struct Case {
    Network network;
    core::Shape input;
    core::ConvolutionSettings settings;
};

int oneOf(core::Random& random, std::initializer_list<int> values) {
    return *(values.begin() + random.integer(0, std::int64_t(values.size()) - 1));
}

core::Pair pairOf(core::Random& random, int low, int high) {
    return {int(random.integer(low, high)), int(random.integer(low, high))};
}

NodeSettings randomSettings(core::Random& random, bool transposed) {
    NodeSettings s;
    s.kernel = random.integer(0, 2) == 0 ? core::Pair{3, 3} : pairOf(random, 1, 5);
    s.stride = random.integer(0, 1) == 0 ? core::Pair{1, 1} : pairOf(random, 1, 3);
    s.dilation = random.integer(0, 2) == 0 ? pairOf(random, 1, 3) : core::Pair{1, 1};
    s.padding = pairOf(random, 0, 3);
    s.groups = random.integer(0, 3) == 0 ? int(random.integer(2, 3)) : 1;
    s.bias = random.integer(0, 3) != 0;
    if (transposed)
        for (int axis : {0, 1})
            s.outputPadding[axis] = int(random.integer(0, std::max(s.stride[axis], s.dilation[axis]) - 1));
    return s;
}

Case randomConvolution(std::uint64_t seed, bool transposed) {
    core::Random random(seed);
    const NodeSettings s = randomSettings(random, transposed);
    const int in = s.groups * oneOf(random, {1, 2, 3, 5, 8, 16, 21}),
              out = s.groups * oneOf(random, {1, 3, 6, 8, 16, 19, 33});
    NetworkBuilder builder("one", "one operator", in);
    if (transposed)
        builder.transposedConvolution("op", builder.input(), out, s);
    else
        builder.convolution("op", builder.input(), out, s);
    const core::Pair plane = pairOf(random, transposed ? 4 : 13, 19);
    return {std::move(builder).build(),
            {random.integer(1, 3), in, plane.height, plane.width},
            {s.stride, s.padding, s.dilation, s.outputPadding, s.groups, core::PaddingMode::Zeros}};
}

Doubles reference(const Case& c, const Doubles& input, const Doubles& weight, const Doubles* bias) {
    return c.network.nodes.back().op == Op::TransposedConvolution
               ? core::convTranspose2d(input, weight, bias, c.settings)
               : core::conv2d(input, weight, bias, c.settings);
}

bool near(double a, double b, double scale) {
    return std::abs(a - b) <= 1e-5 * (scale + 1);
}

void checkConvolution(std::uint64_t seed, bool transposed) {
    INFO("seed " << seed << (transposed ? ", transposed" : ""));
    const Case c = randomConvolution(seed, transposed);
    try {
        inferShapes(c.network, c.input);
    } catch (const Error&) {
        return;  // the settings leave no output
    }
    core::Random random(seed, 1);
    const Weights weights = randomWeights(c.network, seed);
    const Floats input = randomTensor(c.input, random);
    Engine engine(c.network, weights, {.threads = 2});
    engine.keepGradients({"input"});
    const bool biased = weights.tensors.count("op.bias") > 0;
    const Doubles weight = widened(weights["op.weight"]), bias = biased ? widened(weights["op.bias"]) : Doubles();
    const Doubles expected = reference(c, widened(input), weight, biased ? &bias : nullptr);
    const Floats output = engine.forwardTraining(input, random);
    CHECK(distance(output, expected) < 1e-5);
    CHECK(engine.forward(input) == output);

    engine.forwardTraining(input, random);
    const Floats g = randomTensor(output.shape, random);
    engine.backward(g);
    const Doubles direction = widened(randomTensor(c.input, random));
    const Doubles along = reference(c, direction, weight, nullptr);
    CHECK(near(dot(engine.gradient("input"), direction), dot(g, along), magnitude(g, along)));
    for (const Engine::Parameter& parameter : engine.parameters()) {
        const Floats gradient(parameter.shape, {parameter.gradient, parameter.gradient + parameter.count});
        const Doubles change = widened(randomTensor(parameter.shape, random));
        const Doubles zero(weight.shape);
        const Doubles moved = parameter.name == "op.weight" ? reference(c, widened(input), change, nullptr)
                                                            : reference(c, widened(input), zero, &change);
        CHECK(near(dot(gradient, change), dot(g, moved), magnitude(g, moved)));
    }
}

}  // namespace

TEST_CASE("convolutions and their gradients are the reference's", "[nn]") {
    withEachInstructionSet([] {
        for (std::uint64_t seed = 0; seed < 150; ++seed) checkConvolution(seed, false);
    });
}

TEST_CASE("transposed convolutions and their gradients are the reference's", "[nn]") {
    withEachInstructionSet([] {
        for (std::uint64_t seed = 0; seed < 150; ++seed) checkConvolution(seed, true);
    });
}

namespace {

struct Built {
    Network network;
    std::function<Doubles(const Doubles&)> reference;
};

core::ResizeTarget times(const core::Shape& shape, core::Pair scale) {
    return core::ResizeTarget::byFactors(shape, scale.height, scale.width);
}

// Operators without parameters that are linear in their input.
std::vector<Built> linearOperators(core::Random& random, int channels) {
    const core::Pair scale = pairOf(random, 1, 3);
    const NodeSettings window{.kernel = pairOf(random, 2, 4), .stride = pairOf(random, 1, 3), .padding = {1, 1}};
    const core::PoolingSettings pooling{.kernel = window.kernel, .stride = window.stride, .padding = window.padding};
    std::vector<Built> built;
    const auto add = [&](const auto& describe, std::function<Doubles(const Doubles&)> expected) {
        NetworkBuilder builder("one", "one operator", channels);
        describe(builder);
        built.push_back({std::move(builder).build(), std::move(expected)});
    };
    add([&](NetworkBuilder& b) { b.averagePooling("op", 0, window); },
        [=](const Doubles& x) { return core::avgPool2d(x, pooling); });
    add([&](NetworkBuilder& b) { b.upsampleNearest("op", 0, scale); },
        [=](const Doubles& x) { return core::upsampleNearest(x, scale); });
    add([&](NetworkBuilder& b) { b.upsampleBilinear("op", 0, scale); },
        [=](const Doubles& x) { return core::upsampleBilinear(x, times(x.shape, scale), false); });
    add(
        [&](NetworkBuilder& b) {
            b.addition("op", 0, b.upsampleNearest("copy", 0, {1, 1}));
        },
        [](Doubles x) {
            for (double& value : x.values) value *= 2;
            return x;
        });
    return built;
}

}  // namespace

TEST_CASE("poolings by the mean, up-samplings and additions, and their gradients, are the reference's", "[nn]") {
    withEachInstructionSet([] {
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            core::Random random(seed);
            const int channels = oneOf(random, {1, 3, 8, 17, 70});
            const core::Shape shape = {random.integer(1, 3), channels, random.integer(4, 11), random.integer(4, 11)};
            for (const Built& built : linearOperators(random, channels)) {
                INFO("seed " << seed << ", " << toString(built.network.nodes.back().op));
                Engine engine(built.network, {}, {.threads = 2});
                engine.keepGradients({"input"});
                const Floats input = randomTensor(shape, random);
                const Floats output = engine.forwardTraining(input, random);
                CHECK(distance(output, built.reference(widened(input))) < 1e-5);
                const Floats g = randomTensor(output.shape, random);
                engine.backward(g);
                const Doubles direction = widened(randomTensor(shape, random));
                const Doubles along = built.reference(direction);
                CHECK(near(dot(engine.gradient("input"), direction), dot(g, along), magnitude(g, along)));
            }
        }
    });
}

TEST_CASE("max pooling, its gradient and unpooling follow the reference's positions", "[nn]") {
    withEachInstructionSet([] {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            INFO("seed " << seed);
            core::Random random(seed);
            const int channels = oneOf(random, {1, 3, 8, 17, 33});
            const NodeSettings window{.kernel = pairOf(random, 2, 3),
                                      .stride = pairOf(random, 1, 3),
                                      .padding = pairOf(random, 0, 1),
                                      .dilation = pairOf(random, 1, 2)};
            NetworkBuilder builder("pooling", "down and up again", channels);
            const NodeId pool = builder.maxPooling("pool", builder.input(), window);
            builder.maxUnpooling("unpool", pool, pool);
            Engine engine(std::move(builder).build(), {}, {.threads = 2});
            engine.keepGradients({"input", "pool"});
            Floats input = randomTensor({2, channels, random.integer(6, 12), random.integer(6, 12)}, random);
            for (float& value : input.values) value = std::round(4 * value);  // many ties

            const auto pooled = core::maxPool2d(input, {.kernel = window.kernel,
                                                        .stride = window.stride,
                                                        .padding = window.padding,
                                                        .dilation = window.dilation});
            const core::Pair plane{int(input.size(2)), int(input.size(3))};
            const Floats output = engine.forwardTraining(input, random);
            CHECK(engine.activation("pool") == pooled.values);
            CHECK(output == core::maxUnpool2d(pooled.values, pooled.indices, plane));

            const Floats g = randomTensor(output.shape, random);
            engine.backward(g);
            // Where several windows hold one place, the last of them takes the gradient back, and the pooling brings it
            // to that place: each place that was a maximum has its own gradient once.
            Floats ones(pooled.values.shape, 1);
            const Floats taken = core::maxUnpool2d(ones, pooled.indices, plane);
            Floats expected = g;
            for (std::size_t i = 0; i < expected.values.size(); ++i) expected.values[i] *= taken.values[i];
            CHECK(engine.gradient("input") == expected);
        }
    });
}

TEST_CASE("activations and softmax are the reference's", "[nn]") {
    withEachInstructionSet([] {
        core::Random random(5);
        const Floats input = randomTensor({2, 19, 5, 7}, random);
        const auto run = [&](const auto& describe) {
            NetworkBuilder builder("one", "one operator", 19);
            describe(builder);
            return Engine(std::move(builder).build(), {}).forward(input);
        };
        CHECK(run([](NetworkBuilder& b) { b.relu("op", 0); }) == core::relu(input));
        CHECK(distance(run([](NetworkBuilder& b) { b.softmax("op", 0); }), core::softmax(widened(input))) < 1e-6);
        const auto expect = [&](double (*function)(double), const Floats& output) {
            for (std::size_t i = 0; i < input.values.size(); ++i)
                REQUIRE(double(output.values[i]) == Approx(function(double(input.values[i]))).epsilon(1e-5));
        };
        expect([](double x) { return x < 0 ? 0.25 * x : x; },
               run([](NetworkBuilder& b) { b.leakyRelu("op", 0, 0.25); }));
        expect([](double x) { return 1 / (1 + std::exp(-x)); }, run([](NetworkBuilder& b) { b.sigmoid("op", 0); }));
    });
}

}  // namespace seglab::nn::testing
