#include "nn/toy_task.h"

#include "nn/networks/unet.h"

namespace seglab::test {

namespace {

nn::Batch drawBatch(core::Random& random) {
    nn::Batch batch{core::Tensor<float>({2, 2, 8, 12}), core::Tensor<std::uint8_t>({2, 8, 12})};
    for (float& value : batch.images.values) value = float(random.number(-1, 1));
    std::size_t next = 0;
    for (int n = 0; n < 2; ++n)
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 12; ++x)
                batch.labels.values[next++] = batch.images.at(n, 0, y, x) > batch.images.at(n, 1, y, x);
    return batch;
}

}  // namespace

nn::TrainingData toyTask() {
    return {.batch = [](std::int64_t, core::Random& random) { return drawBatch(random); },
            .validations = 2,
            .validation =
                [](std::size_t index) {
                    core::Random random(index, 7);
                    return drawBatch(random);
                }};
}

nn::Network toyNetwork() {
    return nn::unet({.name = "toy", .summary = "", .widths = {4, 6, 8}, .normalised = true},
                    {.inputChannels = 2, .classes = 2});
}

nn::TrainingSettings toySettings() {
    nn::TrainingSettings settings;
    settings.steps = 12;
    settings.stepsPerEpoch = 5;
    settings.seed = 3;
    settings.learningRate = 0.01;
    return settings;
}

}  // namespace seglab::test
