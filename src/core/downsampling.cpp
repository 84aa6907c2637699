#include "core/downsampling.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "core/error.h"
#include "core/spectrum.h"

namespace seglab::core {

namespace {

/// Weights and where they stand: cell (0,0) of the kernel reads `from` of the cell that is computed.
struct Dense {
    Matrix kernel;
    Pair from{0, 0};
};

double replicated(const Matrix& plane, int row, int column) {
    return plane(std::clamp(row, 0, plane.rows - 1), std::clamp(column, 0, plane.columns - 1));
}

Matrix convolved(const Matrix& plane, const Dense& dense) {
    const Matrix& k = dense.kernel;
    Matrix out(plane.rows, plane.columns);
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) {
            double sum = 0;
            for (int a = 0; a < k.rows; ++a)
                for (int b = 0; b < k.columns; ++b)
                    sum += k(a, b) * replicated(plane, r + dense.from.height + a, c + dense.from.width + b);
            out(r, c) = sum;
        }
    return out;
}

Matrix maxima(const Matrix& plane, int window) {
    Matrix out(plane.rows, plane.columns);
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) {
            double most = plane(r, c);
            for (int a = 0; a < window; ++a)
                for (int b = 0; b < window; ++b) most = std::max(most, replicated(plane, r + a, c + b));
            out(r, c) = most;
        }
    return out;
}

Matrix scaled(Matrix m, double factor) {
    for (double& v : m.values) v *= factor;
    return m;
}

/// The lab's own kernel, so that brightness stays where it can.
Dense learned(const Matrix& kernel) {
    const double sum = std::accumulate(kernel.values.begin(), kernel.values.end(), 0.0);
    return {scaled(kernel, sum == 0 ? 1 : 1 / sum), {-((kernel.rows - 1) / 2), -((kernel.columns - 1) / 2)}};
}

/// The operation at stride 1.
Matrix dense(DownsamplingMethod method, const Matrix& plane, const DownsamplingSettings& s) {
    switch (method) {
        case DownsamplingMethod::EveryNth:
            return plane;
        case DownsamplingMethod::Convolution:
            return convolved(plane, learned(s.kernel));
        case DownsamplingMethod::MaxPooling:
            return maxima(plane, s.stride);
        case DownsamplingMethod::AveragePooling:
            return convolved(plane, {Matrix(s.stride, s.stride, 1.0 / (s.stride * s.stride)), {0, 0}});
        case DownsamplingMethod::BlurredFirst:
            break;
    }
    return convolved(plane, {binomialKernel(s.stride), {-s.stride, -s.stride}});
}

Matrix everyNth(const Matrix& plane, int stride) {
    Matrix out((plane.rows - 1) / stride + 1, (plane.columns - 1) / stride + 1);
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) out(r, c) = plane(r * stride, c * stride);
    return out;
}

Matrix movedRight(const Matrix& plane) {
    Matrix out(plane.rows, plane.columns);
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) out(r, c) = replicated(plane, r, c - 1);
    return out;
}

double meanOf(const Matrix& m) {
    return std::accumulate(m.values.begin(), m.values.end(), 0.0) / double(m.values.size());
}

double deviation(const Matrix& m) {
    const double mean = meanOf(m);
    double sum = 0;
    for (double v : m.values) sum += (v - mean) * (v - mean);
    return std::sqrt(sum / double(m.values.size()));
}

/// Share of the energy at |f| >= 1/(2·stride) on either axis, the mean left out.
double foldedShare(const Matrix& spectrum, int stride) {
    const int rows = spectrum.rows, columns = spectrum.columns;
    double outside = 0, all = 0;
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) {
            const double energy = spectrum(r, c) * spectrum(r, c);
            all += energy;
            const bool carried =
                2 * stride * std::abs(r - rows / 2) < rows && 2 * stride * std::abs(c - columns / 2) < columns;
            if (!carried) outside += energy;
        }
    return all > 0 ? outside / all : 0;
}

Downsampled downsample(DownsamplingMethod method, const Matrix& plane, const DownsamplingSettings& s) {
    const Matrix whole = dense(method, plane, s);
    Downsampled d{.method = method, .output = everyNth(whole, s.stride), .spectrum = {}, .change = {}};
    d.spectrum = spectrumWithoutMean(d.output);
    d.folded = foldedShare(spectrumWithoutMean(whole), s.stride);
    const double before = deviation(plane);
    d.contrast = before > 0 ? deviation(d.output) / before : 0;
    // Borders replicate, so that moving the dense operation or its input differs in the first columns only.
    d.change = everyNth(dense(method, movedRight(plane), s), s.stride);
    for (std::size_t i = 0; i < d.change.values.size(); ++i)
        d.change.values[i] = std::abs(d.change.values[i] - d.output.values[i]);
    d.meanChange = meanOf(d.change);
    d.mostChange = *std::max_element(d.change.values.begin(), d.change.values.end());
    return d;
}

}  // namespace

std::string_view toString(DownsamplingMethod method) {
    constexpr std::string_view kNames[] = {"every-nth", "convolution", "max-pooling", "average-pooling",
                                           "blurred-first"};
    return kNames[int(method)];
}

Matrix binomialKernel(int stride) {
    std::vector<double> row{1};
    for (int i = 0; i < 2 * stride; ++i) {
        row.push_back(0);
        for (std::size_t k = row.size() - 1; k > 0; --k) row[k] = (row[k] + row[k - 1]) / 2;
        row[0] /= 2;
    }
    const int size = int(row.size());
    Matrix kernel(size, size);
    for (int r = 0; r < size; ++r)
        for (int c = 0; c < size; ++c) kernel(r, c) = row[std::size_t(r)] * row[std::size_t(c)];
    return kernel;
}

Matrix spectrumWithoutMean(const Matrix& plane) {
    Matrix centred = plane;
    const double mean = meanOf(plane);
    for (double& v : centred.values) v -= mean;
    return centredSpectrum(centred);
}

std::vector<Downsampled> downsampleAll(const Matrix& plane, const DownsamplingSettings& settings) {
    if (settings.stride < 1 || plane.rows < 2 * settings.stride || plane.columns < 2 * settings.stride)
        throw Error(Kind::BadInput, "the picture is too small for this stride",
                    "take a larger picture or a smaller stride", "downsampling");
    if (settings.kernel.values.empty())
        throw Error(Kind::BadInput, "the kernel has no cells", "give it at least one", "downsampling");
    std::vector<Downsampled> all;
    for (DownsamplingMethod method : kDownsamplingMethods) all.push_back(downsample(method, plane, settings));
    return all;
}

std::shared_ptr<const std::vector<Downsampled>> cachedDownsampling(const std::shared_ptr<const Matrix>& plane,
                                                                   const DownsamplingSettings& settings) {
    static std::mutex mutex;
    static std::shared_ptr<const Matrix> lastPlane;
    static DownsamplingSettings lastSettings;
    static std::shared_ptr<const std::vector<Downsampled>> last;
    const std::lock_guard<std::mutex> lock(mutex);
    if (!last || lastPlane != plane || !(lastSettings == settings)) {
        last = std::make_shared<const std::vector<Downsampled>>(downsampleAll(*plane, settings));
        lastPlane = plane;
        lastSettings = settings;
    }
    return last;
}

}  // namespace seglab::core
