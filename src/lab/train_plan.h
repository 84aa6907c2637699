#pragma once

#include "lab/train_command.h"
#include "lab/training_batches.h"
#include "nn/safetensors.h"

namespace seglab::lab {

/// A run of `seglab train`, its options read and its data opened.
struct TrainPlan {
    nn::Network network;
    nn::ModelCard card;
    nn::Weights weights;  ///< to begin with
    nn::TrainingSettings settings;
    BatchSettings batches;
    int threads = 0;
    nn::Precision precision = nn::Precision::Float32;
    std::vector<std::string> notes;
};

/// `state` is what the run is resumed from, with its card; null for a new run. Throws as trainCommand does.
struct Resumed {
    nn::TrainingState state;
    nn::ModelCard card;
};
TrainPlan trainPlan(const TrainOptions& options, const Resumed* resumed);

}  // namespace seglab::lab
