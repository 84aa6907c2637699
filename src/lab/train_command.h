#pragma once

#include <functional>
#include <string>

#include "nn/trainer.h"

namespace seglab::lab {

/// `seglab train`, as it stands on the command line; "" is not given.
struct TrainOptions {
    std::string net, data, classes;
    std::string epochs, steps, batch, imageSize, fit, learningRate, validationFraction, seed, threads;
    std::string out, log, resume;
    std::string precision;  ///< of the weights file: float32 or float16
};

/// What happens while it trains. Called on the calling thread.
struct TrainObserver {
    std::function<void(const std::string& note)> note;  ///< what the user should be told once
    /// Before the first step: steps in all, steps already done, pictures in a batch.
    std::function<void(std::int64_t steps, std::int64_t done, int batch)> begun;
    std::function<void(const nn::StepReport&)> stepped;
    std::function<void(const nn::ValidationReport&)> validated;
    std::function<bool()> shouldStop;  ///< asked between two nodes of the network and before each picture
};

/// Trains, or goes on with what `resume` names: then what is not given is as the run began. Writes the weights at each
/// better validation, the file to resume from and the log after each validation and at the end. Returns false where it
/// was stopped; all is then saved. Throws Usage, BadInput, File; CheckFailed where the loss is not finite: the weights
/// file then holds the best ones, or the last good.
bool trainCommand(const TrainOptions& options, const TrainObserver& observer);

}  // namespace seglab::lab
