#include "core/operators_backward.h"

#include <catch2/catch.hpp>

#include "core/activations.h"
#include "core/gradient_check.h"
#include "core/joining.h"
#include "core/pooling.h"
#include "core/reference.h"
#include "core/resizing.h"
#include "core/sizes.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

// The loss of all checks: a weighted sum of the outputs, so that `weights` is the gradient of the output.
struct Check {
    Random& random;

    template <class Forward, class Backward>
    bool operator()(Tensor<double>& x, const Forward& forward, const Backward& backward) const {
        const Tensor<double> weights = randomTensor(random, forward().shape);
        return isSlope([&] { return innerProduct(forward(), weights); }, x, backward(weights));
    }
};

int draw(Random& random, int low, int high) {
    return int(random.integer(low, high));
}

Shape randomPlanes(Random& random, int low, int high) {
    return {draw(random, 1, 2), draw(random, 1, 3), draw(random, low, high), draw(random, low, high)};
}

// A convolution's operands: the transposed one read the other way round.
struct RandomConvolution {
    Tensor<double> input, weight, bias;
    ConvolutionSettings settings;
};

RandomConvolution randomConvolution(Random& random) {
    for (;;) {
        ConvolutionSettings s{.groups = draw(random, 1, 3), .paddingMode = PaddingMode(draw(random, 0, 2))};
        for (int axis = 0; axis < 2; ++axis) {
            s.stride[axis] = draw(random, 1, 3);
            s.padding[axis] = draw(random, 0, 3);
            s.dilation[axis] = draw(random, 1, 3);
        }
        const int inputs = draw(random, 1, 2), outputs = draw(random, 1, 2) * s.groups;
        RandomConvolution c{
            randomTensor(random, {draw(random, 1, 2), inputs * s.groups, draw(random, 1, 6), draw(random, 1, 6)}),
            randomTensor(random, {outputs, inputs, draw(random, 1, 4), draw(random, 1, 4)}),
            randomTensor(random, {outputs}), s};
        try {
            conv2d(c.input, c.weight, &c.bias, s);
            return c;
        } catch (const Error&) {  // sizes that do not fit: draw again
        }
    }
}

PoolingSettings randomPooling(Random& random, const Shape& input, bool dilated) {
    for (;;) {
        PoolingSettings s;
        for (int axis = 0; axis < 2; ++axis) {
            s.kernel[axis] = draw(random, 1, 3);
            s.stride[axis] = draw(random, 1, 3);
            s.padding[axis] = draw(random, 0, s.kernel[axis] / 2);
            s.dilation[axis] = dilated ? draw(random, 1, 2) : 1;
        }
        s.countIncludePad = draw(random, 0, 1) != 0;
        try {
            maxPool2d(Tensor<double>(input), s);
            return s;
        } catch (const Error&) {
        }
    }
}

}  // namespace

TEST_CASE("the gradients of a convolution are its slopes", "[backward]") {
    Random random(31);
    for (int run = 0; run < 60; ++run) {
        RandomConvolution c = randomConvolution(random);
        const auto forward = [&] { return conv2d(c.input, c.weight, &c.bias, c.settings); };
        const auto gradients = [&](const Tensor<double>& g) {
            return conv2dBackward(c.input, c.weight, g, c.settings);
        };
        const Check check{random};
        REQUIRE(check(c.input, forward, [&](const auto& g) { return gradients(g).input; }));
        REQUIRE(check(c.weight, forward, [&](const auto& g) { return gradients(g).weight; }));
        REQUIRE(check(c.bias, forward, [&](const auto& g) { return gradients(g).bias; }));
    }
}

TEST_CASE("the gradients of a transposed convolution are its slopes", "[backward]") {
    Random random(32);
    for (int run = 0; run < 60; ++run) {
        RandomTransposed c = randomTransposed(random, false);
        const auto forward = [&] { return convTranspose2d(c.input, c.weight, &c.bias, c.settings); };
        const auto gradients = [&](const Tensor<double>& g) {
            return convTranspose2dBackward(c.input, c.weight, g, c.settings);
        };
        const Check check{random};
        REQUIRE(check(c.input, forward, [&](const auto& g) { return gradients(g).input; }));
        REQUIRE(check(c.weight, forward, [&](const auto& g) { return gradients(g).weight; }));
        REQUIRE(check(c.bias, forward, [&](const auto& g) { return gradients(g).bias; }));
    }
}

TEST_CASE("a convolution's way back to its input is the transposed convolution", "[backward]") {
    Random random(33);
    for (int run = 0; run < 100; ++run) {
        const RandomTransposed c = randomTransposed(random, true);
        const auto up = convTranspose2d<double>(c.input, c.weight, nullptr, c.settings);
        ConvolutionSettings forward = c.settings;
        forward.outputPadding = {0, 0};
        const auto back = conv2dBackward(up, c.weight, c.input, forward);
        CHECK(largestDifference(back.input, up) <= 1e-12);
    }
}

TEST_CASE("the gradients of pooling and unpooling are their slopes", "[backward]") {
    Random random(34);
    const Check check{random};
    for (int run = 0; run < 60; ++run) {
        Tensor<double> x = randomTensor(random, randomPlanes(random, 3, 6));
        const PoolingSettings s = randomPooling(random, x.shape, true);
        const auto pooled = maxPool2d(x, s);
        REQUIRE(check(
            x, [&] { return maxPool2d(x, s).values; },
            [&](const auto& g) { return maxPool2dBackward(g, pooled.indices, planeSize(x.shape)); }));

        Tensor<double> values = pooled.values;  // windows overlap: some positions come twice
        REQUIRE(check(
            values, [&] { return maxUnpool2d(values, pooled.indices, planeSize(x.shape)); },
            [&](const auto& g) { return maxUnpool2dBackward(g, pooled.indices); }));

        const PoolingSettings average = randomPooling(random, x.shape, false);
        REQUIRE(check(
            x, [&] { return avgPool2d(x, average); },
            [&](const auto& g) { return avgPool2dBackward(g, x.shape, average); }));
    }
}

TEST_CASE("the gradients of up-sampling are its slopes", "[backward]") {
    Random random(35);
    const Check check{random};
    for (int run = 0; run < 60; ++run) {
        Tensor<double> x = randomTensor(random, randomPlanes(random, 1, 4));
        const auto target = draw(random, 0, 1)
                                ? ResizeTarget::of({draw(random, 1, 9), draw(random, 1, 9)})
                                : ResizeTarget::byFactors(x.shape, draw(random, 1, 3), draw(random, 1, 3));
        const bool aligned = draw(random, 0, 1) != 0;
        REQUIRE(check(
            x, [&] { return upsampleNearestTo(x, target); },
            [&](const auto& g) { return upsampleNearestToBackward(g, x.shape, target); }));
        REQUIRE(check(
            x, [&] { return upsampleBilinear(x, target, aligned); },
            [&](const auto& g) { return upsampleBilinearBackward(g, x.shape, target, aligned); }));
    }
}

TEST_CASE("the gradients of activations are their slopes", "[backward]") {
    Random random(36);
    const Check check{random};
    for (int run = 0; run < 30; ++run) {
        Tensor<double> x = randomTensor(random, randomPlanes(random, 1, 4));
        const double slope = random.uniform(), probability = random.number(0, 0.9);
        const auto kept = drawKept(x.shape, probability, random);
        REQUIRE(check(
            x, [&] { return relu(x); }, [&](const auto& g) { return reluBackward(x, g); }));
        REQUIRE(check(
            x, [&] { return leakyRelu(x, slope); }, [&](const auto& g) { return leakyReluBackward(x, g, slope); }));
        REQUIRE(check(
            x, [&] { return sigmoid(x); }, [&](const auto& g) { return sigmoidBackward(sigmoid(x), g); }));
        REQUIRE(check(
            x, [&] { return softmax(x); }, [&](const auto& g) { return softmaxBackward(softmax(x), g); }));
        REQUIRE(check(
            x, [&] { return dropout(x, kept, probability); },
            [&](const auto& g) { return dropout(g, kept, probability); }));
    }
}

TEST_CASE("the gradients of meeting branches are their slopes", "[backward]") {
    Random random(37);
    const Check check{random};
    for (int run = 0; run < 30; ++run) {
        Tensor<double> a = randomTensor(random, randomPlanes(random, 3, 5));
        Shape other = a.shape;
        other[1] = draw(random, 1, 4);
        Tensor<double> b = randomTensor(random, other), c = randomTensor(random, a.shape);
        REQUIRE(check(
            a, [&] { return add(a, c); }, [&](const auto& g) { return g; }));
        REQUIRE(check(
            b,
            [&] {
                return concatenate<double>({&a, &b, &c});
            },
            [&](const auto& g) { return takeChannels(g, a.shape[1], b.shape[1]); }));
        REQUIRE(check(
            a,
            [&] {
                return cropCentre(a, {2, 3});
            },
            [&](const auto& g) { return cropCentreBackward(g, a.shape); }));
    }
}

TEST_CASE("a gradient that is not the output's is refused", "[backward]") {
    const Tensor<double> x({1, 1, 4, 4}), weight({1, 1, 3, 3}), wrong({1, 1, 3, 3});
    CHECK_THROWS_AS(conv2dBackward(x, weight, wrong, {}), Error);
    CHECK_THROWS_AS(convTranspose2dBackward(x, weight, wrong, {}), Error);
    CHECK_THROWS_AS(maxPool2dBackward(wrong, maxPool2d(x, {}).indices, {4, 4}), Error);
    CHECK_THROWS_AS(avgPool2dBackward(wrong, x.shape, {}), Error);
    CHECK_THROWS_AS(upsampleBilinearBackward(wrong, x.shape, ResizeTarget::of({8, 8}), false), Error);
    CHECK_THROWS_AS(reluBackward(x, wrong), Error);
    CHECK_THROWS_AS(softmaxBackward(x, wrong), Error);
}
