#include "lab/train_command.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"
#include "core/files.h"
#include "data/mask_png.h"
#include "nn/checkpoint.h"
#include "support/temporary_folder.h"

using namespace seglab;
using lab::TrainOptions;
using nlohmann::json;

namespace {

std::string contents(const std::string& path) {
    return core::readFile(path, 1u << 26);
}

// Counts what happens, and stops after `stopAfter` steps.
struct Watched {
    std::vector<std::string> notes;
    int steps = 0, validations = 0, stopAfter = -1;

    bool train(const TrainOptions& options) {
        return lab::trainCommand(options, {.note = [&](const std::string& text) { notes.push_back(text); },
                                           .begun = [](std::int64_t, std::int64_t, int) {},
                                           .stepped = [&](const nn::StepReport&) { ++steps; },
                                           .validated = [&](const nn::ValidationReport&) { ++validations; },
                                           .shouldStop = [&] { return stopAfter >= 0 && steps >= stopAfter; }});
    }
};

TrainOptions cells(const test::TemporaryFolder& folder, const std::string& name) {
    TrainOptions options;
    options.net = "unet";
    options.data = "scenes:cells";
    options.steps = "7";
    options.batch = "300";  // four steps an epoch
    options.imageSize = "16x16";
    options.validationFraction = "0.01";
    options.threads = "1";
    options.out = folder / (name + ".safetensors");
    options.log = folder / (name + ".jsonl");
    return options;
}

// Pictures of 20 x 12 pixels, of which the bright ones are class 1.
void writePictures(const test::TemporaryFolder& folder, int count) {
    std::filesystem::create_directory(folder / "images");
    std::filesystem::create_directory(folder / "masks");
    for (int i = 0; i < count; ++i) {
        core::Labels labels({20, 12});
        for (std::size_t at = 0; at < labels.values.size(); ++at) labels.values[at] = (at / 5 + std::size_t(i)) % 2;
        const std::string name = "/" + std::to_string(i) + ".png";
        const std::string bytes = data::encodeMask(labels, {{"dark", 0x202020}, {"bright", 0xe0e0e0}});
        core::writeFile(folder / ("images" + name), bytes);
        core::writeFile(folder / ("masks" + name), bytes);
    }
}

struct Refusal {
    std::string TrainOptions::*option;
    std::string value;
    Kind kind;
    std::string says;
};

}  // namespace

TEST_CASE("train writes weights that know their network, and a log of every step", "[train]") {
    const test::TemporaryFolder folder;
    const TrainOptions options = cells(folder, "w");
    Watched watched;
    CHECK(watched.train(options));
    CHECK(watched.steps == 7);
    CHECK(watched.validations == 2);

    const nn::WeightsFile file = nn::parseSafetensors(contents(options.out), options.out);
    const nn::ModelCard card = nn::modelCard(file.metadata, options.out);
    CHECK(card.network == "unet");
    CHECK(card.classes[1].name == "cell");
    CHECK(card.imageSize == core::Pair{16, 16});
    CHECK_NOTHROW(nn::checkWeights(card.build(), file.weights));

    std::istringstream log(contents(options.log));
    std::vector<json> lines;
    for (std::string line; std::getline(log, line);) lines.push_back(json::parse(line));
    REQUIRE(lines.size() == 9);
    CHECK(lines[0]["step"] == 1);
    CHECK(lines[0]["epoch"] == 1);
    CHECK(lines[0]["loss"].is_number());
    CHECK(lines[4]["validation"]["mean_iou"].is_number());
    CHECK(lines[4]["validation"]["iou"].size() == 2);
    CHECK(lines[8]["epoch"] == 2);
}

TEST_CASE("a run that was stopped and resumed leaves the files of an uninterrupted one", "[train]") {
    const test::TemporaryFolder folder;
    const TrainOptions whole = cells(folder, "whole");
    Watched().train(whole);
    for (const int cut : {2, 4, 6}) {
        CAPTURE(cut);
        TrainOptions parts = cells(folder, "parts");
        std::filesystem::remove(parts.log);
        Watched first;
        first.stopAfter = cut;
        CHECK_FALSE(first.train(parts));
        parts.resume = nn::checkpointPath(parts.out);
        parts.batch = parts.imageSize = parts.validationFraction = parts.steps = "";  // as the run began
        CHECK(Watched().train(parts));
        for (const char* ending : {".safetensors", ".last.safetensors", ".jsonl"})
            CHECK(contents(folder.path(std::string("parts") + ending)) ==
                  contents(folder.path(std::string("whole") + ending)));
    }
}

TEST_CASE("a folder of pictures is learnt, in both fits", "[train]") {
    const test::TemporaryFolder folder;
    writePictures(folder, 5);
    for (const char* fit : {"crop", "resize"}) {
        CAPTURE(fit);
        TrainOptions options;
        options.net = "unet-s";
        options.data = folder.path();
        options.classes = "2";
        options.fit = fit;
        options.steps = "30";
        options.batch = "2";
        options.imageSize = "12x16";
        options.learningRate = "0.01";
        options.out = folder / "w.safetensors";
        Watched watched;
        CHECK(watched.train(options));
        CHECK(watched.validations == 15);
        CHECK(watched.notes.back() == "12 x 16 does not fit unet-s: 16 x 16 is used");
        const auto file = nn::parseSafetensors(contents(options.out), options.out);
        CHECK(file.metadata.at("fit") == fit);
        const auto last = nn::checkpointPath(options.out);
        CHECK(nn::trainingState(nn::parseSafetensors(contents(last), last), last).bestScore >
              0.7);  // guessing gives a third
    }
}

TEST_CASE("weights of half the size score the same, nearly", "[train]") {
    const test::TemporaryFolder folder;
    TrainOptions options = cells(folder, "w");
    options.steps = "1";
    Watched().train(options);
    const std::string whole = contents(options.out);
    options.precision = "float16";
    Watched().train(options);
    CHECK(contents(options.out).size() < 0.6 * double(whole.size()));
    const auto a = nn::parseSafetensors(whole, "").weights, b = nn::parseSafetensors(contents(options.out), "").weights;
    for (const auto& [name, tensor] : a.tensors)
        for (std::size_t i = 0; i < tensor.values.size(); ++i)
            CHECK(b[name].values[i] == Approx(tensor.values[i]).epsilon(1e-3).margin(1e-6));
}

TEST_CASE("a network whose output is smaller than its input is trained on the middle of the labels", "[train]") {
    const test::TemporaryFolder folder;
    TrainOptions options = cells(folder, "w");
    options.net = "patch-9";
    options.steps = "1";
    CHECK(Watched().train(options));
}

TEST_CASE("a loss that is not finite ends with what happened, and with weights that are", "[train]") {
    const test::TemporaryFolder folder;
    TrainOptions options = cells(folder, "w");
    options.learningRate = "1e38";
    try {
        Watched().train(options);
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::CheckFailed);
        CHECK_THAT(error.what(), Catch::Contains("step 2"));
    }
    for (const auto& [name, tensor] : nn::parseSafetensors(contents(options.out), "").weights.tensors)
        CHECK(std::all_of(tensor.values.begin(), tensor.values.end(), [](float v) { return std::isfinite(v); }));
}

TEST_CASE("train refuses what it cannot do, before it begins", "[train]") {
    const test::TemporaryFolder folder;
    const Refusal refusals[] = {
        {&TrainOptions::net, "unett", Kind::Usage, "did you mean unet?"},
        {&TrainOptions::net, "", Kind::Usage, "--net is needed"},
        {&TrainOptions::data, "", Kind::Usage, "--data is needed"},
        {&TrainOptions::data, "scenes:cell", Kind::Usage, "did you mean cells?"},
        {&TrainOptions::data, folder / "nothing", Kind::Usage, "--classes is needed"},
        {&TrainOptions::out, "", Kind::Usage, "--out is needed"},
        {&TrainOptions::out, folder / "no/w.safetensors", Kind::File, "no such folder"},
        {&TrainOptions::out, "-", Kind::BadInput, "written more than once"},
        {&TrainOptions::out, "/dev/null", Kind::BadInput, "no pipe, device or folder"},
        {&TrainOptions::classes, "3", Kind::BadInput, "2 classes, not 3"},
        {&TrainOptions::epochs, "2", Kind::Usage, "--steps are both given"},
        {&TrainOptions::batch, "0", Kind::BadInput, "out of range"},
        {&TrainOptions::imageSize, "16", Kind::Usage, "height x width"},
        {&TrainOptions::imageSize, "16xa", Kind::Usage, "--image-size"},
        {&TrainOptions::fit, "stretch", Kind::BadInput, "--fit"},
        {&TrainOptions::learningRate, "0", Kind::BadInput, "out of range"},
        {&TrainOptions::learningRate, "fast", Kind::Usage, "--learning-rate"},
        {&TrainOptions::validationFraction, "1", Kind::BadInput, "out of range"},
        {&TrainOptions::precision, "float8", Kind::BadInput, "--precision"},
        {&TrainOptions::threads, "0", Kind::BadInput, "out of range"},
        {&TrainOptions::resume, folder / "w.last.safetensors", Kind::File, "w.last.safetensors"},
    };
    for (const Refusal& refusal : refusals) {
        CAPTURE(refusal.value, refusal.says);
        TrainOptions options = cells(folder, "w");
        options.*refusal.option = refusal.value;
        try {
            Watched().train(options);
            FAIL("nothing was thrown");
        } catch (const Error& error) {
            CHECK(error.kind() == refusal.kind);
            CHECK_THAT(error.what(), Catch::Contains(refusal.says));
        }
    }
    CHECK(folder.fileCount() == 0);
}

TEST_CASE("a run is resumed as it began, but may become longer", "[train]") {
    const test::TemporaryFolder folder;
    TrainOptions options = cells(folder, "w");
    options.steps = "2";
    Watched().train(options);
    options.resume = nn::checkpointPath(options.out);
    const Refusal refusals[] = {
        {&TrainOptions::net, "unet-add", Kind::BadInput, "the run trains unet, not unet-add"},
        {&TrainOptions::seed, "5", Kind::BadInput, "seed 0, not 5"},
        {&TrainOptions::imageSize, "32x16", Kind::BadInput, "--image-size 16x16, not 32x16"},
        {&TrainOptions::batch, "8", Kind::BadInput, "--batch 300, not 8"},
        {&TrainOptions::fit, "resize", Kind::BadInput, "--fit crop, not resize"},
        {&TrainOptions::learningRate, "0.1", Kind::BadInput, "--learning-rate 0.002, not 0.1"},
        {&TrainOptions::validationFraction, "0.5", Kind::BadInput, "--validation-fraction 0.01, not 0.5"},
        {&TrainOptions::steps, "1", Kind::BadInput, "2 steps already, more than 1"},
    };
    for (const Refusal& refusal : refusals) {
        TrainOptions other = options;
        other.*refusal.option = refusal.value;
        CHECK_THROWS_WITH(Watched().train(other), Catch::Contains(refusal.says));
    }
    Watched over;
    over.train(options);
    CHECK(over.steps == 0);
    CHECK(over.notes.back() == "all 2 steps of the run are done; to go on, give more --steps");
    options.steps = "3";
    Watched longer;
    longer.train(options);
    CHECK(longer.steps == 1);
    CHECK(longer.notes.back() == "the run began with 2 steps and now goes to 3, where its learning rate is 0");
}

TEST_CASE("a file to resume from with a tensor of another shape is one message", "[train]") {
    const test::TemporaryFolder folder;
    TrainOptions options = cells(folder, "w");
    options.steps = "1";
    Watched().train(options);
    options.resume = nn::checkpointPath(options.out);
    options.steps = "2";
    const nn::WeightsFile good = nn::parseSafetensors(contents(options.resume), options.resume);
    for (const char* name : {"optimiser.head.bias.exp_avg", "best.head.bias", "head.bias"}) {
        nn::WeightsFile file = good;
        file.weights.tensors.at(name) = core::Tensor<float>({1});
        core::writeFile(options.resume, nn::safetensorsBytes(file));
        CHECK_THROWS_WITH(Watched().train(options), Catch::StartsWith(options.resume) && Catch::Contains("head.bias"));
    }
}
