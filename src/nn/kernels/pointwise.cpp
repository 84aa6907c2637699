#include <math.h>

#include "nn/kernels/sets.h"

// One number in, one number out: activations, additions, the affine map of a batch normalisation, and the sums over
// pixels that its statistics and the biases' gradients need.
namespace seglab::nn::kernels::SEGLAB_KERNEL_SET {

namespace {

constexpr int kChannelsAtOnce = 64;

float* rowOf(const View& view, int row) {
    return view.data + row / view.height * view.imageStep + row % view.height * view.rowStep;
}

// Calls step(offset in a, in b, in c, floats) for stretches of a row that lie side by side in all views.
template <class Step>
inline void forPixels(const View& a, const View& b, const View& c, Step step) {
    const bool dense = a.pixelStep == a.channels && b.pixelStep == a.channels && c.pixelStep == a.channels;
    if (dense) return step(0, 0, 0, a.width * a.channels);
    for (int x = 0; x < a.width; ++x) step(x * a.pixelStep, x * b.pixelStep, x * c.pixelStep, a.channels);
}

template <class Function>
inline void apply(const Pointwise& task, int row, Function function) {
    const bool backward = task.value.data != nullptr;
    const View& other = backward ? task.value : task.input;
    const float *in = rowOf(task.input, row), *value = rowOf(other, row);
    float* out = rowOf(task.output, row);
    forPixels(task.input, other, task.output, [&](std::ptrdiff_t a, std::ptrdiff_t b, std::ptrdiff_t c, int count) {
        if (task.accumulate)
            for (int i = 0; i < count; ++i) out[c + i] += function(in[a + i], value[b + i]);
        else
            for (int i = 0; i < count; ++i) out[c + i] = function(in[a + i], value[b + i]);
    });
}

void pointwiseRow(const Pointwise& task, int row) {
    const bool backward = task.value.data != nullptr;
    const float slope = task.slope;
    switch (task.function) {
        case Unary::Copy:
            return apply(task, row, [](float x, float) { return x; });
        case Unary::Scale:
            return apply(task, row, [slope](float x, float) { return x * slope; });
        case Unary::Rectify:
            if (backward && slope == 0) return apply(task, row, [](float g, float y) { return y > 0 ? g : 0.0f; });
            if (backward) return apply(task, row, [slope](float g, float y) { return y > 0 ? g : g * slope; });
            if (slope == 0) return apply(task, row, [](float x, float) { return x < 0 ? 0.0f : x; });
            return apply(task, row, [slope](float x, float) { return x < 0 ? x * slope : x; });
        case Unary::Sigmoid:
            if (backward) return apply(task, row, [](float g, float y) { return g * y * (1 - y); });
            return apply(task, row, [](float x, float) { return 1 / (1 + expf(-x)); });
    }
}

// Sums over one row for up to kChannelsAtOnce channels, then into doubles: a row is short enough for float.
template <class Term>
inline void sumRow(int width, int channels, double* sums, Term term) {
    for (int first = 0; first < channels; first += kChannelsAtOnce) {
        const int count = channels - first < kChannelsAtOnce ? channels - first : kChannelsAtOnce;
        float partial[kChannelsAtOnce] = {};
        for (int x = 0; x < width; ++x) term(x, first, count, partial);
        for (int c = 0; c < count; ++c) sums[first + c] += double(partial[c]);
    }
}

void gateRow(const View& gradient, const View& value, float slope, int row) {
    float* g = rowOf(gradient, row);
    const float* v = rowOf(value, row);
    forPixels(gradient, value, gradient, [&](std::ptrdiff_t a, std::ptrdiff_t b, std::ptrdiff_t, int count) {
        if (slope == 0)
            for (int i = 0; i < count; ++i) g[a + i] = v[b + i] > 0 ? g[a + i] : 0.0f;
        else
            for (int i = 0; i < count; ++i) g[a + i] = v[b + i] > 0 ? g[a + i] : g[a + i] * slope;
    });
}

}  // namespace

void pointwise(const Pointwise& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) pointwiseRow(task, row);
}

void gateAndSum(const View& gradient, const View* value, float slope, double* sums, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        if (value) gateRow(gradient, *value, slope, row);
        const float* g = rowOf(gradient, row);
        sumRow(gradient.width, gradient.channels, sums, [&](int x, int first, int count, float* partial) {
            const float* pixel = g + x * gradient.pixelStep + first;
            for (int c = 0; c < count; ++c) partial[c] += pixel[c];
        });
    }
}

void moments(const View& a, const View* b, const float* center, double* sums, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const float *left = rowOf(a, row), *right = b ? rowOf(*b, row) : nullptr;
        sumRow(a.width, a.channels, sums, [&](int x, int first, int count, float* partial) {
            const float *value = left + x * a.pixelStep + first, *mean = center + first;
            const float* factor = b ? right + x * b->pixelStep + first : nullptr;
            if (factor)
                for (int c = 0; c < count; ++c) partial[c] += (value[c] - mean[c]) * factor[c];
            else
                for (int c = 0; c < count; ++c) partial[c] += (value[c] - mean[c]) * (value[c] - mean[c]);
        });
    }
}

void channelAffine(const ChannelAffine& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const float* in = rowOf(task.input, row);
        float* out = rowOf(task.output, row);
        for (int x = 0; x < task.input.width; ++x, in += task.input.pixelStep, out += task.output.pixelStep)
            for (int c = 0; c < task.input.channels; ++c) {
                const float value = in[c] * task.scale[c] + task.shift[c];
                out[c] = task.rectify && value < 0 ? 0.0f : value;
            }
    }
}

void normaliseBackward(const NormaliseBackward& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const float *g = rowOf(task.gradient, row), *in = rowOf(task.input, row);
        float* out = rowOf(task.output, row);
        for (int x = 0; x < task.input.width; ++x) {
            for (int c = 0; c < task.input.channels; ++c) {
                const float value = task.gradientScale[c] * g[c] + task.inputScale[c] * in[c] + task.shift[c];
                out[c] = task.accumulate ? out[c] + value : value;
            }
            g += task.gradient.pixelStep;
            in += task.input.pixelStep;
            out += task.output.pixelStep;
        }
    }
}

}  // namespace seglab::nn::kernels::SEGLAB_KERNEL_SET
