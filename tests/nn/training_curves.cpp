#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <memory>
#include <sstream>

#include "core/losses.h"
#include "core/reference.h"
#include "nn/networks/unet.h"
#include "nn/optimiser.h"
#include "nn/reference_run.h"
#include "nn/schedule.h"

using namespace seglab;
using namespace seglab::nn;
using core::Tensor;
using test::Draws;
using test::Reference;

// Training curves of PyTorch, from the same weights and batches: tests/reference/generate_training.py has the rules.
namespace {

constexpr int kSteps = 50;

Network smallUnet(bool normalised) {
    return unet({.name = "small", .summary = "", .widths = {4, 6, 8}, .normalised = normalised},
                {.inputChannels = 2, .classes = 3});
}

Weights drawnWeights(const Network& network, Draws& draws) {
    Weights weights = initialWeights(network, 0);
    double fan = 1;
    for (const ParameterShape& parameter : network.parameters()) {
        if (parameter.name.find(".bn") != std::string::npos) continue;
        if (parameter.shape.size() == 4) fan = double(core::elementCount(parameter.shape) / parameter.shape[0]);
        Tensor<double> drawn = draws.tensor(parameter.shape);
        for (double& value : drawn.values) value /= std::sqrt(fan);
        weights.tensors[parameter.name] = test::toFloat(drawn);
    }
    return weights;
}

struct Batch {
    Tensor<float> images;
    Tensor<std::uint8_t> labels;
};

Batch drawnBatch(Draws& draws) {
    const Tensor<double> images = draws.tensor({2, 2, 16, 12});
    Batch batch{test::toFloat(images), Tensor<std::uint8_t>({2, 16, 12})};
    std::size_t next = 0;
    for (int n = 0; n < 2; ++n)
        for (int y = 0; y < 16; ++y)
            for (int x = 0; x < 12; ++x) {
                const double total = images.at(n, 0, y, x) + images.at(n, 1, y, x);
                batch.labels.values[next++] = std::uint8_t(1 + (total > 0.25) - (total < -0.25));
            }
    return batch;
}

// The parameters of a reference run, as an optimiser takes them.
std::vector<Engine::Parameter> parametersOf(ReferenceRun<float>& run) {
    std::vector<Engine::Parameter> found;
    for (const auto& [name, gradient] : run.parameterGradients()) {
        Tensor<float>& values = run.parameters().at(name);
        found.push_back({name, values.shape, values.values.data(), gradient.values.data(), values.values.size()});
    }
    return found;
}

OptimiserSettings optimiserOf(const Reference& reference) {
    OptimiserSettings settings;
    settings.kind = reference.text("optimiser") == "sgd" ? OptimiserSettings::Kind::Sgd : OptimiserSettings::Kind::Adam;
    settings.weightDecay = std::stod(reference.text("decay"));
    return settings;
}

Schedule scheduleOf(const Reference& reference) {
    if (reference.text("schedule") == "cosine")
        return {.kind = Schedule::Kind::Cosine, .length = kSteps, .lowest = 1e-4};
    if (reference.text("schedule") == "step") return {.kind = Schedule::Kind::Step, .length = 15, .factor = 0.3};
    return {};
}

std::vector<double> numbers(const std::string& text) {
    std::vector<double> values;
    std::istringstream stream(text);
    for (std::string entry; std::getline(stream, entry, ',');) values.push_back(std::stod(entry));
    return values;
}

// What a pass over a batch leaves: the loss, and the parameters with their gradients.
struct Step {
    float loss;
    std::vector<Engine::Parameter> parameters;
};
using Pass = std::function<Step(const Batch&)>;

// Trains what `passOf` makes of a network and its weights; its loss stays within a thousandth of PyTorch's.
void checkCurve(const Reference& reference, const std::function<Pass(const Network&, const Weights&)>& passOf) {
    INFO(reference.line);
    Draws draws(reference.number("seed"));
    const Network network = smallUnet(reference.number("normalised") != 0);
    const Pass pass = passOf(network, drawnWeights(network, draws));
    Optimiser optimiser(optimiserOf(reference));
    const std::vector<double> expected = numbers(reference.text("expected"));
    REQUIRE(expected.size() == kSteps);
    for (int i = 0; i < kSteps; ++i) {
        const Step step = pass(drawnBatch(draws));
        CAPTURE(i, step.loss, expected[std::size_t(i)]);
        REQUIRE(std::abs(double(step.loss) / expected[std::size_t(i)] - 1) < 1e-3);
        optimiser.step(step.parameters, learningRateAt(scheduleOf(reference), std::stod(reference.text("rate")), i));
    }
}

}  // namespace

TEST_CASE("fifty steps through the reference operators follow PyTorch's loss", "[training][reference]") {
    for (const Reference& reference : test::readReferences("training.txt"))
        checkCurve(reference, [](const Network& network, const Weights& weights) {
            return [run = std::make_shared<ReferenceRun<float>>(network, weights)](const Batch& batch) {
                core::Random random(0);
                const auto loss = core::crossEntropy(run->forwardTraining(batch.images, random), batch.labels);
                run->backward(loss.gradient);
                return Step{loss.value, parametersOf(*run)};
            };
        });
}

TEST_CASE("fifty steps through the engine follow PyTorch's loss", "[training][reference]") {
    for (const Reference& reference : test::readReferences("training.txt"))
        checkCurve(reference, [](const Network& network, const Weights& weights) {
            return [engine = std::make_shared<Engine>(network, weights)](const Batch& batch) {
                core::Random random(0);
                engine->parametersChanged();
                const auto loss = core::crossEntropy(engine->forwardTraining(batch.images, random), batch.labels);
                engine->backward(loss.gradient);
                return Step{loss.value, engine->parameters()};
            };
        });
}

TEST_CASE("learning rates follow PyTorch's schedules", "[training][reference]") {
    for (const Reference& reference : test::readReferences("training.txt")) {
        INFO(reference.line);
        const std::vector<double> rates = numbers(reference.text("rates"));
        for (int step = 0; step < kSteps; ++step)
            CHECK(learningRateAt(scheduleOf(reference), std::stod(reference.text("rate")), step) ==
                  Approx(rates[std::size_t(step)]).epsilon(1e-6));
    }
}

TEST_CASE("the cosine stays at its lowest rate beyond its length", "[training]") {
    const Schedule cosine{.kind = Schedule::Kind::Cosine, .length = 10, .lowest = 0.5};
    CHECK(learningRateAt(cosine, 1, 0) == 1);
    CHECK(learningRateAt(cosine, 1, 10) == Approx(0.5));
    CHECK(learningRateAt(cosine, 1, 17) == Approx(0.5));
}
