#include "core/convolution_call.h"

#include <fmt/format.h>

#include <limits>

#include "core/planes.h"

namespace seglab::core {

namespace {

[[noreturn]] void refuse(std::string what, std::string cure) {
    throw Error(Kind::BadInput, std::move(what), std::move(cure));
}

void checkChannels(const ConvolutionCall& call) {
    const int groups = call.settings.groups;
    if (groups < 1) refuse(fmt::format("groups {} must be at least 1", groups), "use 1 for an ordinary convolution");
    const std::int64_t channels = call.input[1], first = call.weight[0];
    if (channels % groups != 0 || (call.transposed() ? channels : first) % groups != 0)
        refuse(fmt::format("{} groups do not divide {} and {} channels", groups, channels, call.outputChannels()),
               "choose groups that divide the channels of input and output");
    const std::int64_t fitting = call.transposed() ? first : call.weight[1] * groups;
    if (channels != fitting)
        refuse(fmt::format("the weight {} takes {} input channels in {} groups, the input has {}",
                           toString(call.weight), fitting, groups, channels),
               call.transposed() ? "transposed weights are [in, out/groups, kernel]"
                                 : "weights are [out, in/groups, kernel]");
}

void checkAxis(const ConvolutionCall& call, int axis, const char* name) {
    const std::string problem = objection(call.operation, call.sizes(axis));
    if (!problem.empty()) refuse(fmt::format("{}: {}", name, problem), "change the setting on this axis");
    const std::int64_t size = call.input[std::size_t(2 + axis)];
    if (call.settings.paddingMode == PaddingMode::Reflect && call.settings.padding[axis] >= size)
        refuse(fmt::format("{}: reflected padding {} must be smaller than the input's {} cells", name,
                           call.settings.padding[axis], size),
               "lower padding or replicate instead");
}

// The cell of the input that stands at `position`, counted from the input's first cell; -1 for a zero of the padding.
std::int64_t source(std::int64_t position, std::int64_t size, PaddingMode mode) {
    if (position >= 0 && position < size) return position;
    if (mode == PaddingMode::Zeros) return -1;
    if (mode == PaddingMode::Replicate) return position < 0 ? 0 : size - 1;
    return position < 0 ? -position : 2 * (size - 1) - position;
}

}  // namespace

void check(const ConvolutionCall& call, const Shape* bias) {
    for (const Shape* shape : {&call.input, &call.weight})
        for (std::size_t axis = shape == &call.input ? 1 : 0; axis < 4; ++axis)
            if ((*shape)[axis] < 1 || (*shape)[axis] > std::numeric_limits<int>::max())
                refuse(fmt::format("the {} {} is empty or too large", shape == &call.input ? "input" : "weight",
                                   toString(*shape)),
                       "every axis but the batch needs at least one cell");
    checkChannels(call);
    if (bias && *bias != Shape{call.outputChannels()})
        refuse(fmt::format("a bias of {} does not fit {} output channels", toString(*bias), call.outputChannels()),
               "give one number for each output channel");
    if (call.transposed() && call.settings.paddingMode != PaddingMode::Zeros)
        refuse("a transposed convolution has no padding mode but zeros", "leave the padding mode out");
    checkAxis(call, 0, "height");
    checkAxis(call, 1, "width");
}

std::vector<int> sources(const ConvolutionCall& call, int axis) {
    const AxisSizes sizes = call.sizes(axis);
    checkAllocation({call.extent(axis), sizes.kernel}, sizeof(int));
    std::vector<int> table;
    for (std::int64_t out = 0; out < call.extent(axis); ++out)
        for (std::int64_t k = 0; k < sizes.kernel; ++k) {
            const std::int64_t position = out * sizes.stride + k * sizes.dilation - sizes.padding;
            table.push_back(int(source(position, sizes.input, call.settings.paddingMode)));
        }
    return table;
}

}  // namespace seglab::core
