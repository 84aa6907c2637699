#include "data/test_picture.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using seglab::data::testPicture;

TEST_CASE("the test picture is made by rule and has all it promises", "[test_picture]") {
    const auto picture = testPicture(256);
    REQUIRE(picture->rgb.size() == 256u * 256 * 3);
    CHECK(picture->rgb == testPicture(256)->rgb);
    const auto at = [&](int row, int column) { return int(picture->rgb[std::size_t((row * 256 + column) * 3)]); };
    // The zone plate is bright and smooth at its centre and alternates from pixel to pixel at its edge.
    CHECK(at(64, 64) > 240);
    CHECK(std::abs(at(64, 64) - at(64, 65)) < 20);
    int least = 255, most = 0;
    for (int column = 120; column < 128; ++column)
        least = std::min(least, at(70, column)), most = std::max(most, at(70, column));
    CHECK(most - least > 100);
    std::set<int> colours;
    for (std::size_t i = 0; i < picture->rgb.size(); i += 3)
        colours.insert(picture->rgb[i] << 16 | picture->rgb[i + 1] << 8 | picture->rgb[i + 2]);
    CHECK(colours.size() > 250);
}
