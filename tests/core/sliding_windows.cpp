#include "core/sliding_windows.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/random.h"

using namespace seglab;
using core::Pair;
using core::PatchLayer;
using core::SlidingWindows;

namespace {

using Cell = std::pair<int, int>;

// Follows one window through the layers as a set of cells: what every layer computes for it, by walking, not by
// formula.
std::vector<std::vector<Cell>> activationsOf(const SlidingWindows& sliding, Cell window) {
    int height = sliding.patch().height, width = sliding.patch().width;
    std::vector<std::vector<Cell>> computed;
    for (const PatchLayer& layer : sliding.layers()) {
        height -= layer.dilation.height * (layer.kernel.height - 1);
        width -= layer.dilation.width * (layer.kernel.width - 1);
        std::vector<Cell> cells;
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) cells.push_back({window.first + y, window.second + x});
        computed.push_back(std::move(cells));
    }
    return computed;
}

SlidingWindows randomCase(core::Random& random) {
    std::vector<PatchLayer> layers;
    Pair picture{1, 1};
    int channels = int(random.integer(1, 3));
    for (std::int64_t i = random.integer(1, 3); i > 0; --i) {
        PatchLayer layer;
        layer.kernel = {int(random.integer(1, 4)), int(random.integer(1, 4))};
        layer.dilation = {int(random.integer(1, 2)), int(random.integer(1, 2))};
        layer.inputChannels = channels;
        layer.outputChannels = channels = int(random.integer(1, 5));
        picture.height += layer.dilation.height * (layer.kernel.height - 1);
        picture.width += layer.dilation.width * (layer.kernel.width - 1);
        layers.push_back(layer);
    }
    picture.height += int(random.integer(0, 6));
    picture.width += int(random.integer(0, 6));
    return {layers, picture};
}

}  // namespace

TEST_CASE("how often an activation is computed equals a count over all windows, at every moment") {
    core::Random random(5);
    for (int i = 0; i < 40; ++i) {
        const SlidingWindows sliding = randomCase(random);
        const int layerCount = int(sliding.layers().size());
        std::vector<std::map<Cell, std::int64_t>> counts(static_cast<std::size_t>(layerCount));
        std::int64_t done = 0;
        for (int r = 0; r < sliding.windows().height; ++r)
            for (int c = 0; c < sliding.windows().width; ++c) {
                const auto computed = activationsOf(sliding, {r, c});
                for (int l = 0; l < layerCount; ++l)
                    for (const Cell& cell : computed[std::size_t(l)]) ++counts[std::size_t(l)][cell];
                ++done;
                for (int l = 0; l < layerCount; ++l) {
                    const Pair plane = sliding.planeOf(l);
                    for (int y = 0; y < plane.height; ++y)
                        for (int x = 0; x < plane.width; ++x)
                            REQUIRE(sliding.timesComputed(l, {y, x}, done) == counts[std::size_t(l)][{y, x}]);
                }
            }
        for (int l = 0; l < layerCount; ++l) {
            const auto& layer = counts[std::size_t(l)];
            const auto most = std::max_element(layer.begin(), layer.end(),
                                               [](const auto& a, const auto& b) { return a.second < b.second; });
            CHECK(sliding.mostOften(l) == most->second);
        }
    }
}

TEST_CASE("multiply-adds equal a count of every product") {
    core::Random random(6);
    for (int i = 0; i < 60; ++i) {
        const SlidingWindows sliding = randomCase(random);
        const auto computed = activationsOf(sliding, {0, 0});
        std::int64_t perWindow = 0;
        for (std::size_t l = 0; l < computed.size(); ++l) {
            const PatchLayer& layer = sliding.layers()[l];
            for (std::size_t cell = 0; cell < computed[l].size(); ++cell)
                perWindow +=
                    std::int64_t(layer.kernel.height) * layer.kernel.width * layer.inputChannels * layer.outputChannels;
        }
        CHECK(sliding.multiplyAddsPerWindow() == perWindow);
        CHECK(sliding.ratio() >= 1);
        CHECK(sliding.ratio() <= double(sliding.mostOften(0)) + 1e-9);
    }
}

TEST_CASE("three unpadded 5×5 layers compute an inner activation 81, 25 and 1 times") {
    const SlidingWindows sliding({{{5, 5}}, {{5, 5}}, {{5, 5}}}, {25, 25});
    CHECK(sliding.patch() == Pair{13, 13});
    CHECK(sliding.timesComputed(0, {10, 10}, sliding.windowCount()) == 81);
    CHECK(sliding.timesComputed(1, {8, 8}, sliding.windowCount()) == 25);
    CHECK(sliding.timesComputed(2, {6, 6}, sliding.windowCount()) == 1);
    CHECK(sliding.timesComputed(0, {0, 0}, sliding.windowCount()) == 1);
    CHECK(sliding.planeInPatch(0) == Pair{9, 9});
    // 81 needs windows on all sides of the cell: a picture of 13 + 9 − 1 = 21 pixels is the first that has them.
    CHECK(SlidingWindows({{{5, 5}}, {{5, 5}}, {{5, 5}}}, {21, 21}).mostOften(0) == 81);
    CHECK(SlidingWindows({{{5, 5}}, {{5, 5}}, {{5, 5}}}, {20, 20}).mostOften(0) == 64);
}

TEST_CASE("the windows that need a cell are those that compute it") {
    core::Random random(7);
    for (int i = 0; i < 40; ++i) {
        const SlidingWindows sliding = randomCase(random);
        const int layer = int(random.integer(0, std::int64_t(sliding.layers().size()) - 1));
        const Pair plane = sliding.planeOf(layer);
        const Pair cell{int(random.integer(0, plane.height - 1)), int(random.integer(0, plane.width - 1))};
        const auto block = sliding.windowsThatNeed(layer, cell);
        for (int r = 0; r < sliding.windows().height; ++r)
            for (int c = 0; c < sliding.windows().width; ++c) {
                const auto computed = activationsOf(sliding, {r, c})[std::size_t(layer)];
                const bool needs =
                    std::find(computed.begin(), computed.end(), Cell(cell.height, cell.width)) != computed.end();
                const bool inBlock = r >= block.first.height && r < block.first.height + block.size.height &&
                                     c >= block.first.width && c < block.first.width + block.size.width;
                REQUIRE(needs == inBlock);
            }
    }
}

TEST_CASE("a picture smaller than the patch is refused with both sizes") {
    CHECK_THROWS_WITH(SlidingWindows({{{5, 5}}}, {4, 9}), Catch::Contains("4×9") && Catch::Contains("5×5"));
    CHECK_THROWS_AS(SlidingWindows({}, {4, 9}), Error);
    CHECK_THROWS_WITH(SlidingWindows({{{0, 5}}}, {4, 9}), Catch::Contains("layer 1"));
}
