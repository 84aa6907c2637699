#include "core/operators.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/convolution_call.h"
#include "core/planes.h"

// N batch, C channels of the input, O of the output, H rows, W columns; [N,C,H,W] is row-major, W fastest.
namespace seglab::core {

namespace {

template <class T>
struct Operands {
    const T* input;
    const T* weight;
    const Tensor<T>* bias;
};

// Sum over channels c of the group and kernel cells (i,j): input(c, y·s + i·d − p, x·s + j·d − p) · weight(o,c,i,j).
// Cross-correlation: the kernel is not flipped.
template <class T>
void gather(const ConvolutionCall& call, const Operands<T>& operands, Tensor<T>& output) {
    const Planes<const T> input(operands.input, call.input), weight(operands.weight, call.weight);
    const std::vector<int> rows = sources(call, 0), columns = sources(call, 1);
    const std::int64_t groupInputs = weight.channels, groupOutputs = weight.batch / call.settings.groups;
    const int kernelRows = int(weight.rows), kernelColumns = int(weight.columns);

    const auto cell = [&](std::int64_t n, std::int64_t o, const int* rowSources, const int* columnSources) {
        T sum = operands.bias ? operands.bias->values[std::size_t(o)] : T(0);
        for (std::int64_t c = 0; c < groupInputs; ++c)
            for (int i = 0; i < kernelRows; ++i) {
                if (rowSources[i] < 0) continue;
                const T* inputRow = input.row(n, o / groupOutputs * groupInputs + c, rowSources[i]);
                const T* weightRow = weight.row(o, c, i);
                for (int j = 0; j < kernelColumns; ++j)
                    if (columnSources[j] >= 0) sum += inputRow[columnSources[j]] * weightRow[j];
            }
        return sum;
    };
    T* next = output.values.data();
    for (std::int64_t n = 0; n < output.size(0); ++n)
        for (std::int64_t o = 0; o < output.size(1); ++o)
            for (std::int64_t y = 0; y < output.size(2); ++y)
                for (std::int64_t x = 0; x < output.size(3); ++x)
                    *next++ = cell(n, o, rows.data() + y * kernelRows, columns.data() + x * kernelColumns);
}

// Stamp the kernel once per input cell, weighted by it; where stamps overlap, they add. Padding crops the canvas.
template <class T>
void scatter(const ConvolutionCall& call, const Operands<T>& operands, Tensor<T>& output) {
    const Planes<const T> input(operands.input, call.input), weight(operands.weight, call.weight);
    const Planes<T> canvas(output.values.data(), output.shape);
    const ConvolutionSettings& s = call.settings;
    const std::int64_t groupInputs = input.channels / s.groups, groupOutputs = weight.channels;

    for (std::int64_t n = 0; operands.bias && n < canvas.batch; ++n)
        for (std::int64_t o = 0; o < canvas.channels; ++o)
            std::fill_n(canvas.row(n, o, 0), canvas.rows * canvas.columns, operands.bias->values[std::size_t(o)]);

    const auto stampRow = [&](T value, const T* weightRow, T* canvasRow, std::int64_t left) {
        for (std::int64_t j = 0; j < weight.columns; ++j) {
            const std::int64_t x = left + j * s.dilation.width;
            if (x >= 0 && x < canvas.columns) canvasRow[x] += value * weightRow[j];
        }
    };
    const auto stamp = [&](std::int64_t n, std::int64_t c, std::int64_t o, std::int64_t y, std::int64_t x) {
        const T value = input.row(n, c, y)[x];
        for (std::int64_t i = 0; i < weight.rows; ++i) {
            const std::int64_t row = y * s.stride.height - s.padding.height + i * s.dilation.height;
            if (row < 0 || row >= canvas.rows) continue;
            T* canvasRow = canvas.row(n, c / groupInputs * groupOutputs + o, row);
            stampRow(value, weight.row(c, o, i), canvasRow, x * s.stride.width - s.padding.width);
        }
    };
    for (std::int64_t n = 0; n < input.batch; ++n)
        for (std::int64_t c = 0; c < input.channels; ++c)
            for (std::int64_t o = 0; o < groupOutputs; ++o)
                for (std::int64_t y = 0; y < input.rows; ++y)
                    for (std::int64_t x = 0; x < input.columns; ++x) stamp(n, c, o, y, x);
}

// One row instead of an axis, and settings that leave it alone.
ConvolutionSettings widthOnly(ConvolutionSettings settings) {
    settings.stride.height = settings.dilation.height = 1;
    settings.padding.height = settings.outputPadding.height = 0;
    return settings;
}

template <class T>
Tensor<T> run(Operation operation, int axes, const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
              const ConvolutionSettings& settings) {
    if (weight.shape.size() != std::size_t(axes) + 2)
        throw Error(Kind::BadInput,
                    fmt::format("a weight of rank {} where {} is needed: {}", weight.shape.size(), axes + 2,
                                toString(weight.shape)),
                    axes == 2 ? "weights are 4-dimensional here" : "weights are 3-dimensional here");
    const ConvolutionCall call{.operation = operation,
                               .input = asPlanes(input.shape, axes),
                               .weight = asPlanes(weight.shape, axes),
                               .settings = axes == 1 ? widthOnly(settings) : settings};
    check(call, bias ? &bias->shape : nullptr);

    Tensor<T> output = allocate<T>(call.output());
    const Operands<T> operands{input.values.data(), weight.values.data(), bias};
    if (call.transposed())
        scatter(call, operands, output);
    else
        gather(call, operands, output);
    output.shape = fromPlanes(output.shape, axes, input.shape.size());
    return output;
}

}  // namespace

template <class T>
Tensor<T> conv2d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                 const ConvolutionSettings& settings) {
    return run(Operation::Convolution, 2, input, weight, bias, settings);
}

template <class T>
Tensor<T> convTranspose2d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                          const ConvolutionSettings& settings) {
    return run(Operation::TransposedConvolution, 2, input, weight, bias, settings);
}

template <class T>
Tensor<T> conv1d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                 const ConvolutionSettings& settings) {
    return run(Operation::Convolution, 1, input, weight, bias, settings);
}

template <class T>
Tensor<T> convTranspose1d(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>* bias,
                          const ConvolutionSettings& settings) {
    return run(Operation::TransposedConvolution, 1, input, weight, bias, settings);
}

#define SEGLAB_INSTANTIATE(NAME, T) \
    template Tensor<T> NAME(const Tensor<T>&, const Tensor<T>&, const Tensor<T>*, const ConvolutionSettings&);
SEGLAB_INSTANTIATE(conv2d, float)
SEGLAB_INSTANTIATE(conv2d, double)
SEGLAB_INSTANTIATE(convTranspose2d, float)
SEGLAB_INSTANTIATE(convTranspose2d, double)
SEGLAB_INSTANTIATE(conv1d, float)
SEGLAB_INSTANTIATE(conv1d, double)
SEGLAB_INSTANTIATE(convTranspose1d, float)
SEGLAB_INSTANTIATE(convTranspose1d, double)
#undef SEGLAB_INSTANTIATE

}  // namespace seglab::core
