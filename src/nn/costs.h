#pragma once

#include <cstdint>
#include <vector>

#include "nn/network.h"

// What a network costs, by counting. Batch size as given; float32.
namespace seglab::nn {

struct NodeCost {
    std::int64_t parameters = 0;    ///< that are trained
    std::int64_t multiplyAdds = 0;  ///< of convolutions; zeros of the padding are multiplied, too
    std::int64_t outputBytes = 0;
};
/// One for each node. Throws BadInput as inferShapes does.
std::vector<NodeCost> nodeCosts(const Network& network, const core::Shape& inputShape);

struct NetworkCost {
    std::int64_t parameters = 0;
    std::int64_t multiplyAdds = 0;
    std::int64_t activationBytes = 0;  ///< the outputs of all nodes, the input included: what training keeps
};
NetworkCost networkCost(const Network& network, const core::Shape& inputShape);

/// Without an input: the sum of NodeCost::parameters.
std::int64_t parameterCount(const Network& network);

}  // namespace seglab::nn
