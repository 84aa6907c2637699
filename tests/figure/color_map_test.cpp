#include "figure/color_map.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "figure/palette.h"

using namespace seglab::figure;

namespace {

constexpr Color kBlack{0, 0, 0, 255};

/// Rises with the luminance.
double brightness(ColorMap map, double t, Theme theme) {
    return contrast(colorAt(map, t, theme), kBlack);
}

}  // namespace

TEST_CASE("sequential colour maps grow brighter all the way and begin and end as published") {
    for (const Theme theme : {Theme::Paper, Theme::Board}) {
        for (const ColorMap map : {ColorMap::Viridis, ColorMap::Cividis, ColorMap::Magma})
            for (int i = 0; i < 255; ++i)
                CHECK(brightness(map, (i + 1) / 255.0, theme) >= brightness(map, i / 255.0, theme) - 0.02);
        CHECK(colorAt(ColorMap::Viridis, 0, theme) == Color{0x44, 0x01, 0x54, 255});
        CHECK(colorAt(ColorMap::Viridis, 1, theme) == Color{0xFD, 0xE7, 0x25, 255});
        CHECK(colorAt(ColorMap::Magma, 0, theme) == Color{0x00, 0x00, 0x04, 255});
        CHECK(colorAt(ColorMap::Cividis, 1, theme) == Color{0xFE, 0xE8, 0x38, 255});
    }
    // Entry 128 of the published table: 0.127568, 0.566949, 0.550556.
    const Color middle = colorAt(ColorMap::Viridis, 128 / 255.0, Theme::Paper);
    CHECK(std::abs(middle.r - 33) <= 2);
    CHECK(std::abs(middle.g - 145) <= 2);
    CHECK(std::abs(middle.b - 140) <= 2);
}

TEST_CASE("the diverging map is neutral at zero and equally strong on both sides") {
    CHECK(colorAt(ColorMap::Diverging, 0.5, Theme::Paper) == Color{255, 255, 255, 255});
    CHECK(colorAt(ColorMap::Diverging, 0.5, Theme::Board) == palette(Theme::Board).raised);
    for (const Theme theme : {Theme::Paper, Theme::Board}) {
        const double sign = theme == Theme::Paper ? -1 : 1;  // away from zero: darker on paper, brighter on the board
        for (int i = 0; i < 64; ++i) {
            const double near = i / 128.0, far = (i + 1) / 128.0;
            for (const double side : {-1.0, 1.0})
                CHECK(sign * brightness(ColorMap::Diverging, 0.5 + side * far, theme) >
                      sign * brightness(ColorMap::Diverging, 0.5 + side * near, theme) - 0.02);
            CHECK(brightness(ColorMap::Diverging, 0.5 - far, theme) ==
                  Approx(brightness(ColorMap::Diverging, 0.5 + far, theme)).epsilon(0.12));
        }
    }
}

TEST_CASE("numbers on any colour of any map can be read") {
    for (const Theme theme : {Theme::Paper, Theme::Board})
        for (const ColorMap map : {ColorMap::Viridis, ColorMap::Cividis, ColorMap::Magma, ColorMap::Diverging})
            for (int i = 0; i <= 100; ++i) {
                const Color fill = colorAt(map, i / 100.0, theme);
                CHECK(contrast(inkOn(fill), fill) >= 4);
            }
}

TEST_CASE("ranges leave out what is not finite, and find every value its place") {
    const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
    CHECK(rangeOf({nan, 2, -1, infinity}) == Range{-1, 2});
    CHECK(rangeOf({nan}) == Range{0, 0});
    CHECK(symmetricRange({1, -3}) == Range{-3, 3});
    CHECK(Range{-1, 3}.position(0) == 0.25);
    CHECK(Range{-1, 3}.position(infinity) == 1);
    CHECK(Range{2, 2}.position(5) == 0.5);
    const double most = std::numeric_limits<double>::max();
    CHECK(Range{-most, most}.position(0) == 0.5);
    CHECK(std::isnan(Range{}.position(nan)));
    CHECK(colorAt(ColorMap::Magma, nan, Theme::Paper) == kNone);
    CHECK_THROWS_AS(colorMapNamed("jet"), seglab::Error);
}

TEST_CASE("ticks are round, inside the range and not too many") {
    CHECK(niceTicks({0, 1}, 6) == std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1});
    CHECK(niceTicks({0, 3}, 8, true) == std::vector<double>{0, 1, 2, 3});
    CHECK(niceTicks({5, 5}, 5) == std::vector<double>{5});
    for (const double scale : {1e-9, 0.03, 1.0, 777.0, 1e12})
        for (int most = 2; most < 12; ++most) {
            const Range range{-0.37 * scale, 1.21 * scale};
            const std::vector<double> ticks = niceTicks(range, most);
            CHECK(ticks.size() >= 2);
            CHECK(int(ticks.size()) <= most);
            for (const double tick : ticks) CHECK((tick >= range.minimum && tick <= range.maximum));
        }
}
