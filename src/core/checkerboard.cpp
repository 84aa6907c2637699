#include "core/checkerboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/operators.h"
#include "core/random.h"
#include "core/spectrum.h"
#include "core/upsampling.h"

namespace seglab::core {

namespace {

Tensor<double> asTensor(const Matrix& matrix) {
    return {{1, 1, matrix.rows, matrix.columns}, matrix.values};
}

Matrix asMatrix(Tensor<double> tensor) {
    return {int(tensor.size(2)), int(tensor.size(3)), std::move(tensor.values)};
}

Matrix resized(const Matrix& map, Pair factor, Resize how) {
    if (how == Resize::Nearest) return asMatrix(upsampleNearest(asTensor(map), factor));
    return UpsamplingTrace(map, {.method = UpsamplingMethod::Bilinear, .factor = factor}).result();
}

/// Cells that the kernel spans along an axis.
int reach(const CheckerboardSettings& s, int axis) {
    return s.dilation[axis] * (s.kernel[axis] - 1) + 1;
}

/// Bilinear kernels choose their own size.
CheckerboardSettings effective(CheckerboardSettings s) {
    if (s.pattern == KernelPattern::Bilinear) {
        s.kernel = {bilinearKernelSize(s.stride.height), bilinearKernelSize(s.stride.width)};
        s.dilation = {1, 1};
    }
    return s;
}

/// First and one past the last interior cell along an axis.
struct Span {
    int begin = 0, end = 0;
    int size() const { return end - begin; }
};

/// Output cells whose stamps all come from interior cells. Where the kernel is shorter than the stride the last cells
/// of the last period may lie beyond the canvas.
Span afterStamps(Span in, const CheckerboardSettings& s, int axis) {
    const int gap = std::max(0, s.stride[axis] - reach(s, axis));
    return {std::max(0, (in.begin - 1) * s.stride[axis] + reach(s, axis)), in.end * s.stride[axis] - gap};
}

/// Output cells whose window, on the resized map, lies in the interior. A bilinear resize reads one neighbour, which
/// the repeated border of a constant does not disturb but a cell outside the interior would.
Span afterResize(Span in, const CheckerboardSettings& s, int axis) {
    const int before = (reach(s, axis) - 1) / 2, after = reach(s, axis) - 1 - before;
    const int margin = s.cure == Resize::Bilinear ? s.stride[axis] - 1 : 0;
    return {in.begin * s.stride[axis] + margin + before, in.end * s.stride[axis] - margin - after};
}

/// The smallest input that leaves two whole periods of interior on both ways, and enough cells for a spectrum.
int inputSize(const CheckerboardSettings& s, int axis) {
    int period = 1;
    for (int layer = 0; layer < s.layers; ++layer) period *= s.stride[axis];
    for (int n = 6;; ++n) {
        Span stacked{0, n}, cured{0, n};
        for (int layer = 0; layer < s.layers; ++layer) {
            stacked = afterStamps(stacked, s, axis);
            cured = afterResize(cured, s, axis);
        }
        if (std::min(stacked.size(), cured.size()) >= std::max(2 * period, 24)) return n;
    }
}

Evenness measured(const Matrix& map) {
    Evenness e{.minimum = map.values[0], .maximum = map.values[0], .mean = 0, .unevenEnergy = 0};
    double energy = 0;
    for (double v : map.values) {
        e.minimum = std::min(e.minimum, v);
        e.maximum = std::max(e.maximum, v);
        e.mean += v;
        energy += v * v;
    }
    const double count = double(map.values.size());
    e.mean /= count;
    e.unevenEnergy = energy > 0 ? std::max(0.0, 1 - count * e.mean * e.mean / energy) : 0;
    if (e.unevenEnergy < 1e-12) e.unevenEnergy = 0;  // rounding
    return e;
}

CheckerboardStage stage(Matrix map, Matrix kernel, const Span (&interior)[2], Pair period) {
    CheckerboardStage out{.map = std::move(map),
                          .kernel = std::move(kernel),
                          .interiorStart = {interior[0].begin, interior[1].begin},
                          .interiorSize = {interior[0].size(), interior[1].size()},
                          .period = period,
                          .evenness = {},
                          .spectrum = {}};
    out.evenness = measured(out.interior(std::max(out.map.rows, out.map.columns)));
    out.spectrum = centredSpectrum(out.interior(kSpectrumSide));
    return out;
}

Matrix drawnKernel(const CheckerboardSettings& s, Random& random) {
    if (s.pattern == KernelPattern::Bilinear) return bilinearKernel(s.stride);
    Matrix kernel(s.kernel.height, s.kernel.width, 1);
    if (s.pattern == KernelPattern::Random)
        for (double& v : kernel.values) v = random.uniform();
    return kernel;
}

Matrix stamped(const Matrix& map, const Matrix& kernel, const CheckerboardSettings& s) {
    return asMatrix(convTranspose2d<double>(asTensor(map), asTensor(kernel), nullptr,
                                            {.stride = s.stride, .dilation = s.dilation}));
}

/// A convolution that keeps the size: the border of zeros is as wide as the kernel's reach, and cut back.
Matrix convolved(const Matrix& map, const Matrix& kernel, const CheckerboardSettings& s) {
    Pair border{reach(s, 0) - 1, reach(s, 1) - 1};
    Matrix full =
        asMatrix(conv2d<double>(asTensor(map), asTensor(kernel), nullptr, {.padding = border, .dilation = s.dilation}));
    Matrix out(map.rows, map.columns);
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c)
            out(r, c) = full(r + border.height - border.height / 2, c + border.width - border.width / 2);
    return out;
}

void check(const CheckerboardSettings& s) {
    auto within = [](int value, int low, int high, const char* name) {
        if (value < low || value > high)
            throw Error(Kind::BadInput, fmt::format("{} {} is out of range", name, value),
                        fmt::format("choose {} to {}", low, high), "checkerboard");
    };
    within(s.layers, 1, 3, "layers");
    for (int axis = 0; axis < 2; ++axis) {
        within(s.kernel[axis], 1, 7, "kernel");
        within(s.stride[axis], 1, 4, "stride");
        within(s.dilation[axis], 1, 4, "dilation");
        if (s.pattern != KernelPattern::Bilinear) within(reach(s, axis), 1, 25, "the kernel's reach");
    }
}

std::vector<double> triangle(int stride) {
    std::vector<double> weights;
    const int size = bilinearKernelSize(stride);
    for (int i = 0; i < size; ++i) weights.push_back(1 - std::abs(i - (size - 1) / 2.0) / stride);
    return weights;
}

}  // namespace

Matrix CheckerboardStage::interior(int side) const {
    auto cells = [&](int axis) {
        int whole = std::max(1, std::min(side, interiorSize[axis]) / period[axis]);
        return std::min(whole * period[axis], interiorSize[axis]);
    };
    Matrix out(cells(0), cells(1));
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) out(r, c) = map(interiorStart.height + r, interiorStart.width + c);
    return out;
}

int bilinearKernelSize(int stride) {
    return 2 * stride - stride % 2;
}

Matrix bilinearKernel(Pair stride) {
    std::vector<double> down = triangle(stride.height), across = triangle(stride.width);
    Matrix kernel(int(down.size()), int(across.size()));
    for (int r = 0; r < kernel.rows; ++r)
        for (int c = 0; c < kernel.columns; ++c) kernel(r, c) = down[std::size_t(r)] * across[std::size_t(c)];
    return kernel;
}

Checkerboard checkerboard(const CheckerboardSettings& settings) {
    check(settings);
    const CheckerboardSettings s = effective(settings);
    Checkerboard out{.kernelSize = s.kernel, .stacked = {}, .cured = {}};
    Matrix ones(inputSize(s, 0), inputSize(s, 1), 1);
    Span stackedSpans[2] = {{0, ones.rows}, {0, ones.columns}}, curedSpans[2] = {{0, ones.rows}, {0, ones.columns}};
    out.stacked.push_back(stage(ones, {}, stackedSpans, {1, 1}));
    out.cured.push_back(stage(ones, {}, curedSpans, {1, 1}));

    Random random(s.seed);
    Pair period{1, 1};
    for (int layer = 0; layer < s.layers; ++layer) {
        Matrix kernel = drawnKernel(s, random);
        for (int axis = 0; axis < 2; ++axis) {
            period[axis] *= s.stride[axis];
            stackedSpans[axis] = afterStamps(stackedSpans[axis], s, axis);
            curedSpans[axis] = afterResize(curedSpans[axis], s, axis);
        }
        out.stacked.push_back(stage(stamped(out.stacked.back().map, kernel, s), kernel, stackedSpans, period));
        out.cured.push_back(
            stage(convolved(resized(out.cured.back().map, s.stride, s.cure), kernel, s), kernel, curedSpans, period));
    }
    return out;
}

}  // namespace seglab::core
