#pragma once

#include <string>

namespace seglab::lab {

/// `seglab size`, as it stands on the command line: "" is not given, "A" holds for both axes, "A,B" is height,width,
/// and ? stands for what is asked for.
struct SizeOptions {
    std::string operation;  ///< conv, conv-transpose or max-pool
    std::string input, output, kernel, stride, padding, dilation, outputPadding;
    bool json = false;
};

/// The size of the output, or all solutions for what is marked ?, in the ranges of the transposed-convolution lab.
/// Returns what is printed. Throws Usage for an unknown operation and unreadable values, BadInput for illegal ones.
std::string sizeCommand(const SizeOptions& options);

}  // namespace seglab::lab
