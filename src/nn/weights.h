#pragma once

#include <map>
#include <string>

#include "core/tensor.h"
#include "nn/network.h"

namespace seglab::nn {

/// The tensors of a network by PyTorch's names, in PyTorch's layouts. A plain value.
struct Weights {
    std::map<std::string, core::Tensor<float>> tensors;

    const core::Tensor<float>& operator[](const std::string& name) const { return tensors.at(name); }
    bool operator==(const Weights& other) const { return tensors == other.tensors; }
};

/// Convolutions as NodeSettings::initial says; running statistics 0 and 1, batch normalisation 1 and 0. The same for
/// the same seed on every machine; the numbers are not PyTorch's.
Weights initialWeights(const Network& network, std::uint64_t seed);

/// What stands between weights and a network, as torch's load_state_dict lists it. BatchNorm's num_batches_tracked is
/// not needed and never unexpected.
struct WeightMismatch {
    std::vector<std::string> missing, unexpected;
    std::vector<std::string> mismatched;  ///< with both shapes, in words
};
WeightMismatch compareWeights(const Network& network, const Weights& weights);

/// Throws BadInput that lists missing, unexpected and mismatched tensors as torch's load_state_dict does.
void checkWeights(const Network& network, const Weights& weights);

}  // namespace seglab::nn
