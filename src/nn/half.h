#pragma once

#include <cstdint>

// The two 16-bit formats that weights are kept in. IEEE 754-2008 binary16: 5 bits of exponent, 10 of fraction.
// bfloat16: the upper half of a float32.
namespace seglab::nn {

float fromHalf(std::uint16_t bits);
/// Rounds to the nearest, ties to even; infinite beyond ±65504 (from 65520 on).
std::uint16_t toHalf(float value);

float fromBfloat(std::uint16_t bits);
/// Rounds to the nearest, ties to even.
std::uint16_t toBfloat(float value);

}  // namespace seglab::nn
