#include "nn/kernels/sets.h"

namespace seglab::nn::kernels::SEGLAB_KERNEL_SET {

namespace {

void addScaled(const float* from, float weight, int channels, float* to) {
    for (int c = 0; c < channels; ++c) to[c] += weight * from[c];
}

void resamplePixel(const Resample& task, const float* image, int y, int x, float* to) {
    const int channels = task.output.channels;
    for (int c = 0; !task.accumulate && c < channels; ++c) to[c] = 0;
    for (int i = task.rows.first[y]; i < task.rows.first[y + 1]; ++i)
        for (int j = task.columns.first[x]; j < task.columns.first[x + 1]; ++j) {
            const Share &row = task.rows.entries[i], &column = task.columns.entries[j];
            const float* from = image + row.from * task.input.rowStep + column.from * task.input.pixelStep;
            addScaled(from, row.weight * column.weight, channels, to);
        }
}

}  // namespace

void resample(const Resample& task, int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; ++row) {
        const int image = row / task.output.height, y = row % task.output.height;
        const float* from = task.input.data + image * task.input.imageStep;
        float* to = task.output.data + image * task.output.imageStep + y * task.output.rowStep;
        for (int x = 0; x < task.output.width; ++x) resamplePixel(task, from, y, x, to + x * task.output.pixelStep);
    }
}

}  // namespace seglab::nn::kernels::SEGLAB_KERNEL_SET
