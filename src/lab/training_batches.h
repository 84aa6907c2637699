#pragma once

#include <functional>
#include <vector>

#include "data/sample.h"
#include "nn/model_card.h"
#include "nn/trainer.h"

// From a dataset to the batches that a network is trained and judged with.
namespace seglab::lab {

/// Indices of a dataset, shuffled by a seed: what is trained on, and what is kept for validation.
struct Split {
    std::vector<std::size_t> training, validation;
};
/// At least one sample is trained on; with a fraction above 0 and more than one sample, at least one is kept.
Split splitOf(std::size_t samples, double validationFraction, std::uint64_t seed);

/// Mean and standard deviation of each band over the first training samples (at most 32), as a model card has them.
struct BandStatistics {
    std::vector<double> mean, deviation;
};
BandStatistics bandStatistics(const data::Dataset& dataset, const Split& split);

/// The smallest plane of at least this size that the network takes. Throws BadInput as inferShapes does where there is
/// none within 128 pixels.
core::Pair fittingPlane(const nn::Network& network, core::Pair plane);

struct BatchSettings {
    data::Dataset dataset;
    Split split;
    nn::ModelCard card;  ///< its imageSize is a fitting plane
    nn::Network network;
    int batch = 8;
    std::uint64_t seed = 0;
    std::function<bool()> shouldStop = [] { return false; };  ///< asked before each picture; then Interrupted is thrown
};

/// Batches in an order that is shuffled anew in every epoch. Crops are random, mirrored left to right in half of the
/// cases (never upside down: skies stay above), and vary in scale and brightness as data/augmentation.h says.
/// Validation takes one picture a batch: in the fit `Crop` as it is (of one larger than 512 x 512 the middle), padded
/// by reflection to a plane that fits, where nothing counts. Where a network's output is smaller than its input, labels
/// are those of the middle.
nn::TrainingData trainingData(BatchSettings settings);

/// Batches in which every training sample comes at least once.
std::int64_t stepsPerEpoch(const Split& split, int batch);

}  // namespace seglab::lab
