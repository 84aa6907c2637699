#pragma once

#include <string>
#include <vector>

#include "nn/model_card.h"
#include "nn/weights.h"

// Trained weights that are inside the program: assets/weights/<network>-<data>.safetensors, whose README says how each
// was made and how well it does.
namespace seglab::nn {

struct TrainedNetwork {
    Network network;
    Weights weights;
    ModelCard card;

    /// (value − mean) / deviation of each band, as in training. image [C,H,W] or [N,C,H,W], 0 … 1.
    core::Tensor<float> normalised(core::Tensor<float> image) const;
};

/// "patch-17-pasture", …; sorted.
std::vector<std::string> builtInNames();
bool hasBuiltInWeights(const std::string& network, const std::string& data);
/// Read once, then kept; any thread. `data` is what it was trained on: "pasture", "cells". Throws Usage, with the
/// nearest name, where there are none.
const TrainedNetwork& builtIn(const std::string& network, const std::string& data);

}  // namespace seglab::nn
