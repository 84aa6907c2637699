#pragma once

#include <string>

#include "core/transposed_convolution.h"

// What a wrong answer would mean. Every procedure that students mistake for a transposed convolution is carried out;
// one that gives exactly the number that was guessed, and not the true one, explains it.
namespace seglab::core {

/// What the wrong value `guess` of a cell of the finished output would mean, in one or two sentences that do not give
/// the answer away; "" where no known mistake gives it. Compared to the three decimals that a lab shows.
std::string explainValue(const TransposedTrace& trace, Pair output, double guess);

/// The same for the output's size along an axis (0 height, 1 width).
std::string explainSize(const TransposedTrace& trace, int axis, double guess);

}  // namespace seglab::core
