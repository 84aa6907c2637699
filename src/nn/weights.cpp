#include "nn/weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/random.h"

namespace seglab::nn {

namespace {

bool endsWith(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// "a", "b" and 7 more
std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 8;
    if (names.size() <= kShown) return fmt::format("{}", fmt::join(names, ", "));
    const std::vector<std::string> first(names.begin(), names.begin() + kShown);
    return fmt::format("{} and {} more", fmt::join(first, ", "), names.size() - kShown);
}

// Whether a tensor belongs to a batch normalisation.
bool normalises(const Network& network, const std::string& tensor) {
    const NodeId node = network.find(tensor.substr(0, tensor.rfind('.')));
    return network.nodes[std::size_t(node)].op == Op::BatchNormalisation;
}

}  // namespace

Weights initialWeights(const Network& network, std::uint64_t seed) {
    core::Random random(seed);
    Weights weights;
    double bound = 0;
    for (const ParameterShape& parameter : network.parameters()) {
        const core::Shape& shape = parameter.shape;
        core::Tensor<float> tensor(shape);
        // Kaiming-uniform with a = √5 comes to ±1/√(fan in); the bias, which follows its weight, has the same bound.
        // PyTorch takes the second axis for the fan in, of transposed convolutions, too.
        if (shape.size() == 4) bound = 1 / std::sqrt(double(shape[1] * shape[2] * shape[3]));
        if (normalises(network, parameter.name)) {
            const bool ones = endsWith(parameter.name, ".weight") || endsWith(parameter.name, ".running_var");
            std::fill(tensor.values.begin(), tensor.values.end(), ones ? 1.0f : 0.0f);
        } else {
            for (float& value : tensor.values) value = float(random.number(-bound, bound));
        }
        weights.tensors.emplace(parameter.name, std::move(tensor));
    }
    return weights;
}

WeightMismatch compareWeights(const Network& network, const Weights& weights) {
    WeightMismatch found;
    std::map<std::string, core::Shape> expected;
    for (ParameterShape& parameter : network.parameters()) {
        const auto have = weights.tensors.find(parameter.name);
        if (have == weights.tensors.end())
            found.missing.push_back(parameter.name);
        else if (have->second.shape != parameter.shape)
            found.mismatched.push_back(fmt::format("{}: {} in the weights, {} in the network", parameter.name,
                                                   core::toString(have->second.shape),
                                                   core::toString(parameter.shape)));
        expected.emplace(parameter.name, std::move(parameter.shape));
    }
    for (const auto& [name, tensor] : weights.tensors)
        if (expected.count(name) == 0 && !endsWith(name, ".num_batches_tracked")) found.unexpected.push_back(name);
    return found;
}

void checkWeights(const Network& network, const Weights& weights) {
    const WeightMismatch found = compareWeights(network, weights);
    std::vector<std::string> lists;
    if (!found.missing.empty()) lists.push_back("missing: " + listed(found.missing));
    if (!found.unexpected.empty()) lists.push_back("unexpected: " + listed(found.unexpected));
    if (!found.mismatched.empty()) lists.push_back("size mismatch: " + listed(found.mismatched));
    if (!lists.empty())
        throw Error(Kind::BadInput, "these weights do not fit the network " + network.name,
                    fmt::format("{}", fmt::join(lists, "; ")));
}

}  // namespace seglab::nn
