#include "render/canvas.h"

using namespace seglab;
using namespace seglab::figure;
using namespace seglab::render;

TEST_CASE("the cells of a map are seen exactly", "[render][image]") {
    const std::vector<Color> colors{{10, 20, 30}, {200, 100, 50}, {0, 255, 0}, {255, 0, 255}, {7, 8, 9}, {90, 91, 92}};
    Canvas canvas(80, 60);
    canvas.add(Image{.box = {10, 10, 60, 40}, .pixels = makePixels(3, 2, colors)}).paint();
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 80; ++x) {
            const bool inside = x >= 10 && x < 70 && y >= 10 && y < 50;
            REQUIRE(canvas.at(x, y) == (inside ? colors[std::size_t((y - 10) / 20 * 3 + (x - 10) / 20)] : kWhite));
        }
}

TEST_CASE("a smooth picture is interpolated between its cells", "[render][image]") {
    Canvas canvas(60, 20);
    canvas.add(Image{.box = {10, 0, 40, 20}, .pixels = makePixels(2, 1, {kBlack, kWhite}), .smooth = true}).paint();
    CHECK(std::abs(int(canvas.at(30, 10).r) - 128) < 8);
    CHECK(canvas.at(12, 10).r < 5);
    CHECK(canvas.at(47, 10).r > 250);
}

TEST_CASE("straight alpha of a picture is laid over what lies below", "[render][image]") {
    Canvas canvas(40, 20);
    canvas.add(Image{.box = {0, 0, 40, 20}, .pixels = makePixels(2, 1, {{200, 0, 0, 128}, {0, 0, 200, 0}})}).paint();
    CHECK(std::abs(int(canvas.at(10, 10).r) - 227) <= 2);
    CHECK(std::abs(int(canvas.at(10, 10).g) - 127) <= 2);
    CHECK(canvas.at(30, 10) == kWhite);
}

TEST_CASE("a picture shown smaller is averaged", "[render][image]") {
    std::vector<Color> board;
    for (int i = 0; i < 64 * 64; ++i) board.push_back((i / 64 + i) % 2 ? kBlack : kWhite);
    Canvas canvas(20, 20);
    canvas.add(Image{.box = {2, 2, 16, 16}, .pixels = makePixels(64, 64, board)}).paint();
    for (int x = 3; x < 17; ++x) CHECK(std::abs(int(canvas.at(x, 9).r) - 127) < 12);
}
