#pragma once

#include <functional>
#include <string>
#include <vector>

#include "nn/engine.h"

// A network with skip connections, run in stages that meet where a skip arrives, so that what comes over a skip can be
// looked at, replaced, or switched off. Unchanged, the stages give what the engine gives in one pass.
namespace seglab::nn {

/// Where a skip arrives: a concatenation or an addition of two nodes.
struct Join {
    NodeId node, skip, up;  ///< `skip` is the part that was computed earlier
};
/// In the order in which they are computed: the deepest first. Empty for a network without skips.
std::vector<Join> joinsOf(const Network& network);

/// The nodes that lead from the output of `from` to `to`, as a network of their own; its input is that output. Throws
/// BadInput where they read anything that does not come from there.
Network partOf(const Network& network, NodeId from, NodeId to);
/// The weights of a part, out of the whole network's.
Weights weightsOf(const Network& part, const Weights& whole);

/// A join's value from its two parts, [N,C,H,W] each. Throws BadInput where they do not fit.
core::Tensor<float> joined(const Network& network, const Join& join, const core::Tensor<float>& skip,
                           const core::Tensor<float>& up);

/// Not for use from two threads at once.
class StagedEngine {
public:
    /// Keeps all activations. Throws BadInput as Engine does.
    StagedEngine(Network network, Weights weights, int threads = 1);

    const Network& network() const { return network_; }
    const std::vector<Join>& joins() const { return joins_; }

    /// What arrives over the skip of joins()[index], made from what was sent.
    using Replace = std::function<core::Tensor<float>(std::size_t index, core::Tensor<float> sent)>;
    /// input [N,C,H,W] to logits. Throws BadInput as inferShapes does, or for a replacement of another shape.
    core::Tensor<float> forward(const core::Tensor<float>& input, const Replace& replace = {});
    /// After forward: the output of a node, [N,C,H,W]; of a join what was joined.
    core::Tensor<float> activation(const std::string& node) const;

    /// How the gradient of the logits reaches the input after forward: through the bottleneck, and over each skip
    /// alone. Their sum is the whole gradient.
    struct Ways {
        core::Tensor<float> bottleneck;          ///< [N,C,H,W]
        std::vector<core::Tensor<float>> skips;  ///< as joins()
    };
    /// With the replaced skips' ways, as though they had not been replaced.
    Ways inputGradients(const core::Tensor<float>& input, const core::Tensor<float>& logitsGradient);

private:
    core::Tensor<float> gradientThrough(NodeId node, const core::Tensor<float>& input,
                                        const core::Tensor<float>& gradient);

    Network network_;
    Weights weights_;
    int threads_;
    std::vector<Join> joins_;
    std::vector<Engine> stages_;                ///< one more than joins
    std::vector<core::Tensor<float>> arrived_;  ///< at each join
};

}  // namespace seglab::nn
