#include "lab/patch_curve.h"

#include <fmt/format.h>

#include "data/scenes.h"
#include "lab/patch_networks.h"
#include "nn/built_in_weights.h"
#include "nn/patch_scores.h"

namespace seglab::lab {

namespace {

constexpr std::uint64_t kUnseenSeed = 2;  // no training uses it; that of assets/weights/README.md

struct Count {
    std::int64_t right = 0, all = 0;
};

void count(Count& count, const nn::TrainedNetwork& trained, const data::Sample& sample) {
    const auto best = nn::scoreInOnePass(trained.network, trained.weights, trained.normalised(sample.image)).best;
    for (std::size_t i = 0; i < best.size(); ++i) {
        if (sample.labels.values[i] == data::kIgnored) continue;
        ++count.all;
        count.right += best[i] == int(sample.labels.values[i]);
    }
}

void measure(nn::Worker<PatchCurve>& worker, const std::string& data) {
    constexpr int kPublished = 10;
    std::vector<Count> counts(patchSides().size());
    for (int index = 0; index < kCurveScenes; ++index) {
        worker.progress(double(index) / kCurveScenes, fmt::format("Measuring on {} scenes", kCurveScenes));
        const data::Sample sample = data::scene(data, kCurveSide, kUnseenSeed, std::uint64_t(index)).sample;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (worker.stopped()) return;
            count(counts[i], nn::builtIn(fmt::format("patch-{}", patchSides()[i]), data), sample);
        }
        if ((index + 1) % kPublished != 0) continue;
        auto curve = std::make_shared<PatchCurve>();
        curve->scenes = index + 1;
        for (const Count& one : counts) curve->right.push_back(double(one.right) / double(one.all));
        worker.publish(std::move(curve));
    }
}

}  // namespace

nn::SoFar<PatchCurve> patchCurve(const std::string& data) {
    return nn::soFar(
        nn::job<PatchCurve>("patch-curve " + data, [data](nn::Worker<PatchCurve>& worker) { measure(worker, data); }));
}

}  // namespace seglab::lab
