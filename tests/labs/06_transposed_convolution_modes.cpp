#include <catch2/catch.hpp>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "figure/png.h"
#include "figure/text.h"
#include "lab/state.h"
#include "support/temporary_folder.h"

// The transposed-convolution lab with a photograph, and with stacked layers.
using namespace seglab;

namespace {

lab::Scene at(const std::string& state, std::vector<std::string> settings = {}) {
    return lab::openScene(
        {.lab = "transposed-convolution", .state = state, .settings = std::move(settings), .step = {}});
}

std::string savedPicture(const test::TemporaryFolder& folder, int width, int height) {
    figure::Pixels pixels{.width = width, .height = height};
    pixels.rgba.resize(std::size_t(width) * std::size_t(height) * 4, 255);
    for (std::size_t i = 0; i < pixels.rgba.size(); ++i)
        if (i % 4 != 3) pixels.rgba[i] = std::uint8_t(i * 7 + i / 400);
    const std::string path = folder.path("picture.png");
    core::writeFile(path, figure::encodePng(pixels));
    return path;
}

double value(const lab::Scene& scene, int step, const std::string& name) {
    CAPTURE(name);
    const auto region = scene.model->ask(step, name);
    REQUIRE(region);
    return region->value.value();
}

Kind kindOf(const std::vector<std::string>& settings) {
    try {
        at("", settings);
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::CheckFailed;
}

}  // namespace

TEST_CASE("a photograph goes through the same operation, row of stamps by row of stamps", "[transposed_convolution]") {
    const test::TemporaryFolder folder;
    const lab::Scene scene = at("", {"image=" + savedPicture(folder, 90, 70), "kernel=1,4;2,3", "stride=2"});
    CHECK(scene.model->stepCount() == 70);
    const figure::Figure figure = scene.model->figure(70, {});
    REQUIRE(figure.find("output"));
    CHECK(figure.find("output")->shape == std::vector<int>{140, 180});
    // Stride 2 and kernel 2 × 2: every output cell is one product.
    for (const core::Pair at : {core::Pair{0, 0}, {69, 89}, {12, 40}}) {
        const int row = at.height, column = at.width;
        const std::string cell = std::to_string(row) + "," + std::to_string(column);
        const double in = value(scene, 70, "input(" + cell + ")");
        auto out = [&](int a, int b) {
            return value(scene, 70,
                         "output(" + std::to_string(2 * row + a) + "," + std::to_string(2 * column + b) + ")");
        };
        CHECK(out(0, 0) == in);
        CHECK(out(0, 1) == 4 * in);
        CHECK(out(1, 0) == 2 * in);
        CHECK(out(1, 1) == 3 * in);
    }
    CHECK(value(scene, 12, "output(30,5)") == 0);
    CHECK(scene.model->terms(70, "output(25,41)").size() == 1);
    CHECK_FALSE(scene.model->caption(12).empty());
}

TEST_CASE("the channel chooses the numbers, the display only the picture", "[transposed_convolution]") {
    const test::TemporaryFolder folder;
    const std::string image = "image=" + savedPicture(folder, 30, 20);
    const lab::Scene red = at("", {image, "channel=red"}), blue = at("", {image, "channel=blue"});
    const lab::Scene bytes = at("", {image, "channel=red", "display=bytes"});
    CHECK(value(red, 20, "input(3,4)") != value(blue, 20, "input(3,4)"));
    CHECK(value(red, 20, "output(7,8)") == value(bytes, 20, "output(7,8)"));
    CHECK_FALSE(red.model->equals(*bytes.model));
    CHECK(red.model->equals(*at(lab::toText(red.state, true)).model));
}

TEST_CASE("a picture that cannot be shown says why", "[transposed_convolution]") {
    const test::TemporaryFolder folder;
    CHECK(kindOf({"image=" + folder.path("missing.png")}) == Kind::File);
    core::writeFile(folder.path("words.png"), "no picture");
    CHECK(kindOf({"image=" + folder.path("words.png")}) == Kind::BadInput);
    CHECK(kindOf({"image=" + savedPicture(folder, 1100, 1000), "stride=4"}) == Kind::BadInput);
    CHECK_NOTHROW(at("", {"image=" + savedPicture(folder, 1000, 999), "kernel=1,1;1,1", "stride=4"}));
}

TEST_CASE("stacked layers of ones count paths; the cure is flat", "[transposed_convolution]") {
    const lab::Scene scene = at("", {"preset=checkerboard"});
    CHECK(scene.model->stepCount() == 2);
    CHECK(value(scene, 2, "layer 1(8,8)") == 4);
    CHECK(value(scene, 2, "layer 1(7,7)") == 1);
    CHECK(value(scene, 2, "cure 2(16,16)") == 81);
    CHECK(figure::plainText(scene.model->caption(2)).find("holds 1 to 9") != std::string::npos);
    CHECK(at("", {"preset=checkerboard", "layers=3"}).model->stepCount() == 3);
    CHECK(kindOf({"preset=checkerboard", "layers=4"}) == Kind::BadInput);
}

TEST_CASE("what is clicked in the column is part of the state", "[transposed_convolution]") {
    const lab::Scene scene = at("", {"preset=lecture-3x3", "solve=padding", "target=6"});
    const figure::Figure column = scene.model->notes(4, {});
    REQUIRE(column.find("solution(padding,0)"));
    CHECK(column.find("solution(padding,0)")->action.parameter == "padding");
    CHECK_FALSE(scene.model->equals(*at("", {"preset=lecture-3x3", "solve=stride", "target=6"}).model));
    CHECK(lab::toText(scene.state).find("solve=padding&target=6") != std::string::npos);
}

TEST_CASE("the column does not tell what the stage covers", "[transposed_convolution]") {
    const lab::Scene scene = at("", {"preset=lecture-3x3"});
    figure::View view;
    view.hidden = {"output"};
    view.selection = "output(1,1)";
    const figure::Figure column = scene.model->notes(4, view);
    CHECK(column.find("definition")->text == "O(1, 1) = ?");
    for (const figure::Region& region : column.regions) {
        CAPTURE(region.name);
        CHECK(region.action.value.find("output =") == std::string::npos);
        CHECK(region.action.value.find("allclose") == std::string::npos);
    }
}
