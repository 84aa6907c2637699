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

constexpr int kLargestKept = 96;  // side of a picture
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

core::SlidingWindows windowsOver(int side, const NetworkPicture& picture) {
    const auto layers = nn::patchLayers(patchNetwork(side, picture.data).network);
    return {layers, {picture.height() + side - 1, picture.width() + side - 1}};
}

PatchRun::PatchRun(int side, const NetworkPicture& picture)
    : side_(side),
      trained_(patchNetwork(side, picture.data)),
      scores_(nn::scoreInOnePass(trained_.network, trained_.weights, trained_.normalised(picture.image))),
      padded_(nn::padOutside(picture.image, nn::patchSize(trained_.network))),
      sliding_(windowsOver(side, picture)),
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

std::vector<std::shared_ptr<const Tensor<float>>> PatchRun::layersOf(nn::Engine& engine,
                                                                     const Tensor<float>& input) const {
    engine.forward(input);
    std::vector<std::shared_ptr<const Tensor<float>>> layers;
    for (const std::string& node : shownNodes_)
        layers.push_back(std::make_shared<const Tensor<float>>(engine.activation(node)));
    return layers;
}

std::vector<std::shared_ptr<const Tensor<float>>> PatchRun::layersAt(Pair window) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return layersOf(engine_, nn::patchAt(scores_.padded, sliding_.patch(), window));
}

const std::vector<std::shared_ptr<const Tensor<float>>>& PatchRun::layersInOnePass() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    // An engine of its own: the other one would keep as much memory again.
    nn::Engine engine(trained_.network, trained_.weights, {.threads = 1, .keepActivations = true});
    if (inOnePass_.empty()) inOnePass_ = layersOf(engine, scores_.padded);
    return inOnePass_;
}

bool keepsMaps(const NetworkPicture& picture) {
    return std::max(picture.height(), picture.width()) <= kLargestKept;
}

nn::SoFar<PatchRun> patchRunSoFar(int side, const std::shared_ptr<const NetworkPicture>& picture) {
    if (keepsMaps(*picture)) return {patchRun(side, picture), nullptr};
    const std::string key = fmt::format("patch-run {} {}", side, picture->key);
    return nn::soFar(nn::job<PatchRun>(key, [side, picture](nn::Worker<PatchRun>& worker) {
        worker.progress(0, "One pass");
        worker.publish(std::make_shared<const PatchRun>(side, *picture));
    }));
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
