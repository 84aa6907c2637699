#include "core/checkerboard.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/spectrum.h"

using namespace seglab;
using namespace seglab::core;

namespace {

/// Paths from the input to a cell: the number of ways to write it as i·s + a·d at each layer.
double paths(int cell, int layers, int n, int k, int s, int d) {
    if (layers == 0) return cell >= 0 && cell < n ? 1 : 0;
    double sum = 0;
    for (int a = 0; a < k; ++a)
        if ((cell - a * d) % s == 0 && cell >= a * d) sum += paths((cell - a * d) / s, layers - 1, n, k, s, d);
    return sum;
}

void forEachSetting(const std::function<void(const CheckerboardSettings&)>& test) {
    for (KernelPattern pattern : {KernelPattern::Ones, KernelPattern::Random, KernelPattern::Bilinear})
        for (Resize cure : {Resize::Nearest, Resize::Bilinear})
            for (int k = 1; k <= 5; ++k)
                for (int s = 1; s <= 4; ++s)
                    for (int layers = 1; layers <= (s > 2 ? 2 : 3); ++layers)
                        test({.kernel = {k, 3}, .stride = {s, 2}, .layers = layers, .pattern = pattern, .cure = cure});
}

}  // namespace

TEST_CASE("with a kernel of ones each layer counts the paths that lead to a cell", "[checkerboard]") {
    for (int k = 1; k <= 4; ++k)
        for (int s = 1; s <= 3; ++s)
            for (int d = 1; d <= 2; ++d) {
                Checkerboard board =
                    checkerboard({.kernel = {k, k}, .stride = {s, s}, .dilation = {d, d}, .layers = 2});
                const int n = board.stacked[0].map.rows;
                for (int layer = 1; layer <= 2; ++layer) {
                    const Matrix& map = board.stacked[std::size_t(layer)].map;
                    for (int r = 0; r < map.rows; ++r)
                        for (int c = 0; c < map.columns; ++c)
                            REQUIRE(map(r, c) == paths(r, layer, n, k, s, d) * paths(c, layer, n, k, s, d));
                }
            }
}

TEST_CASE("a kernel that the stride divides overlaps evenly, any other does not", "[checkerboard]") {
    for (int k = 1; k <= 7; ++k)
        for (int s = 1; s <= 4; ++s) {
            Checkerboard board = checkerboard({.kernel = {k, k}, .stride = {s, s}, .layers = 1});
            INFO("kernel " << k << " stride " << s);
            CHECK(board.stacked[1].evenness.even() == (k % s == 0));
        }
    // Odena et al.: 3×3, stride 2 counts 1, 2, 2 and 4. Along an axis the second layer adds 1 + 2 where two stamps
    // meet.
    Checkerboard board = checkerboard({.kernel = {3, 3}, .stride = {2, 2}, .layers = 2});
    CHECK(board.stacked[1].evenness.minimum == 1);
    CHECK(board.stacked[1].evenness.maximum == 4);
    CHECK(board.stacked[1].evenness.ratio() == 4);
    CHECK(board.stacked[2].evenness.maximum == 9);
}

TEST_CASE("bilinear kernels add up to one in every cell", "[checkerboard]") {
    CHECK(bilinearKernelSize(2) == 4);
    CHECK(bilinearKernelSize(3) == 5);
    CHECK(bilinearKernel({1, 2}).values == std::vector<double>{0.25, 0.75, 0.75, 0.25});
    for (int s = 1; s <= 4; ++s) {
        Checkerboard board =
            checkerboard({.kernel = {3, 3}, .stride = {s, s}, .layers = 3, .pattern = KernelPattern::Bilinear});
        CHECK(board.kernelSize == Pair{bilinearKernelSize(s), bilinearKernelSize(s)});
        for (std::size_t layer = 1; layer <= 3; ++layer) {
            CHECK(board.stacked[layer].evenness.even());
            CHECK(board.stacked[layer].evenness.mean == Approx(1));
        }
    }
}

TEST_CASE("a resize followed by a convolution leaves a constant constant", "[checkerboard]") {
    forEachSetting([](const CheckerboardSettings& s) {
        for (const CheckerboardStage& stage : checkerboard(s).cured) REQUIRE(stage.evenness.even());
    });
}

TEST_CASE("the interior repeats with the period and holds at least two of them", "[checkerboard]") {
    forEachSetting([](const CheckerboardSettings& s) {
        Checkerboard board = checkerboard(s);
        for (const auto* way : {&board.stacked, &board.cured}) {
            const CheckerboardStage& last = way->back();
            REQUIRE(last.interiorSize.height >= 2 * last.period.height);
            REQUIRE(last.interiorSize.width >= 2 * last.period.width);
            REQUIRE(last.interiorStart.height + last.interiorSize.height <= last.map.rows);
            REQUIRE(last.interiorStart.width + last.interiorSize.width <= last.map.columns);
            for (int r = 0; r + last.period.height < last.interiorSize.height; ++r)
                for (int c = 0; c < last.interiorSize.width; ++c) {
                    const int y = last.interiorStart.height + r, x = last.interiorStart.width + c;
                    REQUIRE(last.map(y, x) == Approx(last.map(y + last.period.height, x)).epsilon(1e-12));
                }
        }
    });
}

TEST_CASE("all unevenness of a constant input lies at multiples of one over the period", "[checkerboard]") {
    for (KernelPattern pattern : {KernelPattern::Ones, KernelPattern::Random})
        for (int s : {2, 3}) {
            Checkerboard board = checkerboard({.kernel = {4, 4}, .stride = {s, s}, .layers = 2, .pattern = pattern});
            const CheckerboardStage& last = board.stacked.back();
            Matrix part = last.interior(kSpectrumSide), spectrum = last.spectrum;
            REQUIRE(spectrum.rows == part.rows);
            double total = 0, uneven = 0;
            for (int r = 0; r < spectrum.rows; ++r)
                for (int c = 0; c < spectrum.columns; ++c) {
                    const int f = r - spectrum.rows / 2, g = c - spectrum.columns / 2;
                    const double energy = spectrum(r, c) * spectrum(r, c);
                    total += energy;
                    if (f != 0 || g != 0) uneven += energy;
                    const bool multiple =
                        f % (part.rows / last.period.height) == 0 && g % (part.columns / last.period.width) == 0;
                    if (!multiple) REQUIRE(spectrum(r, c) == Approx(0).margin(1e-10 * spectrum.rows));
                }
            CHECK(uneven / total == Approx(last.evenness.unevenEnergy).margin(1e-12));
        }
}

TEST_CASE("a seed gives its kernels, and no other seed does", "[checkerboard]") {
    CheckerboardSettings s{.pattern = KernelPattern::Random, .seed = 4};
    CHECK(checkerboard(s).stacked[2].map == checkerboard(s).stacked[2].map);
    CHECK(checkerboard(s).stacked[2].kernel != checkerboard(s).stacked[1].kernel);
    CheckerboardSettings other = s;
    other.seed = 5;
    CHECK(checkerboard(s).stacked[1].map != checkerboard(other).stacked[1].map);
    CHECK(checkerboard(s).stacked[1].kernel == checkerboard(s).cured[1].kernel);
}

TEST_CASE("settings out of range are refused by name", "[checkerboard]") {
    CHECK_THROWS_WITH(checkerboard({.layers = 4}), Catch::Contains("layers 4 is out of range"));
    CHECK_THROWS_WITH(checkerboard({.kernel = {8, 3}}), Catch::Contains("kernel 8"));
    CHECK_THROWS_WITH(checkerboard({.stride = {2, 0}}), Catch::Contains("stride 0"));
    CHECK_THROWS_AS(checkerboard({.dilation = {5, 1}}), Error);
}
