#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/transposed_convolution.h"
#include "figure/views/column.h"

namespace seglab::figure {

struct DefinitionPanel {
    core::TransposedSettings settings = {};
    int dims = 2;
    /// The output cell whose numbers are put in; none: only the definition stands there.
    std::optional<core::Pair> cell = {};
    std::vector<Term> terms = {};  ///< of this cell
    std::string value = {};        ///< its sum as it is drawn, "?" while it is covered, "" in letters mode
};

/// O(x, y) = Σ I(i, j)·K(x − i·s, y − j·s), x the row; with padding and dilation where they are not trivial. Below it
/// the pinned output cell's numbers.
void addDefinition(Column& column, const DefinitionPanel& panel);

}  // namespace seglab::figure
