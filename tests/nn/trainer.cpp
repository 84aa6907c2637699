#include "nn/trainer.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "nn/toy_task.h"

using namespace seglab;
using namespace seglab::nn;
using test::toyNetwork;
using test::toySettings;
using test::toyTask;

namespace {

Engine toyEngine(int threads = 1) {
    return Engine(toyNetwork(), initialWeights(toyNetwork(), 1), {.threads = threads});
}

struct History {
    std::vector<double> losses;
    std::vector<ValidationReport> validations;
};

// Goes on until the trainer has done `steps`, and validated where that was due.
void train(Trainer& trainer, std::int64_t steps, History& history) {
    while (!trainer.finished() && (trainer.steps() < steps || trainer.validationDue())) {
        if (!trainer.validationDue()) history.losses.push_back(trainer.step().loss);
        if (trainer.validationDue()) history.validations.push_back(trainer.validate());
    }
}

History trainAll(Trainer& trainer) {
    History history;
    train(trainer, std::numeric_limits<std::int64_t>::max(), history);
    return history;
}

Error failureOf(Trainer& trainer) {
    try {
        trainAll(trainer);
    } catch (const Error& error) {
        return error;
    }
    throw std::logic_error("nothing was thrown");
}

}  // namespace

TEST_CASE("training lowers the loss and validates after each epoch", "[trainer]") {
    TrainingSettings settings = toySettings();
    settings.steps = 200;
    settings.stepsPerEpoch = 80;
    Engine engine = toyEngine();
    Trainer trainer(engine, settings, toyTask());
    const History history = trainAll(trainer);
    CHECK(history.losses.size() == 200);
    CHECK(history.losses.back() < 0.5 * history.losses.front());
    REQUIRE(history.validations.size() == 3);
    CHECK(history.validations[2].epoch == 3);
    CHECK(history.validations[2].meanIou > 0.8);
    CHECK(history.validations[0].iou.size() == 2);
    CHECK(trainer.finished());
}

TEST_CASE("a run that is resumed equals the uninterrupted one bit for bit", "[trainer]") {
    Engine whole = toyEngine();
    Trainer uninterrupted(whole, toySettings(), toyTask());
    const History expected = trainAll(uninterrupted);
    for (const std::int64_t cut : {1, 5, 7, 11}) {
        CAPTURE(cut);
        History history;
        Engine first = toyEngine();
        Trainer begun(first, toySettings(), toyTask());
        train(begun, cut, history);

        Engine second(toyNetwork(), initialWeights(toyNetwork(), 99), {.threads = 1});
        Trainer resumed(second, toySettings(), toyTask());
        resumed.resume(begun.state());
        train(resumed, 100, history);
        CHECK(history.losses == expected.losses);
        REQUIRE(history.validations.size() == expected.validations.size());
        for (std::size_t i = 0; i < expected.validations.size(); ++i)
            CHECK(history.validations[i].loss == expected.validations[i].loss);
        CHECK(resumed.state().weights == uninterrupted.state().weights);
        CHECK(resumed.state().optimiser == uninterrupted.state().optimiser);
        CHECK(resumed.best() == uninterrupted.best());
    }
}

TEST_CASE("a run cannot be resumed with another seed", "[trainer]") {
    Engine engine = toyEngine();
    Trainer trainer(engine, toySettings(), toyTask());
    TrainingState state = trainer.state();
    state.seed = 4;
    CHECK_THROWS_AS(trainer.resume(state), Error);
}

TEST_CASE("a run cannot be resumed from tensors that do not fit, and is then as it was", "[trainer]") {
    Engine engine = toyEngine();
    Trainer trainer(engine, toySettings(), toyTask());
    while (trainer.steps() < 5) trainer.step();
    trainer.validate();
    const TrainingState good = trainer.state();
    const std::string memory = "down1.conv1.weight.exp_avg";
    const std::pair<const char*, std::function<void(TrainingState&)>> changes[] = {
        {"exp_avg is 1, its parameter 4 x 2 x 3 x 3",
         [&](TrainingState& s) { s.optimiser.tensors[memory] = core::Tensor<float>({1}); }},
        {"exp_avg is missing", [&](TrainingState& s) { s.optimiser.tensors.erase(memory); }},
        {"no parameter owns", [&](TrainingState& s) { s.optimiser.tensors["x"] = core::Tensor<float>({1}); }},
        {"size mismatch: head.bias", [](TrainingState& s) { s.best.tensors["head.bias"] = core::Tensor<float>({1}); }},
        {"missing: head.bias", [](TrainingState& s) { s.weights.tensors.erase("head.bias"); }}};
    for (const auto& [says, change] : changes) {
        TrainingState state = good;
        state.steps = 3;
        change(state);
        CHECK_THROWS_WITH(trainer.resume(state), Catch::Contains(says));
        CHECK(trainer.state().steps == 5);
        CHECK(trainer.state().optimiser == good.optimiser);
    }
}

TEST_CASE("the number of threads does not change a run", "[trainer]") {
    Engine one = toyEngine(1), three = toyEngine(3);
    Trainer a(one, toySettings(), toyTask()), b(three, toySettings(), toyTask());
    CHECK(trainAll(a).losses == trainAll(b).losses);
}

TEST_CASE("a loss that is not finite stops in that step, names the layer and brings the last good weights back",
          "[trainer]") {
    Engine engine = toyEngine();
    TrainingData data = toyTask();
    data.batch = [good = toyTask().batch](std::int64_t step, core::Random& random) {
        Batch batch = good(step, random);
        if (step == 6) batch.images.values[3] = std::numeric_limits<float>::quiet_NaN();
        return batch;
    };
    Trainer trainer(engine, toySettings(), data);
    const Error error = failureOf(trainer);
    CHECK(error.kind() == Kind::CheckFailed);
    CHECK_THAT(error.what(), Catch::Contains("step 7") && Catch::Contains("input (input)"));
    CHECK(trainer.steps() == 6);
    for (const auto& [name, tensor] : engine.weights().tensors)
        for (float value : tensor.values) REQUIRE(std::isfinite(value));
}

TEST_CASE("weights that a step has ruined are not kept", "[trainer]") {
    Engine engine = toyEngine();
    TrainingSettings settings = toySettings();
    settings.optimiser.kind = OptimiserSettings::Kind::Sgd;
    settings.learningRate = 1e38;  // the first step throws the weights out of range
    Trainer trainer(engine, settings, toyTask());
    const Weights before = engine.weights();
    const Error error = failureOf(trainer);
    CHECK_THAT(error.what(),
               Catch::Contains("step 2") && Catch::Contains("down1.") && Catch::Contains("learning rate"));
    CHECK(engine.weights() == before);
}

TEST_CASE("a step that is stopped leaves everything as it was", "[trainer]") {
    Engine engine = toyEngine(), untouched = toyEngine();
    Trainer trainer(engine, toySettings(), toyTask()), expected(untouched, toySettings(), toyTask());
    trainer.step();
    expected.step();
    const Weights before = engine.weights();
    // Between two nodes further and further into the step.
    for (int calls = 0; calls < 20; ++calls) {
        engine.setStopCheck([left = calls]() mutable { return left-- == 0; });
        CHECK_THROWS_AS(trainer.step(), Error);
        CHECK(engine.weights() == before);
    }
    engine.setStopCheck({});
    CHECK(trainer.step().loss == expected.step().loss);
    CHECK(engine.weights() == untouched.weights());
}
