#include "core/halving.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace seglab;
using namespace seglab::core;

TEST_CASE("a power of two halves without loss and doubles back to itself") {
    for (OddSize rule : {OddSize::Floor, OddSize::Ceil})
        for (const HalvingLevel& level : halvings({64, 128}, 6, rule)) {
            CHECK(level.unread == Pair{0, 0});
            CHECK(level.doubled == Pair{64, 128});
        }
}

TEST_CASE("the floor loses the last row of an odd size, the ceiling doubles back to more than there was") {
    const auto floor = halvings({113, 150}, 4, OddSize::Floor);
    REQUIRE(floor.size() == 5);
    CHECK(floor[1].size == Pair{56, 75});
    CHECK(floor[1].unread == Pair{1, 0});
    CHECK(floor[2].size == Pair{28, 37});
    CHECK(floor[2].unread == Pair{0, 1});
    CHECK(floor[4].size == Pair{7, 9});
    CHECK(floor[4].covered == Pair{112, 144});
    CHECK(floor[4].doubled == Pair{112, 144});
    const auto ceil = halvings({113, 150}, 4, OddSize::Ceil);
    CHECK(ceil[4].size == Pair{8, 10});
    CHECK(ceil[4].doubled == Pair{128, 160});
    CHECK(ceil[4].covered == Pair{113, 150});
}

TEST_CASE("sizes and covered rows follow from counting windows") {
    for (int n = 1; n <= 200; ++n) {
        const auto levels = halvings({n, n}, 7, OddSize::Floor);
        for (std::size_t l = 1; l < levels.size(); ++l) {
            int windows = 0;
            while (2 * windows + 2 <= levels[l - 1].size.height) ++windows;
            REQUIRE(levels[l].size.height == windows);
            REQUIRE(levels[l].unread.height == levels[l - 1].size.height - 2 * windows);
            REQUIRE(levels[l].covered.height <= n);
        }
    }
}

TEST_CASE("halving ends where there is nothing left to halve") {
    CHECK(halvings({1, 1}, 5, OddSize::Floor).size() == 1);
    CHECK(halvings({1, 1}, 5, OddSize::Ceil).size() == 1);
    CHECK(halvings({5, 1}, 5, OddSize::Floor).size() == 1);
    CHECK(halvings({5, 1}, 5, OddSize::Ceil).back().size == Pair{1, 1});
    CHECK_THROWS_AS(halvings({0, 4}, 1, OddSize::Floor), Error);
}
