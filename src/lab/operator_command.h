#pragma once

#include <string>
#include <vector>

namespace seglab::lab {

/// `seglab op`, as it stands on the command line; "" is not given. Paths name .npy files.
struct OperatorOptions {
    std::string name;  ///< conv2d, …
    std::string input, weight, bias, indices;
    std::string kernel, stride, padding, dilation, outputPadding;  ///< "A" or "A,B"
    std::string paddingMode;                                       ///< zeros, reflect or replicate
    std::string groups;
    std::string outputSize, scaleFactor;  ///< "A" or "A,B"
    bool alignCorners = false;
    std::string engine;  ///< reference or fast
    bool float64 = false;
    std::string out, indicesOut;
};

/// Names of all operators.
std::vector<std::string> operatorNames();

/// Runs it and writes the files; prints nothing. Throws Usage for an unknown operator (with the nearest), an option
/// that it does not take or one that it lacks; BadInput for arrays and values that do not fit; File.
void operatorCommand(const OperatorOptions& options);

}  // namespace seglab::lab
