#include "core/operators_backward.h"

#include "core/convolution_call.h"
#include "core/planes.h"

namespace seglab::core {

namespace {

// Both operators are sums of products: output(o) = Σ input(i) · weight(w). Each product is visited once with the flat
// positions of its three numbers, and gives its part of both gradients:
// input'(i) += weight(w) · output'(o), weight'(w) += input(i) · output'(o).
template <class T>
struct Gradients {
    const T *input, *weight, *outputGradient;
    ConvolutionGradients<T>& result;

    void product(std::int64_t i, std::int64_t w, std::int64_t o) const {
        result.input.values[std::size_t(i)] += weight[w] * outputGradient[o];
        result.weight.values[std::size_t(w)] += input[i] * outputGradient[o];
    }
};

// Channels of input and output that meet in one plane of the weight.
struct Channels {
    std::int64_t input, output, weightPlane;
};

std::vector<Channels> meetingChannels(const ConvolutionCall& call) {
    const std::int64_t groups = call.settings.groups;
    const std::int64_t inputs = call.input[1] / groups, outputs = call.outputChannels() / groups;
    std::vector<Channels> meetings;
    for (std::int64_t group = 0; group < groups; ++group)
        for (std::int64_t i = 0; i < inputs; ++i)
            for (std::int64_t o = 0; o < outputs; ++o) {
                const std::int64_t in = group * inputs + i, out = group * outputs + o;
                meetings.push_back({in, out, call.transposed() ? in * outputs + o : out * inputs + i});
            }
    return meetings;
}

// For every cell of the larger loop and every kernel cell: the cell of the other side, or -1. A transposed convolution
// stamps input cell y onto output cell y·s + k·d − p; a convolution reads input cell y·s + k·d − p for output cell y.
std::vector<int> partners(const ConvolutionCall& call, int axis) {
    if (!call.transposed()) return sources(call, axis);
    const AxisSizes sizes = call.sizes(axis);
    std::vector<int> table;
    for (int cell = 0; cell < sizes.input; ++cell)
        for (int k = 0; k < sizes.kernel; ++k) {
            const int position = cell * sizes.stride + k * sizes.dilation - sizes.padding;
            table.push_back(position >= 0 && position < call.extent(axis) ? position : -1);
        }
    return table;
}

template <class T>
void collect(const ConvolutionCall& call, const Shape& output, const Gradients<T>& gradients) {
    const std::vector<int> rows = partners(call, 0), columns = partners(call, 1);
    const std::int64_t kernelRows = call.weight[2], kernelColumns = call.weight[3];
    const Shape &from = call.transposed() ? call.input : output, &to = call.transposed() ? output : call.input;

    // One row of the kernel, at one row of each side; the three are the positions of the rows' first cells.
    const auto row = [&](std::int64_t fromRow, std::int64_t weightRow, std::int64_t toRow) {
        for (std::int64_t x = 0; x < from[3]; ++x)
            for (std::int64_t k = 0; k < kernelColumns; ++k) {
                const int partner = columns[std::size_t(x * kernelColumns + k)];
                if (partner < 0) continue;
                if (call.transposed())
                    gradients.product(fromRow + x, weightRow + k, toRow + partner);
                else
                    gradients.product(toRow + partner, weightRow + k, fromRow + x);
            }
    };
    for (std::int64_t n = 0; n < from[0]; ++n)
        for (const Channels& c : meetingChannels(call)) {
            const std::int64_t fromPlane = n * from[1] + (call.transposed() ? c.input : c.output);
            const std::int64_t toPlane = n * to[1] + (call.transposed() ? c.output : c.input);
            for (std::int64_t y = 0; y < from[2]; ++y)
                for (std::int64_t k = 0; k < kernelRows; ++k) {
                    const int partner = rows[std::size_t(y * kernelRows + k)];
                    if (partner < 0) continue;
                    row((fromPlane * from[2] + y) * from[3], (c.weightPlane * kernelRows + k) * kernelColumns,
                        (toPlane * to[2] + partner) * to[3]);
                }
        }
}

// Every output cell holds the bias of its channel once.
template <class T>
Tensor<T> biasGradient(const T* outputGradient, const Shape& output) {
    Tensor<T> bias({output[1]});
    const std::int64_t cells = output[2] * output[3];
    for (std::int64_t n = 0; n < output[0]; ++n)
        for (std::int64_t c = 0; c < output[1]; ++c)
            for (std::int64_t i = 0; i < cells; ++i)
                bias.values[std::size_t(c)] += outputGradient[(n * output[1] + c) * cells + i];
    return bias;
}

template <class T>
ConvolutionGradients<T> run(const ConvolutionCall& call, const Tensor<T>& input, const Tensor<T>& weight,
                            const Tensor<T>& outputGradient) {
    check(call, nullptr);
    const Shape output = call.output();
    checkGradient(asPlanes(outputGradient.shape, 2), output);
    ConvolutionGradients<T> result{Tensor<T>(input.shape), Tensor<T>(weight.shape),
                                   biasGradient(outputGradient.values.data(), output)};
    collect<T>(call, output, {input.values.data(), weight.values.data(), outputGradient.values.data(), result});
    return result;
}

}  // namespace

template <class T>
ConvolutionGradients<T> conv2dBackward(const Tensor<T>& input, const Tensor<T>& weight, const Tensor<T>& outputGradient,
                                       const ConvolutionSettings& settings) {
    return run({.operation = Operation::Convolution,
                .input = asPlanes(input.shape, 2),
                .weight = asPlanes(weight.shape, 2),
                .settings = settings},
               input, weight, outputGradient);
}

template <class T>
ConvolutionGradients<T> convTranspose2dBackward(const Tensor<T>& input, const Tensor<T>& weight,
                                                const Tensor<T>& outputGradient, const ConvolutionSettings& settings) {
    return run({.operation = Operation::TransposedConvolution,
                .input = asPlanes(input.shape, 2),
                .weight = asPlanes(weight.shape, 2),
                .settings = settings},
               input, weight, outputGradient);
}

#define SEGLAB_INSTANTIATE(NAME, T)                                                             \
    template ConvolutionGradients<T> NAME(const Tensor<T>&, const Tensor<T>&, const Tensor<T>&, \
                                          const ConvolutionSettings&);
SEGLAB_INSTANTIATE(conv2dBackward, float)
SEGLAB_INSTANTIATE(conv2dBackward, double)
SEGLAB_INSTANTIATE(convTranspose2dBackward, float)
SEGLAB_INSTANTIATE(convTranspose2dBackward, double)
#undef SEGLAB_INSTANTIATE

}  // namespace seglab::core
