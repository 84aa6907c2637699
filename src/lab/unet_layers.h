#pragma once

#include <string>
#include <vector>

#include "nn/costs.h"
#include "nn/network.h"

// A U-Net as layers that a person would count, each with its place in the U.
namespace seglab::lab {

/// A convolution with its rectifier, a pooling, a transposed convolution, a join.
struct ULayer {
    std::string name;        ///< of the node with the weights: "down1.conv2", "pool1", "cat3"
    std::string node;        ///< whose output is shown, after the rectifier where there is one: "down1.relu2"
    std::string input = {};  ///< the shown node that it reads; of a join what came up
    std::string skip = {};   ///< of a join what came across; else empty
    nn::Op op = nn::Op::Convolution;
    bool rectified = false;
    std::string place = {};      ///< block of the U: "down1", "bottleneck", "join3", "refine3", "scores"
    int level = 1;               ///< 1 is the finest
    std::vector<int> size = {};  ///< channels, rows, columns
    nn::NodeSettings settings = {};
    nn::NodeCost cost = {};
};

/// In the order in which they are computed, for an input of this plane. Understands the nodes' names of nn/networks
/// (down1 …, bottleneck, up1 …, refine1 …, head).
std::vector<ULayer> uLayers(const nn::Network& network, core::Pair plane);

/// What the layer does, as one marked-up sentence with its numbers.
std::string sentenceOf(const ULayer& layer, const std::vector<ULayer>& layers);

}  // namespace seglab::lab
