#include <catch2/catch.hpp>

#include <filesystem>

#include "core/files.h"
#include "data/scenes.h"
#include "lab/training_batches.h"
#include "nn/safetensors.h"

using namespace seglab;

TEST_CASE("built-in weights know their network and segment scenes that they have not seen", "[weights]") {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SEGLAB_SOURCE_DIR "/assets/weights")) {
        if (entry.path().extension() != ".safetensors") continue;
        const std::string path = entry.path().string(), stem = entry.path().stem().string();
        CAPTURE(stem);
        ++files;
        const nn::WeightsFile file = nn::parseSafetensors(core::readFile(path, 1u << 26), path);
        const nn::ModelCard card = nn::modelCard(file.metadata, path);
        CHECK(stem.rfind(card.network, 0) == 0);
        lab::BatchSettings settings;
        settings.dataset = data::scenes(stem.substr(stem.rfind('-') + 1), 10, card.imageSize.height, 2);
        for (std::size_t i = 0; i < 10; ++i) settings.split.validation.push_back(i);
        settings.card = card;
        settings.network = card.build();
        nn::Engine engine(settings.network, file.weights);
        const nn::ValidationReport report = nn::Trainer(engine, {}, lab::trainingData(settings)).validate();
        // Far from guessing; but one pixel alone cannot tell a cell from the background.
        const bool colourOnly = stem == "patch-1-cells";
        CHECK(report.meanIou > (colourOnly ? 0.4 : 2.0 / double(card.classes.size() + 1)));
    }
    CHECK(files >= 2);
}
