#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/parameter_table.h"
#include "core/sizes.h"
#include "core/transposed_convolution.h"
#include "figure/views/column.h"

// The output size of a transposed convolution, a convolution or a pooling as a formula with its numbers, which can be
// turned round: click a letter to solve for it. What is clicked changes the parameters input, kernel, stride, padding,
// dilation and output_padding (as in every lab that has them) and three quiet ones:
//   solve   none or the unknown: input, kernel, stride, padding, dilation, output_padding
//   axis    height or width: which of the two formulas is shown where they differ
//   target  pair: the output size that is solved for; 0 stands for the present one
namespace seglab::figure {

struct SizePanel {
    core::Matrix input;         ///< empty for a picture, whose size cannot be clicked
    core::Pair inputSize = {};  ///< of a picture
    core::Matrix kernel;
    core::TransposedSettings settings = {};
    core::Operation operation = core::Operation::TransposedConvolution;
    core::Pair window{0, 0};  ///< a pooling's, where there is no kernel: the parameter window
    int dims = 2;             ///< 1: one row of everything, one formula
    std::string solve = "none";
    std::string axis = "height";
    core::Pair target{0, 0};

    /// Whether the same is clicked.
    bool sameState(const SizePanel& o) const {
        return dims == o.dims && solve == o.solve && axis == o.axis && target == o.target;
    }
};

/// solve, axis and target, to be appended to a lab's own.
core::ParameterList sizePanelParameters();
/// The state of the clicks alone; operands and settings are left to the lab.
SizePanel sizePanelState(const core::ParameterTable& table);

/// Values of the unknown that give the target without changing anything else, within the lab's ranges.
std::vector<int> panelSolutions(const SizePanel& panel, core::Quantity unknown, int axis);
/// What a click on such a value sets: on both axes where they are alike now. A larger input or kernel repeats its
/// numbers, a smaller one is cut.
Action panelAction(const SizePanel& panel, core::Quantity unknown, int axis, int value);

void addSizePanel(Column& column, const SizePanel& panel);

}  // namespace seglab::figure
