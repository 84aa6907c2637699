#include "nn/fast_operators.h"

#include "core/convolution_call.h"
#include "core/limits.h"
#include "core/planes.h"
#include "nn/engine.h"

namespace seglab::nn {

namespace {

using core::Tensor;

Tensor<float> reference(core::Operation operation, int axes, const Tensor<float>& input, const Tensor<float>& weight,
                        const Tensor<float>* bias, const core::ConvolutionSettings& settings) {
    if (operation == core::Operation::TransposedConvolution)
        return axes == 1 ? core::convTranspose1d(input, weight, bias, settings)
                         : core::convTranspose2d(input, weight, bias, settings);
    return axes == 1 ? core::conv1d(input, weight, bias, settings) : core::conv2d(input, weight, bias, settings);
}

// The call's operator as a network of one node, "op".
Network networkOf(const core::ConvolutionCall& call, bool bias) {
    const core::ConvolutionSettings& s = call.settings;
    const NodeSettings settings{.kernel = {int(call.weight[2]), int(call.weight[3])},
                                .stride = s.stride,
                                .padding = s.padding,
                                .dilation = s.dilation,
                                .outputPadding = s.outputPadding,
                                .groups = s.groups,
                                .bias = bias};
    NetworkBuilder builder("op", "one operator", int(call.input[1]));
    if (call.transposed())
        builder.transposedConvolution("op", builder.input(), int(call.outputChannels()), settings);
    else
        builder.convolution("op", builder.input(), int(call.outputChannels()), settings);
    return std::move(builder).build();
}

// The engine has zeros around its pictures as wide as a kernel looks beyond them, and a pass for each cell of a stride.
bool suitsEngine(const core::ConvolutionCall& call) {
    constexpr std::int64_t kMost = 256;
    for (const int axis : {0, 1}) {
        const core::AxisSizes s = call.sizes(axis);
        if (s.input > core::limits::kPictureSide || s.stride > kMost || s.padding > kMost ||
            std::int64_t(s.kernel - 1) * s.dilation > kMost)
            return false;
    }
    return true;
}

}  // namespace

Tensor<float> fastConvolution(core::Operation operation, int axes, const Tensor<float>& input,
                              const Tensor<float>& weight, const Tensor<float>* bias,
                              const core::ConvolutionSettings& settings) {
    const bool fits = weight.shape.size() == std::size_t(axes) + 2;
    if (!fits || settings.paddingMode != core::PaddingMode::Zeros || input.values.empty())
        return reference(operation, axes, input, weight, bias, settings);
    core::ConvolutionCall call{.operation = operation,
                               .input = core::asPlanes(input.shape, axes),
                               .weight = core::asPlanes(weight.shape, axes),
                               .settings = settings};
    if (axes == 1) {
        call.settings.stride.height = call.settings.dilation.height = 1;
        call.settings.padding.height = call.settings.outputPadding.height = 0;
    }
    core::check(call, bias ? &bias->shape : nullptr);
    core::checkAllocation(call.output(), sizeof(float));
    if (!suitsEngine(call)) return reference(operation, axes, input, weight, bias, settings);
    Weights weights;
    weights.tensors["op.weight"] = {call.weight, weight.values};
    if (bias) weights.tensors["op.bias"] = *bias;
    Engine engine(networkOf(call, bias != nullptr), std::move(weights));
    Tensor<float> output = engine.forward({call.input, input.values});
    output.shape = core::fromPlanes(output.shape, axes, input.shape.size());
    return output;
}

}  // namespace seglab::nn
