#include "nn/checkpoint.h"

#include <catch2/catch.hpp>

#include "nn/toy_task.h"

using namespace seglab;
using namespace seglab::nn;

namespace {

const ModelCard kCard{.network = "unet",
                      .classes = {{"a", 0}, {"b", 0xffffff}},
                      .mean = {0, 0},
                      .deviation = {1, 1},
                      .imageSize = {8, 12}};

// After six steps and one validation.
TrainingState trainedState() {
    Engine engine(test::toyNetwork(), initialWeights(test::toyNetwork(), 1), {.threads = 1});
    Trainer trainer(engine, test::toySettings(), test::toyTask());
    while (trainer.steps() < 6) {
        trainer.step();
        if (trainer.validationDue()) trainer.validate();
    }
    return trainer.state();
}

}  // namespace

TEST_CASE("a run's state comes back from its file to the last bit", "[checkpoint]") {
    const TrainingState state = trainedState();
    const std::string bytes = safetensorsBytes(checkpointFile(state, kCard));
    const WeightsFile file = parseSafetensors(bytes, "w.last.safetensors");
    const TrainingState back = trainingState(file, "w.last.safetensors");
    CHECK(back.steps == 6);
    CHECK(back.validatedAt == 5);
    CHECK(back.seed == state.seed);
    CHECK(back.weights == state.weights);
    CHECK(back.optimiser == state.optimiser);
    CHECK(back.best == state.best);
    CHECK(back.bestScore == state.bestScore);
    CHECK(modelCard(file.metadata, "").network == "unet");
}

TEST_CASE("a file that no run can go on from is refused with its name", "[checkpoint]") {
    const WeightsFile good = checkpointFile(trainedState(), kCard);
    for (const char* key : {"steps", "validated_at", "seed", "best_score"})
        for (const char* value : {"", "-1x", "99999999999999999999999", "nan"}) {
            CAPTURE(key, value);
            if (key == std::string("best_score") && value[0] == '9') continue;  // a number like another
            WeightsFile file = good;
            file.metadata[key] = value;
            CHECK_THROWS_WITH(trainingState(file, "w.safetensors"), Catch::Contains("w.safetensors"));
        }
    WeightsFile weightsOnly = good;
    weightsOnly.metadata = toMetadata(kCard);
    CHECK_THROWS_AS(trainingState(weightsOnly, "w.safetensors"), Error);
}

TEST_CASE("the file to go on from stands beside the weights", "[checkpoint]") {
    CHECK(checkpointPath("a/w.safetensors") == "a/w.last.safetensors");
    CHECK(checkpointPath("w") == "w.last.safetensors");
    CHECK(checkpointPath(".safetensors") == ".safetensors.last.safetensors");
}
