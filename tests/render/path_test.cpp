#include "render/canvas.h"

using namespace seglab;
using namespace seglab::figure;
using namespace seglab::render;

TEST_CASE("a straight hairline is exactly one pixel and keeps its length", "[render]") {
    const float shift = GENERATE(0.0f, 0.3f, 0.5f);
    Canvas canvas(40, 40);
    SECTION("vertical") {
        canvas.add(Path{.points = {{10 + shift, 5}, {10 + shift, 25}}, .stroke = kBlack}).paint();
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) REQUIRE(canvas.at(x, y) == (x == 10 && y >= 5 && y < 25 ? kBlack : kWhite));
    }
    SECTION("horizontal") {
        canvas.add(Path{.points = {{5, 10 + shift}, {25, 10 + shift}}, .stroke = kBlack}).paint();
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) REQUIRE(canvas.at(x, y) == (y == 10 && x >= 5 && x < 25 ? kBlack : kWhite));
    }
}

TEST_CASE("a slanted line has the ink of its length times its width", "[render]") {
    Canvas canvas(60, 60);
    canvas.add(Path{.points = {{10, 10}, {50, 40}}, .stroke = kBlack, .strokeWidth = 3}).paint();
    float sum = 0;
    for (int y = 0; y < 60; ++y) sum += canvas.inkInRow(y);
    CHECK(sum == Approx(50 * 3).epsilon(0.02));
}

TEST_CASE("joints of a translucent path are not painted twice", "[render]") {
    Canvas canvas(80, 80);
    canvas
        .add(Path{
            .points = {{10, 60}, {40, 15}, {70, 60}, {30, 70}}, .stroke = kBlack.withAlpha(0.5f), .strokeWidth = 8})
        .paint();
    for (int y = 0; y < 80; ++y)
        for (int x = 0; x < 80; ++x) REQUIRE(canvas.ink(x, y) <= 0.51f);
    CHECK(canvas.ink(40, 15) == Approx(0.5).margin(0.01));
    CHECK(canvas.ink(70, 60) == Approx(0.5).margin(0.01));
}

TEST_CASE("a dotted path has round dots at its period", "[render]") {
    Canvas canvas(80, 20);
    canvas.add(Path{.points = {{10, 10}, {70, 10}}, .stroke = kBlack, .strokeWidth = 4, .dash = Dash::Dotted}).paint();
    CHECK(canvas.ink(10, 10) > 0.9f);   // a dot begins the path
    CHECK(canvas.ink(15, 10) < 0.05f);  // period 10
    CHECK(canvas.ink(20, 10) > 0.9f);
}

TEST_CASE("a closed path fills its inside", "[render]") {
    Canvas canvas(60, 60);
    const bool reversed = GENERATE(false, true);
    std::vector<Point> triangle{{10, 10}, {50, 20}, {20, 50}};
    if (reversed) std::swap(triangle[0], triangle[2]);
    canvas.add(Path{.points = triangle, .closed = true, .fill = kBlack}).paint();
    CHECK(canvas.at(25, 25) == kBlack);
    CHECK(canvas.at(5, 30) == kWhite);
    CHECK(canvas.at(45, 45) == kWhite);
    float sum = 0;
    for (int y = 0; y < 60; ++y) sum += canvas.inkInRow(y);
    CHECK(sum == Approx(750).epsilon(0.01));  // its area
}

TEST_CASE("an axis-aligned polygon has crisp edges", "[render]") {
    Canvas canvas(40, 40);
    canvas.add(Path{.points = {{10, 10}, {30, 10}, {30, 20}, {10, 20}}, .closed = true, .fill = kRed}).paint();
    CHECK(canvas.at(9, 15) == kWhite);
    CHECK(canvas.at(10, 15) == kRed);
    CHECK(canvas.at(29, 15) == kRed);
    CHECK(canvas.at(30, 15) == kWhite);
}

TEST_CASE("paths without length paint nothing", "[render]") {
    Canvas canvas(20, 20);
    canvas.add(Path{.points = {}, .stroke = kBlack})
        .add(Path{.points = {{5, 5}}, .stroke = kBlack})
        .add(Path{.points = {{5, 5}, {5, 5}, {5, 5}}, .stroke = kBlack, .closed = true, .fill = kBlack})
        .paint();
    for (int y = 0; y < 20; ++y) CHECK(canvas.inkInRow(y) == 0);
}
