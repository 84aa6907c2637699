#include <catch2/catch.hpp>

#include <cmath>

#include "core/error.h"
#include "lab/network_picture.h"
#include "lab/patch_networks.h"
#include "lab/state.h"

using namespace seglab;

namespace {

lab::Scene at(const std::string& state, const std::string& step = {}) {
    return lab::openScene({.lab = "sliding-window", .state = state, .settings = {}, .step = step});
}

figure::Figure stage(const lab::Scene& scene, figure::View view = {}) {
    return scene.model->figure(scene.state.step, view);
}

double value(const figure::Figure& figure, const std::string& region) {
    const figure::Region* found = figure.find(region);
    REQUIRE(found);
    REQUIRE(found->value);
    return *found->value;
}

double asked(const lab::Scene& scene, const std::string& region) {
    const auto found = scene.model->ask(scene.state.step, region);
    REQUIRE(found);
    REQUIRE(found->value);
    return *found->value;
}

}  // namespace

TEST_CASE("three 5×5 layers: an inner activation is computed 81, 25 and 1 times", "[sliding_window]") {
    const std::string preset = "sliding-window?preset=three-5x5";
    CHECK(value(stage(at(preset + "&layer=1", "last")), "times(15,15)") == 81);
    CHECK(value(stage(at(preset + "&layer=2", "last")), "times(13,13)") == 25);
    CHECK(value(stage(at(preset + "&layer=3", "last")), "times(12,12)") == 1);
    CHECK(value(stage(at(preset + "&layer=1", "0")), "times(15,15)") == 0);
}

TEST_CASE("counts never fall from step to step, and end at what all windows need", "[sliding_window]") {
    double before = 0;
    for (int step = 0; step <= 16; ++step) {
        const auto scene = at("sliding-window?preset=times&side=16&network=patch-5", std::to_string(step));
        const double now = asked(scene, "times(9,9)");
        CHECK(now >= before);
        before = now;
    }
    CHECK(before == 9);
}

TEST_CASE("the costs of all windows stand in the ratio that the layers give", "[sliding_window]") {
    const auto figure = stage(at("sliding-window?preset=times", "last"));
    CHECK(value(figure, "done_multiply_adds") == value(figure, "all_multiply_adds"));
    CHECK(value(figure, "ratio_multiply_adds") ==
          Approx(value(figure, "all_multiply_adds") / value(figure, "pass_multiply_adds")));
    // Layer 1's count is the upper bound, never the total.
    CHECK(value(figure, "ratio_multiply_adds") < 225);
    CHECK(value(stage(at("sliding-window?preset=times", "0")), "done_multiply_adds") == 0);
}

TEST_CASE("shares of a pixel add up to one, and the sliding window gives the same as growing patches",
          "[sliding_window]") {
    const auto context = stage(at("sliding-window?preset=one-pixel&pixel=5,9", "last"));
    // Pixel (5, 9) of 48 columns is window 5·48 + 9, finished by the step after it.
    const auto slide = stage(at("sliding-window?preset=slide&granularity=pixel", std::to_string(5 * 48 + 9 + 1)));
    double sum = 0;
    for (int i = 0; i < 6; ++i) {
        const double share = value(context, "score_17(" + std::to_string(i) + ")");
        CHECK(share == value(slide, "score(" + std::to_string(i) + ")"));
        sum += share;
    }
    CHECK(sum == Approx(1));
}

TEST_CASE("a window's maps are what the layers compute from its patch", "[sliding_window]") {
    const auto picture = lab::networkPicture(at("sliding-window?preset=slide").state.table);
    const auto run = lab::patchRun(17, picture);
    const auto layers = run->layersAt({3, 4});
    REQUIRE(layers.size() == run->sliding().layers().size());
    // The last layer's only cell holds the logits of the window's pixel.
    for (int c = 0; c < 6; ++c)
        CHECK(layers.back()->at(0, c, 0, 0) == Approx(run->scores().logits.at(0, c, 3, 4)).margin(1e-4));
    const auto scene = at("sliding-window?preset=slide&granularity=pixel", std::to_string(3 * 48 + 4 + 1));
    CHECK(asked(scene, "conv2/3(1,2)") == double(layers[1]->at(0, 3, 1, 2)));
    CHECK(asked(scene, "head/0(0,0)") == double(layers.back()->at(0, 0, 0, 0)));
}

TEST_CASE("more context gives more pixels right, on average over scenes", "[sliding_window]") {
    double alone = 0, context = 0;
    for (int seed = 0; seed < 8; ++seed) {
        const auto picture = lab::networkPicture(at("sliding-window?seed=" + std::to_string(seed)).state.table);
        alone += lab::patchRun(1, picture)->accuracy() / 8;
        context += lab::patchRun(33, picture)->accuracy() / 8;
    }
    CHECK(context > alone + 0.05);
}

TEST_CASE("a step by layer tells one layer, and the pixel is told by the last", "[sliding_window]") {
    const auto first = at("sliding-window?preset=layers", "1");
    CHECK_THAT(first.model->caption(1), Catch::Contains("layer 1 of 9"));
    CHECK_FALSE(stage(first).find("score(0)"));
    CHECK(stage(at("sliding-window?preset=layers", "9")).find("score(0)"));
}

TEST_CASE("scores and counts can be covered", "[sliding_window]") {
    figure::View view;
    view.hidden.insert("score");
    const auto context = stage(at("sliding-window?preset=one-pixel", "last"), view);
    CHECK_FALSE(context.find("score_1(0)")->value);
    view.hidden = {"times"};
    CHECK_FALSE(stage(at("sliding-window?preset=three-5x5", "last"), view).find("times(15,15)")->value);
    view.hidden = {"ratio_multiply_adds"};
    CHECK_FALSE(stage(at("sliding-window?preset=times", "last"), view).find("ratio_multiply_adds")->value);
}

TEST_CASE("beat the network: an answer leads on, is told beside the network's and counted by patch size",
          "[sliding_window]") {
    const std::string preset = "sliding-window?preset=beat";
    const auto asking = at(preset, "last");
    const figure::Figure question = stage(asking);
    const figure::Region* button = question.find("answer(2)");
    REQUIRE(button);
    CHECK(button->action.parameter == "answers");
    CHECK(button->action.value == "2");
    const auto answered = at(preset + "&answers=" + button->action.value, "last");
    CHECK(answered.model->stepCount() == 1);
    CHECK(answered.model->cursorFrom(*asking.model, 0) == 1);
    CHECK_THAT(answered.model->caption(1), Catch::Contains("1 × 1 pixel: you said ground, the network"));
    const double share = value(stage(answered), "person(0)");
    CHECK((share == 0 || share == 100));
    CHECK_FALSE(stage(asking).find("person(0)"));
    // Going back shows the question with its answer; it cannot be answered again.
    const auto back = at(preset + "&answers=2", "0");
    CHECK(stage(back).find("answer(2)")->action.kind == figure::Action::Kind::None);
    CHECK_THAT(stage(back).find("answer(2)")->text, Catch::Contains("you"));
}

TEST_CASE("answers that are no class, or too many, are refused", "[sliding_window]") {
    CHECK_THROWS_AS(at("sliding-window?preset=beat&answers=9"), Error);
    CHECK_THROWS_AS(at("sliding-window?preset=beat&answers=a"), Error);
    CHECK_THROWS_AS(at("sliding-window?preset=beat&answers=" + std::string(21, '0')), Error);
    CHECK(at("sliding-window?preset=beat&answers=" + std::string(20, '0')).model->stepCount() == 20);
}

TEST_CASE("over many scenes, more context is right more often", "[sliding_window]") {
    const auto figure = stage(at("sliding-window?preset=one-pixel&side=32&pixel=5,5", "last"));
    CHECK(value(figure, "scenes(1)") > value(figure, "scenes(0)"));
    CHECK(value(figure, "scenes(3)") > value(figure, "scenes(1)"));
}

TEST_CASE("rolled up, the classifier keeps its numbers' names and its scores", "[sliding_window]") {
    const std::string preset = "sliding-window?preset=rolled-up";
    const auto matrix = stage(at(preset, "2")), kernels = stage(at(preset, "4"));
    const auto last = at(preset, "last");
    CHECK(last.model->stepCount() == 3 + 3 * 4);
    for (int k = 0; k < 3; ++k)
        for (int i = 0; i < 8; ++i) {
            const std::string name = "weight(" + std::to_string(k) + "," + std::to_string(i) + ")";
            CHECK(value(matrix, name) == value(kernels, name));
        }
    for (const std::string name : {"score(0,0)", "score_2(0,0)", "score_3(0,0)"})
        CHECK(value(matrix, name) == value(kernels, name));
    // Each score is the sum of the products that it names, and every factor stands in the figure.
    const auto figure = stage(last);
    for (const std::string name : {"score(2,3)", "score_3(1,2)"}) {
        double sum = 0;
        for (const figure::Term& term : last.model->terms(last.state.step, name)) {
            CHECK(term.product == value(figure, term.factors[0]) * value(figure, term.factors[1]));
            sum += term.product;
        }
        CHECK(sum == value(figure, name));
    }
}

TEST_CASE("a covered score answers a guess by what it would mean", "[sliding_window]") {
    const auto scene = at("sliding-window?preset=rolled-up&values=3", "last");
    figure::View view;
    view.hidden = {"score"};
    CHECK_FALSE(stage(scene, view).find("score(0,0)")->value);
    const double other = value(stage(scene), "score_2(0,0)");
    REQUIRE(other != value(stage(scene), "score(0,0)"));
    CHECK_THAT(scene.model->answer("score(0,0)", other), Catch::Contains("class 2"));
}
