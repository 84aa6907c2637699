#pragma once

#include <functional>
#include <string>

#include "core/parameter_table.h"
#include "core/window_trace.h"

// The parameters of a window that slides over cells, for every lab that has one:
//   operation input kernel window stride padding padding_mode dilation channels filters bias relu
// and for further channels and filters input_2, input_3, kernel_1_2 … kernel_3_3 (filter, channel; kernel is the
// first). Their limits leave no combination that the operation refuses.
namespace seglab::lab {

/// A number of cells for each axis: stride, padding, dilation and their like, in the group of the operation.
struct CellPair {
    std::string name, label;
    int fallback = 1;
    std::string help;
    core::Limits limits = {};
    std::function<core::Limits(const core::ParameterTable&)> dependentLimits = {};
    std::function<bool(const core::ParameterTable&)> relevant = {};
};
core::Parameter cellPair(const CellPair& pair);

struct WindowParameterUse {
    std::function<bool(const core::ParameterTable&)> cells;     ///< whether the window is shown cell by cell
    std::function<bool(const core::ParameterTable&)> operands;  ///< whether kernel and stride are used elsewhere
};
core::ParameterList windowParameters(const WindowParameterUse& use);

/// The trace that a table of these parameters describes.
core::WindowTrace windowTrace(const core::ParameterTable& table);

}  // namespace seglab::lab
