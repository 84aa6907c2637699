#include "lab/predict_command.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "data/mask_png.h"
#include "figure/png.h"
#include "lab/segmentation.h"
#include "nn/networks.h"
#include "nn/npz.h"
#include "nn/weights_file.h"
#include "support/temporary_folder.h"

using namespace seglab;
using nlohmann::json;

namespace {

// A network that takes the largest of red, green and blue: what its mask must be can be seen in the picture.
nn::Weights largestBand() {
    nn::Weights weights = nn::initialWeights(nn::namedNetwork("patch-1", {.classes = 3}), 0);
    for (auto& [name, tensor] : weights.tensors) std::fill(tensor.values.begin(), tensor.values.end(), 0.0f);
    for (int band = 0; band < 3; ++band)
        for (const char* name : {"conv1.weight", "conv2.weight", "head.weight"})
            weights.tensors[name].at(band, band, 0, 0) = 1;
    return weights;
}

nn::ModelCard cardOf(const std::string& network, int bands = 3) {
    nn::ModelCard card;
    card.network = network;
    card.classes = {{"red", 0xff0000}, {"green", 0x00ff00}, {"blue", 0x0000ff}};
    card.mean.assign(std::size_t(bands), 0.0);
    card.deviation.assign(std::size_t(bands), 1.0);
    card.imageSize = {8, 8};
    return card;
}

class Files {
public:
    std::string weights(const nn::Weights& weights, const nn::ModelCard& card) const {
        nn::writeWeights(folder_ / "w.safetensors", {weights, nn::toMetadata(card)});
        return folder_ / "w.safetensors";
    }
    std::string weights(const nn::Weights& weights) const {
        nn::writeWeights(folder_ / "plain.npz", {weights, {}});
        return folder_ / "plain.npz";
    }
    std::string network(const std::string& name, nn::ModelCard card) const {
        card.network = name;
        return weights(nn::initialWeights(card.build(), 3), card);
    }
    // Pixel i is red, green or blue by colours[i % …].
    std::string picture(int width, int height, const std::vector<int>& colours) const {
        figure::Pixels pixels{width, height};
        for (int i = 0; i < width * height; ++i)
            for (int channel = 0; channel < 4; ++channel)
                pixels.rgba.push_back(channel == 3 || colours[std::size_t(i) % colours.size()] == channel ? 255 : 51);
        core::writeFile(folder_ / "i.png", figure::encodePng(pixels));
        return folder_ / "i.png";
    }
    std::string path(const std::string& name) const { return folder_ / name; }

private:
    test::TemporaryFolder folder_;
};

std::string bytesOf(const lab::Prediction& prediction, const std::string& path) {
    for (const auto& [name, bytes] : prediction.files)
        if (name == path) return bytes;
    return {};
}

bool says(const std::vector<std::string>& notes, const std::string& part) {
    for (const std::string& note : notes)
        if (note.find(part) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("predict gives the class of every pixel, as a mask with the classes' colours and in JSON",
          "[predict_command]") {
    const Files files;
    const std::string image = files.picture(5, 2, {0, 1, 1, 2, 0, 2, 2, 2, 1, 0});
    const lab::Prediction prediction = lab::predictCommand(
        {.weights = files.weights(largestBand(), cardOf("patch-1")), .image = image, .out = "mask.png", .json = true});
    const json document = json::parse(prediction.text);
    CHECK(document["size"] == json({2, 5}));
    CHECK(document["padded"] == json({2, 5}));
    CHECK(document["classes"][2] == json({{"index", 2}, {"name", "blue"}, {"pixels", 4}}));
    CHECK(document["milliseconds"].is_number());
    const data::Mask mask = data::decodeMask({bytesOf(prediction, "mask.png"), image});
    CHECK(mask.labels == core::Labels({2, 5}, {0, 1, 1, 2, 0, 2, 2, 2, 1, 0}));
    CHECK(mask.palette[1] == 0x00ff00);
    CHECK(prediction.notes.empty());
}

TEST_CASE("a size that does not fit is padded and cropped, and said; activations carry the nodes' names",
          "[predict_command]") {
    const Files files;
    const lab::Prediction prediction = lab::predictCommand({.weights = files.network("unet", cardOf("")),
                                                            .image = files.picture(13, 9, {0, 1, 2}),
                                                            .out = "mask.png",
                                                            .activations = "a.npz",
                                                            .json = true});
    CHECK(json::parse(prediction.text)["padded"] == json({16, 16}));
    CHECK(says(prediction.notes, "from 13 × 9 to 16 × 16"));
    CHECK(data::decodeMask({bytesOf(prediction, "mask.png"), "mask.png"}).labels.shape == core::Shape{9, 13});
    const nn::NpzArrays arrays = nn::parseNpz(bytesOf(prediction, "a.npz"), "a.npz");
    const nn::Network network = nn::namedNetwork("unet", {.classes = 3});
    REQUIRE(arrays.size() == network.nodes.size());
    const std::vector<core::Shape> shapes = nn::inferShapes(network, {1, 3, 16, 16});
    for (std::size_t i = 0; i < shapes.size(); ++i)
        CHECK(std::get<core::Tensor<float>>(arrays.at(network.nodes[i].name)).shape == shapes[i]);
    CHECK(std::get<core::Tensor<float>>(arrays.at("input")).at(0, 0, 0, 0) == 1.0f);
}

TEST_CASE("a picture too large for one pass goes in tiles, to the same mask", "[predict_command]") {
    const Files files;
    const nn::Weights weights = nn::initialWeights(nn::namedNetwork("unet", {.classes = 3}), 3);
    nn::Engine engine(nn::namedNetwork("unet", {.classes = 3}), weights);
    const auto picture = data::loadPicture(files.picture(1201, 803, {0, 1, 2, 2, 1, 0, 0}));
    const lab::Segmentation tiled = lab::segment(engine, cardOf("unet"), *picture);
    const lab::Segmentation whole = lab::segment(engine, cardOf("unet"), *picture, lab::Pass::Whole);
    CHECK(says(tiled.notes, "tiles, with the same result"));
    CHECK_FALSE(says(whole.notes, "tiles"));
    CHECK(tiled.labels == whole.labels);
}

TEST_CASE("keeping the activations changes no pixel of the mask", "[predict_command]") {
    const Files files;
    lab::PredictOptions options{.weights = files.network("unet-bn", cardOf("")),
                                .image = files.picture(32, 24, {0, 1, 2, 2, 1}),
                                .out = "mask.png"};
    const std::string mask = bytesOf(lab::predictCommand(options), "mask.png");
    options.activations = "a.npz";
    CHECK(bytesOf(lab::predictCommand(options), "mask.png") == mask);
}

TEST_CASE("weights trained on resized pictures give a mask of the picture's own size", "[predict_command]") {
    const Files files;
    nn::ModelCard card = cardOf("patch-1");
    card.fit = nn::Fit::Resize;
    const lab::Prediction prediction = lab::predictCommand({.weights = files.weights(largestBand(), card),
                                                            .image = files.picture(32, 16, {1}),
                                                            .out = "mask.png",
                                                            .json = true});
    CHECK(says(prediction.notes, "resized from 32 × 16 to 8 × 8"));
    CHECK(data::decodeMask({bytesOf(prediction, "mask.png"), "m"}).labels ==
          core::Labels({16, 32}, std::vector<std::uint8_t>(512, 1)));
}

TEST_CASE("the input is normalised as the card says, and of one band it is the luma", "[predict_command]") {
    const Files files;
    nn::ModelCard card = cardOf("patch-1", 1);
    card.mean = {0.5};
    card.deviation = {0.25};
    const core::Tensor<float> input = lab::inputOf(*data::loadPicture(files.picture(2, 1, {1, 2})), card);
    REQUIRE(input.shape == core::Shape{1, 1, 1, 2});
    CHECK(input.values[0] == Approx((0.2 + 0.8 * 0.7152 - 0.5) / 0.25));
    CHECK(input.values[1] == Approx((0.2 + 0.8 * 0.0722 - 0.5) / 0.25));
    card.mean = card.deviation = {1, 1};
    CHECK_THROWS_AS(lab::inputOf(*data::loadPicture(files.picture(2, 1, {1, 2})), card), Error);
}

TEST_CASE("weights without a card are recognised by their tensors, or named", "[predict_command]") {
    const Files files;
    const std::string image = files.picture(8, 8, {0, 1, 2});
    const lab::Prediction prediction =
        lab::predictCommand({.weights = files.weights(largestBand()), .image = image, .json = true});
    CHECK(json::parse(prediction.text)["classes"][1]["name"] == "class 1");
    CHECK(says(prediction.notes, "those of patch-1"));
    CHECK(says(prediction.notes, "no model card"));

    const std::string twofold = files.weights(nn::initialWeights(nn::namedNetwork("unet-add"), 1));
    CHECK_THROWS_WITH(lab::predictCommand({.weights = twofold, .image = image}), Catch::Contains("--net"));
    CHECK_NOTHROW(lab::predictCommand({.weights = twofold, .image = image, .net = "unet-noskip"}));
}

TEST_CASE("predict refuses what it cannot do in words", "[predict_command]") {
    const Files files;
    const std::string image = files.picture(4, 4, {0}), weights = files.weights(largestBand(), cardOf("patch-1"));
    CHECK_THROWS_WITH(lab::predictCommand({.image = image}), Catch::Contains("--weights"));
    CHECK_THROWS_WITH(lab::predictCommand({.weights = weights}), Catch::Contains("--image"));
    CHECK_THROWS_WITH(lab::predictCommand({.weights = weights, .image = image, .net = "unet"}),
                      Catch::Contains("are of patch-1, not of unet"));
    CHECK_THROWS_WITH(lab::predictCommand({.weights = weights, .image = image, .net = "patch-2"}),
                      Catch::Contains("there is no network"));
    CHECK_THROWS_WITH(lab::predictCommand({.weights = files.path("none.npz"), .image = image}),
                      Catch::Contains("none.npz"));
    nn::Weights less = largestBand();
    less.tensors.erase("head.bias");
    CHECK_THROWS_WITH(lab::predictCommand({.weights = files.weights(less, cardOf("patch-1")), .image = image}),
                      Catch::Contains("missing: head.bias") && Catch::Contains("w.safetensors"));
}

TEST_CASE("an overlay is picture and colour half and half, borders the colour alone", "[predict_command]") {
    const Files files;
    const auto picture = data::loadPicture(files.picture(3, 1, {0, 0, 1}));
    const figure::Pixels pixels = lab::overlay(*picture, {{1, 3}, {2, 2, 1}}, cardOf("patch-1"));
    CHECK(pixels.rgba == std::vector<std::uint8_t>{128, 26, 153, 255, 0, 0, 255, 255, 26, 255, 26, 255});
}
