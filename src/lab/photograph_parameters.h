#pragma once

#include <functional>

#include "core/parameter_table.h"
#include "lab/photograph.h"

// The parameters image and seed of every lab that shows what happens to a photograph.
namespace seglab::lab {

core::ParameterList photographParameters(const std::function<bool(const core::ParameterTable&)>& relevant);

/// The picture that a table of these parameters names; without a file the test picture of its seed, [side, side].
Photograph photograph(const core::ParameterTable& table, int side);

}  // namespace seglab::lab
