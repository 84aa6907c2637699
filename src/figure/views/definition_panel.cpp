#include "figure/views/definition_panel.h"

#include <fmt/format.h>

#include <algorithm>

namespace seglab::figure {

namespace {

constexpr std::size_t kShownTerms = 9;

/// x − i·s, or (x + p − i·s)/d: the kernel's index for a cell of the output.
Formula kernelIndex(const char* cell, const char* input, bool padded, bool dilated) {
    std::vector<Formula> parts{cell};
    if (padded) parts.insert(parts.end(), {" + ", Formula::token("p", Role::Padding)});
    parts.insert(parts.end(), {std::string(" − ") + input + "·", Formula::token("s", Role::Stride)});
    Formula index = Formula::row(std::move(parts));
    return dilated ? Formula::fraction(std::move(index), Formula::token("d", Role::Dilation)) : index;
}

/// O(x, y) = Σ I(i, j)·K(…); in 2-D the kernel stands on a line of its own where both do not fit.
void addFormulas(Column& column, bool line, bool padded, bool dilated) {
    const Formula output = Formula::token("O", Role::Output), input = Formula::token("I", Role::Input),
                  kernel = Formula::token("K", Role::Kernel);
    const Formula row = kernelIndex("x", "i", padded, dilated), across = kernelIndex("y", "j", padded, dilated);
    const Formula index = line ? row : Formula::row({row, ", ", across});
    const Formula first = line ? Formula::row({output, "(x) = ", Formula::sum("i"), input, "(i)"})
                               : Formula::row({output, "(x, y) = ", Formula::sum("i, j"), input, "(i, j)"});
    const Formula second =
        Formula::row({kernel, dilated ? Formula::parentheses(index) : Formula::row({"(", index, ")"})});
    TextStyle style = column.body();
    style.size = column.view().em();
    const Formula whole = Formula::row({first, " · ", second});
    if (formulaSize(1e6f, whole, {.size = style.size}).width <= column.width()) {
        column.formula(whole, style);
        return;
    }
    column.formula(first, style);
    column.space(0.35f);
    column.formula(Formula::row({"· ", second}), style, 1.6f * style.size);
}

std::string factors(const Term& term, bool first) {
    if (!term.text.empty()) return "[n|" + term.text + "]";
    std::string text;
    constexpr const char* kRoles[] = {"input", "kernel"};
    for (std::size_t i = 0; i < term.values.size(); ++i) {
        const std::string number = formatNumber(term.values[i]);
        const bool bracket = term.values[i] < 0 && !(first && i == 0);
        text += fmt::format("{}{}[{}|[n|{}]]{}", i ? "·" : "", bracket ? "(" : "", kRoles[std::min<std::size_t>(i, 1)],
                            number, bracket ? ")" : "");
    }
    return text;
}

std::string sumText(const DefinitionPanel& panel) {
    if (panel.value == "?") return "?";
    if (panel.terms.empty()) return "nothing lands here: 0";
    std::string text;
    for (std::size_t i = 0; i < std::min(panel.terms.size(), kShownTerms); ++i)
        text += (i ? " + " : "") + factors(panel.terms[i], i == 0);
    if (panel.terms.size() > kShownTerms) text += fmt::format(" + … ([n|{}] terms)", panel.terms.size());
    return panel.value.empty() ? text : text + " = [output|[n|" + panel.value + "]]";
}

}  // namespace

void addDefinition(Column& column, const DefinitionPanel& panel) {
    column.heading("Definition");
    const core::TransposedSettings& s = panel.settings;
    const int first = panel.dims == 1 ? 1 : 0;
    bool padded = false, dilated = false;
    for (int axis = first; axis < 2; ++axis) {
        padded = padded || s.padding[axis] > 0;
        dilated = dilated || s.dilation[axis] > 1;
    }
    const bool line = panel.dims == 1;
    addFormulas(column, line, padded, dilated);
    column.space(0.4f);
    std::string where = line ? "x counts cells from 0" : "x is the row, y the column, both from 0";
    where += dilated ? fmt::format("; only where the quotient{} whole and K has that cell.", line ? " is" : "s are")
                     : "; only where K has that cell.";
    column.paragraph(where, column.muted());

    column.space(0.5f);
    if (!panel.cell) {
        column.paragraph("Pin an output cell to see its numbers here.", column.muted());
        return;
    }
    const std::string name = line ? fmt::format("[output|O]([n|{}])", panel.cell->width)
                                  : fmt::format("[output|O]([n|{}], [n|{}])", panel.cell->height, panel.cell->width);
    const float top = column.y();
    column.paragraph(name + " = " + sumText(panel));
    column.figure().regions.push_back({.name = "definition",
                                       .role = "formula",
                                       .box = {column.left(), top, column.width(), column.y() - top},
                                       .text = plainText(name + " = " + sumText(panel))});
}

}  // namespace seglab::figure
