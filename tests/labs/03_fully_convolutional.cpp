#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/files.h"
#include "core/random.h"
#include "lab/predict.h"
#include "lab/state.h"
#include "support/temporary_folder.h"

using namespace seglab;

namespace {

lab::Scene at(const std::string& state, const std::string& step = "last") {
    return lab::openScene({.lab = "fully-convolutional", .state = state, .settings = {}, .step = step});
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

figure::Figure difference(const std::string& change) {
    return stage(at("fully-convolutional?view=difference&side=32&network=patch-9&" + change));
}

}  // namespace

TEST_CASE("each step of the race spends the same multiply-adds on both sides, until the pass is finished",
          "[fully_convolutional]") {
    const auto scene = at("fully-convolutional?preset=race", "0");
    double pass = 0;
    for (int step = 0; step <= 9; ++step) {
        const figure::Figure figure = scene.model->figure(step, {});
        const double done = value(figure, "done_multiply_adds"), all = value(figure, "all_multiply_adds");
        CHECK(figure.find("pass")->text == std::to_string(step) + " of 9 layers");
        pass = value(figure, "pass_multiply_adds");
        CHECK(done <= pass);
        CHECK(done < all / 50);
        // The windows are behind by less than one.
        if (step == 9) CHECK(done > pass - all / 2304);
    }
}

TEST_CASE("the ratio of the multiply-adds is that of this network, below layer 1's count", "[fully_convolutional]") {
    for (const std::string network : {"patch-5", "patch-9", "patch-17", "patch-33"}) {
        const figure::Figure figure = stage(at("fully-convolutional?network=" + network));
        const double ratio = value(figure, "ratio_multiply_adds");
        CHECK(ratio == Approx(value(figure, "all_multiply_adds") / value(figure, "pass_multiply_adds")));
        CHECK(ratio < value(figure, "bound"));
        CHECK(value(figure, "done_multiply_adds") == value(figure, "all_multiply_adds"));
        CHECK(value(figure, "window_memory") < value(figure, "pass_memory"));
    }
}

TEST_CASE("the clock is shown only to who asks for it", "[fully_convolutional]") {
    for (const std::string pace : {"steps", "real-time"}) {
        const auto scene = at("fully-convolutional?side=16&network=patch-5&pace=" + pace);
        CHECK_FALSE(stage(scene).find("ratio_time")->value);
        figure::View measuring;
        measuring.measure = true;
        CHECK(value(stage(scene, measuring), "all_time") > 0);
        CHECK(value(stage(scene, measuring), "pass_time") > 0);
    }
}

TEST_CASE("in real time the race is run to its end, and the picture is that of the last step",
          "[fully_convolutional]") {
    const auto live = at("fully-convolutional?side=24&pace=real-time"), steps = at("fully-convolutional?side=24");
    CHECK(live.model->stepCount() == 0);
    CHECK(live.model->caption(0) == steps.model->caption(steps.state.step));
    CHECK(value(stage(live), "done_multiply_adds") == value(stage(steps), "all_multiply_adds"));
}

TEST_CASE("padded once, outside: no score differs", "[fully_convolutional]") {
    for (const std::string network : {"patch-1", "patch-5", "patch-17", "patch-33"}) {
        const figure::Figure figure = stage(at("fully-convolutional?view=difference&side=24&network=" + network));
        CHECK(value(figure, "differing") == 0);
        CHECK(value(figure, "missing") == 0);
        CHECK(value(figure, "largest") < 1e-5);
    }
}

TEST_CASE("padding inside the layers: they differ where a window's border meets it", "[fully_convolutional]") {
    const figure::Figure ring = difference("change=padding");
    CHECK(value(ring, "differing") > 0);
    for (int r = 4; r < 28; ++r)
        for (int c = 4; c < 28; ++c)
            CHECK(value(ring, "difference(" + std::to_string(r) + "," + std::to_string(c) + ")") < 1e-5);
    const figure::Figure everywhere = difference("change=padding&cut=2");
    CHECK(value(everywhere, "difference(16,16)") > 1e-5);
}

TEST_CASE("a stride: the pass answers every second row and column, and those agree", "[fully_convolutional]") {
    for (const std::string change : {"stride", "pooling"}) {
        const figure::Figure figure = difference("change=" + change);
        CHECK(value(figure, "missing") == 32 * 32 - 16 * 16);
        CHECK(value(figure, "differing") == 0);
        CHECK_FALSE(figure.find("difference(0,1)")->value);
        CHECK(value(figure, "difference(2,4)") < 1e-5);
    }
    CHECK(value(difference("change=stride&stride=3"), "missing") == 32 * 32 - 11 * 11);
}

TEST_CASE("shift and stitch computes the missing answers", "[fully_convolutional]") {
    for (const std::string change : {"change=stride&stride=3", "change=pooling&stride=2"}) {
        const figure::Figure figure = difference(change + "&stitch=on");
        CHECK(value(figure, "missing") == 0);
        CHECK(value(figure, "differing") == 0);
    }
    CHECK(at("fully-convolutional?preset=stitch").model->stepCount() == 1 + 4 + 1);
}

TEST_CASE("batch statistics and global pooling: they differ", "[fully_convolutional]") {
    CHECK(value(difference("change=batch-statistics"), "differing") > 1000);
    CHECK(value(difference("change=global-pooling"), "differing") > 1000);
}

TEST_CASE("where they differ can be predicted before it is shown", "[fully_convolutional]") {
    figure::View view;
    view.hidden = {"difference"};
    const auto asking = at("fully-convolutional?preset=padding");
    const figure::Figure covered = stage(asking, view);
    CHECK_FALSE(covered.find("differing"));
    const figure::Region* button = covered.find("prediction(border)");
    REQUIRE(button);
    CHECK(button->action.kind == figure::Action::Kind::Set);
    CHECK(button->action.parameter == "prediction");
    const figure::Figure told = stage(at("fully-convolutional?preset=padding&prediction=border"), view);
    CHECK(value(told, "differing") > 0);
    CHECK_FALSE(told.find("prediction(border)"));
}

TEST_CASE("what a wrong guess of the ratio means is said", "[fully_convolutional]") {
    const auto scene = at("fully-convolutional?preset=race");
    CHECK_THAT(scene.model->answer("ratio_multiply_adds", 225), Catch::Contains("upper bound"));
    CHECK_THAT(scene.model->answer("ratio_multiply_adds", 289), Catch::Contains("shrink"));
    CHECK(scene.model->answer("ratio_multiply_adds", 54) == "");
}

TEST_CASE("a guess is right when it is the number that is drawn", "[fully_convolutional]") {
    const auto scene = at("fully-convolutional?preset=race&hide=ratio_multiply_adds,all_multiply_adds");
    CHECK(lab::judge(scene, "ratio_multiply_adds", "54").right);
    CHECK(lab::judge(scene, "ratio_multiply_adds", "53.69").right);
    CHECK_FALSE(lab::judge(scene, "ratio_multiply_adds", "45").right);
    CHECK(lab::judge(scene, "all_multiply_adds", "2.64 G").right);
    CHECK_FALSE(lab::judge(scene, "all_multiply_adds", "2.64").right);
}

TEST_CASE("multiply-adds are written out layer by layer", "[fully_convolutional]") {
    const auto scene = at("fully-convolutional?preset=race", "20");
    const figure::Figure figure = stage(scene);
    for (const std::string region : {"all_multiply_adds", "pass_multiply_adds", "done_multiply_adds"}) {
        double sum = 0;
        for (const figure::Term& term : scene.model->terms(20, region)) sum += term.product;
        CHECK(sum == value(figure, region));
    }
    CHECK(scene.model->terms(20, "all_multiply_adds").front().values == std::vector<double>{2304, 225, 432});
}

TEST_CASE("a pixel of the difference says what both say", "[fully_convolutional]") {
    figure::View view;
    view.selection = "difference(0,1)";
    const figure::Figure figure = stage(at("fully-convolutional?preset=stride"), view);
    CHECK_THAT(figure.find("difference(0,1)")->sentence, Catch::Contains("one pass has no answer"));
    CHECK(figure.find("difference(0,2)")->sentence.empty());
}

TEST_CASE("where every window is computed, the picture is not larger than takes some seconds",
          "[fully_convolutional]") {
    CHECK_NOTHROW(at("fully-convolutional?side=512&network=patch-5", "0"));
    CHECK_THROWS_AS(at("fully-convolutional?side=512&network=patch-17&pace=real-time"), Error);
    CHECK_THROWS_AS(at("fully-convolutional?side=512&view=difference"), Error);
}

namespace {

/// Noise as a PNM file, opened in the lab.
lab::Scene overNoise(const std::string& state, const std::string& step, const std::array<int, 3>& size) {
    const auto [width, height, channels] = size;
    const test::TemporaryFolder folder;
    core::Random random(3);
    std::string bytes = fmt::format("P{}\n{} {}\n255\n", channels == 1 ? 5 : 6, width, height);
    for (int i = 0; i < width * height * channels; ++i) bytes.push_back(char(random.integer(0, 255)));
    const std::string path = folder / "noise.pnm";
    core::writeFile(path, bytes);
    return lab::openScene({.lab = "fully-convolutional",
                           .state = "fully-convolutional?" + state,
                           .settings = {"image=" + path},
                           .step = step});
}

}  // namespace

TEST_CASE("a photograph smaller than the patch is padded, and that is said", "[fully_convolutional]") {
    for (const std::array<int, 3> size : {std::array{1, 1, 3}, std::array{9, 7, 3}, std::array{60, 2, 3}}) {
        CHECK_THAT(overNoise("view=race", "0", size).model->caption(0), Catch::Contains("smaller than the patch"));
        const figure::Figure figure = stage(overNoise("view=difference", "last", size));
        CHECK(value(figure, "differing") == 0);
        CHECK(value(figure, "agreeing") == std::min(size[0], 48) * std::min(size[1], 48));
    }
}

TEST_CASE("a grey photograph is one of three equal bands, and of a large one a part is taken",
          "[fully_convolutional]") {
    CHECK(value(stage(overNoise("view=difference", "last", {61, 47, 1})), "differing") == 0);
    const figure::Figure race = stage(overNoise("side=512&network=patch-5", "last", {700, 600, 3}));
    CHECK(value(race, "done_multiply_adds") == value(race, "all_multiply_adds"));
    CHECK(race.find("window")->text == "(511, 511)");
}
