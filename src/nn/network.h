#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.h"
#include "core/operators.h"

// A network is a graph of named nodes, written down in the order in which they are computed. It is a description: it
// holds no weights and no pixels, and says nothing about how it is computed. networks/*.cpp describe the known ones.
namespace seglab::nn {

enum class Op {
    Input,
    Convolution,
    TransposedConvolution,
    MaxPooling,
    AveragePooling,
    MaxUnpooling,      ///< inputs: values, and the MaxPooling node whose remembered positions are used
    UpsampleNearest,   ///< by `scale`
    UpsampleBilinear,  ///< by `scale`, or to the plane of the second input where there is one
    BatchNormalisation,
    Relu,
    LeakyRelu,
    Sigmoid,
    Softmax,  ///< over the channels
    Dropout,  ///< whole values, as torch.nn.Dropout; does nothing outside training
    Addition,
    Concatenation,  ///< along the channels, in the order of the inputs
    Crop,           ///< inputs: x, and the node whose plane x is cropped to, centred (the odd cell goes at the end)
};

std::string_view toString(Op op);  ///< "convolution", "max pooling", …

using NodeId = int;  ///< index into Network::nodes

/// How a convolution's weights begin.
enum class Initial {
    Uniform,  ///< ±1/√(fan in), bias too: torch.nn.Conv2d's own, for networks that are not deep or are normalised
    He,  ///< ±√(6/fan in), bias 0: keeps the variance through a ReLU (He et al. 2015, eq. 10); for deep plain nets
    Bilinear,  ///< transposed convolution, each channel to itself: bilinear up-sampling, as FCN's (Long et al. 2015)
};

/// What an operator needs beside its inputs; an operator reads only its own.
struct NodeSettings {
    core::Pair kernel{1, 1};
    core::Pair stride{1, 1};
    core::Pair padding{0, 0};
    core::Pair dilation{1, 1};
    core::Pair outputPadding{0, 0};
    int groups = 1;
    bool bias = true;
    core::Pair scale{2, 2};    ///< up-sampling
    double slope = 0.01;       ///< leaky ReLU
    double probability = 0.5;  ///< dropout
    double epsilon = 1e-5;     ///< batch normalisation
    double momentum = 0.1;     ///< batch normalisation: weight of the new batch in the running statistics
    Initial initial = Initial::Uniform;
};

struct Node {
    std::string
        name;  ///< PyTorch's path of the module: "down1.conv1" owns the tensors "down1.conv1.weight" and ".bias"
    Op op = Op::Input;
    std::vector<NodeId> inputs;  ///< earlier nodes
    int channels = 0;            ///< of the output
    NodeSettings settings;
};

/// Shapes of the tensors that a node owns, in PyTorch's layout and order (weight, bias, running_mean, running_var).
struct ParameterShape {
    std::string name;  ///< "down1.conv1.weight"
    core::Shape shape;
    bool trained = true;  ///< false for running statistics
    Initial initial = Initial::Uniform;
};

/// A graph with one input and one output, the logits, which is the last node.
struct Network {
    std::string name;
    std::string summary;  ///< one line
    std::vector<Node> nodes;

    int inputChannels() const { return nodes.front().channels; }
    int classes() const { return nodes.back().channels; }
    /// Throws Usage for a name that is not there; names the nearest.
    NodeId find(std::string_view nodeName) const;
    std::vector<ParameterShape> parameters() const;
};

/// Adds nodes one by one, so that a description reads like the figure of the paper. Each call returns the new node.
/// Throws BadInput for a name that is taken, inputs that do not exist, or channels that do not fit.
class NetworkBuilder {
public:
    NetworkBuilder(std::string name, std::string summary, int inputChannels);

    NodeId input() const { return 0; }
    NodeId convolution(std::string name, NodeId x, int channels, const NodeSettings& settings);
    NodeId transposedConvolution(std::string name, NodeId x, int channels, const NodeSettings& settings);
    NodeId maxPooling(std::string name, NodeId x, const NodeSettings& settings);
    NodeId averagePooling(std::string name, NodeId x, const NodeSettings& settings);
    NodeId maxUnpooling(std::string name, NodeId x, NodeId pooling);
    NodeId upsampleNearest(std::string name, NodeId x, core::Pair scale);
    NodeId upsampleBilinear(std::string name, NodeId x, core::Pair scale);
    NodeId upsampleBilinearLike(std::string name, NodeId x, NodeId like);
    NodeId batchNormalisation(std::string name, NodeId x, const NodeSettings& settings = {});
    NodeId relu(std::string name, NodeId x);
    NodeId leakyRelu(std::string name, NodeId x, double slope);
    NodeId sigmoid(std::string name, NodeId x);
    NodeId softmax(std::string name, NodeId x);
    NodeId dropout(std::string name, NodeId x, double probability);
    NodeId addition(std::string name, NodeId a, NodeId b);
    NodeId concatenation(std::string name, const std::vector<NodeId>& parts);
    NodeId crop(std::string name, NodeId x, NodeId like);

    /// Channels of a node's output. Throws BadInput for a node that does not exist.
    int channels(NodeId node) const;
    Network build() &&;

private:
    NodeId add(std::string name, Op op, std::vector<NodeId> inputs, int channels, const NodeSettings& settings = {});

    Network network_;
};

/// Shape [N,C,H,W] of every node's output for an input of `inputShape`. Throws BadInput where shapes do not fit (the
/// planes of a concatenation or addition differ, a kernel is larger than its input), naming the node and both shapes.
std::vector<core::Shape> inferShapes(const Network& network, const core::Shape& inputShape);

}  // namespace seglab::nn
