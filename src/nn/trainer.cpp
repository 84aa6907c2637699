#include "nn/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/activations.h"
#include "core/losses.h"
#include "core/metrics.h"

namespace seglab::nn {

namespace {

bool finite(const core::Tensor<float>& tensor) {
    return std::all_of(tensor.values.begin(), tensor.values.end(), [](float value) { return std::isfinite(value); });
}

std::int64_t countingPixels(const Batch& batch, std::uint8_t ignored) {
    return std::int64_t(batch.labels.values.size()) -
           std::count(batch.labels.values.begin(), batch.labels.values.end(), ignored);
}

}  // namespace

core::Random randomOfStep(std::uint64_t seed, std::int64_t step) {
    // Multiples of the golden ratio's bits (Steele et al. 2014) lie far apart on the generator's orbit.
    return core::Random(seed + std::uint64_t(step) * 0x9E3779B97F4A7C15u, 1);
}

Trainer::Trainer(Engine& engine, TrainingSettings settings, TrainingData data)
    : engine_(engine),
      settings_(std::move(settings)),
      data_(std::move(data)),
      optimiser_(settings_.optimiser),
      lastGood_(engine.weights()) {}

bool Trainer::validationDue() const {
    const bool epochEnded = steps_ % settings_.stepsPerEpoch == 0 || steps_ >= settings_.steps;
    return data_.validations > 0 && epochEnded && validatedAt_ < steps_;
}

StepReport Trainer::step() {
    core::Random random = randomOfStep(settings_.seed, steps_);
    const Batch batch = data_.batch(steps_, random);
    Weights before = engine_.weights();
    float loss = 0;
    try {
        loss = lossOf(batch, random);
    } catch (const Error& error) {
        if (error.kind() == Kind::Interrupted) engine_.setWeights(before);  // running statistics may have moved
        throw;
    }
    if (!std::isfinite(loss)) stopAtNonFinite(double(loss));
    lastGood_ = std::move(before);

    const double rate = learningRateAt(settings_.schedule, settings_.learningRate, steps_);
    optimiser_.step(engine_.parameters(), rate);
    engine_.parametersChanged();
    ++steps_;
    return {.step = steps_,
            .epoch = (steps_ - 1) / settings_.stepsPerEpoch + 1,
            .loss = double(loss),
            .learningRate = rate};
}

float Trainer::lossOf(const Batch& batch, core::Random& random) {
    core::LossSettings<float> settings;
    settings.classWeights = settings_.classWeights;
    settings.ignoredLabel = settings_.ignored;
    const core::Tensor<float> logits = engine_.forwardTraining(batch.images, random);
    const core::Loss<float> loss = core::crossEntropy(logits, batch.labels, settings);
    if (std::isfinite(loss.value)) engine_.backward(loss.gradient);
    return loss.value;
}

void Trainer::stopAtNonFinite(double loss) {
    const std::string node = firstNonFiniteNode();
    engine_.setWeights(lastGood_);
    throw Error(Kind::CheckFailed,
                fmt::format("the loss is {} in step {}, first in {}", std::isnan(loss) ? "not a number" : "infinite",
                            steps_ + 1, node),
                "the weights are back at the last good ones; lower the learning rate");
}

std::string Trainer::firstNonFiniteNode() const {
    for (const Node& node : engine_.network().nodes)
        if (!finite(engine_.activation(node.name))) return fmt::format("{} ({})", node.name, toString(node.op));
    return "the loss itself";
}

ValidationReport Trainer::validate() {
    const int classes = engine_.network().classes();
    core::ConfusionMatrix confusion(classes, settings_.ignored);
    core::LossSettings<float> settings;
    settings.ignoredLabel = settings_.ignored;
    double lossSum = 0;
    for (std::size_t i = 0; i < data_.validations; ++i) {
        const Batch batch = data_.validation(i);
        const core::Tensor<float> logits = engine_.forward(batch.images);
        lossSum += double(core::crossEntropy(logits, batch.labels, settings).value) *
                   double(countingPixels(batch, settings_.ignored));
        confusion.add(batch.labels, core::classOfLargest(logits));
    }
    ValidationReport report{.epoch = (steps_ + settings_.stepsPerEpoch - 1) / settings_.stepsPerEpoch,
                            .loss = lossSum / double(std::max<std::int64_t>(1, confusion.pixels())),
                            .pixelAccuracy = core::pixelAccuracy(confusion),
                            .iou = core::iou(confusion)};
    report.meanIou = core::meanDefined(report.iou);
    validatedAt_ = steps_;
    report.best = report.meanIou >= bestScore_;
    if (report.best) {
        bestScore_ = report.meanIou;
        best_ = engine_.weights();
    }
    return report;
}

TrainingState Trainer::state() const {
    return {.steps = steps_,
            .validatedAt = validatedAt_,
            .seed = settings_.seed,
            .weights = engine_.weights(),
            .optimiser = optimiser_.state(),
            .best = best_,
            .bestScore = bestScore_};
}

void Trainer::resume(TrainingState state) {
    if (state.seed != settings_.seed)
        throw Error(Kind::BadInput, fmt::format("the run began with seed {}, not {}", state.seed, settings_.seed),
                    "leave --seed out, or give the same one");
    checkWeights(engine_.network(), state.weights);
    if (!state.best.tensors.empty()) checkWeights(engine_.network(), state.best);
    optimiser_.setState(std::move(state.optimiser), engine_.parameters());
    engine_.setWeights(state.weights);
    lastGood_ = std::move(state.weights);
    steps_ = state.steps;
    validatedAt_ = state.validatedAt;
    best_ = std::move(state.best);
    bestScore_ = state.bestScore;
}

Weights Trainer::best() const {
    return best_.tensors.empty() ? engine_.weights() : best_;
}

}  // namespace seglab::nn
