#include "figure/views/size_panel.h"

#include <fmt/format.h>

#include <algorithm>

namespace seglab::figure {

namespace {

using core::AxisSizes;
using core::Operation;
using core::Pair;
using core::Quantity;

constexpr Quantity kQuantities[] = {Quantity::Input,   Quantity::Kernel,   Quantity::Stride,
                                    Quantity::Padding, Quantity::Dilation, Quantity::OutputPadding};

AxisSizes sizesOf(const SizePanel& panel, int axis) {
    const core::TransposedSettings& s = panel.settings;
    return {.input = axis == 0 ? panel.input.rows : panel.input.columns,
            .kernel = axis == 0 ? panel.kernel.rows : panel.kernel.columns,
            .stride = s.stride[axis],
            .padding = s.padding[axis],
            .dilation = s.dilation[axis],
            .outputPadding = s.outputPadding[axis]};
}

int valueOf(const AxisSizes& sizes, Quantity quantity) {
    const int values[] = {sizes.input, sizes.kernel, sizes.stride, sizes.padding, sizes.dilation, sizes.outputPadding};
    return values[int(quantity)];
}

AxisSizes with(AxisSizes sizes, Quantity quantity, int value) {
    int* const places[] = {&sizes.input,   &sizes.kernel,   &sizes.stride,
                           &sizes.padding, &sizes.dilation, &sizes.outputPadding};
    *places[int(quantity)] = value;
    return sizes;
}

bool alike(const SizePanel& panel) {
    for (Quantity q : kQuantities)
        if (valueOf(sizesOf(panel, 0), q) != valueOf(sizesOf(panel, 1), q)) return false;
    return true;
}

int outputOf(const SizePanel& panel, int axis) {
    return core::outputSize(Operation::TransposedConvolution, sizesOf(panel, axis));
}

int targetOf(const SizePanel& panel, int axis) {
    return panel.target[axis] > 0 ? panel.target[axis] : outputOf(panel, axis);
}

/// The axis of the formula that is shown.
int shownAxis(const SizePanel& panel) {
    return panel.dims == 1 || (panel.axis == "width" && !alike(panel)) ? 1 : 0;
}

const char* axisName(int axis) {
    return axis == 0 ? "height" : "width";
}

const char* axisLetter(const SizePanel& panel, int axis) {
    return panel.dims == 1 ? "L" : axis == 0 ? "H" : "W";
}

const char* cellsWord(const SizePanel& panel, int axis) {
    return panel.dims == 1 ? "cells" : axis == 0 ? "rows" : "columns";
}

core::Matrix resizedTo(const core::Matrix& m, int rows, int columns) {
    core::Matrix out(rows, columns);
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) out(r, c) = m(r % m.rows, c % m.columns);
    return out;
}

Action set(const char* parameter, std::string value) {
    return {.kind = Action::Kind::Set, .parameter = parameter, .value = std::move(value)};
}

struct Letter {
    const char* symbol;  ///< in the formula
    const char* word;    ///< in a sentence
    Role role;
};
constexpr Letter kLetters[] = {{"in", "input size", Role::Input}, {"k", "kernel size", Role::Kernel},
                               {"s", "stride", Role::Stride},     {"p", "padding", Role::Padding},
                               {"d", "dilation", Role::Dilation}, {"op", "output padding", Role::OutputPadding}};
constexpr const char* kRoleWords[] = {"input", "kernel", "stride", "padding", "dilation", "output_padding"};

std::string inRole(Quantity q, const std::string& text) {
    return fmt::format("[{}|{}]", kRoleWords[int(q)], text);
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

std::string tokenName(Quantity q) {
    return fmt::format("formula({})", core::toString(q));
}

/// A letter that can be clicked to become the unknown.
Formula letter(const SizePanel& panel, int axis, Quantity q) {
    const Letter& l = kLetters[int(q)];
    const int value = valueOf(sizesOf(panel, axis), q);
    const std::string name(core::toString(q));
    const bool chosen = panel.solve == name;
    Region region;
    region.name = tokenName(q);
    region.role = "formula";
    region.value = value;
    region.sentence =
        fmt::format("{} {}; click to {}.", l.word, value, chosen ? "take it as given again" : "solve for it");
    region.action = set("solve", chosen ? "none" : name);
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
            drawRoleStrip(column.figure(), strip, kLetters[int(q)].role, column.view());
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
    addSizeFormula(column, {out, [&](Quantity q) { return letter(panel, axis, q); }}, style, 2.6f * em);
    markLetters(column, panel, first);
    column.space(0.75f);

    const AxisSizes sizes = sizesOf(panel, axis);
    style.size = 0.84f * em;
    style.font = Font::Numbers;
    addSizeFormula(
        column,
        {"", [&](Quantity q) { return Formula::token(std::to_string(valueOf(sizes, q)), kLetters[int(q)].role); }},
        style, 1.1f * em);
    column.space(0.4f);
}

bool covered(const Column& column, const SizePanel& panel, int axis) {
    Region size;
    size.name = panel.dims == 1 ? "size(width)" : fmt::format("size({})", axisName(axis));
    size.role = "size";
    return column.view().hides(size);
}

/// The number of an axis, as it stands in the output's title: covered together with it.
Region resultRegion(const Column& column, const SizePanel& panel, int axis) {
    const bool hide = covered(column, panel, axis);
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
    const std::string text =
        fmt::format("and {}{} {}", alike(panel) ? "likewise " : "", other.text, cellsWord(panel, 1 - axis));
    const float width = markupWidth(text, quiet);
    other.box = {column.left() + column.width() - width, baseline - 0.8f * quiet.size, width, 1.2f * quiet.size};
    addMarkup(column.figure(), {other.box.x, baseline}, text, quiet, column.view().theme);
    column.figure().regions.push_back(std::move(other));
}

std::string listed(const std::vector<int>& values) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i)
        text += fmt::format("{}[n|{}]", i == 0 ? "" : i + 1 == values.size() ? " and " : ", ", values[i]);
    return text;
}

std::vector<Chip> axisChips(const SizePanel& panel, int shown) {
    if (panel.dims == 1 || alike(panel)) return {};
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

/// "for which stride is H_out = 4?", with the target to change.
void addQuestion(Column& column, const SizePanel& panel, Quantity unknown, int axis) {
    const int target = targetOf(panel, axis);
    column.paragraph(fmt::format("For which {} does the [output|output] have [n|{}] {}?",
                                 inRole(unknown, kLetters[int(unknown)].word), target, cellsWord(panel, axis)));
    column.space(0.35f);
    auto chip = [&](const char* sign, const char* name, int value) {
        Pair pair = panel.target;
        pair[axis] = value;
        if (alike(panel)) pair = {value, value};
        Region region;
        region.name = fmt::format("target({})", name);
        region.role = "formula";
        region.value = value;
        region.sentence =
            value < 1 ? "The output has at least one cell." : fmt::format("Solve for an output of {} cells.", value);
        if (value >= 1) region.action = set("target", core::toText(core::Value(pair)));
        return Chip{sign, region};
    };
    std::vector<Chip> chips{
        chip("−", "smaller", target - 1), {fmt::format("[n|{}]", target), {}, true}, chip("+", "larger", target + 1)};
    if (target != outputOf(panel, axis)) {
        chips.push_back(chip("as it is", "present", outputOf(panel, axis)));
        chips.back().region.action.value = "0";
    }
    column.chips("wanted size", std::move(chips));
    column.space(0.5f);
}

void addSolutions(Column& column, const SizePanel& panel, Quantity unknown, int axis) {
    if (covered(column, panel, axis)) return;
    addQuestion(column, panel, unknown, axis);
    const AxisSizes sizes = sizesOf(panel, axis);
    const std::vector<int> solutions = panelSolutions(panel, unknown, axis);
    const core::Range range = core::solverRange(unknown, sizes);
    if (solutions.empty()) {
        column.paragraph(fmt::format("No whole number from {} to {} does it.", range.low, range.high), column.muted());
        return;
    }
    std::vector<Chip> chips;
    for (int value : solutions) {
        Region region;
        region.name = fmt::format("solution({},{})", core::toString(unknown), value);
        region.role = "formula";
        region.value = value;
        region.sentence = fmt::format("{} {} gives {} cells; click to apply it.", kLetters[int(unknown)].word, value,
                                      targetOf(panel, axis));
        region.action = panelAction(panel, unknown, axis, value);
        chips.push_back({fmt::format("[n|{}]", value), region, value == valueOf(sizes, unknown)});
    }
    column.chips(fmt::format("{} =", inRole(unknown, kLetters[int(unknown)].word)), std::move(chips));
    column.space(0.3f);
    column.paragraph(fmt::format("All solutions from {} to {}; click one to apply it.", range.low, range.high),
                     column.muted());
}

/// Which inputs of the forward convolution lead to this input, and what output padding has to do with it.
void addForward(Column& column, const SizePanel& panel, int axis) {
    const AxisSizes sizes = sizesOf(panel, axis);
    const std::vector<int> inputs = core::inputsMappedTo(sizes, sizes.input);
    const std::string op = inRole(Quantity::OutputPadding, "output padding");
    if (covered(column, panel, axis)) return;
    column.space(0.6f);
    if (sizes.outputPadding >= sizes.stride) {
        AxisSizes forward = with(sizes, Quantity::Input, outputOf(panel, axis));
        forward.outputPadding = 0;
        column.paragraph(fmt::format(
            "{} [n|{}] is not below the {} [n|{}]: the forward convolution maps [n|{}] to [n|{}], not back to [n|{}]. "
            "Here output padding does not choose among its inputs.",
            "[output_padding|Output padding]", sizes.outputPadding, inRole(Quantity::Stride, "stride"), sizes.stride,
            forward.input, core::outputSize(Operation::Convolution, forward), sizes.input));
        return;
    }
    if (inputs.size() == 1) {
        column.paragraph(fmt::format("The forward convolution maps only [n|{}] to [n|{}]; there is nothing to choose.",
                                     inputs[0], sizes.input));
        return;
    }
    column.paragraph(
        fmt::format("The forward convolution maps {} to [n|{}]; {} chooses:", listed(inputs), sizes.input, op));
    column.space(0.35f);
    std::vector<Chip> chips;
    for (int value = 0; value < sizes.stride; ++value) {
        const int size =
            core::outputSize(Operation::TransposedConvolution, with(sizes, Quantity::OutputPadding, value));
        if (size < 1) continue;
        Region region;
        region.name = fmt::format("choice({})", value);
        region.role = "formula";
        region.value = size;
        region.sentence = fmt::format("Output padding {} gives {} cells; click to apply it.", value, size);
        region.action = panelAction(panel, Quantity::OutputPadding, axis, value);
        chips.push_back({fmt::format("[n|{}] → [n|{}]", value, size), region, value == sizes.outputPadding});
    }
    column.chips("", std::move(chips));
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

std::vector<int> panelSolutions(const SizePanel& panel, Quantity unknown, int axis) {
    const AxisSizes sizes = sizesOf(panel, axis);
    std::vector<int> out;
    for (int value : core::solve(Operation::TransposedConvolution, unknown, sizes, targetOf(panel, axis))) {
        // The lab keeps padding within the kernel's reach; a kernel for which it is not would change padding too.
        const AxisSizes trial = with(sizes, unknown, value);
        if (trial.padding <= core::solverRange(Quantity::Padding, trial).high) out.push_back(value);
    }
    return out;
}

Action panelAction(const SizePanel& panel, Quantity unknown, int axis, int value) {
    const bool both = panel.dims == 2 && alike(panel);
    if (unknown == Quantity::Input || unknown == Quantity::Kernel) {
        const core::Matrix& now = unknown == Quantity::Input ? panel.input : panel.kernel;
        core::Matrix next =
            resizedTo(now, both || axis == 0 ? value : now.rows, both || axis == 1 ? value : now.columns);
        return set(kRoleWords[int(unknown)], core::toText(core::Value(next)));
    }
    const core::TransposedSettings& s = panel.settings;
    Pair pair = unknown == Quantity::Stride     ? s.stride
                : unknown == Quantity::Padding  ? s.padding
                : unknown == Quantity::Dilation ? s.dilation
                                                : s.outputPadding;
    pair[axis] = value;
    if (both) pair = {value, value};
    return set(kRoleWords[int(unknown)], core::toText(core::Value(pair)));
}

void addSizePanel(Column& column, const SizePanel& panel) {
    const int axis = shownAxis(panel);
    column.heading("Output size", axisChips(panel, axis));
    addFormulas(column, panel, axis);
    addResult(column, panel, axis);
    column.space(0.5f);

    const auto unknown = std::find_if(std::begin(kQuantities), std::end(kQuantities),
                                      [&](Quantity q) { return core::toString(q) == panel.solve; });
    if (unknown == std::end(kQuantities))
        column.paragraph("Click a letter to solve for it.", column.muted());
    else
        column.space(0.2f), addSolutions(column, panel, *unknown, axis);
    addForward(column, panel, axis);
}

}  // namespace seglab::figure
