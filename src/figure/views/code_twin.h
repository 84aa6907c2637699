#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/transposed_convolution.h"
#include "figure/views/column.h"

namespace seglab::figure {

/// Identifiers and the role that they have in the picture.
using CodeRoles = std::vector<std::pair<std::string, Role>>;

struct CodeBlock {
    std::string name;       ///< of its region, "code(name)"
    std::string text;       ///< what is shown; lines end in \n
    std::string copy = {};  ///< what is copied, where it is more than what is shown
    CodeRoles roles = {};
};

/// Monospace lines with role colours. A line that is too long goes on, indented, after a comma or a space. A click
/// copies. Adds the region "code(name)".
void addCode(Column& column, const CodeBlock& block);
/// A chip that copies the block, for the heading above it: region "copy(name)".
Chip copyChip(const CodeBlock& block);

/// The operation as the PyTorch call, as the plain loop and as a test vector, each to be copied whole. The output's
/// numbers are left out while they are to be predicted.
void addCodeTwin(Column& column, const core::TransposedTrace& trace, int dims, bool tellOutput = true);

/// The same setting in the conventions of the frameworks, and whether they keep the same cells.
void addFrameworkCards(Column& column, const core::TransposedTrace& trace, int dims);

}  // namespace seglab::figure
