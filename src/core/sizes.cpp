#include "core/sizes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace seglab::core {

namespace {

using Wide = std::int64_t;  // no legal int overflows these formulas

Wide reach(const AxisSizes& axis) {
    return Wide(axis.dilation) * (axis.kernel - 1) + 1;
}

Wide exactOutput(Operation operation, const AxisSizes& axis) {
    if (operation == Operation::TransposedConvolution)
        return (Wide(axis.input) - 1) * axis.stride - 2 * Wide(axis.padding) + reach(axis) + axis.outputPadding;
    // Floor: with a stride above 1 the last cells may never be read.
    const Wide travel = axis.input + 2 * Wide(axis.padding) - reach(axis);
    return travel < 0 ? -((-travel + axis.stride - 1) / axis.stride) + 1 : travel / axis.stride + 1;
}

int saturated(Wide value) {
    using Limits = std::numeric_limits<int>;
    return int(std::clamp<Wide>(value, Limits::min(), Limits::max()));
}

int& reference(AxisSizes& axis, Quantity quantity) {
    switch (quantity) {
        case Quantity::Input:
            return axis.input;
        case Quantity::Kernel:
            return axis.kernel;
        case Quantity::Stride:
            return axis.stride;
        case Quantity::Padding:
            return axis.padding;
        case Quantity::Dilation:
            return axis.dilation;
        case Quantity::OutputPadding:
            break;
    }
    return axis.outputPadding;
}

// What no operation takes.
std::string nonsense(const AxisSizes& axis) {
    for (Quantity quantity : {Quantity::Input, Quantity::Kernel, Quantity::Stride, Quantity::Dilation}) {
        AxisSizes copy = axis;
        if (const int value = reference(copy, quantity); value < 1)
            return fmt::format("{} {} must be at least 1", toString(quantity), value);
    }
    if (axis.padding < 0) return fmt::format("padding {} must not be negative", axis.padding);
    if (axis.outputPadding < 0) return fmt::format("output padding {} must not be negative", axis.outputPadding);
    return {};
}

}  // namespace

std::string_view toString(Quantity quantity) {
    switch (quantity) {
        case Quantity::Input:
            return "input";
        case Quantity::Kernel:
            return "kernel";
        case Quantity::Stride:
            return "stride";
        case Quantity::Padding:
            return "padding";
        case Quantity::Dilation:
            return "dilation";
        case Quantity::OutputPadding:
            return "output_padding";
    }
    return "";
}

int outputSize(Operation operation, const AxisSizes& axis) {
    return saturated(exactOutput(operation, axis));
}

std::string objection(Operation operation, const AxisSizes& axis) {
    if (const std::string text = nonsense(axis); !text.empty()) return text;
    const bool transposed = operation == Operation::TransposedConvolution;
    if (!transposed && axis.outputPadding != 0) return "only a transposed convolution has output padding";
    if (transposed && axis.outputPadding >= std::max(axis.stride, axis.dilation))
        return fmt::format("output padding {} must be smaller than stride {} or dilation {}", axis.outputPadding,
                           axis.stride, axis.dilation);
    if (operation == Operation::MaxPooling && axis.padding > axis.kernel / 2)
        return fmt::format("padding {} must be at most half of kernel {}", axis.padding, axis.kernel);

    const Wide output = exactOutput(operation, axis);
    if (output > std::numeric_limits<int>::max()) return fmt::format("an output of {} cells is too large", output);
    if (output >= 1) return {};
    if (transposed)
        return fmt::format("padding {} crops all of the {} cells", axis.padding, output + 2 * Wide(axis.padding));
    return fmt::format("kernel {} with dilation {} reaches over {} cells and does not fit into {} + 2·{} cells",
                       axis.kernel, axis.dilation, reach(axis), axis.input, axis.padding);
}

int canvasSize(const AxisSizes& axis) {
    return saturated((Wide(axis.input) - 1) * axis.stride + reach(axis));
}

Range solverRange(Quantity quantity, const AxisSizes& axis) {
    constexpr Wide kFarthest = 1 << 20;  // no lab goes anywhere near; it bounds the search for absurd kernels
    switch (quantity) {
        case Quantity::Input:
            return {1, 12};
        case Quantity::Kernel:
            return {1, 7};
        case Quantity::Stride:
            return {1, 4};
        case Quantity::Padding:
            return {0, int(std::min(reach(axis) - 1, kFarthest))};
        case Quantity::Dilation:
            return {1, 4};
        case Quantity::OutputPadding:
            break;
    }
    return {0, int(std::min<Wide>(std::max(axis.stride, axis.dilation) - 1, kFarthest))};
}

std::vector<int> solve(Operation operation, Quantity unknown, const AxisSizes& axis, int output) {
    std::vector<int> solutions;
    AxisSizes trial = axis;
    const Range range = solverRange(unknown, axis);
    reference(trial, unknown) = range.low;
    if (!nonsense(trial).empty()) return {};
    for (int value = range.low; value <= range.high; ++value) {
        reference(trial, unknown) = value;
        if (outputSize(operation, trial) == output && objection(operation, trial).empty()) solutions.push_back(value);
    }
    return solutions;
}

std::vector<int> inputsMappedTo(const AxisSizes& axis, int output) {
    const Wide smallest = (Wide(output) - 1) * axis.stride + reach(axis) - 2 * Wide(axis.padding);
    std::vector<int> inputs;
    for (Wide input = std::max<Wide>(smallest, 1); input < smallest + axis.stride; ++input)
        inputs.push_back(saturated(input));
    return inputs;
}

}  // namespace seglab::core
