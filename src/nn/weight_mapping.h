#pragma once

#include <string>
#include <vector>

#include "nn/network.h"
#include "nn/weights.h"

namespace seglab::nn {

struct RecognisedWeights {
    Network network;
    Weights weights;                 ///< by our names, in our order of concatenation
    std::vector<std::string> notes;  ///< what was found and changed, a sentence each
};

/// The network that tensors without a model card belong to: `name`, where it is given. Else first the named networks,
/// by their tensors' names and shapes; then U-Nets from elsewhere (weight_dialects.h) of any widths and depth, with
/// transposed convolutions up. Of those: concatenation [up, skip] becomes [skip, up]; a bias before a batch
/// normalisation moves into its mean; what has no bias gets zeros; one class behind a sigmoid becomes two classes, of
/// which the first has the logit 0, so that their softmax is that sigmoid. Prefixes as of DataParallel ("module.") are
/// taken off. Throws BadInput, naming `path`: several named networks have these tensors, no dialect is recognised, or
/// tensors are missing, unexpected or mismatched, listed as load_state_dict does.
RecognisedWeights recogniseWeights(const Weights& weights, const std::string& path, const std::string& name = {});

}  // namespace seglab::nn
