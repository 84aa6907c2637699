#include <fmt/format.h>

#include "figure/views/size_parts.h"

namespace seglab::figure {

using core::AxisSizes;
using core::Operation;
using core::Pair;
using core::Quantity;

namespace size_panel {

namespace {

core::Matrix resizedTo(const core::Matrix& m, int rows, int columns) {
    core::Matrix out(rows, columns);
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) out(r, c) = m(r % m.rows, c % m.columns);
    return out;
}

std::string listed(const std::vector<int>& values) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i)
        text += fmt::format("{}[n|{}]", i == 0 ? "" : i + 1 == values.size() ? " and " : ", ", values[i]);
    return text;
}

/// "for which stride is H_out = 4?", with the target to change.
void addQuestion(Column& column, const SizePanel& panel, Quantity unknown, int axis) {
    const int target = targetOf(panel, axis);
    column.paragraph(fmt::format("For which {} does the [output|output] have [n|{}] {}?",
                                 inRole(unknown, letterOf(unknown).word), target, cellsWord(panel, axis)));
    column.space(0.35f);
    auto chip = [&](const char* sign, const char* name, int value) {
        Pair pair = panel.target;
        pair[axis] = value;
        if (axesAlike(panel)) pair = {value, value};
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

}  // namespace

void addSolutions(Column& column, const SizePanel& panel, Quantity unknown, int axis) {
    if (sizeCovered(column.view(), panel, axis)) return;
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
        region.sentence = fmt::format("{} {} gives {} cells; click to apply it.", letterOf(unknown).word, value,
                                      targetOf(panel, axis));
        region.action = panelAction(panel, unknown, axis, value);
        chips.push_back({fmt::format("[n|{}]", value), region, value == valueOf(sizes, unknown)});
    }
    column.chips(fmt::format("{} =", inRole(unknown, letterOf(unknown).word)), std::move(chips));
    column.space(0.3f);
    column.paragraph(fmt::format("All solutions from {} to {}; click one to apply it.", range.low, range.high),
                     column.muted());
}

/// Which inputs of the forward convolution lead to this input, and what output padding has to do with it.
void addForward(Column& column, const SizePanel& panel, int axis) {
    const AxisSizes sizes = sizesOf(panel, axis);
    const std::vector<int> inputs = core::inputsMappedTo(sizes, sizes.input);
    const std::string op = inRole(Quantity::OutputPadding, "output padding");
    if (sizeCovered(column.view(), panel, axis)) return;
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

void addMappedInputs(Column& column, const SizePanel& panel, int axis) {
    if (sizeCovered(column.view(), panel, axis)) return;
    const int output = outputOf(panel, axis);
    const std::vector<int> inputs = core::inputsMappedTo(sizesOf(panel, axis), output);
    if (inputs.size() < 2) return;
    column.space(0.6f);
    column.paragraph(
        fmt::format("[input|Inputs] of {} {} {} give [n|{}]: the floor leaves over what no whole {} fits "
                    "into.",
                    listed(inputs), cellsWord(panel, axis), inputs.size() == 2 ? "both" : "all", output,
                    inRole(Quantity::Stride, "stride")));
}

}  // namespace size_panel

std::vector<int> panelSolutions(const SizePanel& panel, Quantity unknown, int axis) {
    using namespace size_panel;
    const AxisSizes sizes = sizesOf(panel, axis);
    std::vector<int> out;
    for (int value : core::solve(panel.operation, unknown, sizes, targetOf(panel, axis))) {
        // The lab keeps padding within the kernel's reach; a kernel for which it is not would change padding too.
        const AxisSizes trial = with(sizes, unknown, value);
        if (panel.operation != Operation::TransposedConvolution ||
            trial.padding <= core::solverRange(Quantity::Padding, trial).high)
            out.push_back(value);
    }
    return out;
}

Action panelAction(const SizePanel& panel, Quantity unknown, int axis, int value) {
    using namespace size_panel;
    if (unknown == Quantity::Input && panel.input.rows == 0) return {};
    const bool both = panel.dims == 2 && axesAlike(panel);
    if (unknown == Quantity::Kernel && panel.kernel.rows == 0) {
        Pair window = panel.window;
        window[axis] = value;
        return set("window", core::toText(core::Value(both ? Pair{value, value} : window)));
    }
    if (unknown == Quantity::Input || unknown == Quantity::Kernel) {
        const core::Matrix& now = unknown == Quantity::Input ? panel.input : panel.kernel;
        core::Matrix next =
            size_panel::resizedTo(now, both || axis == 0 ? value : now.rows, both || axis == 1 ? value : now.columns);
        return set(letterOf(unknown).key, core::toText(core::Value(next)));
    }
    const core::TransposedSettings& s = panel.settings;
    Pair pair = unknown == Quantity::Stride     ? s.stride
                : unknown == Quantity::Padding  ? s.padding
                : unknown == Quantity::Dilation ? s.dilation
                                                : s.outputPadding;
    pair[axis] = value;
    if (both) pair = {value, value};
    return set(letterOf(unknown).key, core::toText(core::Value(pair)));
}

}  // namespace seglab::figure
