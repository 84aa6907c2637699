#include "data/picture_planes.h"

#include <catch2/catch.hpp>

using namespace seglab::data;

TEST_CASE("a picture becomes planes, reduced by means over whole blocks", "[picture_planes]") {
    auto picture = std::make_shared<Picture>();
    picture->width = 5;
    picture->height = 4;
    for (int i = 0; i < 5 * 4 * 3; ++i) picture->rgb.push_back(std::uint8_t(i));
    const auto whole = planesOf(picture, 8);
    REQUIRE(whole->size() == 3);
    CHECK((*whole)[1](2, 3) == (2 * 5 + 3) * 3 + 1);
    CHECK(planesOf(picture, 8) == whole);

    const auto half = planesOf(picture, 3);
    CHECK((*half)[0].rows == 2);
    CHECK((*half)[0].columns == 2);
    CHECK((*half)[0](0, 0) == (0 + 3 + 15 + 18) / 4.0);
}
