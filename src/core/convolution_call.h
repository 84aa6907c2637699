#pragma once

#include <vector>

#include "core/operators.h"
#include "core/sizes.h"

// What a convolution and its transpose share, forwards and backwards: the shapes of a call and what is wrong with it.
namespace seglab::core {

/// Everything about a call but its numbers, as 2-D: a 1-D call has one row.
struct ConvolutionCall {
    Operation operation = Operation::Convolution;
    Shape input;   ///< [N,C,H,W]
    Shape weight;  ///< [O,C/groups,kH,kW], transposed [C,O/groups,kH,kW]
    ConvolutionSettings settings;

    bool transposed() const { return operation == Operation::TransposedConvolution; }
    std::int64_t outputChannels() const { return transposed() ? weight[1] * settings.groups : weight[0]; }
    Shape output() const { return {input[0], outputChannels(), extent(0), extent(1)}; }
    int extent(int axis) const { return outputSize(operation, sizes(axis)); }
    AxisSizes sizes(int axis) const {
        return {.input = int(input[std::size_t(2 + axis)]),
                .kernel = int(weight[std::size_t(2 + axis)]),
                .stride = settings.stride[axis],
                .padding = settings.padding[axis],
                .dilation = settings.dilation[axis],
                .outputPadding = settings.outputPadding[axis]};
    }
};

/// Throws BadInput where shapes or settings do not fit; `bias` is a shape or null.
void check(const ConvolutionCall& call, const Shape* bias);

/// Convolution: for every output cell of an axis and every kernel cell the input cell that it reads, or -1 for a zero
/// of the padding. [output, kernel]
std::vector<int> sources(const ConvolutionCall& call, int axis);

}  // namespace seglab::core
