#include "nn/weight_mapping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "nn/networks/unet.h"
#include "nn/weight_dialects.h"

namespace seglab::nn {

namespace {

using core::Tensor;
using Part = UnetPlace::Part;
using Tensors = std::map<std::string, Tensor<float>>;

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, path);
}

Weights withoutPrefix(const Weights& weights) {
    for (const std::string prefix : {"module.", "model.", "net.", "_orig_mod."}) {
        const auto has = [&](const auto& entry) { return entry.first.compare(0, prefix.size(), prefix) == 0; };
        if (weights.tensors.empty() || !std::all_of(weights.tensors.begin(), weights.tensors.end(), has)) continue;
        Weights stripped;
        for (const auto& [name, tensor] : weights.tensors) stripped.tensors[name.substr(prefix.size())] = tensor;
        return withoutPrefix(stripped);
    }
    return weights;
}

// A named network with the bands and classes that its first and last weight have here; none where they are not there.
std::optional<Network> sizedBy(const Weights& weights, const std::string& name) {
    std::vector<std::string> kernels;
    for (const ParameterShape& parameter : namedNetwork(name).parameters())
        if (parameter.shape.size() == 4) kernels.push_back(parameter.name);
    const auto first = weights.tensors.find(kernels.front()), last = weights.tensors.find(kernels.back());
    if (first == weights.tensors.end() || last == weights.tensors.end()) return {};
    if (first->second.shape.size() != 4 || last->second.shape.size() != 4) return {};
    constexpr std::int64_t kMost = 4096;
    const std::int64_t bands = first->second.size(1), classes = last->second.size(0);
    if (bands < 1 || bands > kMost || classes < 1 || classes > kMost) return {};
    return namedNetwork(name, {.inputChannels = int(bands), .classes = int(classes)});
}

std::vector<Network> namedMatches(const Weights& weights) {
    std::vector<Network> matches;
    for (const std::string& name : networkNames()) {
        std::optional<Network> network = sizedBy(weights, name);
        if (!network) continue;
        const WeightMismatch mismatch = compareWeights(*network, weights);
        if (mismatch.missing.empty() && mismatch.unexpected.empty() && mismatch.mismatched.empty())
            matches.push_back(*std::move(network));
    }
    return matches;
}

RecognisedWeights asNamed(const Weights& weights, const std::string& path, const std::string& name) {
    const std::optional<Network> sized = sizedBy(weights, name);
    const Network network = sized ? *sized : namedNetwork(name);
    try {
        checkWeights(network, weights);
    } catch (const Error& error) {
        refuse(path, error.problem(), error.cure());
    }
    return {network, weights, {}};
}

/// Tensors of a U-Net by their places: part, level and position in the block, then name.
struct SortedTensors {
    std::map<std::pair<Part, int>, std::map<int, Tensors>> blocks;
    Tensors unknown;
    std::size_t recognised = 0;
};

SortedTensors sorted(const Weights& weights, const UnetDialect& dialect) {
    SortedTensors result;
    for (const auto& [name, tensor] : weights.tensors) {
        if (const std::optional<UnetPlace> place = dialect.place(name)) {
            // Of two names of one place the second is one too many, and will be listed.
            Tensors& layer = result.blocks[{place->part, place->level}][place->position];
            if (!layer.emplace(place->tensor, tensor).second) result.unknown[name] = tensor;
            ++result.recognised;
        } else {
            result.unknown[name] = tensor;
        }
    }
    return result;
}

// Builds our U-Net from one dialect's tensors.
class Translation {
public:
    Translation(SortedTensors tensors, const UnetDialect& dialect, const std::string& path)
        : tensors_(std::move(tensors)), dialect_(dialect), path_(path) {}

    RecognisedWeights result() {
        nameBlocks();
        const std::vector<int> widths = this->widths();
        for (int level = 1; level <= levels_; ++level)
            if (dialect_.upFirst) swapHalves(fmt::format("refine{}.conv1.weight", level));
        if (dialect_.upFirst) notes_.push_back("its concatenations are [up, skip]: turned into [skip, up]");
        addSecondClass();
        const Tensor<float>& first = named("down1.conv1.weight");
        const Tensor<float>& head = named("head.weight");
        Network network =
            unet({.name = "unet", .summary = "from elsewhere", .widths = widths, .normalised = normalised_},
                 {.inputChannels = int(first.size(1)), .classes = int(head.size(0))});
        for (const ParameterShape& parameter : network.parameters()) addMissingBias(parameter);
        for (const auto& [name, tensor] : tensors_.unknown) put(name, tensor);
        try {
            checkWeights(network, weights_);
        } catch (const Error& error) {
            refuse(path_, fmt::format("taken for a U-Net of {}: {}", dialect_.name, error.problem()), error.cure());
        }
        return {std::move(network), std::move(weights_), std::move(notes_)};
    }

private:
    void nameBlocks() {
        int encoders = 0;
        bool bottleneck = false, up = false;
        for (const auto& [key, block] : tensors_.blocks) {
            if (key.first == Part::Encoder) encoders = std::max(encoders, key.second + 1);
            bottleneck = bottleneck || key.first == Part::Bottleneck;
            up = up || key.first == Part::Up;
        }
        if (!up)
            refuse(path_, fmt::format("a U-Net of {} that goes up without transposed convolutions", dialect_.name),
                   "only U-Nets with 2 x 2 transposed convolutions are read");
        levels_ = bottleneck ? encoders : encoders - 1;
        for (auto& [key, block] : tensors_.blocks) name(prefixOf(key.first, key.second), block);
    }

    std::string prefixOf(Part part, int level) const {
        const int number = dialect_.coarsestFirst ? levels_ - level : level + 1;
        switch (part) {
            case Part::Encoder:
                return level == levels_ ? "bottleneck" : fmt::format("down{}", level + 1);
            case Part::Up:
                return fmt::format("up{}", number);
            case Part::Decoder:
                return fmt::format("refine{}", number);
            case Part::Bottleneck:
                return "bottleneck";
            case Part::Head:
                break;
        }
        return "head";
    }

    // conv1, bn1, conv2, bn2 in the order of their positions; up and head are single layers.
    void name(const std::string& prefix, std::map<int, Tensors>& layers) {
        int number = 0, last = 0;
        const bool single = prefix == "head" || prefix.compare(0, 2, "up") == 0;
        for (auto& [position, tensors] : layers) {
            const bool normalises = tensors.count("running_mean") > 0;
            if (normalises) {
                normalised_ = true;
                // Convolution, normalisation, ReLU lie one after the other; a gap means that the ReLU comes first.
                if (position != last + 1)
                    refuse(path_, fmt::format("{} normalises after the ReLU", prefix),
                           "only U-Nets that normalise before it are read");
                moveBias(fmt::format("{}.conv{}.bias", prefix, number), tensors.at("running_mean"));
            } else {
                ++number;
                last = position;
            }
            const std::string layer =
                single ? prefix : fmt::format("{}.{}{}", prefix, normalises ? "bn" : "conv", number);
            for (auto& [tensor, values] : tensors) put(layer + "." + tensor, std::move(values));
        }
    }

    void put(const std::string& name, Tensor<float> tensor) {
        if (!weights_.tensors.emplace(name, std::move(tensor)).second)
            refuse(path_, fmt::format("taken for a U-Net of {}: two of its tensors are {}", dialect_.name, name),
                   "remove what does not belong to it");
    }

    // Normalising x + b with the mean m is normalising x with the mean m − b.
    void moveBias(const std::string& name, Tensor<float>& mean) {
        const auto bias = weights_.tensors.find(name);
        if (bias == weights_.tensors.end() || bias->second.shape != mean.shape) return;
        for (std::size_t i = 0; i < mean.values.size(); ++i) mean.values[i] -= bias->second.values[i];
        weights_.tensors.erase(bias);
    }

    const Tensor<float>& named(const std::string& name) const {
        const auto found = weights_.tensors.find(name);
        if (found == weights_.tensors.end() || found->second.shape.size() != 4 || found->second.values.empty())
            refuse(path_, fmt::format("a U-Net of {} without {}", dialect_.name, name),
                   "the weights are incomplete; save the whole state dict");
        return found->second;
    }

    std::vector<int> widths() const {
        std::vector<int> found;
        for (int level = 1; level <= levels_; ++level)
            found.push_back(int(named(fmt::format("down{}.conv2.weight", level)).size(0)));
        found.push_back(int(named("bottleneck.conv2.weight").size(0)));
        return found;
    }

    // Exchanges the two halves of a kernel's input channels.
    void swapHalves(const std::string& name) {
        if (named(name).size(1) % 2 != 0) return;  // a mismatch, which is listed later
        Tensor<float>& kernel = weights_.tensors[name];
        const std::int64_t half = kernel.size(1) / 2 * kernel.size(2) * kernel.size(3);
        for (auto row = kernel.values.begin(); row != kernel.values.end(); row += 2 * half)
            std::rotate(row, row + half, row + 2 * half);
    }

    // softmax([0, l])[1] = sigmoid(l)
    void addSecondClass() {
        const Tensor<float>& head = named("head.weight");
        if (head.size(0) != 1) return;
        Tensor<float> two({2, head.size(1), head.size(2), head.size(3)});
        std::copy(head.values.begin(), head.values.end(), two.values.begin() + std::ptrdiff_t(head.values.size()));
        weights_.tensors["head.weight"] = std::move(two);
        const auto bias = weights_.tensors.find("head.bias");
        if (bias != weights_.tensors.end() && bias->second.values.size() == 1)
            bias->second = Tensor<float>({2}, {0, bias->second.values[0]});
        notes_.push_back("its one output becomes two classes, background and object");
    }

    void addMissingBias(const ParameterShape& parameter) {
        const std::string end = ".bias";
        const std::string& name = parameter.name;
        if (name.compare(name.size() - end.size(), end.size(), end) != 0 || name.find(".bn") != std::string::npos)
            return;
        if (weights_.tensors.count(name.substr(0, name.size() - end.size()) + ".weight") == 0) return;
        weights_.tensors.emplace(name, Tensor<float>(parameter.shape));
    }

    SortedTensors tensors_;
    const UnetDialect& dialect_;
    const std::string& path_;
    Weights weights_;
    std::vector<std::string> notes_;
    int levels_ = 0;
    bool normalised_ = false;
};

RecognisedWeights fromElsewhere(const Weights& weights, const std::string& path) {
    SortedTensors best;
    const UnetDialect* dialect = nullptr;
    for (const UnetDialect& candidate : unetDialects()) {
        SortedTensors tensors = sorted(weights, candidate);
        if (tensors.recognised <= best.recognised) continue;
        best = std::move(tensors);
        dialect = &candidate;
    }
    if (!dialect || 2 * best.recognised < weights.tensors.size())
        refuse(path, "the names of its tensors belong to no network that is known",
               "name them as tests/reference/networks.py does, or as a U-Net of a known kind (docs/your-own-data.md)");
    const std::string note = "the names are those of " + dialect->name;
    RecognisedWeights result = Translation(std::move(best), *dialect, path).result();
    result.notes.insert(result.notes.begin(), note);
    return result;
}

}  // namespace

RecognisedWeights recogniseWeights(const Weights& given, const std::string& path, const std::string& name) {
    const Weights weights = withoutPrefix(given);
    if (!name.empty()) return asNamed(weights, path, name);
    std::vector<Network> matches = namedMatches(weights);
    if (matches.size() > 1) {
        std::vector<std::string> names;
        for (const Network& network : matches) names.push_back(network.name);
        refuse(path, fmt::format("these tensors fit {}", fmt::join(names, " and ")), "say which one: --net NAME");
    }
    if (matches.size() == 1) {
        const std::string note = "its tensors are those of " + matches[0].name;
        return {std::move(matches[0]), weights, {note}};
    }

    return fromElsewhere(weights, path);
}

}  // namespace seglab::nn
