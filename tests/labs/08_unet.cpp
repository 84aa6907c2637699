#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/random.h"
#include "figure/layout_check.h"
#include "lab/network_picture.h"
#include "lab/network_run.h"
#include "lab/state.h"
#include "lab/unet_layers.h"
#include "nn/engine.h"

using namespace seglab;

namespace {

lab::Scene at(const std::string& state, const std::string& step = "last") {
    return lab::openScene({.lab = "unet", .state = state, .settings = {}, .step = step});
}

figure::Figure stage(const lab::Scene& scene, figure::View view = {}) {
    return scene.model->figure(scene.state.step, view);
}

double asked(const lab::Scene& scene, const std::string& region) {
    const auto found = scene.model->ask(scene.state.step, region);
    REQUIRE(found);
    REQUIRE(found->value);
    return *found->value;
}

std::shared_ptr<const lab::NetworkRun> runOf(const lab::Scene& scene, const lab::RunSettings& settings) {
    return lab::networkRun(settings, lab::networkPicture(scene.state.table));
}

}  // namespace

TEST_CASE("every map that the figure shows is what the engine computes in one pass", "[unet]") {
    const lab::Scene scene = at("unet?side=48");
    const auto picture = lab::networkPicture(scene.state.table);
    const nn::TrainedNetwork& trained = nn::builtIn("unet", "cells");
    nn::Engine engine(trained.network, trained.weights, {.threads = 1, .keepActivations = true});
    core::Tensor<float> input = trained.normalised(picture->image);
    input.shape.insert(input.shape.begin(), 1);
    engine.forward(input);
    for (const lab::ULayer& layer : lab::uLayers(trained.network, {48, 48})) {
        CAPTURE(layer.node);
        const core::Tensor<float> maps = engine.activation(layer.node);
        for (int c = 0; c < layer.size[0]; ++c) {
            const int row = (7 * c + 3) % layer.size[1], column = (5 * c + 1) % layer.size[2];
            const std::string cell =
                layer.node + "/" + std::to_string(c) + "(" + std::to_string(row) + "," + std::to_string(column) + ")";
            CHECK(asked(scene, cell) == Approx(maps.at(0, c, row, column)).margin(1e-5));
        }
    }
}

TEST_CASE("the U has the sizes of its layers", "[unet]") {
    const figure::Figure figure = stage(at("unet?side=64"));
    const std::vector<std::pair<std::string, std::string>> sizes{
        {"down1.conv2", "8 × 64 × 64"},     {"down2.conv2", "16 × 32 × 32"}, {"down3.conv2", "32 × 16 × 16"},
        {"bottleneck.conv2", "64 × 8 × 8"}, {"cat3", "64 × 16 × 16"},        {"refine3.conv2", "32 × 16 × 16"},
        {"cat1", "16 × 64 × 64"},           {"head", "2 × 64 × 64"}};
    for (const auto& [name, size] : sizes) {
        CAPTURE(name);
        REQUIRE(figure.find(name));
        CHECK(figure.find(name)->text == size);
    }
}

TEST_CASE("a layer appears with its step and not before", "[unet]") {
    const lab::Scene first = at("unet", "1");
    CHECK_FALSE(stage(first).find("down1.relu2/0"));
    CHECK_FALSE(first.model->ask(1, "down1.relu2/0(3,3)"));
    CHECK(first.model->ask(2, "down1.relu2/0(3,3)"));
    CHECK_FALSE(first.model->ask(first.model->stepCount() - 1, "prediction(3,3)"));
    CHECK(first.model->ask(first.model->stepCount(), "prediction(3,3)"));
}

TEST_CASE("block by block the same layers are computed in fewer steps, and a change keeps the moment", "[unet]") {
    const lab::Scene layers = at("unet"), blocks = at("unet?granularity=block");
    CHECK(blocks.model->stepCount() < layers.model->stepCount());
    CHECK(blocks.model->cursorFrom(*layers.model, 2) == 1);
    CHECK(layers.model->cursorFrom(*blocks.model, 1) == 2);
    CHECK(blocks.model->cursorFrom(*layers.model, layers.model->stepCount()) == blocks.model->stepCount());
}

TEST_CASE("a skip that is off is the engine run on zeros", "[unet]") {
    const lab::Scene scene = at("unet?side=48");
    const nn::TrainedNetwork& trained = nn::builtIn("unet", "cells");
    for (int level = 1; level <= 3; ++level) {
        lab::RunSettings settings{.skips = std::vector<lab::SkipUse>(3, lab::SkipUse::Trained)};
        settings.skips[std::size_t(level) - 1] = lab::SkipUse::Off;
        const auto off = runOf(scene, settings);
        // Another way to the same: a convolution of zeros is a convolution whose kernel is zero for them.
        nn::Weights weights = trained.weights;
        core::Tensor<float>& kernel = weights.tensors.at("refine" + std::to_string(level) + ".conv1.weight");
        for (int out = 0; out < kernel.size(0); ++out)
            for (int in = 0; in < kernel.size(1) / 2; ++in)
                for (int i = 0; i < 9; ++i) kernel.at(out, in, i / 3, i % 3) = 0;
        nn::Engine engine(trained.network, weights, {.threads = 1});
        core::Tensor<float> input = trained.normalised(lab::networkPicture(scene.state.table)->image);
        input.shape.insert(input.shape.begin(), 1);
        const core::Tensor<float> logits = engine.forward(input);
        REQUIRE(logits.shape == off->logits().shape);
        double difference = 0;
        for (std::size_t i = 0; i < logits.values.size(); ++i)
            difference = std::max(difference, double(std::abs(logits.values[i] - off->logits().values[i])));
        CHECK(difference < 1e-4);
    }
}

TEST_CASE("a channel that is taken away gives zeros, and the others what they gave", "[unet]") {
    const lab::Scene all = at("unet?side=48"), without = at("unet?side=48&ablate=down2.conv1:3,up1:2");
    const auto& before = *runOf(all, {.skips = std::vector<lab::SkipUse>(3)});
    const lab::RunSettings settings{.skips = std::vector<lab::SkipUse>(3),
                                    .silent = lab::silentChannels("down2.conv1:3,up1:2", before.network())};
    const auto& after = *runOf(without, settings);
    const auto& maps = *after.activation("down2.relu1");
    for (int y = 0; y < 24; ++y)
        for (int x = 0; x < 24; ++x) {
            CHECK(maps.at(0, 3, y, x) == 0);
            CHECK(maps.at(0, 4, y, x) == Approx(before.activation("down2.relu1")->at(0, 4, y, x)).margin(1e-6));
        }
    const auto& up = *after.activation("up1");
    CHECK(std::all_of(up.values.begin() + 2 * 48 * 48, up.values.begin() + 3 * 48 * 48,
                      [](float value) { return value == 0; }));
}

TEST_CASE("illegal skips and channels are refused with their parameter", "[unet]") {
    for (const std::string state : {"unet?skips=trained", "unet?skips=trained,of,trained", "unet?skips=",
                                    "unet?ablate=down1.conv1:8", "unet?ablate=pool1:0", "unet?ablate=down1.conv1"}) {
        CAPTURE(state);
        CHECK_THROWS_AS(at(state), Error);
    }
}

TEST_CASE("what stands in the U can be covered", "[unet]") {
    figure::View view;
    view.hidden = {"channels(join3)", "prediction"};
    const figure::Figure figure = stage(at("unet"), view);
    CHECK_FALSE(figure.find("channels(join3)")->value);
    CHECK(figure.find("channels(join3)")->action.kind == figure::Action::Kind::Answer);
    CHECK(figure.find("prediction")->action.kind == figure::Action::Kind::Answer);
    CHECK(figure.find("channels(join2)")->value == 32.0);
}

namespace {

/// A random cell of a random layer, as its name.
std::string randomCell(core::Random& random, const std::vector<lab::ULayer>& layers) {
    const lab::ULayer& layer = layers[std::size_t(random.integer(0, std::int64_t(layers.size()) - 1))];
    const auto below = [&](int axis) { return random.integer(0, layer.size[std::size_t(axis)] - 1); };
    return fmt::format("{}/{}({},{})", layer.node, below(0), below(1), below(2));
}

double shown(const figure::Figure& figure, const std::string& region) {
    CAPTURE(region);
    const figure::Region* found = figure.find(region);
    REQUIRE(found);
    REQUIRE(found->value);
    return *found->value;
}

/// What the numbers that the figure shows give for this cell: products summed, the largest, or a copy; then the ReLU.
double recomputed(const figure::Figure& figure, const lab::Scene& scene, const std::string& cell,
                  const lab::ULayer& layer) {
    double sum = 0, largest = -INFINITY;
    for (const figure::Term& term : scene.model->terms(scene.state.step, cell)) {
        double product = 1;
        for (const std::string& factor : term.factors) product *= shown(figure, factor);
        sum += product;
        largest = std::max(largest, product);
    }
    if (layer.op == nn::Op::MaxPooling) return largest;
    return layer.rectified ? std::max(0.0, sum) : sum;
}

}  // namespace

TEST_CASE("a cell is what its windows and kernels give, as the figure shows them", "[unet]") {
    core::Random random(2015);
    std::set<nn::Op> met;
    for (const std::string network : {"unet", "unet-add", "unet-noskip"})
        for (int i = 0; i < 68; ++i) {
            const std::string state = "unet?preset=cell&side=48&scene=" + std::string(i % 2 ? "pasture" : "cells") +
                                      "&network=" + network +
                                      (i % 5 == 0 && network == "unet" ? "&skips=shuffled,off,other" : "");
            lab::Scene scene = at(state);
            const auto layers = lab::uLayers(nn::builtIn(network, i % 2 ? "pasture" : "cells").network, {48, 48});
            const std::string cell = randomCell(random, layers);
            const std::string node = cell.substr(0, cell.find('/'));
            const auto layer =
                std::find_if(layers.begin(), layers.end(), [&](const lab::ULayer& l) { return l.node == node; });
            met.insert(layer->op);
            scene.state.selection = cell;
            CAPTURE(state, cell);
            figure::View view;
            view.selection = cell;
            const figure::Figure figure = stage(scene, view);
            const double engine = asked(scene, cell);
            CHECK(shown(figure, cell) == engine);
            CHECK(recomputed(figure, scene, cell, *layer) == Approx(engine).margin(2e-4));
        }
    CHECK(met == std::set<nn::Op>{nn::Op::Convolution, nn::Op::MaxPooling, nn::Op::TransposedConvolution,
                                  nn::Op::Concatenation, nn::Op::Addition});
}

TEST_CASE("one goes in and out without losing the place", "[unet]") {
    figure::View view;
    view.selection = "down2.relu1/3(5,7)";
    const lab::Scene whole = at("unet"), layer = at("unet?preset=layer"), cell = at("unet?preset=cell");
    const figure::Figure u = stage(whole, view), maps = stage(layer, view), sum = stage(cell, view);
    const auto first = std::find_if(u.regions.begin(), u.regions.end(), [](const figure::Region& region) {
        return region.name.rfind("down2.relu2/", 0) == 0;
    });
    REQUIRE(first != u.regions.end());
    CHECK(first->action.value == "layer");
    const figure::Region* map = maps.find("down2.relu1/3");
    REQUIRE(map);
    CHECK(map->action.value == "cell");
    CHECK(map->action.pins == figure::kItself);
    // Every channel is there, whatever was drawn of it in the U.
    for (int c = 0; c < 16; ++c) CHECK(maps.find("down2.relu1/" + std::to_string(c)));
    REQUIRE(sum.find("to layer"));
    CHECK(sum.find("to layer")->action.back);
    CHECK(maps.find("to u")->action.back);
    // Another layer, the same place of the picture: half the resolution.
    REQUIRE(maps.find("pool2"));
    CHECK(maps.find("pool2")->action.pins.find("(2,3)") != std::string::npos);
}

TEST_CASE("a wrong guess of a cell is answered by what it would mean", "[unet]") {
    const lab::Scene scene = at("unet?preset=cell");
    figure::View view;
    view.selection = "refine1.relu1/3(40,41)";
    const figure::Figure figure = stage(scene, view);
    CHECK_THAT(scene.model->answer(view.selection, shown(figure, "across")), Catch::Contains("half"));
    const double bias = shown(figure, "refine1.conv1.bias(3)"), sum = shown(figure, "sum");
    CHECK_THAT(scene.model->answer(view.selection, sum - bias), Catch::Contains("without the bias"));
    view.hidden = {"map"};
    CHECK_FALSE(stage(scene, view).find(view.selection)->value);
}

TEST_CASE("the arithmetic of every layer has room in every window", "[unet]") {
    const std::vector<figure::Size> stages{{484, 648}, {1024, 648}, {740, 680}, {1380, 960}};
    for (const std::string network : {"unet", "unet-add"})
        for (const lab::ULayer& layer : lab::uLayers(nn::builtIn(network, "cells").network, {48, 48}))
            for (const figure::Size& size : stages) {
                figure::View view;
                view.size = size;
                view.selection = layer.node + "/1(2,3)";
                CAPTURE(network, view.selection, size.width);
                const figure::Figure figure = stage(at("unet?preset=cell&side=48&network=" + network), view);
                const auto problems = figure::layoutProblems(figure);
                CHECK((problems.empty() ? "" : problems.front()) == "");
            }
}
