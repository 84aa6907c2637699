#pragma once

#include <string>
#include <vector>

#include "nn/network.h"

// What the engine runs is a list of steps: mostly one node each, some with the nodes fused into them.
namespace seglab::nn {

struct FusionRules {
    bool foldNormalisation = false;  ///< batch normalisation into the convolution before it
    std::vector<NodeId> apart;       ///< nodes that must keep a value (or gradient) of their own
};

/// A node, and those that are computed with it. The values of `node` and `normalisation` are not stored where another
/// follows.
struct Step {
    NodeId node = 0;
    NodeId normalisation = -1;  ///< folded into the weights
    NodeId activation = -1;     ///< ReLU or leaky ReLU

    NodeId last() const { return activation >= 0 ? activation : normalisation >= 0 ? normalisation : node; }
};

/// In the order of the nodes. A convolution takes the normalisation and the rectifier behind it along, a normalisation
/// the rectifier, where nobody else reads what is between.
std::vector<Step> fuse(const Network& network, const FusionRules& rules);

/// Whether a gradient flows to this input: not to what only gives a size or positions.
bool isDifferentiable(const Node& node, std::size_t input);

}  // namespace seglab::nn
