#include "nn/engine/step.h"

#include <algorithm>

namespace seglab::nn {

namespace {

class Fusion {
public:
    Fusion(const Network& network, const FusionRules& rules)
        : network_(network), rules_(rules), readers_(network.nodes.size()) {
        for (std::size_t i = 0; i < network.nodes.size(); ++i)
            for (NodeId input : network.nodes[i].inputs) readers_[std::size_t(input)].push_back(NodeId(i));
    }

    std::vector<Step> steps() {
        std::vector<Step> found;
        std::vector<bool> taken(network_.nodes.size());
        for (std::size_t i = 0; i < network_.nodes.size(); ++i) {
            if (taken[i]) continue;
            const Step step = startingAt(NodeId(i));
            for (NodeId node : {step.normalisation, step.activation})
                if (node >= 0) taken[std::size_t(node)] = true;
            found.push_back(step);
        }
        return found;
    }

private:
    bool fusesInto(NodeId node, Op op) const { return node >= 0 && network_.nodes[std::size_t(node)].op == op; }

    // The only reader of a node, where the two may become one; else -1.
    NodeId onlyReader(NodeId node) const {
        const std::vector<NodeId>& readers = readers_[std::size_t(node)];
        if (readers.size() != 1) return -1;
        for (NodeId apart : rules_.apart)
            if (apart == node || apart == readers.front()) return -1;
        return readers.front();
    }

    Step startingAt(NodeId node) const {
        Step step{.node = node};
        const Op op = network_.nodes[std::size_t(node)].op;
        const bool convolution = op == Op::Convolution || op == Op::TransposedConvolution;
        if (!convolution && op != Op::BatchNormalisation) return step;
        NodeId next = onlyReader(node);
        if (convolution && rules_.foldNormalisation && fusesInto(next, Op::BatchNormalisation)) {
            step.normalisation = next;
            next = onlyReader(next);
        }
        if (fusesInto(next, Op::Relu) || (convolution && fusesInto(next, Op::LeakyRelu))) step.activation = next;
        return step;
    }

    const Network& network_;
    const FusionRules& rules_;
    std::vector<std::vector<NodeId>> readers_;
};

}  // namespace

std::vector<Step> fuse(const Network& network, const FusionRules& rules) {
    return Fusion(network, rules).steps();
}

bool isDifferentiable(const Node& node, std::size_t input) {
    const bool second = node.op == Op::MaxUnpooling || node.op == Op::UpsampleBilinear || node.op == Op::Crop;
    return input == 0 || !second;
}

}  // namespace seglab::nn
