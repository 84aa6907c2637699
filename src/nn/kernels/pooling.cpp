#include "nn/kernels/sets.h"

// Max pooling with positions, and the two ways back along them. The ways back ask each cell which windows hold it
// rather than let the windows write: no two threads then meet in one cell, and the order of the sums is fixed.
namespace seglab::nn::kernels::SEGLAB_KERNEL_SET {

namespace {

struct Range {
    int first, last;
};

// Window cells i whose place start + i·dilation lies within [0, size).
Range cellsInside(int start, int size, int kernel, int dilation) {
    int first = 0, last = kernel;
    while (first < last && start + first * dilation < 0) ++first;
    while (last > first && start + (last - 1) * dilation >= size) --last;
    return {first, last};
}

// Windows w of [0, count) whose span [w·stride − padding, … + (kernel−1)·dilation] holds `place`.
Range windowsOver(const Pool& task, int axis, int place, int count) {
    const int from = place + task.padding[axis], span = (task.kernel[axis] - 1) * task.dilation[axis];
    int first = from - span <= 0 ? 0 : (from - span + task.stride[axis] - 1) / task.stride[axis];
    int last = from / task.stride[axis] + 1;
    if (last > count) last = count;
    return {first, last < first ? first : last};
}

void takeMaximum(const float* from, int place, int channels, float* best, std::int32_t* positions) {
    for (int c = 0; c < channels; ++c) {
        const bool take = from[c] > best[c] || from[c] != from[c];
        best[c] = take ? from[c] : best[c];
        positions[c] = take ? place : positions[c];
    }
}

void takeMaximum(const float* from, int channels, float* best) {
    for (int c = 0; c < channels; ++c) {
        const bool take = from[c] > best[c] || from[c] != from[c];
        best[c] = take ? from[c] : best[c];
    }
}

void poolPixel(const Pool& task, const float* image, int y, int x, float* best, std::int32_t* positions) {
    const int top = y * task.stride[0] - task.padding[0], left = x * task.stride[1] - task.padding[1];
    const int channels = task.input.channels;
    const Range rows = cellsInside(top, task.input.height, task.kernel[0], task.dilation[0]);
    const Range columns = cellsInside(left, task.input.width, task.kernel[1], task.dilation[1]);
    bool first = true;
    for (int i = rows.first; i < rows.last; ++i)
        for (int j = columns.first; j < columns.last; ++j) {
            const int row = top + i * task.dilation[0], column = left + j * task.dilation[1];
            const int place = row * task.input.width + column;
            const float* from = image + row * task.input.rowStep + column * task.input.pixelStep;
            if (first) {
                for (int c = 0; c < channels; ++c) best[c] = from[c];
                for (int c = 0; positions && c < channels; ++c) positions[c] = place;
                first = false;
            } else if (positions) {
                takeMaximum(from, place, channels, best, positions);
            } else {
                takeMaximum(from, channels, best);
            }
        }
}

const float* windowValues(const Pool& task, int image, int y, int x) {
    return task.output.data + image * task.output.imageStep + y * task.output.rowStep + x * task.output.pixelStep;
}

const std::int32_t* windowPositions(const Pool& task, int image, int y, int x) {
    const std::ptrdiff_t pixel = (std::ptrdiff_t(image) * task.output.height + y) * task.output.width + x;
    return task.positions + pixel * task.output.channels;
}

template <bool Add>
void backPixel(const Pool& task, int image, int y, int x, float* cell) {
    const int channels = task.input.channels, place = y * task.input.width + x;
    const Range rows = windowsOver(task, 0, y, task.output.height);
    const Range columns = windowsOver(task, 1, x, task.output.width);
    for (int c = 0; !task.accumulate && c < channels; ++c) cell[c] = 0;
    for (int wy = rows.first; wy < rows.last; ++wy)
        for (int wx = columns.first; wx < columns.last; ++wx) {
            const float* value = windowValues(task, image, wy, wx);
            const std::int32_t* positions = windowPositions(task, image, wy, wx);
            for (int c = 0; c < channels; ++c) {
                const float other = Add ? cell[c] + value[c] : value[c];
                cell[c] = positions[c] == place ? other : cell[c];
            }
        }
}

template <bool Add>
void backRows(const Pool& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const int image = row / task.input.height, y = row % task.input.height;
        float* cells = task.input.data + image * task.input.imageStep + y * task.input.rowStep;
        for (int x = 0; x < task.input.width; ++x) backPixel<Add>(task, image, y, x, cells + x * task.input.pixelStep);
    }
}

}  // namespace

void maxPool(const Pool& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const int image = row / task.output.height, y = row % task.output.height;
        const float* from = task.input.data + image * task.input.imageStep;
        float* to = task.output.data + image * task.output.imageStep + y * task.output.rowStep;
        std::int32_t* positions = task.positions;
        if (positions) positions += std::ptrdiff_t(row) * task.output.width * task.output.channels;
        for (int x = 0; x < task.output.width; ++x) {
            poolPixel(task, from, y, x, to + x * task.output.pixelStep, positions);
            if (positions) positions += task.output.channels;
        }
    }
}

void unpool(const Pool& task, int firstRow, int lastRow) {
    backRows<false>(task, firstRow, lastRow);
}

void poolGradient(const Pool& task, int firstRow, int lastRow) {
    backRows<true>(task, firstRow, lastRow);
}

}  // namespace seglab::nn::kernels::SEGLAB_KERNEL_SET
