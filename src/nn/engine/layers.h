#pragma once

#include "nn/engine/convolution_pass.h"
#include "nn/engine/layer.h"
#include "nn/engine/step.h"

namespace seglab::nn {

/// What a layer is made from.
struct LayerRequest {
    const Network& network;
    const Step& step;
    Binding binding;
    ParameterStore& parameters;
    const kernels::Table& kernels;
    bool training = false;
    bool positions = false;                             ///< max pooling: remember them
    const std::vector<std::int32_t>* pooled = nullptr;  ///< max unpooling: the positions remembered by …
    const Node* pooling = nullptr;                      ///< … this node

    const Node& node() const { return network.nodes[std::size_t(step.node)]; }
};

/// The layer of a step. Null where there is nothing to do (the input; what only stands elsewhere).
std::unique_ptr<Layer> makeLayer(LayerRequest request);

/// Zeros that a node needs around its first input (forward), and around its output's gradient (backward).
core::Pair inputBorder(const Node& node, const core::Shape& input, const core::Shape& output);
core::Pair gradientBorder(const Node& node, const core::Shape& input, const core::Shape& output);

/// The positions of a max pooling's layer, [N,H,W,C], flat in the input's plane.
const std::vector<std::int32_t>& positionsOf(const Layer& maxPooling);

// The parts of makeLayer, one for each file.
std::unique_ptr<Layer> makeConvolution(LayerRequest request);
std::unique_ptr<Layer> makeNormalisation(LayerRequest request);
std::unique_ptr<Layer> makeMaxPooling(LayerRequest request);
std::unique_ptr<Layer> makeMaxUnpooling(LayerRequest request);
std::unique_ptr<Layer> makeResampling(LayerRequest request);
std::unique_ptr<Layer> makePointwise(LayerRequest request);
std::unique_ptr<Layer> makeSoftmax(LayerRequest request);
std::unique_ptr<Layer> makeDropout(LayerRequest request);

}  // namespace seglab::nn
