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

TEST_CASE("another seed is another test picture, the same seed the same", "[test_picture]") {
    const auto first = testPicture(64), second = testPicture(64, 2), third = testPicture(64, 3);
    CHECK(first->rgb == testPicture(64, 1)->rgb);
    CHECK(second->rgb == testPicture(64, 2)->rgb);
    // Each quarter differs.
    for (const auto& other : {second, third})
        for (int quarter = 0; quarter < 4; ++quarter) {
            int different = 0;
            for (int row = 0; row < 32; ++row)
                for (int column = 0; column < 32; ++column) {
                    const auto at = std::size_t(((row + 32 * (quarter / 2)) * 64 + column + 32 * (quarter % 2)) * 3);
                    different += first->rgb[at] != other->rgb[at];
                }
            CAPTURE(quarter);
            CHECK(different > 20);
        }
}
