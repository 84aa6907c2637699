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

using core::Tensor;

void fillUniform(Tensor<float>& tensor, double bound, core::Random& random) {
    for (float& value : tensor.values) value = float(random.number(-bound, bound));
}

// The tent that interpolates between the two nearest cells, centred in the kernel; each channel to itself.
void fillBilinear(Tensor<float>& weight, core::Pair stride) {
    const auto tent = [](std::int64_t at, std::int64_t size, int step) {
        return std::max(0.0, 1 - std::abs(double(at) - double(size - 1) / 2) / step);
    };
    for (std::int64_t c = 0; c < std::min(weight.size(0), weight.size(1)); ++c)
        for (std::int64_t y = 0; y < weight.size(2); ++y)
            for (std::int64_t x = 0; x < weight.size(3); ++x)
                weight.at(c, c, y, x) =
                    float(tent(y, weight.size(2), stride.height) * tent(x, weight.size(3), stride.width));
}

// `bound` is the weight's when the bias comes.
void fillConvolution(Tensor<float>& tensor, const NodeSettings& settings, double& bound, core::Random& random) {
    const bool weight = tensor.shape.size() == 4;
    // PyTorch takes the second axis for the fan in, of transposed convolutions, too.
    const double fanIn = weight ? double(tensor.size(1) * tensor.size(2) * tensor.size(3)) : 0;
    switch (settings.initial) {
        case Initial::Uniform:  // what kaiming_uniform_ with a = √5 comes to
            if (weight) bound = 1 / std::sqrt(fanIn);
            return fillUniform(tensor, bound, random);
        case Initial::He:
            if (weight) fillUniform(tensor, std::sqrt(6 / fanIn), random);
            return;
        case Initial::Bilinear:
            if (weight) fillBilinear(tensor, settings.stride);
            return;
    }
}

}  // namespace

Weights initialWeights(const Network& network, std::uint64_t seed) {
    core::Random random(seed);
    Weights weights;
    double bound = 0;
    for (const ParameterShape& parameter : network.parameters()) {
        const NodeId id = network.find(parameter.name.substr(0, parameter.name.rfind('.')));
        const Node& node = network.nodes[std::size_t(id)];
        Tensor<float> tensor(parameter.shape);
        if (node.op == Op::BatchNormalisation) {
            const bool ones = endsWith(parameter.name, ".weight") || endsWith(parameter.name, ".running_var");
            std::fill(tensor.values.begin(), tensor.values.end(), ones ? 1.0f : 0.0f);
        } else {
            fillConvolution(tensor, node.settings, bound, random);
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
