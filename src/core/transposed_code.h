#pragma once

#include <string>

#include "core/transposed_convolution.h"

// The operation that is on the screen as program text, with its numbers, to copy. The tests compile and run the C++.
namespace seglab::core {

/// The loop alone, as the C++ program contains it. One row of everything (dims 1) has one index.
std::string loopText(const TransposedSettings& settings, int dims);

/// A complete C++ program that computes the output and prints it, a row per line.
std::string cppProgram(const TransposedTrace& trace, int dims);

/// A complete Python program that computes the output with PyTorch and checks it against the numbers here, which are
/// left out where they must not be told yet.
std::string pyTorchProgram(const TransposedTrace& trace, int dims, bool tellOutput = true);

/// input, kernel, settings and output as nested lists: valid Python.
std::string testVector(const TransposedTrace& trace, int dims, bool tellOutput = true);

}  // namespace seglab::core
