#include "nn/half.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

using namespace seglab::nn;

namespace {

float next(float value) {
    return std::nextafter(value, std::numeric_limits<float>::infinity());
}

}  // namespace

TEST_CASE("known numbers have the bits of IEEE 754 binary16") {
    CHECK(toHalf(1.0f) == 0x3c00);
    CHECK(toHalf(-2.0f) == 0xc000);
    CHECK(toHalf(65504.0f) == 0x7bff);
    CHECK(toHalf(0.333251953125f) == 0x3555);
    CHECK(toHalf(0x1p-24f) == 0x0001);
    CHECK(toHalf(0x1p-14f) == 0x0400);
    CHECK(toHalf(-0.0f) == 0x8000);
    CHECK(toHalf(std::numeric_limits<float>::infinity()) == 0x7c00);
    CHECK(std::isnan(fromHalf(toHalf(std::numeric_limits<float>::quiet_NaN()))));
}

TEST_CASE("every 16-bit pattern survives the way to float and back") {
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
        const float half = fromHalf(std::uint16_t(bits)), brain = fromBfloat(std::uint16_t(bits));
        if (!std::isnan(half)) REQUIRE(toHalf(half) == bits);
        if (!std::isnan(brain)) REQUIRE(toBfloat(brain) == bits);
    }
}

TEST_CASE("rounding goes to the nearest, ties to even, up to infinity") {
    CHECK(toHalf(1 + 0x1p-11f) == 0x3c00);        // a tie: down to even
    CHECK(toHalf(1 + 3 * 0x1p-11f) == 0x3c02);    // a tie: up to even
    CHECK(toHalf(next(1 + 0x1p-11f)) == 0x3c01);  // just above a tie
    CHECK(toHalf(0x1p-25f) == 0);                 // half of the smallest: to even
    CHECK(toHalf(next(0x1p-25f)) == 1);
    CHECK(toHalf(65519.0f) == 0x7bff);
    CHECK(toHalf(65520.0f) == 0x7c00);
    CHECK(toHalf(0x1p-14f - 0x1p-26f) == 0x0400);  // subnormal rounds up to the first normal
    CHECK(toBfloat(1 + 0x1p-8f) == 0x3f80);
    CHECK(toBfloat(1 + 3 * 0x1p-8f) == 0x3f82);
    CHECK(std::isnan(fromBfloat(toBfloat(std::numeric_limits<float>::quiet_NaN()))));
}
