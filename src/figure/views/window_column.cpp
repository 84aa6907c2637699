#include "figure/views/window_column.h"

#include <fmt/format.h>

#include "figure/views/code_twin.h"

namespace seglab::figure {

namespace {

using core::Pair;
using core::WindowOperation;

const CodeRoles kRoles = {{"x", Role::Input},          {"w", Role::Kernel},      {"kernel_size", Role::Kernel},
                          {"y", Role::Output},         {"stride", Role::Stride}, {"padding", Role::Padding},
                          {"dilation", Role::Dilation}};

std::string pairText(Pair pair) {
    return pair.height == pair.width ? std::to_string(pair.width) : fmt::format("({}, {})", pair.height, pair.width);
}

std::string convolutionCall(const core::WindowSettings& s, bool bias) {
    const bool padded = s.padding.height || s.padding.width, zeros = s.mode == core::PaddingMode::Zeros;
    std::string text;
    if (padded && !zeros)
        text = fmt::format("x = F.pad(x, ({0}, {0}, {1}, {1}), mode=\"{2}\")\n", s.padding.width, s.padding.height,
                           s.mode == core::PaddingMode::Reflect ? "reflect" : "replicate");
    text += fmt::format("y = F.conv2d(x, w, {}, stride={}", bias ? "b" : "None", pairText(s.stride));
    if (padded && zeros) text += ", padding=" + pairText(s.padding);
    if (s.dilation != Pair{1, 1}) text += ", dilation=" + pairText(s.dilation);
    text += ")\n";
    return s.relu ? text + "y = F.relu(y)\n" : text;
}

std::string callOf(const core::WindowTrace& trace) {
    const core::WindowSettings& s = trace.settings();
    if (!trace.pooling()) {
        bool bias = false;
        for (double b : trace.operands().bias) bias = bias || b != 0;
        return convolutionCall(s, bias);
    }
    const bool largest = s.operation == WindowOperation::MaxPooling;
    std::string text = fmt::format("F.{}(x, kernel_size={}, stride={}", largest ? "max_pool2d" : "avg_pool2d",
                                   pairText(s.window), pairText(s.stride));
    if (s.padding != Pair{0, 0}) text += ", padding=" + pairText(s.padding);
    if (s.dilation != Pair{1, 1}) text += ", dilation=" + pairText(s.dilation);
    return largest ? "y, positions = " + text + ", return_indices=True)\n" : "y = " + text + ")\n";
}

}  // namespace

Figure windowColumn(const WindowScene& scene, SizePanel state) {
    const core::WindowSettings& s = scene.trace.settings();
    state.operation = scene.pooling() ? core::Operation::MaxPooling : core::Operation::Convolution;
    state.input = scene.trace.operands().input[0];
    if (scene.pooling())
        state.window = scene.trace.kernelSize();
    else
        state.kernel = scene.trace.operands().filters[0][0];
    state.settings = {.stride = s.stride, .padding = s.padding, .dilation = s.dilation};
    Column column(scene.view);
    column.space(1.25f);
    addSizePanel(column, state);
    const CodeBlock call{.name = "PyTorch", .text = callOf(scene.trace), .roles = kRoles};
    column.heading("PyTorch", {copyChip(call)});
    addCode(column, call);
    return column.finish();
}

}  // namespace seglab::figure
