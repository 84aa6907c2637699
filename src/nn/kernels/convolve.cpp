#include "nn/kernels/sets.h"
#include "nn/kernels/vector.h"

// The direct convolution (Georganas et al. 2018, "Anatomy of high-performance deep learning convolutions on SIMD
// architectures"): a tile of neighbouring output pixels × vectors of output channels stays in registers while the input
// channels of all taps go by. Each step multiplies one input number of each pixel with one vector of weights.
namespace seglab::nn::kernels::SEGLAB_KERNEL_SET {

namespace {

// Tiles that fit the register file: pixels · vectors sums, the weights, one input number.
constexpr int kBlockVectors = 2;
constexpr int kTilePixels = kLanes == 16 ? 12 : kLanes == 8 ? 6 : 5;

struct Tile {
    const Convolve& task;
    const float* input;
    const float* weights;
    float* output;
    int channel;  // of the output, first of this block
};

template <int Pixels, int Vectors>
struct Sums {
    Vector at[Pixels][Vectors];
};

// Every address is one of a few pointers plus 0, 1 or 2 steps, which the processor adds for nothing.
template <int Pixels>
struct Pointers {
    const float* at[(Pixels + 2) / 3];
    std::ptrdiff_t step;

    Pointers(const float* first, std::ptrdiff_t step_) : step(step_) {
#pragma GCC unroll 16
        for (int i = 0; i < (Pixels + 2) / 3; ++i) at[i] = first + 3 * i * step;
    }
    float operator()(int pixel, int i) const {
        return at[pixel / 3][(pixel % 3) * step + i];
    }
};

template <int Pixels, int Vectors>
inline void multiplyRun(const Tile& tile, const Run& run, int neighbour, const float*& weights,
                        Sums<Pixels, Vectors>& sums) {
    const Pointers<Pixels> input(tile.input + run.offset + neighbour * tile.task.axes[2].firstStep,
                                 tile.task.axes[2].firstStep);
#pragma GCC unroll 2
    for (int i = 0; i < run.length; ++i) {
        Vector weight[Vectors];
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) weight[v] = load(weights + v * kLanes);
        weights += Vectors * kLanes;
#pragma GCC unroll 16
        for (int p = 0; p < Pixels; ++p) {
            const Vector value = splat(input(p, i));
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) sums.at[p][v] += value * weight[v];
        }
    }
}

// Three neighbouring taps: each input number is read once and used for up to three output pixels. Worth it where one
// vector of output channels gives a number too little to do.
template <int Pixels>
inline void multiplyNeighbours(const Tile& tile, const Run& run, const float*& weights, Sums<Pixels, 1>& sums) {
    const Pointers<Pixels + 2> input(tile.input + run.offset, tile.task.axes[2].firstStep);
    const std::ptrdiff_t tap = std::ptrdiff_t(run.length) * kLanes;
    for (int i = 0; i < run.length; ++i) {
        const Vector weight[3] = {load(weights), load(weights + tap), load(weights + 2 * tap)};
        weights += kLanes;
#pragma GCC unroll 16
        for (int p = 0; p < Pixels + 2; ++p) {
            const Vector value = splat(input(p, i));
#pragma GCC unroll 3
            for (int t = 0; t < 3; ++t)
                if (p - t >= 0 && p - t < Pixels) sums.at[p - t][0] += value * weight[t];
        }
    }
    weights += 2 * tap;
}

inline Vector finish(const Convolve& task, Vector sum, const float* gate, int lanes) {
    if (task.rectify) {
        const Vector negative = task.slope == 0 ? Vector{} : sum * task.slope;
        sum = sum < Vector{} ? negative : sum;
    }
    if (gate) {
        const Vector value = loadPart(gate, lanes);
        sum = value > Vector{} ? sum : (task.slope == 0 ? Vector{} : sum * task.slope);
    }
    return sum;
}

template <int Pixels, int Vectors>
inline void write(const Tile& tile, Sums<Pixels, Vectors>& sums) {
    const Convolve& task = tile.task;
#pragma GCC unroll 16
    for (int p = 0; p < Pixels; ++p) {
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) {
            const std::ptrdiff_t place = p * task.axes[2].secondStep + v * kLanes;
            const int left = task.outputChannels - tile.channel - v * kLanes;
            float* to = tile.output + place;
            const int lanes = left < kLanes ? left : kLanes;
            const float* gate = task.gate ? task.gate + (to - task.output) : nullptr;
            if (task.accumulate) sums.at[p][v] += loadPart(to, lanes);
            const Vector sum = finish(task, sums.at[p][v], gate, lanes);
            if (lanes == kLanes)
                store(to, sum);
            else
                storePart(to, sum, lanes);
        }
    }
}

template <int Pixels, int Vectors>
void computeTile(const Tile& tile) {
    Sums<Pixels, Vectors> sums;
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) {
        const Vector start = tile.task.bias ? load(tile.task.bias + tile.channel + v * kLanes) : Vector{};
#pragma GCC unroll 16
        for (int p = 0; p < Pixels; ++p) sums.at[p][v] = start;
    }
    const float* weights = tile.weights;
    for (int r = 0; r < tile.task.runCount; ++r) {
        if constexpr (Vectors == 1) {
            if (tile.task.runs[r].neighbours == 3) {
                multiplyNeighbours<Pixels>(tile, tile.task.runs[r], weights, sums);
                continue;
            }
        }
        for (int n = 0; n < tile.task.runs[r].neighbours; ++n)
            multiplyRun<Pixels, Vectors>(tile, tile.task.runs[r], n, weights, sums);
    }
    write<Pixels, Vectors>(tile, sums);
}

using TileFunction = void (*)(const Tile&);

template <int Vectors>
constexpr TileFunction kTiles[12] = {computeTile<1, Vectors>,  computeTile<2, Vectors>,  computeTile<3, Vectors>,
                                     computeTile<4, Vectors>,  computeTile<5, Vectors>,  computeTile<6, Vectors>,
                                     computeTile<7, Vectors>,  computeTile<8, Vectors>,  computeTile<9, Vectors>,
                                     computeTile<10, Vectors>, computeTile<11, Vectors>, computeTile<12, Vectors>};

// Tiles of nearly equal width: a row of 16 pixels is 8 + 8, not 12 + 4.
void convolveRow(const Convolve& task, const float* input, float* output) {
    const Axis& axis = task.axes[2];
    const int tiles = (axis.count + kTilePixels - 1) / kTilePixels;
    const int blockChannels = kBlockVectors * kLanes;
    for (int channel = 0; channel < task.outputChannels; channel += blockChannels) {
        const bool one = task.outputChannels - channel <= kLanes;
        const float* weights = task.weights + std::ptrdiff_t(channel) * task.reduction;
        for (int t = 0; t < tiles; ++t) {
            const int first = int((long long)axis.count * t / tiles);
            const int pixels = int((long long)axis.count * (t + 1) / tiles) - first;
            const Tile tile{task, input + first * axis.firstStep, weights, output + first * axis.secondStep + channel,
                            channel};
            (one ? kTiles<1> : kTiles<kBlockVectors>)[pixels - 1](tile);
        }
    }
}

}  // namespace

void convolve(const Convolve& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const int outer = row / task.axes[1].count, inner = row % task.axes[1].count;
        const float* input = task.input + outer * task.axes[0].firstStep + inner * task.axes[1].firstStep;
        float* output = task.output + outer * task.axes[0].secondStep + inner * task.axes[1].secondStep;
        convolveRow(task, input, output);
    }
}

}  // namespace seglab::nn::kernels::SEGLAB_KERNEL_SET
