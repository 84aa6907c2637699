#include "nn/engine/convolution_pass.h"

#include <algorithm>

namespace seglab::nn {

namespace {

std::vector<AxisPhase> phasesOf(const ConvolutionAxis& axis, Direction direction) {
    return direction == Direction::Gather ? gatherPhases(axis) : spreadPhases(axis);
}

int roundUp(int value, int unit) {
    return (value + unit - 1) / unit * unit;
}

// Taps of a row that are one output position apart, from `first` on.
int neighboursFrom(const std::vector<AxisTap>& taps, std::size_t first, int step) {
    std::size_t last = first + 1;
    while (last < taps.size() && taps[last].offset - taps[last - 1].offset == step) ++last;
    return int(last - first);
}

// The innermost loop should be the longest where rows of pixels are short: a patch network's output is one pixel for
// each image.
void sortAxes(kernels::Axis (&axes)[3]) {
    constexpr int kLongEnough = 8;
    if (axes[2].count >= kLongEnough) return;
    kernels::Axis* longest = std::max_element(
        axes, axes + 3, [](const kernels::Axis& a, const kernels::Axis& b) { return a.count < b.count; });
    std::swap(*longest, axes[2]);
}

}  // namespace

core::Pair borderFor(const ConvolutionShape& shape, Direction direction) {
    const bool gather = direction == Direction::Gather;
    return {overshoot(phasesOf(shape.rows, direction), gather ? shape.rows.wide : shape.rows.narrow),
            overshoot(phasesOf(shape.columns, direction), gather ? shape.columns.wide : shape.columns.narrow)};
}

ConvolutionPass::ConvolutionPass(const ConvolutionShape& shape, Direction direction, const kernels::Table& kernels)
    : shape_(shape),
      direction_(direction),
      kernels_(kernels),
      rows_(phasesOf(shape.rows, direction)),
      columns_(phasesOf(shape.columns, direction)),
      bias_(std::size_t(shape.groups)) {
    for (int group = 0; group < shape.groups; ++group)
        for (int i = 0; i < int(rows_.size()); ++i)
            for (int j = 0; j < int(columns_.size()); ++j) {
                tasks_.emplace_back();
                tasks_.back().rowPhase = i;
                tasks_.back().columnPhase = j;
                tasks_.back().group = group;
            }
}

int ConvolutionPass::sourceChannels() const {
    return (direction_ == Direction::Gather ? shape_.wideChannels : shape_.narrowChannels) / shape_.groups;
}

int ConvolutionPass::targetChannels() const {
    return (direction_ == Direction::Gather ? shape_.narrowChannels : shape_.wideChannels) / shape_.groups;
}

// In the order of the packed weights: rows of taps, taps, channels.
std::vector<kernels::Run> ConvolutionPass::runs(const Task& task, const View& source) const {
    const AxisPhase &rows = rows_[std::size_t(task.rowPhase)], &columns = columns_[std::size_t(task.columnPhase)];
    const int channels = sourceChannels(), vector = kernels_.lanes;
    const int remainder = targetChannels() % (kernels_.blockVectors * vector);
    const bool oneVector = remainder > 0 && remainder <= vector;
    const bool alongColumns = task.call.axes[2].firstStep == columns.sourceStep * source.pixelStep;
    std::vector<kernels::Run> found;
    for (const AxisTap& row : rows.taps)
        for (std::size_t t = 0; t < columns.taps.size();) {
            kernels::Run run{row.offset * source.rowStep + columns.taps[t].offset * source.pixelStep, channels, 1};
            const int sharing = neighboursFrom(columns.taps, t, columns.sourceStep);
            const int touching = neighboursFrom(columns.taps, t, 1);
            if (oneVector && alongColumns && sharing >= 3)
                run.neighbours = 3;
            else if (source.pixelStep == channels)
                run.length *= touching;
            t += std::size_t(run.length / channels * run.neighbours);
            found.push_back(run);
        }
    return found;
}

void ConvolutionPass::bindTask(Task& task, const View& source, const View& target) const {
    const AxisPhase &rows = rows_[std::size_t(task.rowPhase)], &columns = columns_[std::size_t(task.columnPhase)];
    kernels::Convolve& call = task.call;
    call.input = source.data + task.group * sourceChannels();
    call.output = target.data + rows.targetStart * target.rowStep + columns.targetStart * target.pixelStep +
                  task.group * targetChannels();
    call.outputChannels = targetChannels();
    call.reduction = int(rows.taps.size() * columns.taps.size()) * sourceChannels();
    call.axes[0] = {source.batch, source.imageStep, target.imageStep};
    call.axes[1] = {rows.count, rows.sourceStep * source.rowStep, rows.targetStep * target.rowStep};
    call.axes[2] = {columns.count, columns.sourceStep * source.pixelStep, columns.targetStep * target.pixelStep};
    sortAxes(call.axes);
    task.runs = runs(task, source);
    call.runs = task.runs.data();
    call.runCount = int(task.runs.size());
}

void ConvolutionPass::bind(const View& source, const View& target) {
    source_ = source;
    target_ = target;
    for (Task& task : tasks_) bindTask(task, source, target);
}

void ConvolutionPass::packTask(Task& task, const float* weights, const float* scale) const {
    const bool gather = direction_ == Direction::Gather;
    const int cells = shape_.kernelCells(), lanes = kernels_.lanes, block = lanes * kernels_.blockVectors;
    const int wide = shape_.wideChannels / shape_.groups, narrow = shape_.narrowChannels / shape_.groups;
    const int targets = targetChannels(), reduction = task.call.reduction;
    const std::ptrdiff_t narrowStep = std::ptrdiff_t(wide) * cells;
    const std::ptrdiff_t targetStep = gather ? narrowStep : cells, sourceStep = gather ? cells : narrowStep;
    weights += task.group * narrow * narrowStep;
    if (scale) scale += task.group * targets;
    task.weights.assign(std::size_t(roundUp(targets, lanes)) * std::size_t(reduction), 0.0f);
    for (int first = 0; first < targets; first += block) {
        float* to = task.weights.data() + std::ptrdiff_t(first) * reduction;
        const int width = std::min(block, roundUp(targets - first, lanes)), filled = std::min(width, targets - first);
        for (const AxisTap& row : rows_[std::size_t(task.rowPhase)].taps)
            for (const AxisTap& column : columns_[std::size_t(task.columnPhase)].taps) {
                const float* tap = weights + row.kernel * shape_.columns.kernel + column.kernel + first * targetStep;
                for (int i = 0; i < sourceChannels(); ++i, to += width)
                    for (int t = 0; t < filled; ++t)
                        to[t] = tap[t * targetStep + i * sourceStep] * (scale ? scale[first + t] : 1.0f);
            }
    }
    task.call.weights = task.weights.data();
}

void ConvolutionPass::pack(const float* weights, const float* scale, ThreadPool& threads) {
    threads.run(int(tasks_.size()), [&](int first, int last) {
        for (int i = first; i < last; ++i) packTask(tasks_[std::size_t(i)], weights, scale);
    });
}

void ConvolutionPass::setBias(const std::vector<float>& bias) {
    const int channels = targetChannels();
    for (Task& task : tasks_) {
        std::vector<float>& own = bias_[std::size_t(task.group)];
        if (bias.empty()) {
            task.call.bias = nullptr;
            continue;
        }
        own.assign(bias.begin() + task.group * channels, bias.begin() + (task.group + 1) * channels);
        own.resize(std::size_t(roundUp(channels, kernels_.lanes)));
        task.call.bias = own.data();
    }
}

void ConvolutionPass::run(const Pass& pass, const Finish& finish) const {
    runTo(pass, finish, target_);
}

void ConvolutionPass::runTo(const Pass& pass, const Finish& finish, const View& target) const {
    const bool elsewhere = target.data != target_.data;
    std::vector<Task> moved;
    std::vector<kernels::Convolve> calls;
    for (const Task& task : tasks_) {
        calls.push_back(task.call);
        if (elsewhere) {
            moved.push_back({task.rowPhase, task.columnPhase, task.group, {}, {}, task.call});
            bindTask(moved.back(), source_, target);
            calls.back() = moved.back().call;
        }
        calls.back().accumulate = finish.accumulate;
        calls.back().rectify = finish.rectify;
        calls.back().slope = finish.slope;
    }
    std::vector<int> firstRow = {0};
    for (const kernels::Convolve& call : calls)
        firstRow.push_back(firstRow.back() + call.axes[0].count * call.axes[1].count);
    pass.threads.run(firstRow.back(), [&](int first, int last) {
        for (std::size_t i = 0; i < calls.size(); ++i) {
            const int from = std::max(first, firstRow[i]), to = std::min(last, firstRow[i + 1]);
            if (from < to) pass.kernels.convolve(calls[i], from - firstRow[i], to - firstRow[i]);
        }
    });
}

}  // namespace seglab::nn
