#include "lab/network_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <numeric>

#include "core/activations.h"
#include "core/random.h"
#include "core/unknown_name.h"
#include "data/scenes.h"
#include "lab/segmentation.h"

namespace seglab::lab {

using core::Tensor;

namespace {

std::vector<std::string> partsOf(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= list.size() && !list.empty();) {
        const std::size_t end = std::min(list.find(',', at), list.size());
        parts.push_back(list.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

Tensor<float> asBatch(Tensor<float> image) {
    image.shape.insert(image.shape.begin(), 1);
    return image;
}

/// The same order of cells for all channels: what is seen stays, where it is goes.
Tensor<float> shuffledInSpace(Tensor<float> maps, std::uint64_t seed) {
    const std::size_t plane = std::size_t(maps.size(2) * maps.size(3));
    std::vector<std::size_t> order(plane);
    std::iota(order.begin(), order.end(), std::size_t(0));
    core::Random random(seed);
    for (std::size_t i = plane; i-- > 1;) std::swap(order[i], order[std::size_t(random.integer(0, std::int64_t(i)))]);
    const Tensor<float> before = maps;
    for (std::size_t i = 0; i < maps.values.size(); ++i)
        maps.values[i] = before.values[i / plane * plane + order[i % plane]];
    return maps;
}

/// The network's input for another scene of the same data, of the size of this one's input.
Tensor<float> otherInput(const nn::TrainedNetwork& trained, const NetworkPicture& picture, const nn::FittedPlane& plane,
                         int seed) {
    const int side = std::max(data::kSmallestScene, std::max(plane.input.height, plane.input.width));
    const Tensor<float> whole = data::scene(picture.data, side, std::uint64_t(seed), 1).sample.image;
    Tensor<float> part({1, whole.size(0), plane.input.height, plane.input.width});
    for (int c = 0; c < whole.size(0); ++c)
        for (int y = 0; y < plane.input.height; ++y)
            for (int x = 0; x < plane.input.width; ++x)
                part.at(0, c, y, x) = whole.values[std::size_t((c * side + y) * side + x)];
    return trained.normalised(std::move(part));
}

nn::Weights silenced(nn::Weights weights, const std::vector<SilentChannel>& silent, const nn::Network& network) {
    for (const SilentChannel& one : silent) {
        const nn::Node& node = network.nodes[std::size_t(network.find(one.node))];
        Tensor<float>& kernel = weights.tensors.at(one.node + ".weight");
        // A convolution's outputs are the kernel's first axis, a transposed convolution's the second.
        const bool transposed = node.op == nn::Op::TransposedConvolution;
        const std::size_t cells = std::size_t(kernel.size(2) * kernel.size(3)), outputs = std::size_t(node.channels);
        const std::size_t inputs = std::size_t(kernel.size(transposed ? 0 : 1));
        for (std::size_t i = 0; i < kernel.values.size(); ++i)
            if ((transposed ? i / cells % outputs : i / cells / inputs) == std::size_t(one.channel))
                kernel.values[i] = 0;
        weights.tensors.at(one.node + ".bias").values[std::size_t(one.channel)] = 0;
    }
    return weights;
}

/// What the skips carry in these settings; joins are counted from the deepest on.
nn::StagedEngine::Replace replacement(const RunSettings& settings, const nn::StagedEngine& engine,
                                      const std::vector<Tensor<float>>& other) {
    return [&settings, &engine, &other](std::size_t join, Tensor<float> sent) -> Tensor<float> {
        const std::size_t skip = engine.joins().size() - 1 - join;
        switch (skip < settings.skips.size() ? settings.skips[skip] : SkipUse::Trained) {
            case SkipUse::Off:
                return Tensor<float>(sent.shape);
            case SkipUse::Shuffled:
                return shuffledInSpace(std::move(sent), std::uint64_t(settings.seed) + skip);
            case SkipUse::Other:
                return other[join];
            case SkipUse::Trained:
                break;
        }
        return sent;
    };
}

bool uses(const RunSettings& settings, SkipUse use) {
    return std::find(settings.skips.begin(), settings.skips.end(), use) != settings.skips.end();
}

}  // namespace

const std::vector<std::string>& skipUseNames() {
    static const std::vector<std::string> names{"trained", "off", "shuffled", "other"};
    return names;
}

std::vector<SkipUse> skipUses(const std::string& list, int count) {
    std::vector<SkipUse> found;
    const std::vector<std::string>& names = skipUseNames();
    const auto refuse = [&](const std::string& what) {
        return Error(Kind::BadInput, what,
                     fmt::format("{} of trained, off, shuffled, other, finest first: trained,off,trained", count),
                     "skips");
    };
    for (const std::string& word : partsOf(list)) {
        const auto name = std::find(names.begin(), names.end(), word);
        if (name == names.end()) throw refuse(fmt::format("\"{}\" is nothing a skip can carry", word));
        found.push_back(SkipUse(name - names.begin()));
    }
    if (int(found.size()) != count) throw refuse(fmt::format("{} words for {} skips", found.size(), count));
    return found;
}

std::string toText(const std::vector<SkipUse>& uses) {
    std::string list;
    for (const SkipUse use : uses) list += (list.empty() ? "" : ",") + skipUseNames()[std::size_t(use)];
    return list;
}

std::vector<SilentChannel> silentChannels(const std::string& list, const nn::Network& network) {
    std::vector<SilentChannel> silent;
    std::vector<std::string> nodes;
    for (const nn::Node& node : network.nodes)
        if (node.op == nn::Op::Convolution || node.op == nn::Op::TransposedConvolution) nodes.push_back(node.name);
    for (const std::string& word : partsOf(list)) {
        const std::size_t colon = word.rfind(':');
        const std::string node = word.substr(0, colon), digits = colon < word.size() ? word.substr(colon + 1) : "";
        const bool number =
            !digits.empty() && digits.size() < 5 && digits.find_first_not_of("0123456789") == std::string::npos;
        const bool known = std::find(nodes.begin(), nodes.end(), node) != nodes.end();
        const int channels = known ? network.nodes[std::size_t(network.find(node))].channels : 0;
        if (!number || !known || std::stoi(digits) >= channels)
            throw Error(Kind::BadInput, fmt::format("\"{}\" is no channel of {}", word, network.name),
                        known ? fmt::format("{} has channels 0 to {}: {}:0", node, channels - 1, node)
                              : "a layer with weights and a channel: " + nodes.front() + ":0",
                        "ablate");
        silent.push_back({node, std::stoi(digits)});
    }
    return silent;
}

NetworkRun::NetworkRun(const RunSettings& settings, const NetworkPicture& picture)
    : trained_(nn::builtIn(settings.network, picture.data)),
      weights_(silenced(trained_.weights, settings.silent, trained_.network)),
      plane_(nn::fitPlane(trained_.network, {picture.height(), picture.width()})) {
    nn::StagedEngine engine(trained_.network, weights_);
    std::vector<Tensor<float>> other;
    if (uses(settings, SkipUse::Other)) {
        engine.forward(otherInput(trained_, picture, plane_, settings.seed));
        for (const nn::Join& join : engine.joins())
            other.push_back(engine.activation(network().nodes[std::size_t(join.skip)].name));
    }
    const Tensor<float> input = nn::padByReflection(trained_.normalised(asBatch(picture.image)), plane_);
    const auto replace = replacement(settings, engine, other);
    const auto replaceAndKeep = [&](std::size_t join, Tensor<float> sent) {
        const Tensor<float> before = sent;
        Tensor<float> arrived = replace(join, std::move(sent));
        const std::string& name = network().nodes[std::size_t(engine.joins()[join].node)].name;
        if (!(arrived == before)) replaced_[name] = std::make_shared<const Tensor<float>>(arrived);
        return arrived;
    };
    logits_ = nn::cropToPicture(engine.forward(input, replaceAndKeep), plane_);
    prediction_ = core::classOfLargest(logits_);
    prediction_.shape = {prediction_.size(1), prediction_.size(2)};
    // A rectifier is run with the convolution before it, whose own output costs another run and is shown nowhere.
    for (std::size_t i = 0; i < network().nodes.size(); ++i) {
        const bool rectified = i + 1 < network().nodes.size() && network().nodes[i + 1].op == nn::Op::Relu;
        if (rectified) continue;
        const std::string& name = network().nodes[i].name;
        activations_[name] = std::make_shared<const Tensor<float>>(i == 0 ? input : engine.activation(name));
    }
}

const std::shared_ptr<const Tensor<float>>& NetworkRun::activation(const std::string& node) const {
    const auto found = activations_.find(node);
    if (found == activations_.end()) throw Error(Kind::Usage, "this output is not kept", {}, node);
    return found->second;
}

std::shared_ptr<const Tensor<float>> NetworkRun::replaced(const std::string& join) const {
    const auto found = replaced_.find(join);
    return found == replaced_.end() ? nullptr : found->second;
}

std::shared_ptr<const NetworkRun> networkRun(const RunSettings& settings,
                                             const std::shared_ptr<const NetworkPicture>& picture) {
    struct Kept {
        RunSettings settings;
        std::shared_ptr<const NetworkPicture> picture;
        std::shared_ptr<const NetworkRun> run;
    };
    constexpr std::size_t kKept = 8;
    static std::mutex mutex;
    static std::vector<Kept> kept;
    const std::lock_guard<std::mutex> lock(mutex);
    for (const Kept& one : kept)
        if (one.settings == settings && one.picture == picture) return one.run;
    auto run = std::make_shared<const NetworkRun>(settings, *picture);
    if (kept.size() == kKept) kept.erase(kept.begin());
    kept.push_back({settings, picture, std::move(run)});
    return kept.back().run;
}

RunScores scoresOf(const NetworkRun& run, const NetworkPicture& picture, int boundaryDistance) {
    const int classes = int(picture.classes.size());
    core::ConfusionMatrix matrix(classes, data::kIgnored);
    matrix.add(picture.labels, run.prediction());
    RunScores scores{.iou = core::iou(matrix),
                     .boundaryIou = core::boundaryIous(picture.labels, run.prediction(), classes,
                                                       {.distance = boundaryDistance, .ignored = data::kIgnored})};
    scores.meanIou = core::meanDefined(scores.iou);
    scores.meanBoundaryIou = core::meanDefined(scores.boundaryIou);
    scores.accuracy = core::pixelAccuracy(matrix);
    return scores;
}

}  // namespace seglab::lab
