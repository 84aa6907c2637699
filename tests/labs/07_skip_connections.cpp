#include <catch2/catch.hpp>
#include <cmath>

#include "lab/lost_detail.h"
#include "lab/network_picture.h"
#include "lab/skip_runs.h"
#include "lab/state.h"
#include "nn/built_in_weights.h"
#include "nn/engine.h"

using namespace seglab;
using Catch::Contains;

namespace {

lab::Scene at(const std::string& state, const std::string& step = "last") {
    return lab::openScene({.lab = "skip-connections", .state = state, .settings = {}, .step = step});
}

figure::Figure stage(const lab::Scene& scene, const figure::View& view = {}) {
    return scene.model->figure(scene.state.step, view);
}

double valueOf(const figure::Figure& figure, const std::string& name) {
    const figure::Region* region = figure.find(name);
    CAPTURE(name);
    REQUIRE(region);
    REQUIRE(region->value);
    return *region->value;
}

}  // namespace

TEST_CASE("each result's scores are those of one engine pass", "[skips]") {
    const lab::Scene scene = at("skip-connections?side=48&distance=2");
    const auto picture = lab::networkPicture(scene.state.table);
    const figure::Figure figure = stage(scene);
    for (int way = 0; way < 3; ++way) {
        const nn::TrainedNetwork& trained = nn::builtIn(lab::skipNetworks()[std::size_t(way)], "pasture");
        nn::Engine engine(trained.network, trained.weights, {.threads = 1});
        core::Tensor<float> input = trained.normalised(picture->image);
        input.shape.insert(input.shape.begin(), 1);
        const core::Tensor<float> logits = engine.forward(input);
        core::Labels prediction({48, 48});
        for (int i = 0; i < 48 * 48; ++i)
            for (int c = 1; c < 6; ++c)
                if (logits.values[std::size_t(c * 48 * 48 + i)] >
                    logits.values[std::size_t(prediction.values[std::size_t(i)] * 48 * 48 + i)])
                    prediction.values[std::size_t(i)] = std::uint8_t(c);
        core::ConfusionMatrix confusion(6);
        confusion.add(picture->labels, prediction);
        const std::string index = std::to_string(3 + way);
        CHECK(valueOf(figure, "iou(" + index + ")") == Approx(core::meanDefined(core::iou(confusion))));
        CHECK(valueOf(figure, "boundary_iou(" + index + ")") ==
              Approx(core::meanDefined(core::boundaryIous(picture->labels, prediction, 6, {.distance = 2}))));
    }
}

TEST_CASE("a join that does not fit says what differs, and has no further steps", "[skips]") {
    const lab::Scene scene = at("skip-connections?preset=mismatch");
    CHECK(scene.model->stepCount() == 0);
    CHECK_THAT(scene.model->caption(0), Contains("heights 5 and 4 differ"));
    CHECK(stage(scene).find("joined(0,0)") == nullptr);
    CHECK(at("skip-connections?preset=mismatch&cure=pad").model->stepCount() == 3);
}

TEST_CASE("the sum of a cell's terms is what stands in it", "[skips]") {
    for (const char* state : {"skip-connections?preset=concatenation", "skip-connections?preset=projection",
                              "skip-connections?preset=crop&b_channels=3"}) {
        CAPTURE(state);
        const lab::Scene scene = at(state);
        const figure::Figure figure = stage(scene);
        for (const char* cell : {"mixed(0,0)", "mixed(1,2)", "mixed(3,3)"}) {
            double sum = 0;
            for (const figure::Term& term : scene.model->terms(scene.state.step, cell)) {
                REQUIRE(term.factors.size() == 2);
                CHECK(valueOf(figure, term.factors[0]) == term.values[0]);
                CHECK(valueOf(figure, term.factors[1]) == term.values[1]);
                sum += term.product;
            }
            CHECK(valueOf(figure, cell) == sum);
        }
    }
}

TEST_CASE("a wrong guess of a sum is understood", "[skips]") {
    const lab::Scene scene = at("skip-connections?preset=concatenation&values=2");
    const figure::Figure figure = stage(scene);
    double plain = 0;
    for (const char* name : {"joined(0,0)", "joined_2(0,0)", "joined_3(0,0)", "joined_4(0,0)"})
        plain += valueOf(figure, name);
    CHECK_THAT(scene.model->answer("mixed(0,0)", plain), Contains("weights"));
    CHECK(scene.model->answer("mixed(0,0)", valueOf(figure, "mixed(0,0)")).empty());
}

TEST_CASE("training live shows what a training of this seed gives", "[skips][long]") {
    const lab::Lab& lab = lab::labNamed("skip-connections");
    core::ParameterTable table = lab.table("curves");
    table.setText("scene", "cells");
    table.setText("training", "live");
    table.setText("steps", "10");
    table.setText("run_seed", "2");
    const lab::ModelPointer model = lab.buildWhole(table);
    CHECK(model->stepCount() == 11);
    std::vector<lab::SkipRun> runs;
    lab::SkipBudget budget{.data = "cells", .steps = 10, .every = 1};
    lab::trainSkips(budget, 2, {.measured = [&](const std::vector<lab::SkipRun>& soFar) { runs = soFar; }});
    const figure::Figure figure = model->figure(11, {});
    for (int i = 0; i <= 10; ++i) {
        CHECK(valueOf(figure, "concatenation(" + std::to_string(i) + ")") == runs[2].points[std::size_t(i)].meanIou);
        CHECK(valueOf(figure, "none(" + std::to_string(i) + ")") == runs[0].points[std::size_t(i)].meanIou);
    }
}
