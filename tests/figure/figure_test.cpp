#include "figure/figure.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "figure/curve.h"

using namespace seglab::figure;

TEST_CASE("the highest layer is hit, then the last region") {
    Figure figure;
    figure.regions = {{.name = "low", .box = {0, 0, 10, 10}},
                      {.name = "high", .box = {2, 2, 4, 4}, .layer = 1},
                      {.name = "last", .box = {0, 0, 10, 10}},
                      {.name = "undrawn", .layer = 9}};
    REQUIRE(figure.hit({3, 3}));
    CHECK(figure.hit({3, 3})->name == "high");
    CHECK(figure.hit({0, 0})->name == "last");
    CHECK(figure.hit({9.9f, 9.9f})->name == "last");
    CHECK(figure.hit({10, 5}) == nullptr);
    CHECK(figure.find("undrawn")->layer == 9);
    CHECK(figure.find("nothing") == nullptr);
}

TEST_CASE("appending moves every primitive and every drawn region") {
    Figure part;
    part.primitives = {Rectangle{.box = {1, 2, 3, 4}}, Path{.points = {{0, 0}, {5, 5}}}, Text{.origin = {7, 8}},
                       Image{.box = {9, 9, 1, 1}}};
    part.regions = {{.name = "a", .box = {1, 1, 2, 2}}, {.name = "undrawn"}};
    Figure whole;
    append(whole, part, 10, 20);
    CHECK(std::get<Rectangle>(whole.primitives[0]).box.x == 11);
    CHECK(std::get<Path>(whole.primitives[1]).points[1].y == 25);
    CHECK(std::get<Text>(whole.primitives[2]).origin.y == 28);
    CHECK(std::get<Image>(whole.primitives[3]).box.x == 19);
    CHECK(whole.regions[0].box.x == 11);
    CHECK(whole.regions[1].box.x == 0);
    translate(whole, -10, -20);
    CHECK(std::get<Rectangle>(whole.primitives[0]).box.x == 1);
    CHECK(whole.regions[0].box.y == 1);
}

TEST_CASE("equal pixels have an equal version, other pixels another one") {
    Pixels pixels{.width = 2, .height = 1, .rgba = {1, 2, 3, 255, 4, 5, 6, 255}};
    const std::uint64_t version = contentVersion(pixels);
    CHECK(version == contentVersion(pixels));
    Pixels turned = pixels;
    std::swap(turned.width, turned.height);
    CHECK(contentVersion(turned) != version);
    pixels.rgba[7] = 254;
    CHECK(contentVersion(pixels) != version);
    CHECK(nextVersion() != nextVersion());
    CHECK(nextVersion() < version);
}

TEST_CASE("a flattened curve keeps its ends and strays less than a quarter of a pixel") {
    const Cubic cubic{{0, 0}, {100, 300}, {400, -200}, {500, 100}};
    const std::vector<Point> points = curve(cubic);
    CHECK(points.front().x == 0);
    CHECK(points.back().x == Approx(500));
    CHECK(points.back().y == Approx(100));
    for (int i = 0; i <= 1000; ++i) {
        const double t = i / 1000.0, s = 1 - t;
        const double x = 3 * s * s * t * 100 + 3 * s * t * t * 400 + t * t * t * 500;
        const double y = 3 * s * s * t * 300 - 3 * s * t * t * 200 + t * t * t * 100;
        double nearest = 1e9;
        for (std::size_t k = 1; k < points.size(); ++k) {
            const Point a = points[k - 1], b = points[k];
            const double dx = b.x - a.x, dy = b.y - a.y;
            double along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy);
            along = std::min(1.0, std::max(0.0, along));
            nearest = std::min(nearest, std::hypot(a.x + along * dx - x, a.y + along * dy - y));
        }
        CHECK(nearest < 0.25);
    }
}

TEST_CASE("an arrow's head ends where its line was meant to end") {
    Figure figure;
    addArrow(figure, {.points = {{0, 0}, {50, 0}}, .color = {0, 0, 0, 255}});
    REQUIRE(figure.primitives.size() == 2);
    CHECK(std::get<Path>(figure.primitives[0]).points[0].x == 50);
    CHECK(std::get<Path>(figure.primitives[1]).points.back().x < 50);
    addArrow(figure, {.points = {{0, 0}}});
    CHECK(figure.primitives.size() == 2);
}

TEST_CASE("a place on a whole map is one of its cells", "[figure]") {
    Region map;
    map.name = "output";
    map.box = {10, 20, 400, 200};
    map.shape = {100, 200};
    CHECK(nameAt(map, {10, 20}) == "output(0,0)");
    CHECK(nameAt(map, {409.9f, 219.9f}) == "output(99,199)");
    CHECK(nameAt(map, {500, 10}) == "output(0,199)");
    CHECK(nameAt(map, {10 + 2 * 40.5f, 20 + 2 * 12.5f}) == "output(12,40)");
    map.shape.clear();
    CHECK(nameAt(map, {10, 20}) == "output");
}
