#include "render/canvas.h"

using namespace seglab;
using namespace seglab::figure;
using namespace seglab::render;

TEST_CASE("a filled rectangle covers its pixels and no others", "[render]") {
    Canvas canvas(40, 30);
    canvas.add(Rectangle{.box = {10, 8, 20, 12}, .fill = kRed}).paint();
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 40; ++x) {
            const bool inside = x >= 10 && x < 30 && y >= 8 && y < 20;
            REQUIRE(canvas.at(x, y) == (inside ? kRed : kWhite));
        }
}

TEST_CASE("a hairline around a rectangle is exactly one pixel, wherever the rectangle lies", "[render]") {
    const float shift = GENERATE(0.0f, 0.2f, 0.5f, 0.8f);
    const float width = GENERATE(0.75f, 1.0f, 1.25f);
    Canvas canvas(40, 40);
    canvas.add(Rectangle{.box = {10 + shift, 10 + shift, 16, 16}, .stroke = kBlack, .strokeWidth = width}).paint();
    const int first = int(10 + shift + 0.001f);
    for (int i = 0; i < 40; ++i) {
        const bool onLeft = i == first, onRight = i == first + 16;
        REQUIRE(canvas.at(i, 20) == (onLeft || onRight ? kBlack : kWhite));
        REQUIRE(canvas.at(20, i) == (onLeft || onRight ? kBlack : kWhite));
    }
}

TEST_CASE("a rounded outline keeps its straight sides crisp", "[render]") {
    Canvas canvas(60, 60);
    canvas.add(Rectangle{.box = {10, 10, 40, 40}, .fill = kBlue, .stroke = kBlack, .strokeWidth = 2, .radius = 6})
        .paint();
    CHECK(canvas.at(8, 30) == kWhite);
    CHECK(canvas.at(9, 30) == kBlack);
    CHECK(canvas.at(10, 30) == kBlack);
    CHECK(canvas.at(11, 30) == kBlue);
    CHECK(canvas.at(30, 30) == kBlue);
    CHECK(canvas.at(9, 9) == kWhite);  // the corner is rounded
    bool smooth = false;
    for (int i = 8; i < 14; ++i) smooth |= canvas.at(i, 10).r > 40 && canvas.at(i, 10).r < 215;
    CHECK(smooth);
}

TEST_CASE("translucent paint mixes in gamma space, as in a browser", "[render]") {
    Canvas canvas(20, 20);
    canvas.add(Rectangle{.box = {0, 0, 20, 20}, .fill = kBlack.withAlpha(0.5f)}).paint();
    CHECK(std::abs(int(canvas.at(10, 10).r) - 127) <= 1);
}

TEST_CASE("a hatch shows lines and gaps in a rectangle, and nothing beside it", "[render]") {
    const Hatch hatch =
        GENERATE(Hatch::Forward, Hatch::Backward, Hatch::Cross, Hatch::Dots, Hatch::Horizontal, Hatch::Vertical);
    Canvas canvas(60, 60);
    canvas
        .add(Rectangle{.box = {12, 12, 36, 36}, .fill = kNone, .hatch = hatch, .hatchColor = kBlack, .hatchSpacing = 6})
        .paint();
    float darkest = 0, lightest = 1, outside = 0;
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 60; ++x) {
            const bool inside = x >= 12 && x < 48 && y >= 12 && y < 48;
            if (!inside) outside += canvas.ink(x, y);
            if (!inside) continue;
            darkest = std::max(darkest, canvas.ink(x, y));
            lightest = std::min(lightest, canvas.ink(x, y));
        }
    CHECK(darkest > 0.6f);
    CHECK(lightest < 0.05f);
    CHECK(outside < 0.01f);
}

TEST_CASE("hatch lines lean as their names say and repeat at their spacing", "[render]") {
    Canvas canvas(60, 60);
    SECTION("forward: up to the right") {
        canvas.add(Rectangle{.box = {0, 0, 60, 60}, .hatch = Hatch::Forward, .hatchColor = kBlack}).paint();
        for (int i = 5; i < 50; ++i) CHECK(canvas.ink(i, 30) == Approx(canvas.ink(i + 3, 27)).margin(0.02));
    }
    SECTION("backward: down to the right") {
        canvas.add(Rectangle{.box = {0, 0, 60, 60}, .hatch = Hatch::Backward, .hatchColor = kBlack}).paint();
        for (int i = 5; i < 50; ++i) CHECK(canvas.ink(i, 30) == Approx(canvas.ink(i + 3, 33)).margin(0.02));
    }
    SECTION("vertical lines are one pixel wide") {
        canvas.add(Rectangle{.box = {0, 0, 60, 60}, .hatch = Hatch::Vertical, .hatchColor = kBlack, .hatchSpacing = 7})
            .paint();
        for (int x = 0; x < 60; ++x) CHECK(canvas.ink(x, 30) == (x % 7 == 0 ? 1.0f : 0.0f));
    }
}

TEST_CASE("a shadow falls below the box and leaves the box itself alone", "[render]") {
    Canvas canvas(80, 80);
    canvas.add(Rectangle{.box = {20, 20, 40, 40}, .fill = kBlue.withAlpha(0.0f), .radius = 6, .shadow = true}).paint();
    CHECK(canvas.at(40, 40) == kWhite);
    CHECK(canvas.ink(40, 63) > canvas.ink(40, 16));
    CHECK(canvas.ink(40, 63) > 0.05f);
    CHECK(canvas.ink(40, 79) < 0.02f);
}

TEST_CASE("a dashed outline alternates between marks and gaps", "[render]") {
    Canvas canvas(60, 60);
    const Dash dash = GENERATE(Dash::Dashed, Dash::Dotted);
    canvas.add(Rectangle{.box = {10, 10, 40, 40}, .stroke = kBlack, .strokeWidth = 2, .dash = dash}).paint();
    int changes = 0;
    for (int x = 12; x < 48; ++x) changes += (canvas.ink(x, 10) > 0.5f) != (canvas.ink(x - 1, 10) > 0.5f);
    CHECK(changes >= 6);
    CHECK(canvas.at(30, 30) == kWhite);
}

TEST_CASE("painter's order holds although equal kinds are drawn together", "[render]") {
    Canvas canvas(60, 60);
    canvas.add(Rectangle{.box = {0, 0, 30, 30}, .fill = kRed})
        .add(Rectangle{.box = {10, 10, 30, 30}, .fill = kBlue, .radius = 4})
        .add(Rectangle{.box = {20, 20, 30, 30}, .fill = kRed})
        .add(Rectangle{.box = {25, 25, 8, 8}, .fill = kBlue, .radius = 2})
        .paint();
    CHECK(canvas.at(5, 5) == kRed);
    CHECK(canvas.at(15, 15) == kBlue);
    CHECK(canvas.at(22, 22) == kRed);
    CHECK(canvas.at(29, 29) == kBlue);
    CHECK(canvas.at(45, 45) == kRed);
}
