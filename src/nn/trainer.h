#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/random.h"
#include "core/tensor.h"
#include "nn/engine.h"
#include "nn/optimiser.h"
#include "nn/schedule.h"

// Training of one network: step by step, with validation after each epoch. Where batches come from is the caller's.
namespace seglab::nn {

struct Batch {
    core::Tensor<float> images;         ///< [N,C,H,W]
    core::Tensor<std::uint8_t> labels;  ///< [N,H,W]
};

struct TrainingData {
    /// The batch of a step. It may depend on the step and on what it draws from `random`, and on nothing else: a run
    /// that is resumed asks for the same batches.
    std::function<Batch(std::int64_t step, core::Random& random)> batch;
    std::size_t validations = 0;  ///< batches of one validation; 0: there is none
    std::function<Batch(std::size_t index)> validation;
};

struct TrainingSettings {
    std::int64_t steps = 0;
    std::int64_t stepsPerEpoch = 1;
    std::uint64_t seed = 0;
    double learningRate = 2e-3;
    OptimiserSettings optimiser;
    Schedule schedule;
    std::vector<double> classWeights;  ///< of the cross-entropy; empty: all 1
    std::uint8_t ignored = 255;        ///< label of pixels that do not count
};

struct StepReport {
    std::int64_t step = 0;   ///< from 1
    std::int64_t epoch = 0;  ///< from 1
    double loss = 0;
    double learningRate = 0;
};

struct ValidationReport {
    std::int64_t epoch = 0;
    double loss = 0;  ///< mean over all pixels that count
    double pixelAccuracy = 0;
    double meanIou = 0;
    std::vector<double> iou;  ///< of each class; NaN where it is nowhere
    bool best = false;        ///< no earlier one had a higher mean IoU
};

/// All that a run goes on from. The generator's state is (seed, steps): every step draws from a generator of its own.
struct TrainingState {
    std::int64_t steps = 0;        ///< done
    std::int64_t validatedAt = 0;  ///< steps done at the last validation
    std::uint64_t seed = 0;
    Weights weights = {};
    OptimiserState optimiser = {};
    Weights best = {};      ///< of the best validation; empty before the first
    double bestScore = -1;  ///< its mean IoU
};

/// The generator that a step draws its batch and then its dropout from.
core::Random randomOfStep(std::uint64_t seed, std::int64_t step);

class Trainer {
public:
    /// The engine's weights are where it starts. Both outlive the trainer.
    Trainer(Engine& engine, TrainingSettings settings, TrainingData data);

    bool finished() const { return steps_ >= settings_.steps && !validationDue(); }
    std::int64_t steps() const { return steps_; }
    /// Whether the last step ended an epoch, or the run, and nobody has validated since.
    bool validationDue() const;

    /// One batch: forwards, cross-entropy, backwards, optimiser. Throws Interrupted where the engine's stop check asks
    /// for it; all is then as before the step. Throws CheckFailed where the loss is not finite, naming the first node
    /// whose output is not; the weights are then the last ones that gave a finite loss.
    StepReport step();

    /// In inference mode, over all validation batches. Throws Interrupted as step() does.
    ValidationReport validate();

    TrainingState state() const;
    /// Goes on from there: what follows is bit for bit what would have followed. Throws BadInput, and changes nothing,
    /// where a tensor does not fit the network, or the seed is another.
    void resume(TrainingState state);

    /// Of the best validation; without one, the current ones.
    Weights best() const;

private:
    float lossOf(const Batch& batch, core::Random& random);
    [[noreturn]] void stopAtNonFinite(double loss);
    std::string firstNonFiniteNode() const;

    Engine& engine_;
    TrainingSettings settings_;
    TrainingData data_;
    Optimiser optimiser_;
    std::int64_t steps_ = 0, validatedAt_ = 0;
    Weights lastGood_;  // gave a finite loss
    Weights best_;
    double bestScore_ = -1;
};

}  // namespace seglab::nn
