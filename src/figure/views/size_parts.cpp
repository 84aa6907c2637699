#include "figure/views/size_parts.h"

#include <fmt/format.h>

namespace seglab::figure::size_panel {

using core::AxisSizes;
using core::Quantity;

const Letter& letterOf(Quantity quantity) {
    static constexpr Letter kLetters[] = {
        {"in", "input size", "input", Role::Input},    {"k", "kernel size", "kernel", Role::Kernel},
        {"s", "stride", "stride", Role::Stride},       {"p", "padding", "padding", Role::Padding},
        {"d", "dilation", "dilation", Role::Dilation}, {"op", "output padding", "output_padding", Role::OutputPadding}};
    return kLetters[int(quantity)];
}

std::string inRole(Quantity q, const std::string& text) {
    return fmt::format("[{}|{}]", letterOf(q).key, text);
}

AxisSizes sizesOf(const SizePanel& panel, int axis) {
    const core::TransposedSettings& s = panel.settings;
    return {.input = panel.input.rows == 0 ? panel.inputSize[axis]
                     : axis == 0           ? panel.input.rows
                                           : panel.input.columns,
            .kernel = panel.kernel.rows == 0 ? panel.window[axis]
                      : axis == 0            ? panel.kernel.rows
                                             : panel.kernel.columns,
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

bool axesAlike(const SizePanel& panel) {
    for (Quantity q : kQuantities)
        if (valueOf(sizesOf(panel, 0), q) != valueOf(sizesOf(panel, 1), q)) return false;
    return true;
}

int outputOf(const SizePanel& panel, int axis) {
    return core::outputSize(panel.operation, sizesOf(panel, axis));
}

int targetOf(const SizePanel& panel, int axis) {
    return panel.target[axis] > 0 ? panel.target[axis] : outputOf(panel, axis);
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

bool sizeCovered(const View& view, const SizePanel& panel, int axis) {
    Region size;
    size.name = panel.dims == 1 ? "size(width)" : fmt::format("size({})", axisName(axis));
    size.role = "size";
    return view.hides(size);
}

Action set(const char* parameter, std::string value) {
    return {.kind = Action::Kind::Set, .parameter = parameter, .value = std::move(value)};
}

}  // namespace seglab::figure::size_panel
