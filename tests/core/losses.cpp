#include "core/losses.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/activations.h"
#include "core/gradient_check.h"
#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

Tensor<double> scaled(Tensor<double> tensor, double factor, double shift) {
    for (double& value : tensor.values) value = value * factor + shift;
    return tensor;
}

// The loss, then its gradient.
Tensor<double> joined(const Loss<double>& loss) {
    std::vector<double> all{loss.value};
    all.insert(all.end(), loss.gradient.values.begin(), loss.gradient.values.end());
    return {{std::int64_t(all.size())}, all};
}

// By the rule in generate_losses.py.
Tensor<std::uint8_t> drawnLabels(Draws& draws, const Shape& logits) {
    const Tensor<double> drawn = draws.tensor({logits[0], logits[2], logits[3]});
    Tensor<std::uint8_t> labels(drawn.shape);
    for (std::size_t i = 0; i < labels.values.size(); ++i) {
        const std::int64_t label = std::int64_t(8 * drawn.values[i] + 8) % (logits[1] + 1);
        labels.values[i] = label == logits[1] ? 255 : std::uint8_t(label);
    }
    return labels;
}

Loss<double> run(const Reference& reference) {
    const Shape shape = reference.shape("input");
    const bool weighted = reference.number("flag") != 0;
    Draws draws(reference.number("seed"));
    const auto logits = scaled(draws.tensor(shape), 3, 0);
    if (reference.op == "cross_entropy") {
        const auto labels = drawnLabels(draws, shape);
        LossSettings<double> settings;
        if (weighted) settings.classWeights = scaled(draws.tensor({shape[1]}), 1, 1.25).values;
        return crossEntropy(logits, labels, settings);
    }
    const auto targets = scaled(draws.tensor(shape), 0.5, 0.5), weights = scaled(draws.tensor(shape), 1, 1.25);
    return binaryCrossEntropy(logits, targets, weighted ? &weights : nullptr);
}

struct RandomTask {
    Tensor<double> logits, pixelWeights;
    Tensor<std::uint8_t> labels;
    LossSettings<double> settings;
};

// Some pixels ignored; weights of pixels and classes in half of the runs.
void fill(RandomTask& task, Random& random) {
    const std::int64_t n = random.integer(1, 2), c = random.integer(2, 4), h = random.integer(1, 4);
    task.logits = scaled(randomTensor(random, {n, c, h, 3}), 3, 0);
    task.labels = Tensor<std::uint8_t>({n, h, 3});
    for (auto& label : task.labels.values) {
        const std::int64_t drawn = random.integer(0, c);
        label = drawn == c ? 255 : std::uint8_t(drawn);
    }
    task.pixelWeights = scaled(randomTensor(random, {n, h, 3}), 1, 1.5);
    if (random.integer(0, 1)) task.settings.pixelWeights = &task.pixelWeights;
    if (random.integer(0, 1)) task.settings.classWeights = scaled(randomTensor(random, {c}), 1, 1.5).values;
}

}  // namespace

TEST_CASE("cross-entropy and binary cross-entropy agree with PyTorch", "[losses][reference]") {
    int compared = 0;
    for (const Reference& reference : readReferences("losses_and_normalisation.txt")) {
        if (reference.op == "batch_norm") continue;
        INFO(reference.line);
        CHECK(largestDifference(joined(run(reference)), reference.expected()) <= 1e-12);
        ++compared;
    }
    CHECK(compared == 40);
}

TEST_CASE("the gradients of the losses are their slopes", "[losses]") {
    Random random(51);
    for (int i = 0; i < 60; ++i) {
        RandomTask task;
        fill(task, random);
        const auto entropy = [&] { return crossEntropy(task.logits, task.labels, task.settings); };
        const auto overlap = [&] { return dice(task.logits, task.labels, task.settings); };
        const auto targets = scaled(randomTensor(random, task.logits.shape), 0.5, 0.5);
        const auto binary = [&] { return binaryCrossEntropy(task.logits, targets); };
        REQUIRE(isSlope([&] { return entropy().value; }, task.logits, entropy().gradient));
        REQUIRE(isSlope([&] { return overlap().value; }, task.logits, overlap().gradient));
        REQUIRE(isSlope([&] { return binary().value; }, task.logits, binary().gradient));
    }
}

TEST_CASE("a pixel of weight 2 counts as two pixels", "[losses]") {
    const Tensor<double> once({1, 2, 1, 2}, {1, -1, 0, 2}), weights({1, 1, 2}, {2, 1});
    const Tensor<double> twice({1, 2, 1, 3}, {1, 1, -1, 0, 0, 2});
    const Tensor<std::uint8_t> labels({1, 1, 2}, {0, 1}), repeated({1, 1, 3}, {0, 0, 1});
    LossSettings<double> settings;
    settings.pixelWeights = &weights;
    CHECK(crossEntropy(once, labels, settings).value == Approx(crossEntropy(twice, repeated).value));
    CHECK(dice(once, labels, settings).value == Approx(dice(twice, repeated).value));
}

TEST_CASE("where every pixel is ignored, the loss is 0 and nothing changes", "[losses]") {
    const Tensor<double> logits({1, 2, 1, 2}, {1, 2, 3, 4});
    const auto loss = crossEntropy(logits, Tensor<std::uint8_t>({1, 1, 2}, 255));
    CHECK(loss.value == 0);
    CHECK(loss.gradient == Tensor<double>(logits.shape));
}

TEST_CASE("Dice of one class, by hand", "[losses]") {
    // Probabilities 0.5 and 0.5 at both pixels; class 0 has one pixel, class 1 the other.
    const auto loss = dice(Tensor<double>({1, 2, 1, 2}), Tensor<std::uint8_t>({1, 1, 2}, {0, 1}));
    CHECK(loss.value == Approx(1 - (2 * 0.5 + 1) / (2 * 0.25 + 1 + 1)));
}

TEST_CASE("large logits give finite losses, NaN stays NaN", "[losses]") {
    const Tensor<std::uint8_t> labels({1, 1, 1}, 1);
    CHECK(crossEntropy(Tensor<float>({1, 2, 1, 1}, {1e4f, -1e4f}), labels).value == Approx(2e4));
    CHECK(std::isnan(crossEntropy(Tensor<float>({1, 2, 1, 1}, {std::nanf(""), 0}), labels).value));
    CHECK(std::isnan(crossEntropy(Tensor<float>({1, 2, 1, 1}, {0, std::nanf("")}), labels).value));
}

TEST_CASE("labels and weights that do not fit are refused", "[losses]") {
    const Tensor<double> logits({1, 2, 1, 2});
    CHECK_THROWS_AS(crossEntropy(logits, Tensor<std::uint8_t>({1, 1, 2}, 2)), Error);
    CHECK_THROWS_AS(crossEntropy(logits, Tensor<std::uint8_t>({1, 2, 1})), Error);
    LossSettings<double> settings;
    settings.classWeights = {1};
    CHECK_THROWS_AS(dice(logits, Tensor<std::uint8_t>({1, 1, 2}), settings), Error);
    settings.classWeights = {};
    settings.ignoredLabel = kNoLabelIgnored;
    CHECK_THROWS_AS(crossEntropy(logits, Tensor<std::uint8_t>({1, 1, 2}, 255), settings), Error);
}
