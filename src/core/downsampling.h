#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/matrix.h"

// A plane on its way down by a stride, by every way a network has: what survives, what is folded into false
// frequencies, and what a shift of the input by one pixel does to the output.
//   R. Zhang, "Making convolutional networks shift-invariant again", ICML 2019: every way is a dense operation (stride
//   1) followed by taking every stride-th cell, and only the second step folds.
namespace seglab::core {

enum class DownsamplingMethod { EveryNth, Convolution, MaxPooling, AveragePooling, BlurredFirst };
inline constexpr DownsamplingMethod kDownsamplingMethods[] = {
    DownsamplingMethod::EveryNth, DownsamplingMethod::Convolution, DownsamplingMethod::MaxPooling,
    DownsamplingMethod::AveragePooling, DownsamplingMethod::BlurredFirst};

std::string_view toString(DownsamplingMethod method);  ///< "every-nth", "convolution", "max-pooling", …

struct DownsamplingSettings {
    int stride = 2;   ///< 2 … 4; pooling windows are as large
    Matrix kernel{};  ///< of the convolution; divided by the sum of its cells unless that is 0

    bool operator==(const DownsamplingSettings& o) const { return stride == o.stride && kernel == o.kernel; }
};

/// What one way makes of a plane.
struct Downsampled {
    DownsamplingMethod method;
    Matrix output;        ///< every stride-th cell of the dense operation; borders replicate
    Matrix spectrum;      ///< of the output, the mean left out: core/spectrum.h
    double folded = 0;    ///< share of the dense operation's energy (without its mean) at frequencies that the smaller
                          ///< grid cannot carry: they come out as others
    double contrast = 0;  ///< standard deviation of the output, as a share of the input's
    Matrix change;        ///< |output after the input moved right by one cell − output|
    double meanChange = 0;  ///< mean of `change`
    double mostChange = 0;
};

/// The binomial weights 2·stride + 1 wide ([1,4,6,4,1]/16 for stride 2), as a kernel: what BlurredFirst blurs with.
Matrix binomialKernel(int stride);

/// The spectrum of a plane with its mean taken off, for the same colours beside the others.
Matrix spectrumWithoutMean(const Matrix& plane);

/// All ways. Throws BadInput for a plane smaller than twice the stride on an axis, or an empty kernel.
std::vector<Downsampled> downsampleAll(const Matrix& plane, const DownsamplingSettings& settings);

/// The same through a cache of the last call: a model is rebuilt at every change of any parameter. Any thread.
std::shared_ptr<const std::vector<Downsampled>> cachedDownsampling(const std::shared_ptr<const Matrix>& plane,
                                                                   const DownsamplingSettings& settings);

}  // namespace seglab::core
