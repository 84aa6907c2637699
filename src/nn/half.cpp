#include "nn/half.h"

#include <cmath>
#include <cstring>

namespace seglab::nn {

namespace {

std::uint32_t bitsOf(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

float floatOf(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

// Drops the lowest `count` bits, rounding to the nearest, ties to even. A carry into the exponent is right.
std::uint32_t rounded(std::uint32_t bits, int count) {
    const std::uint32_t half = 1u << (count - 1), odd = (bits >> count) & 1;
    return (bits + half - 1 + odd) >> count;
}

}  // namespace

float fromHalf(std::uint16_t bits) {
    const std::uint32_t sign = std::uint32_t(bits & 0x8000) << 16, exponent = (bits >> 10) & 31, fraction = bits & 1023;
    if (exponent == 31) return floatOf(sign | 0x7f800000 | fraction << 13);
    if (exponent == 0) return std::copysign(float(fraction) * 0x1p-24f, floatOf(sign));
    return floatOf(sign | (exponent + 112) << 23 | fraction << 13);
}

std::uint16_t toHalf(float value) {
    const std::uint32_t bits = bitsOf(value), magnitude = bits & 0x7fffffff;
    const auto sign = std::uint16_t(bits >> 16 & 0x8000);
    if (magnitude > 0x7f800000) return std::uint16_t(sign | 0x7e00);   // NaN
    if (magnitude >= 0x477ff000) return std::uint16_t(sign | 0x7c00);  // 65520 and more
    if (magnitude < 0x38800000)                                        // below 2^-14: steps of 2^-24
        return std::uint16_t(sign | std::uint16_t(std::nearbyint(floatOf(magnitude) * 0x1p24f)));
    return std::uint16_t(sign | (rounded(magnitude, 13) - (112u << 10)));
}

float fromBfloat(std::uint16_t bits) {
    return floatOf(std::uint32_t(bits) << 16);
}

std::uint16_t toBfloat(float value) {
    const std::uint32_t bits = bitsOf(value);
    if ((bits & 0x7fffffff) > 0x7f800000) return std::uint16_t(bits >> 16 | 0x40);  // NaN stays one
    return std::uint16_t(rounded(bits, 16));
}

}  // namespace seglab::nn
