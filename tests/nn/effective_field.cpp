#include "nn/effective_field.h"

#include <catch2/catch.hpp>

#include "nn/networks.h"
#include "nn/receptive_field.h"
#include "nn/reference_run.h"

using namespace seglab;
using namespace seglab::nn;
using core::Tensor;

namespace {

Tensor<float> randomPicture(const core::Shape& shape) {
    core::Random random(6);
    Tensor<float> picture(shape);
    for (float& value : picture.values) value = float(random.number(-1, 1));
    return picture;
}

}  // namespace

TEST_CASE("the effective field is the gradient of the cell's score, and zero outside of the receptive field",
          "[long]") {
    for (const char* name : {"patch-9", "unet", "unet-bn", "fcn16s", "deconvnet"}) {
        CAPTURE(name);
        const Network network = namedNetwork(name, {.inputChannels = 2, .classes = 3});
        const Weights weights = initialWeights(network, 2);
        const Tensor<float> picture = randomPicture({1, 2, 96, 128});
        const core::Pair cell{40, 61};
        Engine engine(network, weights, {.keepActivations = true});
        const Tensor<float> influence = effectiveField(engine, picture, cell, 1);

        ReferenceRun<float> reference(network, weights);
        Tensor<float> score(reference.forward(picture).shape);
        score.at(0, 1, cell.height, cell.width) = 1;
        reference.backward(score);
        const Tensor<float>& gradient = reference.gradient("input");
        const ReceptiveField field = receptiveField(network, picture.shape, NodeId(network.nodes.size()) - 1, cell);
        float largest = 0, difference = 0, outside = 0;
        for (int y = 0; y < 96; ++y)
            for (int x = 0; x < 128; ++x) {
                const float ours = influence.values[std::size_t(y * 128 + x)];
                const float theirs = std::abs(gradient.at(0, 0, y, x)) + std::abs(gradient.at(0, 1, y, x));
                largest = std::max(largest, theirs);
                difference = std::max(difference, std::abs(ours - theirs));
                const bool inside = y >= field.rows.first && y <= field.rows.last && x >= field.columns.first &&
                                    x <= field.columns.last;
                if (!inside) outside = std::max(outside, ours);
            }
        CHECK(largest > 0);
        CHECK(difference < 1e-4f * largest);
        CHECK(outside == 0);
    }
}

TEST_CASE("the effective field of a cell that is not there is refused") {
    const Network network = namedNetwork("patch-5");
    Engine engine(network, initialWeights(network, 2), {.keepActivations = true});
    const Tensor<float> picture = randomPicture({1, 3, 12, 12});
    CHECK_THROWS_AS(effectiveField(engine, picture, {8, 0}), Error);
    CHECK_THROWS_AS(effectiveField(engine, picture, {0, 0}, 6), Error);
    CHECK_NOTHROW(effectiveField(engine, picture, {7, 7}));
}
