#pragma once

#include <vector>

#include "nn/kernels/kernels.h"

namespace seglab::nn {

/// The kernels that this machine can run, slowest first.
std::vector<const kernels::Table*> availableKernels();

/// The fastest of them, or the one that the environment variable SEGLAB_ISA names. Throws Usage for a name that is not
/// known here or that this machine cannot run.
const kernels::Table& chosenKernels();

}  // namespace seglab::nn
