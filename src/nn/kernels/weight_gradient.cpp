#include "nn/kernels/sets.h"
#include "nn/kernels/vector.h"

// The gradient of the weights in the style of the direct convolution: a tile of wide channels × vectors of narrow
// channels stays in registers while the pixels go by.
namespace seglab::nn::kernels::SEGLAB_KERNEL_SET {

namespace {

constexpr int kBlockVectors = 2;
constexpr int kTileChannels = kLanes == 16 ? 12 : kLanes == 8 ? 6 : 5;
constexpr int kCacheFloats = 24 * 1024;  // of both sides, that one group of rows may touch before the next tap

struct Tile {
    const WeightGradient& task;
    const float* wide;    // of the tile's first channel, at the tap
    const float* narrow;  // of the tile's first channel
    float* sums;
    int firstRow, lastRow;
};

int paddedNarrow(const WeightGradient& task) {
    return (task.narrowChannels + kLanes - 1) / kLanes * kLanes;
}

template <int Channels, int Vectors>
void computeTile(const Tile& tile) {
    const WeightGradient& task = tile.task;
    const int sumStep = paddedNarrow(task);
    Vector sums[Channels][Vectors];
#pragma GCC unroll 16
    for (int c = 0; c < Channels; ++c)
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) sums[c][v] = load(tile.sums + c * sumStep + v * kLanes);
    for (int row = tile.firstRow; row < tile.lastRow; ++row) {
        const int outer = row / task.axes[1].count, inner = row % task.axes[1].count;
        const float* wide = tile.wide + outer * task.axes[0].firstStep + inner * task.axes[1].firstStep;
        const float* narrow = tile.narrow + outer * task.axes[0].secondStep + inner * task.axes[1].secondStep;
        for (int x = 0; x < task.axes[2].count; ++x) {
            Vector value[Vectors];
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) value[v] = load(narrow + v * kLanes);
#pragma GCC unroll 16
            for (int c = 0; c < Channels; ++c) {
                const Vector factor = splat(wide[c]);
#pragma GCC unroll 4
                for (int v = 0; v < Vectors; ++v) sums[c][v] += factor * value[v];
            }
            wide += task.axes[2].firstStep;
            narrow += task.axes[2].secondStep;
        }
    }
#pragma GCC unroll 16
    for (int c = 0; c < Channels; ++c)
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) store(tile.sums + c * sumStep + v * kLanes, sums[c][v]);
}

using TileFunction = void (*)(const Tile&);

template <int Vectors>
constexpr TileFunction kTiles[12] = {computeTile<1, Vectors>,  computeTile<2, Vectors>,  computeTile<3, Vectors>,
                                     computeTile<4, Vectors>,  computeTile<5, Vectors>,  computeTile<6, Vectors>,
                                     computeTile<7, Vectors>,  computeTile<8, Vectors>,  computeTile<9, Vectors>,
                                     computeTile<10, Vectors>, computeTile<11, Vectors>, computeTile<12, Vectors>};

void computeTap(const WeightGradient& task, int tap, int firstRow, int lastRow) {
    const int sumStep = paddedNarrow(task), channels = task.lastWide - task.firstWide;
    const int tiles = (channels + kTileChannels - 1) / kTileChannels;
    for (int t = 0; t < tiles; ++t) {
        const int first = task.firstWide + channels * t / tiles, last = task.firstWide + channels * (t + 1) / tiles;
        for (int n = 0; n < task.narrowChannels; n += kBlockVectors * kLanes) {
            const bool one = task.narrowChannels - n <= kLanes;
            float* sums = task.sums + (std::ptrdiff_t(tap) * task.wideChannels + first) * sumStep + n;
            const Tile tile{task, task.wide + task.taps[tap] + first, task.narrow + n, sums, firstRow, lastRow};
            (one ? kTiles<1> : kTiles<kBlockVectors>)[last - first - 1](tile);
        }
    }
}

void clearSums(const WeightGradient& task) {
    const std::ptrdiff_t sumStep = paddedNarrow(task);
    for (int tap = 0; tap < task.tapCount; ++tap) {
        float* sums = task.sums + (std::ptrdiff_t(tap) * task.wideChannels + task.firstWide) * sumStep;
        for (std::ptrdiff_t i = 0; i < (task.lastWide - task.firstWide) * sumStep; ++i) sums[i] = 0;
    }
}

}  // namespace

void weightGradient(const WeightGradient& task, int firstRow, int lastRow) {
    clearSums(task);
    const int rowFloats = task.axes[2].count * (task.lastWide - task.firstWide + task.narrowChannels);
    const int group = rowFloats < kCacheFloats ? kCacheFloats / rowFloats : 1;
    for (int row = firstRow; row < lastRow; row += group) {
        const int end = row + group < lastRow ? row + group : lastRow;
        for (int tap = 0; tap < task.tapCount; ++tap) computeTap(task, tap, row, end);
    }
}

}  // namespace seglab::nn::kernels::SEGLAB_KERNEL_SET
