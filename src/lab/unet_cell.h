#pragma once

#include <memory>
#include <string>

#include "figure/views/cell_sum.h"
#include "lab/unet_trace.h"

namespace seglab::lab {

/// How a cell of a layer comes about: what it reads, the weights, the products, their sum. Each number is taken from
/// the maps and weights of the run, the cell's own value from the engine.
figure::CellSum cellSum(const UTrace& trace, const UPlace& place);

/// Index of the layer that a join's, or a convolution's, maps come from; −1: the picture.
int layerBefore(const UTrace& trace, const std::string& node);

/// What came over a skip into the join `layer`, and what it is called: the maps that were sent, or what stood in for
/// them ("skip1").
struct Arrived {
    std::shared_ptr<const core::Tensor<float>> maps;
    std::string name;
};
Arrived arrivedOver(const UTrace& trace, const ULayer& layer);

}  // namespace seglab::lab
