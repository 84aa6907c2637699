#include "lab/operator_table.h"

#include <fmt/format.h>

#include <cmath>

#include "core/activations.h"
#include "core/operators.h"
#include "core/pooling.h"
#include "core/resizing.h"
#include "lab/option_values.h"
#include "nn/fast_operators.h"

namespace seglab::lab {

namespace {

using core::ConvolutionSettings;
using core::PaddingMode;
using core::Pair;
using core::Tensor;

// A value of an option, or PyTorch's default. An operator of one axis takes one number.
Pair pairOr(const std::string& option, const std::string& text, Pair fallback, int axes = 2) {
    if (text.empty()) return fallback;
    const Pair pair = pairOption(option, text);
    if (axes == 1 && pair.height != pair.width)
        throw Error(Kind::BadInput, "two values for an operator of one axis", "give one number", option);
    return pair;
}

ConvolutionSettings convolutionSettings(const OperatorOptions& options, int axes) {
    ConvolutionSettings settings;
    settings.stride = pairOr("--stride", options.stride, {1, 1}, axes);
    settings.padding = pairOr("--padding", options.padding, {0, 0}, axes);
    settings.dilation = pairOr("--dilation", options.dilation, {1, 1}, axes);
    settings.outputPadding = pairOr("--output-padding", options.outputPadding, {0, 0}, axes);
    if (!options.groups.empty()) settings.groups = pairOption("--groups", options.groups).height;
    const std::string mode = choiceOption("--padding-mode", options.paddingMode.empty() ? "zeros" : options.paddingMode,
                                          {"zeros", "reflect", "replicate"});
    if (mode == "reflect") settings.paddingMode = PaddingMode::Reflect;
    if (mode == "replicate") settings.paddingMode = PaddingMode::Replicate;
    return settings;
}

// The weight has a kernel size of its own: --kernel may repeat it.
template <class T>
void checkKernel(const Tensor<T>& weight, const std::string& text, int axes) {
    if (text.empty() || weight.shape.size() < 2) return;
    const Pair kernel = pairOr("--kernel", text, {}, axes);
    const std::size_t rank = weight.shape.size();
    const bool fits = weight.shape[rank - 1] == kernel.width && (axes == 1 || weight.shape[rank - 2] == kernel.height);
    if (!fits)
        throw Error(Kind::BadInput, fmt::format("the weight {} has another kernel", core::toString(weight.shape)),
                    "leave it out: the weight decides", "--kernel");
}

template <class T>
using Convolution = Tensor<T> (*)(const Tensor<T>&, const Tensor<T>&, const Tensor<T>*, const ConvolutionSettings&);

// One of the four convolutions; `operation` says which kind it is.
template <class T, Convolution<T> convolution, core::Operation operation, int axes>
OperatorResult runConvolution(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    checkKernel(*arrays.weight, options.kernel, axes);
    const Tensor<T>* bias = arrays.bias ? &*arrays.bias : nullptr;
    if constexpr (std::is_same_v<T, float>) {
        if (options.engine == "fast")
            return {nn::fastConvolution(operation, axes, arrays.input, *arrays.weight, bias,
                                        convolutionSettings(options, axes)),
                    {}};
    }
    return {convolution(arrays.input, *arrays.weight, bias, convolutionSettings(options, axes)), {}};
}

template <class T>
OperatorResult runBedOfNails(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    return {core::bedOfNails(arrays.input, pairOption("--scale-factor", options.scaleFactor)), {}};
}

// PyTorch's default for the stride of a pooling is its kernel.
core::PoolingSettings poolingSettings(const OperatorOptions& options) {
    core::PoolingSettings settings;
    settings.kernel = pairOption("--kernel", options.kernel);
    settings.stride = pairOr("--stride", options.stride, settings.kernel);
    settings.padding = pairOr("--padding", options.padding, {0, 0});
    settings.dilation = pairOr("--dilation", options.dilation, {1, 1});
    return settings;
}

template <class T>
OperatorResult runMaxPool(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    core::MaxPooled<T> pooled = core::maxPool2d(arrays.input, poolingSettings(options));
    return {std::move(pooled.values), std::move(pooled.indices)};
}

template <class T>
OperatorResult runAvgPool(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    return {core::avgPool2d(arrays.input, poolingSettings(options)), {}};
}

// The size that --output-size names, held against the pooling where that is given; else the pooling's own.
Pair unpooledSize(const core::Shape& input, const OperatorOptions& options) {
    if (options.kernel.empty() && options.outputSize.empty())
        throw Error(Kind::Usage, "max_unpool2d needs --kernel or --output-size");
    if (options.kernel.empty()) return pairOption("--output-size", options.outputSize);
    const Pair pooled = core::planeSize(input);
    const core::PoolingSettings settings = poolingSettings(options);
    if (options.outputSize.empty()) return core::unpooledSize(pooled, settings);
    const Pair size = pairOption("--output-size", options.outputSize);
    core::checkUnpooledSize(pooled, settings, size);
    return size;
}

template <class T>
OperatorResult runMaxUnpool(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    return {core::maxUnpool2d(arrays.input, *arrays.indices, unpooledSize(arrays.input.shape, options)), {}};
}

core::ResizeTarget resizeTarget(const core::Shape& input, const OperatorOptions& options) {
    if (options.outputSize.empty() == options.scaleFactor.empty())
        throw Error(Kind::Usage, options.name + " needs either --scale-factor or --output-size");
    if (!options.outputSize.empty()) return core::ResizeTarget::of(pairOption("--output-size", options.outputSize));
    const auto [height, width] = numberPairOption("--scale-factor", options.scaleFactor);
    return core::ResizeTarget::byFactors(input, height, width);
}

template <class T>
OperatorResult runUpsampleNearest(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    return {core::upsampleNearestTo(arrays.input, resizeTarget(arrays.input.shape, options)), {}};
}

template <class T>
OperatorResult runUpsampleBilinear(const OperatorArrays<T>& arrays, const OperatorOptions& options) {
    const core::ResizeTarget target = resizeTarget(arrays.input.shape, options);
    return {core::upsampleBilinear(arrays.input, target, options.alignCorners), {}};
}

// relu, softmax, argmax.
template <class T, auto function>
OperatorResult runPlain(const OperatorArrays<T>& arrays, const OperatorOptions&) {
    return {function(arrays.input), {}};
}

}  // namespace

const std::vector<Operator>& operators() {
    using namespace core;
    constexpr Operation kForward = Operation::Convolution, kTransposed = Operation::TransposedConvolution;
    static const std::vector<std::string_view> convolution = {"--bias",     "--kernel", "--stride",      "--padding",
                                                              "--dilation", "--groups", "--padding-mode"};
    static const std::vector<std::string_view> transposed = {"--bias",     "--kernel", "--stride",        "--padding",
                                                             "--dilation", "--groups", "--output-padding"};
    static const std::vector<Operator> table = {
        {"conv1d",
         {"--weight"},
         convolution,
         runConvolution<float, conv1d, kForward, 1>,
         runConvolution<double, conv1d, kForward, 1>},
        {"conv2d",
         {"--weight"},
         convolution,
         runConvolution<float, conv2d, kForward, 2>,
         runConvolution<double, conv2d, kForward, 2>},
        {"conv_transpose1d",
         {"--weight"},
         transposed,
         runConvolution<float, convTranspose1d, kTransposed, 1>,
         runConvolution<double, convTranspose1d, kTransposed, 1>},
        {"conv_transpose2d",
         {"--weight"},
         transposed,
         runConvolution<float, convTranspose2d, kTransposed, 2>,
         runConvolution<double, convTranspose2d, kTransposed, 2>},
        {"max_pool2d",
         {"--kernel"},
         {"--stride", "--padding", "--dilation", "--indices-out"},
         runMaxPool<float>,
         runMaxPool<double>},
        {"avg_pool2d", {"--kernel"}, {"--stride", "--padding"}, runAvgPool<float>, runAvgPool<double>},
        {"max_unpool2d",
         {"--indices"},
         {"--kernel", "--stride", "--padding", "--output-size"},
         runMaxUnpool<float>,
         runMaxUnpool<double>},
        {"upsample_nearest",
         {},
         {"--scale-factor", "--output-size"},
         runUpsampleNearest<float>,
         runUpsampleNearest<double>},
        {"upsample_bilinear",
         {},
         {"--scale-factor", "--output-size", "--align-corners"},
         runUpsampleBilinear<float>,
         runUpsampleBilinear<double>},
        {"bed_of_nails", {"--scale-factor"}, {}, runBedOfNails<float>, runBedOfNails<double>},
        {"relu", {}, {}, runPlain<float, relu<float>>, runPlain<double, relu<double>>},
        {"softmax", {}, {}, runPlain<float, softmax<float>>, runPlain<double, softmax<double>>},
        {"argmax", {}, {}, runPlain<float, argmax<float>>, runPlain<double, argmax<double>>},
    };
    return table;
}

}  // namespace seglab::lab
