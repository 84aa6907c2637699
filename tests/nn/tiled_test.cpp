#include "nn/tiled.h"

#include <catch2/catch.hpp>

#include "nn/engine_support.h"
#include "nn/networks.h"

using namespace seglab;
using namespace seglab::nn;
using namespace seglab::nn::testing;

namespace {

struct TiledCase {
    const char* network;
    core::Pair size;
    std::size_t bytes;
};

void checkTiles(const TiledCase& c) {
    INFO(c.network);
    const Network network = namedNetwork(c.network);
    core::Random random(3);
    const Floats picture = randomTensor({1, 3, c.size.height, c.size.width}, random);
    Engine engine(network, randomWeights(network, 4));
    const std::vector<Tile> tiles = tilesFor(network, picture.shape, c.bytes);
    CHECK(tiles.size() >= 4);
    CHECK(distance(forwardTiled(engine, picture, c.bytes), engine.forward(picture)) < 1e-6);
}

}  // namespace

TEST_CASE("a picture in tiles has the scores of one pass", "[nn]") {
    for (const TiledCase& c :
         {TiledCase{"unet-add", {96, 304}, 4u << 20}, TiledCase{"unet-noskip", {160, 136}, 4u << 20},
          TiledCase{"patch-9", {90, 75}, 200u << 10}})
        checkTiles(c);
}

TEST_CASE("a larger picture in tiles has the scores of one pass, through deeper networks", "[nn][long]") {
    for (const TiledCase& c : {TiledCase{"unet", {208, 272}, 6u << 20}, TiledCase{"unet-bn", {160, 160}, 4u << 20},
                               TiledCase{"fcn8s", {256, 256}, 4u << 20}, TiledCase{"deconvnet", {256, 256}, 4u << 20}})
        checkTiles(c);
}

TEST_CASE("tiles share no score and leave none out, and read no more than their halo", "[nn]") {
    const Network network = namedNetwork("unet-s");
    const int rows = 1000, columns = 1400;
    std::vector<int> written(std::size_t(rows * columns));
    std::int64_t read = 0;
    for (const Tile& tile : tilesFor(network, {1, 3, rows, columns}, 64u << 20)) {
        for (int y = tile.scoreRows.first; y < tile.scoreRows.last; ++y)
            for (int x = tile.scoreColumns.first; x < tile.scoreColumns.last; ++x)
                ++written[std::size_t(y * columns + x)];
        read = std::max(read, std::int64_t(tile.readRows.size()) * tile.readColumns.size());
        CHECK(tile.readRows.first % 8 == 0);
        CHECK(tile.readColumns.first % 8 == 0);
    }
    CHECK(std::count(written.begin(), written.end(), 1) == rows * columns);
    CHECK(read < 150'000);
}

TEST_CASE("the longest picture that is read goes in tiles", "[nn]") {
    const std::vector<Tile> tiles = tilesFor(namedNetwork("unet"), {1, 3, 16376, 80}, 16u << 20);
    CHECK(tiles.size() > 1);
    CHECK(tiles.back().scoreRows.last == 16376);
}

TEST_CASE("a picture that fits is one tile", "[nn]") {
    CHECK(tilesFor(namedNetwork("unet"), {1, 3, 64, 96}).size() == 1);
}

TEST_CASE("the total stride is what poolings and strides divide by together", "[nn]") {
    CHECK(totalStride(namedNetwork("unet")) == core::Pair{8, 8});
    CHECK(totalStride(namedNetwork("fcn32s")) == core::Pair{32, 32});
    CHECK(totalStride(namedNetwork("patch-9")) == core::Pair{1, 1});
}
