#pragma once

#include "lab/train_command.h"
#include "lab/training_batches.h"
#include "nn/safetensors.h"

namespace seglab::lab {

/// A run of `seglab train`, its options read and its data opened.
struct TrainPlan {
    nn::Network network;
    nn::ModelCard card;
    nn::Weights weights;  ///< of a new run
    nn::TrainingSettings settings;
    BatchSettings batches;
    nn::Metadata kept;  ///< what the file to resume from says of the run beside its state and its card
    int threads = 0;
    nn::Precision precision = nn::Precision::Float32;
    std::vector<std::string> notes;
};

/// What a run is resumed from.
struct Resumed {
    nn::TrainingState state;
    nn::ModelCard card;
    nn::Metadata metadata;  ///< the file's
};
/// `resumed` is null for a new run. Options that are not given to a resumed run are those that it began with; others
/// than it began with are refused, but for the number of steps. Throws as trainCommand does.
TrainPlan trainPlan(const TrainOptions& options, const Resumed* resumed);

}  // namespace seglab::lab
