#include <algorithm>

#include "nn/engine/convolution_pass.h"

namespace seglab::nn {

namespace {

// The pixels' rows are cut into parts with sums of their own, which are added in their order. How many depends on the
// shape alone, so that the bits do not depend on the threads.
struct Parts {
    int rows = 1;      // of pixels
    int channels = 1;  // of the wide side

    int count() const { return rows * channels; }
};

Parts partsFor(std::int64_t pixels, int rows, std::int64_t weights, int wideChannels) {
    constexpr std::int64_t kPixelsEach = 256;        // below, adding the parts costs more than it saves
    constexpr std::int64_t kMostFloats = 4ll << 20;  // of all parts
    constexpr int kEnough = 16;
    constexpr int kChannelsEach = 16;
    Parts parts;
    const std::int64_t most = std::min({std::int64_t(kEnough), pixels / kPixelsEach, kMostFloats / weights});
    parts.rows = int(std::clamp<std::int64_t>(most, 1, rows));
    parts.channels = std::clamp(kEnough / parts.rows, 1, std::max(1, wideChannels / kChannelsEach));
    return parts;
}

int cut(int size, int part, int parts) {
    return int(std::int64_t(size) * part / parts);
}

struct Sums {
    Parts parts;
    std::ptrdiff_t partFloats = 0;
    int narrowStep = 0;
    float* values = nullptr;  // [rows][tap][wide][narrow, rounded up to whole vectors]
};

kernels::WeightGradient callFor(const ConvolutionShape& shape, int group, const View& wide, const View& narrow) {
    kernels::WeightGradient call;
    call.wideChannels = shape.wideChannels / shape.groups;
    call.narrowChannels = shape.narrowChannels / shape.groups;
    call.wide = wide.data + group * call.wideChannels;
    call.narrow = narrow.data + group * call.narrowChannels;
    call.axes[0] = {narrow.batch, wide.imageStep, narrow.imageStep};
    call.axes[1] = {narrow.height, shape.rows.stride * wide.rowStep, narrow.rowStep};
    call.axes[2] = {narrow.width, shape.columns.stride * wide.pixelStep, narrow.pixelStep};
    return call;
}

void compute(const Pass& pass, const kernels::WeightGradient& call, Sums& sums) {
    const int rows = call.axes[0].count * call.axes[1].count;
    pass.threads.run(sums.parts.count(), [&](int first, int last) {
        for (int i = first; i < last; ++i) {
            const int rowPart = i / sums.parts.channels, channelPart = i % sums.parts.channels;
            kernels::WeightGradient mine = call;
            mine.sums = sums.values + rowPart * sums.partFloats;
            mine.firstWide = cut(call.wideChannels, channelPart, sums.parts.channels);
            mine.lastWide = cut(call.wideChannels, channelPart + 1, sums.parts.channels);
            pass.kernels.weightGradient(mine, cut(rows, rowPart, sums.parts.rows),
                                        cut(rows, rowPart + 1, sums.parts.rows));
        }
    });
}

// Adds the parts, and goes from [tap][wide][narrow] to [narrow][wide][tap].
void collect(const Pass& pass, const kernels::WeightGradient& call, Sums& sums, float* gradient) {
    const std::ptrdiff_t tapStep = std::ptrdiff_t(call.wideChannels) * sums.narrowStep;
    pass.threads.run(call.wideChannels, [&](int first, int last) {
        for (int wide = first; wide < last; ++wide) {
            float* total = sums.values + std::ptrdiff_t(wide) * sums.narrowStep;
            for (int part = 1; part < sums.parts.rows; ++part)
                for (int tap = 0; tap < call.tapCount; ++tap) {
                    float* to = total + tap * tapStep;
                    const float* more = to + part * sums.partFloats;
                    for (int n = 0; n < call.narrowChannels; ++n) to[n] += more[n];
                }
            for (int n = 0; n < call.narrowChannels; ++n) {
                float* to = gradient + (std::ptrdiff_t(n) * call.wideChannels + wide) * call.tapCount;
                for (int tap = 0; tap < call.tapCount; ++tap) to[tap] = total[tap * tapStep + n];
            }
        }
    });
}

}  // namespace

void weightGradient(const Pass& pass, const ConvolutionShape& shape, const View& wide, const View& narrow,
                    float* gradient) {
    std::vector<std::ptrdiff_t> taps;
    const std::vector<AxisPhase> rowPhases = gatherPhases(shape.rows), columnPhases = gatherPhases(shape.columns);
    for (const AxisTap& row : rowPhases.front().taps)
        for (const AxisTap& column : columnPhases.front().taps)
            taps.push_back(row.offset * wide.rowStep + column.offset * wide.pixelStep);
    for (int group = 0; group < shape.groups; ++group) {
        kernels::WeightGradient call = callFor(shape, group, wide, narrow);
        call.taps = taps.data();
        call.tapCount = int(taps.size());
        Sums sums;
        sums.narrowStep = (call.narrowChannels + pass.kernels.lanes - 1) / pass.kernels.lanes * pass.kernels.lanes;
        sums.partFloats = std::ptrdiff_t(call.tapCount) * call.wideChannels * sums.narrowStep;
        const int rows = narrow.batch * narrow.height;
        sums.parts = partsFor(std::int64_t(rows) * narrow.width, rows, sums.partFloats, call.wideChannels);
        const std::size_t needed = std::size_t(sums.partFloats * sums.parts.rows);
        if (pass.scratch.size() < needed) pass.scratch.resize(needed);
        sums.values = pass.scratch.data();
        compute(pass, call, sums);
        collect(pass, call, sums,
                gradient + std::ptrdiff_t(group) * call.narrowChannels * call.wideChannels * call.tapCount);
    }
}

}  // namespace seglab::nn
