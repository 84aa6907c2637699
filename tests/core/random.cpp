#include "core/random.h"

#include <catch2/catch.hpp>
#include <limits>
#include <vector>

using seglab::core::Random;

TEST_CASE("the generator gives the published numbers", "[random]") {
    // pcg32-demo of the PCG minimal C library: seed 42, stream 54.
    Random random(42, 54);
    const std::uint32_t published[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e};
    for (std::uint32_t expected : published) CHECK(random.next() == expected);
}

TEST_CASE("integers stay inside both ends and reach them", "[random]") {
    Random random(1);
    std::vector<int> counts(7, 0);
    for (int i = 0; i < 7000; ++i) {
        const auto drawn = random.integer(-3, 3);
        REQUIRE(drawn >= -3);
        REQUIRE(drawn <= 3);
        ++counts[std::size_t(drawn + 3)];
    }
    for (int count : counts) CHECK(count == Approx(1000).margin(150));
}

TEST_CASE("the widest range of integers works", "[random]") {
    Random random(2);
    using Limits = std::numeric_limits<std::int64_t>;
    bool negative = false, positive = false;
    for (int i = 0; i < 64; ++i) (random.integer(Limits::min(), Limits::max()) < 0 ? negative : positive) = true;
    CHECK((negative && positive));
    CHECK(random.integer(5, 5) == 5);
}

TEST_CASE("numbers fill their interval evenly", "[random]") {
    Random random(3);
    double sum = 0;
    for (int i = 0; i < 10000; ++i) {
        const double drawn = random.number(-1, 3);
        REQUIRE(drawn >= -1);
        REQUIRE(drawn < 3);
        sum += drawn;
    }
    CHECK(sum / 10000 == Approx(1).margin(0.05));
}

TEST_CASE("seeds and streams give different numbers, a copy gives the same", "[random]") {
    Random one(1), two(2), other(1, 1);
    Random copy = one;
    const auto first = one.next();
    CHECK(copy.next() == first);
    CHECK(copy == one);
    CHECK(two.next() != first);
    CHECK(other.next() != first);
}
