#include "nn/training_session.h"

#include <catch2/catch.hpp>

#include "nn/toy_task.h"

using namespace seglab;
using namespace seglab::nn;
using Status = TrainingSnapshot::Status;

namespace {

// Waits until a snapshot is as wanted; every publication wakes it.
class Observed {
public:
    explicit Observed(TrainingSessionRequest request) {
        request.published = [this] {
            const std::lock_guard<std::mutex> lock(mutex_);
            ++published_;
            woken_.notify_all();
        };
        session_ = std::make_unique<TrainingSession>(std::move(request));
    }

    template <class Wanted>
    std::shared_ptr<const TrainingSnapshot> until(const Wanted& wanted) {
        std::unique_lock<std::mutex> lock(mutex_);
        woken_.wait(lock, [&] { return published_ > 0 && wanted(*session_->snapshot()); });
        return session_->snapshot();
    }
    std::shared_ptr<const TrainingSnapshot> untilStatus(Status status) {
        return until([&](const TrainingSnapshot& s) { return s.status == status; });
    }
    TrainingSession& session() { return *session_; }

private:
    std::mutex mutex_;
    std::condition_variable woken_;
    int published_ = 0;
    std::unique_ptr<TrainingSession> session_;
};

TrainingSessionRequest toyRequest() {
    TrainingSessionRequest request{.network = test::toyNetwork(),
                                   .weights = initialWeights(test::toyNetwork(), 1),
                                   .settings = test::toySettings(),
                                   .data = test::toyTask(),
                                   .threads = 2};
    request.watchedPicture = test::toyTask().validation(0).images;
    request.watchedNodes = {"down1.relu1", "head"};
    request.secondsBetweenSnapshots = 0;
    return request;
}

std::vector<double> lossesOf(const TrainingSnapshot& snapshot) {
    std::vector<double> losses;
    for (const StepReport& step : snapshot.steps) losses.push_back(step.loss);
    return losses;
}

}  // namespace

TEST_CASE("a session trains to the end and shows what is watched", "[session]") {
    Observed observed(toyRequest());
    CHECK(observed.untilStatus(Status::Paused)->steps.empty());
    observed.session().start();
    const auto snapshot = observed.untilStatus(Status::Finished);
    CHECK(snapshot->steps.size() == 12);
    CHECK(snapshot->validations.size() == 3);
    CHECK(snapshot->activations.at("down1.relu1").shape == core::Shape{2, 4, 8, 12});
    CHECK(snapshot->activations.count("head") == 1);
    observed.session().start();  // nothing is left to do
}

TEST_CASE("looking, pausing and single steps do not change a run", "[session]") {
    Engine engine(test::toyNetwork(), initialWeights(test::toyNetwork(), 1), {.threads = 2});
    Trainer alone(engine, test::toySettings(), test::toyTask());
    std::vector<double> expected;
    while (!alone.finished()) {
        if (!alone.validationDue()) expected.push_back(alone.step().loss);
        if (alone.validationDue()) alone.validate();
    }

    Observed observed(toyRequest());
    for (std::size_t steps = 1; steps <= 4; ++steps) {
        observed.session().oneStep();
        observed.until([&](const TrainingSnapshot& s) { return s.steps.size() == steps; });
    }
    observed.session().start();
    observed.until([](const TrainingSnapshot& s) { return s.steps.size() >= 6; });
    observed.session().pause();
    observed.session().watch({"bottleneck.conv1"});
    observed.session().start();
    const auto snapshot = observed.untilStatus(Status::Finished);
    CHECK(lossesOf(*snapshot) == expected);
    CHECK(snapshot->weights == engine.weights());
}

TEST_CASE("a session ends whatever it is doing", "[session]") {
    for (int i = 0; i < 10; ++i) {
        Observed observed(toyRequest());
        if (i % 2) observed.session().start();
        if (i % 3) observed.session().oneStep();
    }
}

TEST_CASE("a session that meets NaN says where, and keeps the last good weights", "[session]") {
    TrainingSessionRequest request = toyRequest();
    request.settings.optimiser.kind = OptimiserSettings::Kind::Sgd;
    request.settings.learningRate = 1e38;
    const Weights initial = request.weights;
    Observed observed(std::move(request));
    observed.session().start();
    const auto snapshot = observed.untilStatus(Status::Failed);
    CHECK_THAT(snapshot->problem, Catch::Contains("down1."));
    CHECK(snapshot->weights["head.weight"] == initial["head.weight"]);
}

TEST_CASE("what goes wrong on a session's thread stands in its last snapshot", "[session]") {
    setenv("SEGLAB_ISA", "z80", 1);
    Observed without(toyRequest());  // the engine cannot be built
    CHECK_THAT(without.untilStatus(Status::Failed)->problem, Catch::Contains("z80"));
    unsetenv("SEGLAB_ISA");
    without.session().start();

    TrainingSessionRequest request = toyRequest();
    request.data.validation = [](std::size_t) -> Batch { throw std::length_error("no such batch"); };
    Observed failing(std::move(request));
    failing.session().start();
    CHECK(failing.untilStatus(Status::Failed)->problem == "no such batch");
    CHECK(failing.session().snapshot()->weights.tensors.size() > 1);
}

TEST_CASE("a session refuses what does not fit before its thread begins", "[session]") {
    TrainingSessionRequest request = toyRequest();
    request.watchedNodes = {"no such node"};
    CHECK_THROWS_AS(TrainingSession(request), Error);
    request = toyRequest();
    request.weights.tensors.erase("head.bias");
    CHECK_THROWS_AS(TrainingSession(request), Error);
    request = toyRequest();
    request.watchedPicture = core::Tensor<float>({1, 5, 8, 8});
    CHECK_THROWS_AS(TrainingSession(request), Error);
}
