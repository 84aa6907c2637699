#pragma once

#include <cstdint>
#include <vector>

#include "core/matrix.h"

// Checkerboard artifacts: what stacked transposed convolutions make of an input in which nothing happens, and the cure.
//   A. Odena, V. Dumoulin, C. Olah, "Deconvolution and Checkerboard Artifacts", Distill (2016),
//   doi 10.23915/distill.00003 J. Long, E. Shelhamer, T. Darrell (2015), sec. 3.3: bilinear kernels.
namespace seglab::core {

enum class KernelPattern {
    Ones,      ///< the output counts overlaps: the paths from the input to a cell
    Random,    ///< uniform in [0,1), by seed, new in every layer
    Bilinear,  ///< k = 2s − s mod 2, so that overlapping stamps add up to 1
};
enum class Resize { Nearest, Bilinear };

struct CheckerboardSettings {
    Pair kernel{3, 3};  ///< not read for bilinear kernels
    Pair stride{2, 2};
    Pair dilation{1, 1};  ///< not read for bilinear kernels
    int layers = 2;       ///< 1 … 3
    KernelPattern pattern = KernelPattern::Ones;
    std::uint64_t seed = 1;
    Resize cure = Resize::Nearest;

    bool operator==(const CheckerboardSettings& o) const {
        return kernel == o.kernel && stride == o.stride && dilation == o.dilation && layers == o.layers &&
               pattern == o.pattern && seed == o.seed && cure == o.cure;
    }
};

/// How uneven a map is, away from its borders.
struct Evenness {
    double minimum = 0, maximum = 0, mean = 0;
    /// Share of the map's energy Σv² that is not in its mean. Of a constant input everything else is checkerboard: all
    /// of it lies at multiples of 1/period cycles per cell.
    double unevenEnergy = 0;

    bool even() const { return maximum - minimum <= 1e-9 * (maximum > -minimum ? maximum : -minimum); }
    double ratio() const { return maximum / minimum; }  ///< meaningful for minimum > 0
};

/// A map after some layers. [rows, columns]
struct CheckerboardStage {
    Matrix map;
    Matrix kernel;             ///< of the last layer; empty for the input
    Pair interiorStart{0, 0};  ///< the part that no border has reached …
    Pair interiorSize{0, 0};
    Pair period{1, 1};  ///< … repeats after stride^layers cells
    Evenness evenness;  ///< of whole periods of the interior
    Matrix spectrum;    ///< centredSpectrum of interior(kSpectrumSide)

    /// The largest number of whole periods of the interior that has at most `side` cells (at least one period).
    Matrix interior(int side) const;
};

inline constexpr int kSpectrumSide = 128;

struct Checkerboard {
    Pair kernelSize;                         ///< of every layer
    std::vector<CheckerboardStage> stacked;  ///< [0] the input of ones, then one for each layer
    std::vector<CheckerboardStage> cured;    ///< the same with a resize and a convolution in place of each layer
};

/// 2s − s mod 2
int bilinearKernelSize(int stride);
/// Triangle weights along each axis, multiplied; stamped at distance `stride` they add up to 1 in every cell.
Matrix bilinearKernel(Pair stride);

/// Nothing is cropped: padding would only cut off the border, which the interior leaves out anyway. The input is as
/// small as leaves two whole periods of interior (of 24 cells or more). Throws BadInput for settings out of range.
Checkerboard checkerboard(const CheckerboardSettings& settings);

}  // namespace seglab::core
