#pragma once

#include <string>

namespace seglab::lab {

/// `seglab nets`: every named network with 3 channels in and 6 classes out, its parameters, and for one picture of
/// 128 × 128 its multiply-adds, the float32 bytes of all its activations, and the range of its receptive fields. Where
/// that size does not fit, the smallest larger one whose scores cover 128 × 128 is counted, and said. Returns what is
/// printed.
std::string netsCommand(bool json);

}  // namespace seglab::lab
