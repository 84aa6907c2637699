#include "lab/patch_networks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace seglab::lab {

using core::Pair;
using core::Tensor;

namespace {

const nn::TrainedNetwork& patchNetwork(int side, const std::string& data) {
    return nn::builtIn(fmt::format("patch-{}", side), data);
}

core::SlidingWindows slidingOver(const nn::Network& network, const nn::PatchScores& scores) {
    return {nn::patchLayers(network), {int(scores.padded.size(2)), int(scores.padded.size(3))}};
}

double shareRight(const std::vector<int>& best, const Tensor<std::uint8_t>& labels) {
    std::int64_t right = 0, counted = 0;
    for (std::size_t i = 0; i < labels.values.size(); ++i) {
        if (labels.values[i] == data::kIgnored) continue;
        ++counted;
        right += best[i] == int(labels.values[i]);
    }
    return counted > 0 ? double(right) / double(counted) : NAN;
}

}  // namespace

const std::vector<int>& patchSides() {
    static const std::vector<int> sides{1, 5, 9, 17, 33};
    return sides;
}

PatchRun::PatchRun(int side, const NetworkPicture& picture)
    : side_(side),
      trained_(patchNetwork(side, picture.data)),
      scores_(nn::scoreInOnePass(trained_.network, trained_.weights, trained_.normalised(picture.image))),
      padded_(nn::padOutside(picture.image, nn::patchSize(trained_.network))),
      sliding_(slidingOver(trained_.network, scores_)),
      accuracy_(shareRight(scores_.best, picture.labels)),
      engine_(trained_.network, trained_.weights, {.threads = 1, .keepActivations = true}) {
    // A convolution is shown after its ReLU, which is the next node where there is one.
    for (std::size_t i = 0; i < trained_.network.nodes.size(); ++i) {
        if (trained_.network.nodes[i].op != nn::Op::Convolution) continue;
        layerNames_.push_back(trained_.network.nodes[i].name);
        const bool activated =
            i + 1 < trained_.network.nodes.size() && trained_.network.nodes[i + 1].op == nn::Op::Relu;
        shownNodes_.push_back(trained_.network.nodes[i + (activated ? 1 : 0)].name);
    }
}

std::vector<std::shared_ptr<const Tensor<float>>> PatchRun::layersAt(Pair window) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    engine_.forward(nn::patchAt(scores_.padded, sliding_.patch(), window));
    std::vector<std::shared_ptr<const Tensor<float>>> layers;
    for (const std::string& node : shownNodes_)
        layers.push_back(std::make_shared<const Tensor<float>>(engine_.activation(node)));
    return layers;
}

std::shared_ptr<const PatchRun> patchRun(int side, const std::shared_ptr<const NetworkPicture>& picture) {
    struct Kept {
        int side;
        std::shared_ptr<const NetworkPicture> picture;
        std::shared_ptr<const PatchRun> run;
    };
    constexpr std::size_t kKept = 10;
    static std::mutex mutex;
    static std::vector<Kept> kept;
    const std::lock_guard<std::mutex> lock(mutex);
    for (const Kept& one : kept)
        if (one.side == side && one.picture == picture) return one.run;
    if (kept.size() == kKept) kept.erase(kept.begin());
    kept.push_back({side, picture, std::make_shared<const PatchRun>(side, *picture)});
    return kept.back().run;
}

}  // namespace seglab::lab
