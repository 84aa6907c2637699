#include "nn/weight_mapping.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <regex>

#include "nn/networks.h"
#include "nn/networks/unet.h"
#include "nn/reference_run.h"

using namespace seglab;
using namespace seglab::nn;
using core::Tensor;

namespace {

constexpr int kLevels = 2;

Network ours(bool normalised, int classes = 3) {
    return unet({.name = "ours", .summary = "", .widths = {4, 6, 8}, .normalised = normalised},
                {.inputChannels = 2, .classes = classes});
}

// Initial weights, with normalisations and biases that are not all alike.
Weights someWeights(const Network& network) {
    Weights weights = initialWeights(network, 9);
    core::Random random(2);
    for (auto& [name, tensor] : weights.tensors)
        if (name.find(".bn") != std::string::npos)
            for (float& value : tensor.values) value = float(random.number(0.5, 1.5));
    return weights;
}

// What stands for down2.bn1 elsewhere: part "down", level 2 from the finest, "bn", 1.
struct Layer {
    std::string part;
    int level = 0;
    std::string kind;
    int number = 0;

    /// In a row of convolution, (normalisation,) ReLU, convolution, …
    std::string position(bool normalised) const {
        return std::to_string((number - 1) * (normalised ? 3 : 2) + (kind == "bn"));
    }
    std::string fromCoarsest(int first, int step = 1) const { return std::to_string(first + step * (kLevels - level)); }
};

std::string milesial(const Layer& layer, bool normalised) {
    const std::string row = ".double_conv." + layer.position(normalised);
    if (layer.part == "head") return "outc.conv";
    if (layer.part == "up") return "up" + layer.fromCoarsest(1) + ".up";
    if (layer.part == "refine") return "up" + layer.fromCoarsest(1) + ".conv" + row;
    const int depth = layer.part == "bottleneck" ? kLevels : layer.level - 1;
    return (depth == 0 ? "inc" : "down" + std::to_string(depth) + ".maxpool_conv.1") + row;
}

std::string lists(const Layer& layer, bool normalised) {
    const std::string row = ".conv." + layer.position(normalised);
    if (layer.part == "head") return "final_conv";
    if (layer.part == "up") return "ups." + layer.fromCoarsest(0, 2);
    if (layer.part == "refine") return "ups." + layer.fromCoarsest(1, 2) + row;
    return (layer.part == "bottleneck" ? "bottleneck" : "downs." + std::to_string(layer.level - 1)) + row;
}

std::string buda(const Layer& layer, bool) {
    const std::string level = std::to_string(layer.level);
    const std::string name = (layer.kind == "bn" ? "norm" : "conv") + std::to_string(layer.number);
    if (layer.part == "head") return "conv";
    if (layer.part == "up") return "upconv" + level;
    if (layer.part == "refine") return "decoder" + level + ".dec" + level + name;
    return layer.part == "bottleneck" ? "bottleneck.bottleneck" + name : "encoder" + level + ".enc" + level + name;
}

using Dialect = std::string (*)(const Layer&, bool normalised);

Weights renamed(const Weights& weights, Dialect dialect, bool normalised) {
    const std::regex ourNames("([a-z]+)(\\d?)(?:\\.(conv|bn)(\\d))?(\\.\\w+)");
    Weights result;
    for (const auto& [name, tensor] : weights.tensors) {
        std::smatch parts;
        REQUIRE(std::regex_match(name, parts, ourNames));
        const Layer layer{parts[1], std::atoi(parts.str(2).c_str()), parts[3], std::atoi(parts.str(4).c_str())};
        result.tensors[dialect(layer, normalised) + parts.str(5)] = tensor;
    }
    return result;
}

std::string refusal(const Weights& weights) {
    try {
        recogniseWeights(weights, "w.safetensors");
    } catch (const Error& error) {
        CHECK(error.where() == "w.safetensors");
        return error.what();
    }
    return "nothing was refused";
}

}  // namespace

TEST_CASE("a named network is recognised by its tensors, with its bands and classes", "[weight_mapping]") {
    for (const char* name : {"unet", "unet-s-bn", "patch-9", "fullres", "fcn32s", "fcn16s", "fcn8s", "deconvnet"}) {
        const Network network = namedNetwork(name, {.inputChannels = 2, .classes = 5});
        const Weights weights = initialWeights(network, 1);
        const RecognisedWeights found = recogniseWeights(weights, "w");
        CHECK(found.network.name == name);
        CHECK(found.network.inputChannels() == 2);
        CHECK(found.network.classes() == 5);
        CHECK(found.weights == weights);
    }
}

TEST_CASE("networks with the same tensors are not guessed at", "[weight_mapping]") {
    CHECK_THAT(refusal(initialWeights(namedNetwork("unet-add"), 1)),
               Catch::Contains("fit unet-add and unet-noskip") && Catch::Contains("--net"));
}

TEST_CASE("a network that is named needs no guess, and what does not fit it is listed", "[weight_mapping]") {
    const Weights weights = initialWeights(namedNetwork("unet-add", {.inputChannels = 1, .classes = 4}), 1);
    const RecognisedWeights found = recogniseWeights(weights, "w", "unet-add");
    CHECK(found.network.name == "unet-add");
    CHECK(found.network.classes() == 4);
    CHECK_THROWS_WITH(recogniseWeights(weights, "w", "unet"), Catch::Contains("size mismatch: refine3.conv1.weight"));
    CHECK_THROWS_WITH(recogniseWeights(weights, "w", "fcn8s"), Catch::Contains("missing: conv1_1.weight"));
    CHECK_THROWS_WITH(recogniseWeights(weights, "w", "unet-ad"), Catch::Contains("did you mean unet-add?"));
}

TEST_CASE("U-Nets from elsewhere become ours: two ways of naming, with and without normalisation", "[weight_mapping]") {
    for (const bool normalised : {false, true})
        for (const Dialect dialect : {milesial, lists}) {
            const Weights weights = someWeights(ours(normalised));
            Weights theirs = renamed(weights, dialect, normalised);
            CAPTURE(normalised, theirs.tensors.begin()->first);
            const RecognisedWeights found = recogniseWeights(theirs, "w");
            CHECK(found.weights == weights);
            CHECK(found.network.classes() == 3);
            Weights wrapped;
            for (const auto& [name, tensor] : theirs.tensors) wrapped.tensors["module." + name] = tensor;
            CHECK(recogniseWeights(wrapped, "w").weights == weights);
        }
}

TEST_CASE("[up, skip] and a sigmoid over one class give the same shares as theirs", "[weight_mapping]") {
    // Their network, by our names: one level, the up-sampled half first.
    NetworkBuilder net("theirs", "", 2);
    const auto block = [&](const std::string& name, NodeId x, int channels) {
        for (const std::string number : {"1", "2"}) {
            x = net.convolution(name + ".conv" + number, x, channels,
                                {.kernel = {3, 3}, .padding = {1, 1}, .bias = false});
            x = net.relu(name + ".relu" + number, net.batchNormalisation(name + ".bn" + number, x));
        }
        return x;
    };
    const NodeId skip = block("down1", net.input(), 4);
    const NodeId low = block("bottleneck", net.maxPooling("pool1", skip, {.kernel = {2, 2}, .stride = {2, 2}}), 6);
    const NodeId up = net.transposedConvolution("up1", low, 4, {.kernel = {2, 2}, .stride = {2, 2}});
    net.sigmoid("share", net.convolution("head", block("refine1", net.concatenation("cat1", {up, skip}), 4), 1, {}));
    const Network network = std::move(net).build();
    const Weights weights = someWeights(network);

    const RecognisedWeights found = recogniseWeights(renamed(weights, buda, true), "w");
    CHECK(found.notes.size() == 3);
    Tensor<double> picture({1, 2, 8, 6});
    core::Random random(4);
    for (double& value : picture.values) value = random.number(-1, 1);
    ReferenceRun<double> theirs(network, weights), mapped(found.network, found.weights);
    const Tensor<double> share = theirs.forward(picture), logits = mapped.forward(picture);
    for (std::int64_t i = 0; i < 48; ++i) {
        const double object = logits.values[std::size_t(48 + i)] - logits.values[std::size_t(i)];
        CHECK(share.values[std::size_t(i)] == Approx(1 / (1 + std::exp(-object))).epsilon(1e-6));
    }
}

TEST_CASE("a bias before a normalisation moves into its mean", "[weight_mapping]") {
    const Weights weights = someWeights(ours(true));
    Weights theirs = renamed(weights, milesial, true);
    theirs.tensors["inc.double_conv.0.bias"] = Tensor<float>({4}, {1, 2, 3, 4});
    Weights expected = weights;
    for (std::size_t i = 0; i < 4; ++i) expected.tensors["down1.bn1.running_mean"].values[i] -= float(i + 1);
    CHECK(recogniseWeights(theirs, "w").weights == expected);
}

TEST_CASE("two tensors of one place do not overwrite each other in silence", "[weight_mapping]") {
    Weights weights = renamed(someWeights(ours(true)), milesial, true);
    weights.tensors["inc.conv.conv.0.weight"] = Tensor<float>({4, 2, 3, 3});
    CHECK_THAT(refusal(weights), Catch::Contains("unexpected: inc.double_conv.0.weight"));
    weights.tensors.erase("inc.conv.conv.0.weight");
    weights.tensors["head.weight"] = weights["outc.conv.weight"];
    CHECK_THAT(refusal(weights), Catch::Contains("two of its tensors are head.weight"));
}

TEST_CASE("what is missing, unexpected or mismatched is listed, and what cannot be read says why", "[weight_mapping]") {
    const Weights good = renamed(someWeights(ours(true)), milesial, true);
    Weights weights = good;
    weights.tensors.erase("up1.conv.double_conv.0.weight");
    weights.tensors["attention.weight"] = Tensor<float>({3});
    weights.tensors["outc.conv.bias"] = Tensor<float>({7});
    CHECK_THAT(refusal(weights), Catch::Contains("milesial") && Catch::Contains("refine2.conv2.weight") &&
                                     Catch::Contains("unexpected") && Catch::Contains("attention.weight") &&
                                     Catch::Contains("head.bias: 7 in the weights, 3"));

    weights = good;
    weights.tensors.erase("up1.up.weight");
    weights.tensors.erase("up2.up.weight");
    weights.tensors.erase("up1.up.bias");
    weights.tensors.erase("up2.up.bias");
    CHECK_THAT(refusal(weights), Catch::Contains("without transposed convolutions"));

    Weights late;
    for (const auto& [name, tensor] : good.tensors)
        late.tensors[std::regex_replace(name, std::regex("double_conv\\.1\\."), "double_conv.2.")] = tensor;
    CHECK_THAT(refusal(late), Catch::Contains("normalises after the ReLU"));

    Weights other;
    other.tensors["layer1.0.conv1.weight"] = Tensor<float>({3, 3, 3, 3});
    CHECK_THAT(refusal(other), Catch::Contains("no network that is known"));
    CHECK_THAT(refusal({}), Catch::Contains("no network that is known"));
    other.tensors.clear();
    other.tensors[std::string(100000, 'd')] = Tensor<float>({1});
    CHECK_THAT(refusal(other), Catch::Contains("no network that is known"));
}
