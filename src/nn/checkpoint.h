#pragma once

#include <string>

#include "nn/model_card.h"
#include "nn/safetensors.h"
#include "nn/trainer.h"

namespace seglab::nn {

/// The file that a run goes on from: the current weights by their names, "best.NAME" those of the best validation,
/// "optimiser.NAME.exp_avg" and so on what the optimiser remembers, and beside the card's metadata "steps",
/// "validated_at", "seed" and "best_score".
WeightsFile checkpointFile(const TrainingState& state, const ModelCard& card);

/// The way back. Throws BadInput where this is no such file; `path` is where it came from.
TrainingState trainingState(const WeightsFile& file, const std::string& path);

/// "w.last.safetensors" beside "w.safetensors".
std::string checkpointPath(const std::string& weightsPath);

}  // namespace seglab::nn
