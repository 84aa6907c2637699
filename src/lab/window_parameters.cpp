#include "lab/window_parameters.h"

#include <algorithm>

#include "figure/views/window_scene.h"

namespace seglab::lab {

namespace {

using core::Limits;
using core::Matrix;
using core::Pair;
using core::Type;
using core::WindowOperation;
using Table = const core::ParameterTable&;

constexpr int kMostChannels = 3, kMostFilters = 3;

bool convolves(Table t) {
    return t.text("operation") == "convolution";
}

bool reflects(Table t) {
    return convolves(t) && t.text("padding_mode") == "reflect";
}

int windowSide(Table t, int axis) {
    const Matrix& kernel = t.matrix("kernel");
    return convolves(t) ? (axis == 0 ? kernel.rows : kernel.columns) : t.pair("window")[axis];
}

int inputSide(Table t, int axis) {
    const Matrix& input = t.matrix("input");
    return axis == 0 ? input.rows : input.columns;
}

Limits perAxis(Table t, int (*least)(Table, int), int (*most)(Table, int)) {
    return {{double(least(t, 0)), double(least(t, 1))}, {double(most(t, 0)), double(most(t, 1))}};
}

/// Reflection has only the input's own cells to give.
int mostWindow(Table t, int axis) {
    return reflects(t) ? std::min(7, 3 * inputSide(t, axis) - 2) : 7;
}

int leastPadding(Table t, int axis) {
    return std::max(0, (windowSide(t, axis) - inputSide(t, axis) + 1) / 2);
}

int mostPadding(Table t, int axis) {
    if (!convolves(t)) return windowSide(t, axis) / 2;
    return reflects(t) ? std::min(6, inputSide(t, axis) - 1) : 6;
}

int mostDilation(Table t, int axis) {
    const int side = windowSide(t, axis), room = inputSide(t, axis) + 2 * t.pair("padding")[axis];
    return side < 2 ? 4 : std::clamp((room - 1) / (side - 1), 1, 4);
}

int one(Table, int) {
    return 1;
}

/// As large as the first of its kind, once it counts.
Limits sameAs(Table t, const char* name, bool counts, int side) {
    const Matrix& first = t.matrix(name);
    if (!counts) return Limits::between(1, side);
    return {{double(first.rows), double(first.columns)}, {double(first.rows), double(first.columns)}};
}

const Matrix kLectureInput(4, 4, {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8});

/// Further channels start as something else than the first.
Matrix otherChannel(int channel) {
    Matrix m = kLectureInput;
    for (std::size_t i = 0; i < m.values.size(); ++i) m.values[i] = double(int(i * std::size_t(3 + channel)) % 7 - 2);
    return m;
}

Matrix otherKernel(int filter, int channel) {
    Matrix m(3, 3);
    for (int i = 0; i < 9; ++i) m.values[std::size_t(i)] = (i * (2 * filter + channel + 1) + filter) % 5 - 2;
    return m;
}

void addOperands(core::ParameterList& list) {
    for (int c = 1; c < kMostChannels; ++c)
        list.push_back({.name = figure::channelStem("input", c),
                        .label = "Input, channel " + std::to_string(c + 1),
                        .group = "Operation",
                        .type = Type::Matrix,
                        .fallback = otherChannel(c),
                        .help = "As large as the first channel",
                        .limits = Limits::between(1, 12),
                        .dependentLimits = [c](Table t) { return sameAs(t, "input", t.integer("channels") > c, 12); },
                        .relevant = [c](Table t) { return t.integer("channels") > c; }});
    for (int f = 0; f < kMostFilters; ++f)
        for (int c = 0; c < kMostChannels; ++c) {
            if (f == 0 && c == 0) continue;
            const auto counts = [f, c](Table t) {
                return convolves(t) && t.integer("filters") > f && t.integer("channels") > c;
            };
            list.push_back({.name = figure::kernelStem(f, c),
                            .label = "Filter " + std::to_string(f + 1) + ", channel " + std::to_string(c + 1),
                            .group = "Operation",
                            .type = Type::Matrix,
                            .fallback = otherKernel(f, c),
                            .help = "As large as the first kernel",
                            .limits = Limits::between(1, 7),
                            .dependentLimits = [counts](Table t) { return sameAs(t, "kernel", counts(t), 7); },
                            .relevant = counts});
        }
}

/// Without the further channels and filters; `relevant` as if all that counted were the operation.
core::ParameterList parameters() {
    return {
        {.name = "operation",
         .label = "Kind",
         .group = "Operation",
         .type = Type::Choice,
         .fallback = std::string("convolution"),
         .help = "What a window makes of its cells",
         .choices = {"convolution", "max-pooling", "average-pooling"}},
        {.name = "input",
         .label = "Input",
         .group = "Operation",
         .type = Type::Matrix,
         .fallback = kLectureInput,
         .help = "What the window reads, 1 to 12 a side",
         .limits = Limits::between(1, 12)},
        {.name = "kernel",
         .label = "Kernel",
         .group = "Operation",
         .type = Type::Matrix,
         .fallback = Matrix(3, 3, {1, 0, -1, 2, 0, -2, 1, 0, -1}),
         .help = "The weights of the window's cells, 1 to 7 a side",
         .limits = Limits::between(1, 7),
         .dependentLimits = [](Table t) { return convolves(t) ? perAxis(t, one, mostWindow) : Limits::between(1, 7); },
         .relevant = convolves},
        cellPair({.name = "window",
                  .label = "Window",
                  .fallback = 2,
                  .help = "Of the pooling",
                  .limits = Limits::between(1, 7),
                  .relevant = [](Table t) { return !convolves(t); }}),
        cellPair(
            {.name = "stride",
             .label = "Stride",
             .fallback = 2,
             .help =
                 "Distance between neighbouring windows in the input; a photograph takes the larger one, at least 2",
             .limits = Limits::between(1, 4)}),
        cellPair({.name = "padding",
                  .label = "Padding",
                  .fallback = 0,
                  .help = "Added to the input on every side",
                  .limits = Limits::between(0, 6),
                  .dependentLimits = [](Table t) { return perAxis(t, leastPadding, mostPadding); }}),
        {.name = "padding_mode",
         .label = "Padding mode",
         .group = "Operation",
         .type = Type::Choice,
         .fallback = std::string("zeros"),
         .help = "What stands in the border: zeros, the input reflected at its edge, or the edge repeated",
         .choices = {"zeros", "reflect", "replicate"},
         .relevant = convolves},
        cellPair({.name = "dilation",
                  .label = "Dilation",
                  .fallback = 1,
                  .help = "Distance between neighbouring cells of a window; average pooling has none",
                  .limits = Limits::between(1, 4),
                  .dependentLimits = [](Table t) { return perAxis(t, one, mostDilation); },
                  .relevant = [](Table t) { return t.text("operation") != "average-pooling"; }}),
        {.name = "channels",
         .label = "Channels",
         .group = "Operation",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Of the input",
         .limits = Limits::between(1, kMostChannels)},
        {.name = "filters",
         .label = "Filters",
         .group = "Operation",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Each makes an output map of its own",
         .limits = Limits::between(1, kMostFilters),
         .relevant = convolves},
        {.name = "bias",
         .label = "Bias",
         .group = "Operation",
         .type = Type::Matrix,
         .fallback = Matrix(1, 1, 0.0),
         .help = "Added once to every output cell: a number for each filter",
         .limits = Limits{{1, 1}, {1, kMostFilters}},
         .dependentLimits =
             [](Table t) {
                 return Limits{{1, double(t.integer("filters"))}, {1, double(t.integer("filters"))}};
             },
         .relevant = convolves},
        {.name = "relu",
         .label = "ReLU",
         .group = "Operation",
         .type = Type::Boolean,
         .fallback = false,
         .help = "Makes what is below zero zero",
         .relevant = convolves},
    };
}

}  // namespace

core::Parameter cellPair(const CellPair& pair) {
    return {.name = pair.name,
            .label = pair.label,
            .group = "Operation",
            .type = Type::Pair,
            .fallback = Pair{pair.fallback, pair.fallback},
            .unit = "cells",
            .help = pair.help,
            .limits = pair.limits,
            .dependentLimits = pair.dependentLimits,
            .relevant = pair.relevant};
}

core::ParameterList windowParameters(const WindowParameterUse& use) {
    core::ParameterList list = parameters();
    addOperands(list);
    for (core::Parameter& parameter : list) {
        const bool elsewhere = parameter.name == "kernel" || parameter.name == "stride";
        const auto own = parameter.relevant;
        parameter.relevant = [use, elsewhere, own](Table t) {
            return (elsewhere && use.operands(t)) || (use.cells(t) && (!own || own(t)));
        };
        // Where no cells are shown, nothing depends on what does not count.
        if (parameter.dependentLimits)
            parameter.dependentLimits = [use, dependent = parameter.dependentLimits, outer = parameter.limits](
                                            Table t) { return use.cells(t) ? dependent(t) : outer; };
    }
    return list;
}

core::WindowTrace windowTrace(Table t) {
    core::WindowOperands operands;
    const int channels = t.integer("channels"), filters = t.integer("filters");
    for (int c = 0; c < channels; ++c) operands.input.push_back(t.matrix(figure::channelStem("input", c)));
    core::WindowSettings settings{.window = t.pair("window"), .stride = t.pair("stride"), .padding = t.pair("padding")};
    if (!convolves(t)) {
        const bool largest = t.text("operation") == "max-pooling";
        settings.operation = largest ? WindowOperation::MaxPooling : WindowOperation::AveragePooling;
        if (largest) settings.dilation = t.pair("dilation");
        return {operands, settings};
    }
    for (int f = 0; f < filters; ++f) {
        operands.filters.emplace_back();
        for (int c = 0; c < channels; ++c) operands.filters.back().push_back(t.matrix(figure::kernelStem(f, c)));
        operands.bias.push_back(t.matrix("bias")(0, f));
    }
    const std::string& mode = t.text("padding_mode");
    settings.dilation = t.pair("dilation");
    settings.mode = mode == "reflect"     ? core::PaddingMode::Reflect
                    : mode == "replicate" ? core::PaddingMode::Replicate
                                          : core::PaddingMode::Zeros;
    settings.relu = t.boolean("relu");
    return {operands, settings};
}

}  // namespace seglab::lab
