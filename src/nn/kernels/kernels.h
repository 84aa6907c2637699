#pragma once

#include <cstddef>
#include <cstdint>

// What the fast kernels are asked to do, and the table of functions that do it. The sources beside this header are
// compiled once for each instruction set (cmake/kernels.cmake); engine/instruction_set.h chooses a table at run time.
// They use no template of the standard library and define no inline function with external linkage: the linker would
// keep one copy of it for all instruction sets, and an old machine would run into an unknown instruction.
//
// Activations are NHWC float32. Steps count floats. Every function works on a range of rows, so that threads can share
// the work; which thread computes a row changes no bit of it. Kernels may read up to kSlack floats beyond a buffer.
namespace seglab::nn::kernels {

inline constexpr std::ptrdiff_t kSlack = 64;

/// A picture within a buffer: a slice of the channels, inside a border.
struct View {
    float* data = nullptr;  ///< first channel of the first pixel
    int batch = 0, height = 0, width = 0, channels = 0;
    std::ptrdiff_t imageStep = 0, rowStep = 0, pixelStep = 0;
};

/// Consecutive floats of the input that meet consecutive rows of the packed weights: a tap's channels, or those of
/// neighbouring taps where they lie side by side.
struct Run {
    std::ptrdiff_t offset = 0;  ///< from the output position's place in the input
    int length = 0;             ///< of one tap
    int neighbours = 1;         ///< taps one position apart, each of this length: they share their inputs
};

/// One of the three loops over output positions (image, row, column; in any order), outermost first.
struct Axis {
    int count = 0;
    std::ptrdiff_t firstStep = 0, secondStep = 0;  ///< convolve: input, output; weightGradient: wide, narrow
};

/// output(position) = bias + Σ over runs: input(position + run) · weights; then max(0) or the leaky slope.
struct Convolve {
    const float* input = nullptr;
    float* output = nullptr;
    const float* weights = nullptr;  ///< [blocks of output channels][Σ length][lanes · vectors of the block]
    const float* bias = nullptr;     ///< [output channels, rounded up to lanes], or null
    const Run* runs = nullptr;
    int runCount = 0;
    int reduction = 0;  ///< Σ length · neighbours
    Axis axes[3] = {};
    int outputChannels = 0;
    bool accumulate = false;  ///< add to what stands in the output
    bool rectify = false;     ///< negative sums are multiplied with `slope`
    float slope = 0;          ///< 0: ReLU
    const float* gate =
        nullptr;  ///< laid out as the output: sums are multiplied with the slope where it is not positive
};

/// sums[tap][wide channel][narrow channel] = Σ over positions: wide(position + tap) · narrow(position).
struct WeightGradient {
    const float* wide = nullptr;    ///< the side that the taps move over
    const float* narrow = nullptr;  ///< the side that is read once for each position
    const std::ptrdiff_t* taps = nullptr;
    int tapCount = 0;
    Axis axes[3] = {};
    int wideChannels = 0, narrowChannels = 0;
    int firstWide = 0, lastWide = 0;  ///< the part of the wide channels to compute
    float* sums = nullptr;            ///< narrow channels rounded up to lanes; overwritten
};

/// For each output row or column the inputs that it is made of: entries[first[i] … first[i+1]).
struct Share {
    int from = 0;
    float weight = 0;
};
struct Shares {
    const int* first = nullptr;
    const Share* entries = nullptr;
};

/// output(y,x) = Σ Σ rows · columns · input: nearest and bilinear up-sampling, average pooling, cropping, and the
/// adjoint of each.
struct Resample {
    View input, output;
    Shares rows, columns;
    bool accumulate = false;
};

/// Windows of a max pooling; positions are flat in the input's plane, [N,H',W',C] dense.
struct Pool {
    View input, output;  ///< before and after the pooling
    std::int32_t* positions = nullptr;
    int kernel[2] = {}, stride[2] = {}, padding[2] = {}, dilation[2] = {};
    bool accumulate = false;
};

/// x → x · scale + shift for each channel, then max(0) where asked.
struct ChannelAffine {
    View input, output;
    const float* scale = nullptr;
    const float* shift = nullptr;
    bool rectify = false;
};

/// The gradient through batch normalisation: out (+)= a · g + b · x + c, one a, b, c for each channel.
struct NormaliseBackward {
    View gradient, input, output;
    const float *gradientScale = nullptr, *inputScale = nullptr, *shift = nullptr;
    bool accumulate = false;
};

enum class Unary { Copy, Rectify, Sigmoid, Scale };

/// output (+)= f(input), or where a second view is given, its backward: output (+)= input · f'(…; value).
struct Pointwise {
    View input, output;
    View value;  ///< backward: the output of the forward pass
    Unary function = Unary::Copy;
    float slope = 0;  ///< Rectify: for negative values; Scale: the factor
    bool accumulate = false;
};

/// Rows are numbered over the batch: image · height + y.
struct Table {
    const char* name;
    int lanes;         ///< floats of a vector
    int blockVectors;  ///< vectors of output channels that are computed at once
    void (*convolve)(const Convolve&, int firstRow, int lastRow);  ///< rows of axes 0 × 1
    void (*weightGradient)(const WeightGradient&, int firstRow, int lastRow);
    void (*resample)(const Resample&, int firstRow, int lastRow);  ///< rows of the output
    void (*maxPool)(const Pool&, int firstRow, int lastRow);       ///< rows of the output
    /// Each cell of `input` gets what the last window that holds its position has in `output` (unpooling), or the sum
    /// over all such windows (the gradient of pooling). Rows of the input.
    void (*unpool)(const Pool&, int firstRow, int lastRow);
    void (*poolGradient)(const Pool&, int firstRow, int lastRow);
    void (*channelAffine)(const ChannelAffine&, int firstRow, int lastRow);
    void (*normaliseBackward)(const NormaliseBackward&, int firstRow, int lastRow);
    void (*pointwise)(const Pointwise&, int firstRow, int lastRow);
    /// gradient *= (value > 0 ? 1 : slope) in place where `value` is there; adds the rows' sums to sums[channels].
    void (*gateAndSum)(const View& gradient, const View* value, float slope, double* sums, int firstRow, int lastRow);
    /// Adds Σ (a − center) · (b − center of b) over the rows to sums[channels]; with b null, Σ (a − center)².
    void (*moments)(const View& a, const View* b, const float* center, double* sums, int firstRow, int lastRow);
};

extern const Table kPortable;  ///< x86-64 on that machine
extern const Table kV3;        ///< AVX2 and FMA
extern const Table kV4;        ///< AVX-512

}  // namespace seglab::nn::kernels
