#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/files.h"
#include "core/limits.h"
#include "data/scenes.h"
#include "lab/training_batches.h"
#include "nn/safetensors.h"

// The scores of built-in weights, on 200 scenes of a seed that no training sees: a row of assets/weights/README.md for
// each file that is named.
namespace {

using namespace seglab;

constexpr std::size_t kUnseen = 200;
constexpr std::uint64_t kUnseenSeed = 2;

nn::ValidationReport scoreOf(const nn::WeightsFile& file, const nn::ModelCard& card, const std::string& scenes) {
    const nn::Network network = card.build();
    lab::BatchSettings settings;
    settings.dataset =
        data::scenes(scenes, kUnseen, std::max(card.imageSize.height, card.imageSize.width), kUnseenSeed);
    for (std::size_t i = 0; i < kUnseen; ++i) settings.split.validation.push_back(i);
    settings.card = card;
    settings.network = network;
    nn::Engine engine(network, file.weights);
    return nn::Trainer(engine, {}, lab::trainingData(settings)).validate();
}

std::string row(const std::string& path) {
    const std::string stem = std::filesystem::path(path).stem().string();
    const nn::WeightsFile file = nn::parseSafetensors(core::readFile(path, core::limits::kFileBytes), path);
    const nn::ModelCard card = nn::modelCard(file.metadata, path);
    const nn::ValidationReport report = scoreOf(file, card, stem.substr(stem.rfind('-') + 1));
    std::string text = fmt::format("| {} | {} | {:.3f} |", stem, card.imageSize.height, report.meanIou);
    for (std::size_t i = 0; i < report.iou.size(); ++i)
        text += fmt::format(" {} {:.3f}", card.classes[i].name, report.iou[i]);
    return text + " |";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        for (int i = 1; i < argc; ++i) fmt::print("{}\n", row(argv[i]));
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return int(error.kind());
    }
}
