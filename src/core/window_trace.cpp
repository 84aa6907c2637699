#include "core/window_trace.h"

#include <algorithm>
#include <limits>
#include <string>

#include "core/error.h"
#include "core/sizes.h"

namespace seglab::core {

namespace {

constexpr const char* kAxes[] = {"height", "width"};

void require(bool condition, const std::string& problem, const std::string& cure, const std::string& where) {
    if (!condition) throw Error(Kind::BadInput, problem, cure, where);
}

Pair sizeOf(const Matrix& m) {
    return {m.rows, m.columns};
}

std::string counted(const char* what, int value) {
    return std::string(what) + " " + std::to_string(value);
}

void checkOperands(const WindowOperands& o, bool pooling) {
    require(!o.input.empty() && o.input[0].rows > 0 && o.input[0].columns > 0, "the input has no cells",
            "give it at least one", "window");
    for (const Matrix& channel : o.input)
        require(sizeOf(channel) == sizeOf(o.input[0]), "the channels have different sizes", "give all the same size",
                "window");
    if (pooling) return;
    require(!o.filters.empty() && o.bias.size() == o.filters.size(), "there is not one bias for each filter",
            "give as many as there are filters", "convolution");
    for (const std::vector<Matrix>& filter : o.filters) {
        require(filter.size() == o.input.size(), "a filter has not one kernel for each channel",
                "give as many kernels as channels", "convolution");
        for (const Matrix& kernel : filter)
            require(kernel.rows > 0 && kernel.columns > 0 && sizeOf(kernel) == sizeOf(o.filters[0][0]),
                    "the kernels have different sizes or no cells", "give all the same size", "convolution");
    }
}

void checkAxis(const WindowSettings& s, int input, int kernel, int axis) {
    const bool pooling = s.operation != WindowOperation::Convolution;
    const std::string where = std::string(pooling ? "pooling, " : "convolution, ") + kAxes[axis];
    const int stride = s.stride[axis], padding = s.padding[axis], dilation = s.dilation[axis];
    require(kernel >= 1, counted("window", kernel) + " is below 1", "choose 1 or more", where);
    require(stride >= 1, counted("stride", stride) + " is below 1", "choose 1 or more", where);
    require(dilation >= 1, counted("dilation", dilation) + " is below 1", "choose 1 or more", where);
    require(padding >= 0, counted("padding", padding) + " is negative", "choose 0 or more", where);
    require(s.operation != WindowOperation::AveragePooling || dilation == 1, "average pooling has no dilation",
            "choose dilation 1", where);
    require(!pooling || padding <= kernel / 2, counted("padding", padding) + " is more than half the window",
            "choose 0 to " + std::to_string(kernel / 2), where);
    require(pooling || s.mode != PaddingMode::Reflect || padding < input,
            counted("padding", padding) + " reflects beyond the input's " + std::to_string(input) + " cells",
            "choose 0 to " + std::to_string(input - 1), where);
    const int reach = dilation * (kernel - 1) + 1, room = input + 2 * padding;
    require(reach <= room,
            "a window that reaches over " + std::to_string(reach) + " cells does not fit into " + std::to_string(room),
            "lower kernel or dilation, or raise padding", where);
}

/// The input index whose value stands at `i`, −1 where there is none.
int sourceIndex(int i, int size, PaddingMode mode) {
    if (i >= 0 && i < size) return i;
    switch (mode) {
        case PaddingMode::Zeros:
            return -1;
        case PaddingMode::Reflect:
            return i < 0 ? -i : 2 * (size - 1) - i;
        case PaddingMode::Replicate:
            break;
    }
    return std::clamp(i, 0, size - 1);
}

}  // namespace

WindowTrace::WindowTrace(WindowOperands operands, WindowSettings settings)
    : operands_(std::move(operands)), settings_(settings) {
    checkOperands(operands_, pooling());
    kernel_ = pooling() ? settings_.window : sizeOf(operands_.filters[0][0]);
    if (pooling()) settings_.mode = PaddingMode::Zeros, settings_.relu = false;
    settings_.window = kernel_;
    const Pair in = inputSize();
    for (int axis = 0; axis < 2; ++axis) {
        checkAxis(settings_, in[axis], kernel_[axis], axis);
        output_[axis] = core::outputSize(Operation::Convolution, {.input = in[axis],
                                                                  .kernel = kernel_[axis],
                                                                  .stride = settings_.stride[axis],
                                                                  .padding = settings_.padding[axis],
                                                                  .dilation = settings_.dilation[axis]});
    }
    whole_.reserve(std::size_t(maps() * output_.height * output_.width));
    for (int map = 0; map < maps(); ++map)
        for (int r = 0; r < output_.height; ++r)
            for (int c = 0; c < output_.width; ++c) whole_.push_back(sumOf(map, {r, c}, windowSize()));
}

Pair WindowTrace::paddedSize() const {
    const Pair in = inputSize(), p = settings_.padding;
    return {in.height + 2 * p.height, in.width + 2 * p.width};
}

Pair WindowTrace::reach() const {
    const Pair d = settings_.dilation;
    return {d.height * (kernel_.height - 1) + 1, d.width * (kernel_.width - 1) + 1};
}

Pair WindowTrace::toPadded(Pair input) const {
    return {input.height + settings_.padding.height, input.width + settings_.padding.width};
}

bool WindowTrace::isBorder(Pair padded) const {
    const Pair in = inputSize(), p = settings_.padding;
    return padded.height < p.height || padded.height >= p.height + in.height || padded.width < p.width ||
           padded.width >= p.width + in.width;
}

std::optional<Pair> WindowTrace::source(Pair padded) const {
    const Pair in = inputSize(), p = settings_.padding;
    const Pair at{sourceIndex(padded.height - p.height, in.height, settings_.mode),
                  sourceIndex(padded.width - p.width, in.width, settings_.mode)};
    return at.height < 0 || at.width < 0 ? std::nullopt : std::optional(at);
}

double WindowTrace::paddedAt(int channel, Pair padded) const {
    if (auto at = source(padded)) return operands_.input[std::size_t(channel)](at->height, at->width);
    return settings_.operation == WindowOperation::MaxPooling ? -std::numeric_limits<double>::infinity() : 0;
}

Pair WindowTrace::origin(Pair output) const {
    return {output.height * settings_.stride.height, output.width * settings_.stride.width};
}

int WindowTrace::windowSize() const {
    return kernel_.height * kernel_.width * (pooling() ? 1 : channels());
}

Tap WindowTrace::tap(int index) const {
    const int window = index / windowSize(), cells = kernel_.height * kernel_.width;
    const int map = index / perMap(), place = window % (output_.height * output_.width);
    const int inWindow = index % windowSize(), cell = inWindow % cells;
    return tap(map, {place / output_.width, place % output_.width}, pooling() ? map : inWindow / cells,
               {cell / kernel_.width, cell % kernel_.width});
}

Tap WindowTrace::tap(int map, Pair output, int channel, Pair kernel) const {
    const Pair from = origin(output), d = settings_.dilation;
    const int cells = kernel_.height * kernel_.width;
    Tap t{.index = map * perMap() + (output.height * output_.width + output.width) * windowSize() +
                   (pooling() ? 0 : channel * cells) + kernel.height * kernel_.width + kernel.width,
          .map = map,
          .channel = channel,
          .output = output,
          .kernel = kernel,
          .padded = {from.height + kernel.height * d.height, from.width + kernel.width * d.width}};
    t.value = paddedAt(channel, t.padded);
    t.counts = settings_.operation != WindowOperation::MaxPooling || !isBorder(t.padded);
    if (!pooling()) t.weight = operands_.filters[std::size_t(map)][std::size_t(channel)](kernel.height, kernel.width);
    t.product = t.value * t.weight;
    return t;
}

int WindowTrace::stepCount(WindowGranularity granularity) const {
    switch (granularity) {
        case WindowGranularity::Multiply:
            return tapCount();
        case WindowGranularity::Window:
            return maps() * output_.height * output_.width;
        case WindowGranularity::Row:
            break;
    }
    return maps() * output_.height;
}

int WindowTrace::finishedAt(int step, WindowGranularity granularity) const {
    return step * (tapCount() / stepCount(granularity));
}

int WindowTrace::stepOf(int finished, WindowGranularity granularity) const {
    const int size = tapCount() / stepCount(granularity);
    return (finished + size - 1) / size;
}

int WindowTrace::windowIndex(int map, Pair output) const {
    return (map * output_.height + output.height) * output_.width + output.width;
}

WindowSum WindowTrace::windowAt(int map, Pair output, int finished) const {
    const int index = windowIndex(map, output), taps = std::clamp(finished - index * windowSize(), 0, windowSize());
    return taps == windowSize() ? whole_[std::size_t(index)] : sumOf(map, output, taps);
}

WindowSum WindowTrace::sumOf(int map, Pair output, int taps) const {
    const bool largest = settings_.operation == WindowOperation::MaxPooling;
    WindowSum w{.taps = taps, .size = windowSize()};
    w.partial.assign(pooling() ? 1 : std::size_t(channels()), largest ? -std::numeric_limits<double>::infinity() : 0);
    int left = taps;
    for (int channel = pooling() ? map : 0; left > 0; ++channel) {
        double& part = w.partial[pooling() ? 0 : std::size_t(channel)];
        for (int cell = 0; cell < kernel_.height * kernel_.width && left > 0; ++cell, --left) {
            const Tap t = tap(map, output, channel, {cell / kernel_.width, cell % kernel_.width});
            if (!largest) {
                part += t.product;
            } else if (t.counts) {
                w.tied = w.winner && (t.value == part || (w.tied && t.value < part));
                // Strictly larger: of equal values the first in reading order stays, as in PyTorch on the CPU.
                if (!w.winner || t.value > part) part = t.value, w.winner = t;
            }
        }
    }
    w.sum = largest ? w.partial[0] : bias(map);
    if (!largest)
        for (double part : w.partial) w.sum += part;
    w.value = w.sum;
    if (settings_.operation == WindowOperation::AveragePooling) w.value = w.sum / windowSize();
    if (settings_.relu) w.value = std::max(0.0, w.sum);
    return w;
}

Matrix WindowTrace::result(int map) const {
    Matrix out(output_.height, output_.width);
    for (int r = 0; r < out.rows; ++r)
        for (int c = 0; c < out.columns; ++c) out(r, c) = windowOf(map, {r, c}).value;
    return out;
}

std::vector<Tap> WindowTrace::termsOf(int map, Pair output) const {
    std::vector<Tap> terms;
    const int first = tap(map, output, pooling() ? map : 0, {0, 0}).index;
    for (int index = first; index < first + windowSize(); ++index) terms.push_back(tap(index));
    return terms;
}

std::vector<Tap> WindowTrace::readersOf(int channel, Pair padded) const {
    std::vector<Tap> readers;
    const Pair s = settings_.stride, d = settings_.dilation;
    for (int map = 0; map < maps(); ++map) {
        if (pooling() && map != channel) continue;
        for (int i = 0; i < output_.height; ++i)
            for (int j = 0; j < output_.width; ++j) {
                const int down = padded.height - i * s.height, right = padded.width - j * s.width;
                if (down < 0 || right < 0 || down % d.height || right % d.width) continue;
                const Pair kernel{down / d.height, right / d.width};
                if (kernel.height < kernel_.height && kernel.width < kernel_.width)
                    readers.push_back(tap(map, {i, j}, channel, kernel));
            }
    }
    return readers;
}

std::vector<Tap> WindowTrace::meetingsOf(int map, int channel, Pair kernel) const {
    std::vector<Tap> all;
    for (int i = 0; i < output_.height; ++i)
        for (int j = 0; j < output_.width; ++j) all.push_back(tap(map, {i, j}, channel, kernel));
    return all;
}

std::vector<int> WindowTrace::readsAlong(int axis) const {
    const int size = inputSize()[axis];
    std::vector<int> counts(std::size_t(size), 0);
    for (int i = 0; i < output_[axis]; ++i)
        for (int k = 0; k < kernel_[axis]; ++k) {
            const int at = i * settings_.stride[axis] + k * settings_.dilation[axis] - settings_.padding[axis];
            if (const int from = sourceIndex(at, size, settings_.mode); from >= 0) ++counts[std::size_t(from)];
        }
    return counts;
}

Matrix WindowTrace::readCounts() const {
    // Windows are rectangles: a cell is read as often as its row, times as often as its column.
    const std::vector<int> down = readsAlong(0), across = readsAlong(1);
    Matrix counts(int(down.size()), int(across.size()));
    for (int r = 0; r < counts.rows; ++r)
        for (int c = 0; c < counts.columns; ++c) counts(r, c) = down[std::size_t(r)] * across[std::size_t(c)];
    return counts;
}

int WindowTrace::unreadCount() const {
    const Matrix counts = readCounts();
    return int(std::count(counts.values.begin(), counts.values.end(), 0.0));
}

Pair WindowTrace::leftOver() const {
    const Pair all = paddedSize(), r = reach(), s = settings_.stride;
    return {(all.height - r.height) % s.height, (all.width - r.width) % s.width};
}

}  // namespace seglab::core
