#include <fmt/format.h>

#include <algorithm>

#include "figure/views/size_parts.h"

namespace seglab::figure {

using core::AxisSizes;
using core::Pair;
using core::Quantity;
using namespace size_panel;

namespace {

/// The axis of the formula that is shown.
int shownAxis(const SizePanel& panel) {
    return panel.dims == 1 || (panel.axis == "width" && !axesAlike(panel)) ? 1 : 0;
}

/// out = (in − 1)·s − 2·p + d·(k − 1) + op + 1, in two parts that may stand on two lines.
struct SizeFormula {
    Formula first, second;

    template <class Of>
    SizeFormula(const Formula& out, Of of)
        : first(Formula::row(
              {out, " = (", of(Quantity::Input), " − 1)·", of(Quantity::Stride), " − 2·", of(Quantity::Padding)})),
          second(Formula::row({Formula::token(""), " + ", of(Quantity::Dilation), "·(", of(Quantity::Kernel),
                               " − 1) + ", of(Quantity::OutputPadding), " + 1"})) {}
};

void addSizeFormula(Column& column, const SizeFormula& formula, const TextStyle& style, float indent) {
    const Formula whole = Formula::row({formula.first, formula.second});
    const FormulaStyle measured{.size = style.size, .font = style.font};
    if (formulaSize(1e6f, whole, measured).width <= column.width()) {
        column.formula(whole, style);
        return;
    }
    column.formula(formula.first, style);
    column.space(0.65f);
    column.formula(formula.second, style, indent);
}

/// out = ⌊(in + 2·p − d·(k − 1) − 1) / s⌋ + 1; where that is too wide, "out =" on a line of its own.
template <class Of>
void addFloorFormula(Column& column, const Formula& out, TextStyle style, Of of, float indent) {
    const Formula inside =
        Formula::row({"(", of(Quantity::Input), " + 2·", of(Quantity::Padding), " − ", of(Quantity::Dilation), "·(",
                      of(Quantity::Kernel), " − 1) − 1) / ", of(Quantity::Stride)});
    const Formula size = Formula::row({Formula::floor(inside), " + 1"});
    const Formula whole = Formula::row({out, " = ", size});
    if (formulaSize(1e6f, whole, {.size = style.size, .font = style.font}).width <= column.width()) {
        column.formula(whole, style);
        return;
    }
    const float wide = formulaSize(1e6f, size, {.size = style.size, .font = style.font}).width;
    style.size *= std::min(1.0f, (column.width() - indent) / (wide + 1));
    column.formula(Formula::row({out, " ="}), style);
    column.space(0.4f);
    column.formula(size, style, indent);
}

std::string tokenName(Quantity q) {
    return fmt::format("formula({})", core::toString(q));
}

/// A letter that can be clicked to become the unknown.
Formula letter(const SizePanel& panel, int axis, Quantity q) {
    const Letter& l = letterOf(q);
    const int value = valueOf(sizesOf(panel, axis), q);
    const std::string name(core::toString(q));
    const bool chosen = panel.solve == name;
    Region region;
    region.name = tokenName(q);
    region.role = "formula";
    region.value = value;
    region.sentence = fmt::format("{} {}", l.word, value);
    // The size of a picture is what it is.
    if (q != Quantity::Input || panel.input.rows > 0) {
        region.sentence += chosen ? "; click to take it as given again." : "; click to solve for it.";
        region.action = set("solve", chosen ? "none" : name);
    }
    const Formula symbol = q == Quantity::Input ? Formula::token(axisLetter(panel, axis), l.role).sub("in")
                                                : Formula::token(l.symbol, l.role);
    return symbol.named(region);
}

/// Below a letter stands what it means in the picture; the unknown is framed.
void markLetters(Column& column, const SizePanel& panel, std::size_t firstRegion) {
    const float scale = column.view().scale;
    for (std::size_t i = firstRegion; i < column.figure().regions.size(); ++i) {
        const Region& region = column.figure().regions[i];
        for (Quantity q : kQuantities) {
            if (region.name != tokenName(q)) continue;
            const Box strip{region.box.x, region.box.bottom() + scale, region.box.width, 3.5f * scale};
            drawRoleStrip(column.figure(), strip, letterOf(q).role, column.view());
            if (core::toString(q) == panel.solve)
                column.figure().primitives.push_back(
                    Rectangle{.box = region.box.inset(-2 * scale),
                              .stroke = roleColor(Role::Selection, column.view().theme),
                              .strokeWidth = 1.5f * scale,
                              .radius = 4 * scale});
        }
    }
}

void addFormulas(Column& column, const SizePanel& panel, int axis) {
    const float em = column.view().em();
    TextStyle style = column.body();
    style.size = 1.15f * em;
    const Formula out = Formula::token(axisLetter(panel, axis), Role::Output).sub("out");
    const std::size_t first = column.figure().regions.size();
    const auto letters = [&](Quantity q) { return letter(panel, axis, q); };
    const bool transposed = panel.operation == core::Operation::TransposedConvolution;
    if (transposed)
        addSizeFormula(column, {out, letters}, style, 2.6f * em);
    else
        addFloorFormula(column, out, style, letters, 0.5f * em);
    markLetters(column, panel, first);
    column.space(0.75f);

    const AxisSizes sizes = sizesOf(panel, axis);
    style.size = 0.84f * em;
    style.font = Font::Numbers;
    const auto numbers = [&](Quantity q) {
        return Formula::token(std::to_string(valueOf(sizes, q)), letterOf(q).role);
    };
    if (transposed)
        addSizeFormula(column, {"", numbers}, style, 1.1f * em);
    else
        addFloorFormula(column, "", style, numbers, 0.5f * em);
    column.space(0.4f);
}

/// The number of an axis, as it stands in the output's title: covered together with it.
Region resultRegion(const Column& column, const SizePanel& panel, int axis) {
    const bool hide = sizeCovered(column.view(), panel, axis);
    Region region;
    region.name = fmt::format("formula({})", panel.dims == 1 ? "length" : axisName(axis));
    region.role = "formula";
    region.text = hide ? "?" : std::to_string(outputOf(panel, axis));
    if (hide) return region;
    region.value = outputOf(panel, axis);
    region.sentence = fmt::format("The output has {} cells on this axis.", region.text);
    return region;
}

void addResult(Column& column, const SizePanel& panel, int axis) {
    const Region region = resultRegion(column, panel, axis);
    const float top = column.y();
    TextStyle style = column.body();
    style.size = 1.25f * column.view().em();
    style.font = Font::Numbers;
    column.formula(Formula::row({"= ", Formula::token(region.text, Role::Output).named(region)}), style);
    if (panel.dims == 1) return;

    // The other axis, quietly, at the end of the line.
    const TextStyle quiet = column.muted();
    const float baseline = (top + column.y() + capHeight(quiet.font, quiet.size)) / 2;
    Region other = resultRegion(column, panel, 1 - axis);
    std::string cells = cellsWord(panel, 1 - axis);
    if (other.text == "1") cells.pop_back();  // 1 row
    const std::string text = fmt::format("and {}{} {}", axesAlike(panel) ? "likewise " : "", other.text, cells);
    const float width = markupWidth(text, quiet);
    other.box = {column.left() + column.width() - width, baseline - 0.8f * quiet.size, width, 1.2f * quiet.size};
    addMarkup(column.figure(), {other.box.x, baseline}, text, quiet, column.view().theme);
    column.figure().regions.push_back(std::move(other));
}

std::vector<Chip> axisChips(const SizePanel& panel, int shown) {
    if (panel.dims == 1 || axesAlike(panel)) return {};
    std::vector<Chip> chips;
    for (int axis : {0, 1}) {
        Region region;
        region.name = fmt::format("axis({})", axisName(axis));
        region.role = "formula";
        region.sentence = fmt::format("Show the formula for the {}.", axisName(axis));
        region.action = set("axis", axisName(axis));
        chips.push_back({axisLetter(panel, axis), region, axis == shown});
    }
    return chips;
}

}  // namespace

core::ParameterList sizePanelParameters() {
    std::vector<std::string> unknowns{"none"};
    for (Quantity q : kQuantities) unknowns.emplace_back(core::toString(q));
    return {{.name = "solve",
             .label = "Solve for",
             .group = "Output size",
             .type = core::Type::Choice,
             .fallback = std::string("none"),
             .help = "The unknown of the output size; click a letter of the formula",
             .choices = unknowns,
             .quiet = true},
            {.name = "axis",
             .label = "Axis",
             .group = "Output size",
             .type = core::Type::Choice,
             .fallback = std::string("height"),
             .help = "Which formula is shown where height and width differ",
             .choices = {"height", "width"},
             .quiet = true},
            {.name = "target",
             .label = "Wanted size",
             .group = "Output size",
             .type = core::Type::Pair,
             .fallback = Pair{0, 0},
             .unit = "cells",
             .help = "The output size to solve for; 0: the present one",
             .limits = core::Limits::between(0, 99),
             .quiet = true}};
}

SizePanel sizePanelState(const core::ParameterTable& table) {
    return {.input = {},
            .kernel = {},
            .dims = table.has("dims") ? table.integer("dims") : 2,
            .solve = table.text("solve"),
            .axis = table.text("axis"),
            .target = table.pair("target")};
}

void addSizePanel(Column& column, const SizePanel& panel) {
    const int axis = shownAxis(panel);
    column.heading("Output size", axisChips(panel, axis));
    addFormulas(column, panel, axis);
    addResult(column, panel, axis);
    column.space(0.5f);

    const auto unknown = std::find_if(std::begin(kQuantities), std::end(kQuantities),
                                      [&](Quantity q) { return core::toString(q) == panel.solve; });
    const bool transposed = panel.operation == core::Operation::TransposedConvolution;
    if (unknown == std::end(kQuantities) || (!transposed && *unknown == Quantity::OutputPadding))
        column.paragraph("Click a letter to solve for it.", column.muted());
    else
        column.space(0.2f), addSolutions(column, panel, *unknown, axis);
    transposed ? addForward(column, panel, axis) : addMappedInputs(column, panel, axis);
}

}  // namespace seglab::figure
