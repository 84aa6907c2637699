#include "figure/views/picture_view.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/random.h"
#include "figure/layout_check.h"
#include "figure/palette.h"
#include "figure/text.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::figure;

namespace {

RgbPixels noise(int height, int width) {
    Random random(3);
    auto values = std::make_shared<std::vector<std::uint8_t>>(std::size_t(height) * std::size_t(width) * 3);
    for (auto& v : *values) v = std::uint8_t(random.integer(0, 255));
    return {height, width, std::shared_ptr<const std::uint8_t>(values, values->data()), {}};
}

PictureScene scene(int height, int width, PictureOptions options = {}) {
    return {noise(height, width),
            Matrix(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1}),
            {.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}},
            options};
}

Figure drawn(const PictureScene& scene, int step, const View& view) {
    Figure figure;
    figure.size = view.size;
    figure.background = palette(view.theme).background;
    drawPicture(figure, Box{0, 0, view.size.width, view.size.height}.inset(1.5f * view.em()), scene, step, view);
    return figure;
}

double sumOf(const std::vector<Term>& terms) {
    double sum = 0;
    for (const Term& term : terms) sum += term.product;
    return sum;
}

}  // namespace

TEST_CASE("a large map is one region, and any of its cells can be asked", "[picture_view]") {
    PictureScene picture = scene(60, 80);
    Figure figure = drawn(picture, 60, {});
    for (const char* name : {"output", "overlap"}) {
        REQUIRE(figure.find(name) != nullptr);
        CHECK(figure.find(name)->shape == std::vector<int>{120, 160});
    }
    CHECK(figure.find("input")->shape == std::vector<int>{60, 80});
    CHECK(figure.find("output")->maximum == picture.operation().extremesAt(1, 60).maximum);
    for (const char* name : {"output(12,40)", "output(119,159)", "overlap(0,0)", "input(59,79)", "kernel(2,2)"}) {
        auto region = pictureRegion(picture, 60, name);
        REQUIRE(region.has_value());
        CHECK(region->value.has_value());
    }
    CHECK(pictureRegion(picture, 60, "output(12,40)")->value == picture.operation().at(1, {12, 40}, 60));
    for (const char* name : {"output(120,0)", "output(-1,0)", "input(60,0)", "kernel(3,0)", "nothing(0,0)", "output"})
        CHECK_FALSE(pictureRegion(picture, 60, name).has_value());
}

TEST_CASE("a small map has a region for each cell, named once", "[picture_view]") {
    PictureScene picture = scene(20, 30);
    Figure figure = drawn(picture, 20, {});
    std::set<std::string> names;
    for (const Region& region : figure.regions) CHECK(names.insert(region.name).second);
    CHECK(names.count("output(0,0)"));
    CHECK(names.count("output(39,59)"));
    CHECK(names.count("input(19,29)"));
    CHECK_FALSE(names.count("output"));
}

TEST_CASE("the terms of a cell add up to it, at every step", "[picture_view]") {
    PictureScene picture = scene(20, 30, {.channel = 2});
    for (int step : {0, 5, 6, 20})
        for (const char* name : {"output(10,13)", "output(11,14)", "output(0,0)"})
            CHECK(sumOf(pictureTerms(picture, step, name)) == *pictureRegion(picture, step, name)->value);
    CHECK(pictureTerms(picture, 20, "input(0,0)").empty());
    CHECK(pictureTerms(picture, 20, "output(40,0)").empty());
}

TEST_CASE("the magnified part holds the cell that is pinned, and stands still under the pointer", "[picture_view]") {
    PictureScene picture = scene(60, 80);
    for (const char* name : {"output(0,0)", "output(119,159)", "output(50,70)"}) {
        View view;
        view.selection = name;
        Figure figure = drawn(picture, 60, view);
        REQUIRE(figure.find(name) != nullptr);
        CHECK_FALSE(figure.find(name)->box.empty());
    }
    View hovered;
    hovered.hover = "output(50,70)";
    const Figure before = drawn(picture, 60, hovered);
    for (const Region& region : before.regions) {
        if (region.role != "output" || !region.shape.empty()) continue;
        hovered.hover = region.name;
        const Region* same = drawn(picture, 60, hovered).find("output(50,70)");
        REQUIRE(same != nullptr);
    }
    View view;
    view.selection = "input(30,40)";
    CHECK(drawn(picture, 60, view).find("output(60,80)") != nullptr);
}

TEST_CASE("the display range changes the picture and no number", "[picture_view]") {
    PictureScene stretched = scene(20, 30, {.stretch = true}), bytes = scene(20, 30, {.stretch = false});
    CHECK(stretched.shownRange().minimum == stretched.operation().extremes().minimum);
    CHECK(bytes.shownRange() == figure::Range{0, 255});
    CHECK(bytes.outputPixels()->rgba != stretched.outputPixels()->rgba);
    CHECK(pictureRegion(bytes, 20, "output(9,9)")->value == pictureRegion(stretched, 20, "output(9,9)")->value);
    const double beyond[] = {-10, 300, 255};
    CHECK(bytes.colorOf(beyond) == Color{0, 255, 255, 255});
    CHECK_FALSE(stretched == bytes);
}

TEST_CASE("captions say which rows grow, and that nothing is clamped", "[picture_view]") {
    PictureScene picture = scene(20, 30);
    CHECK(plainText(pictureCaption(picture, 0)) ==
          "A picture of 20 × 30 pixels: each weighs a copy of the 3 × 3 kernel, in each of its three channels.");
    CHECK(plainText(pictureCaption(picture, 5)) ==
          "Row 4 of the input stamps 30 times into rows 7 to 9 of the output; 5 of 20 rows of stamps are done.");
    CHECK(plainText(pictureCaption(picture, 20)).find("the output has 40 × 60 cells") != std::string::npos);
}

TEST_CASE("what is covered shows no number", "[picture_view]") {
    for (auto [height, width] : {std::pair{20, 30}, {60, 80}}) {
        PictureScene picture = scene(height, width);
        for (const char* role : {"output", "overlap", "kernel"}) {
            View view;
            view.hidden = {role};
            for (const Region& region : drawn(picture, height, view).regions)
                if (region.role == role) {
                    CHECK_FALSE(region.value.has_value());
                    if (!region.shape.empty()) CHECK(std::isnan(region.maximum));
                }
        }
    }
}

TEST_CASE("a picture of any shape fits on every stage", "[picture_view]") {
    for (auto [height, width] : {std::pair{60, 80}, {1, 1}, {1, 900}, {700, 2}})
        for (auto [w, h, scale] : {std::tuple{640.f, 560.f, 1.f},
                                   {484.f, 648.f, 1.f},
                                   {1360.f, 900.f, 1.f},
                                   {1024.f, 528.f, 2.f},
                                   {1900.f, 960.f, 2.f}})
            for (int step : {0, height / 2, height}) {
                View view;
                view.size = {w, h};
                view.scale = scale;
                PictureScene picture = scene(height, width);
                INFO(height << " x " << width << " on " << w << " x " << h << " at " << scale << ", step " << step);
                CHECK(layoutProblems(drawn(picture, step, view), 11 * scale) == std::vector<std::string>{});
                View column = view;
                column.size.width = 19.5f * view.em();
                CHECK(layoutProblems(pictureColumn(picture, {}, step, column), 11 * scale) ==
                      std::vector<std::string>{});
            }
}
