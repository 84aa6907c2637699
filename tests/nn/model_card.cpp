#include "nn/model_card.h"

#include <catch2/catch.hpp>

using namespace seglab;
using namespace seglab::nn;

namespace {

ModelCard example() {
    return {.network = "unet",
            .classes = {{"background", 0x102030}, {"cell, round", 0xffffff}},
            .mean = {0.1, 0.25},
            .deviation = {1.0 / 3, 2},
            .fit = Fit::Resize,
            .imageSize = {96, 128}};
}

}  // namespace

TEST_CASE("a model card comes back from a file's metadata as it was") {
    const ModelCard card = modelCard(toMetadata(example()), "w.safetensors");
    CHECK(card.network == "unet");
    REQUIRE(card.classes.size() == 2);
    CHECK(card.classes[1].name == "cell, round");
    CHECK(card.classes[0].colour == 0x102030);
    CHECK(card.mean == example().mean);
    CHECK(card.deviation == example().deviation);
    CHECK(card.fit == Fit::Resize);
    CHECK(card.imageSize == core::Pair{96, 128});
    CHECK(card.build().classes() == 2);
    CHECK(card.build().inputChannels() == 2);
}

TEST_CASE("metadata that is missing or wrong is named with the file") {
    const std::pair<const char*, const char*> wrong[] = {{"class_colours", "102030"},
                                                         {"class_colours", "102030,red000"},
                                                         {"mean", "0.1"},
                                                         {"mean", "0.1,nan"},
                                                         {"deviation", "0,1"},
                                                         {"deviation", "1,"},
                                                         {"fit", "stretch"},
                                                         {"image_size", "96"},
                                                         {"image_size", "96x"},
                                                         {"image_size", "-96x128"},
                                                         {"image_size", "1x1x1"}};
    for (const auto& [key, value] : wrong) {
        CAPTURE(key, value);
        Metadata metadata = toMetadata(example());
        metadata[key] = value;
        try {
            modelCard(metadata, "w.safetensors");
            FAIL("nothing was thrown");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::BadInput);
            CHECK(error.where() == "w.safetensors");
        }
    }
    for (const auto& [key, value] : toMetadata(example())) {
        Metadata metadata = toMetadata(example());
        metadata.erase(key);
        CHECK_THROWS_WITH(modelCard(metadata, "w"), Catch::Contains(key));
    }
}
