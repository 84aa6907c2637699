#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/operators.h"

// The trace of a window that slides over an input of several channels: convolution by several filters, or pooling.
// Legend: input [C][H,W]; a filter is one kernel [kH,kW] for each channel; each filter makes one map [oH,oW]. The
// padded input is the input with its border; padded(p,p) is input(0,0).
//   Dumoulin & Visin (2016), sec. 2 and 3; torch.nn.Conv2d, MaxPool2d, AvgPool2d.
namespace seglab::core {

enum class WindowOperation { Convolution, MaxPooling, AveragePooling };

/// Per axis, height first. Meaning and names follow PyTorch.
struct WindowSettings {
    WindowOperation operation = WindowOperation::Convolution;
    Pair window{2, 2};                      ///< of a pooling; a convolution's is its kernels' size
    Pair stride{1, 1};                      ///< cells of the padded input between neighbouring windows, >= 1
    Pair padding{0, 0};                     ///< cells around the input, >= 0; pooling: at most half the window
    Pair dilation{1, 1};                    ///< cells between neighbouring window cells, >= 1; average pooling: 1
    PaddingMode mode = PaddingMode::Zeros;  ///< convolution; average pooling counts zeros, max pooling skips the border
    bool relu = false;                      ///< convolution: below zero becomes zero

    bool operator==(const WindowSettings& o) const {
        return operation == o.operation && window == o.window && stride == o.stride && padding == o.padding &&
               dilation == o.dilation && mode == o.mode && relu == o.relu;
    }
};

struct WindowOperands {
    std::vector<Matrix> input = {};                 ///< [channels], all of one size
    std::vector<std::vector<Matrix>> filters = {};  ///< convolution: [maps][channels], all of one size
    std::vector<double> bias = {};                  ///< convolution: [maps]

    bool operator==(const WindowOperands& o) const {
        return input == o.input && filters == o.filters && bias == o.bias;
    }
};

/// How much one step does: one product (or comparison), one window, one row of windows.
enum class WindowGranularity { Multiply, Window, Row };

/// One cell that a window reads: padded(i·s + a·d, j·s + b·d), for output(i,j) and kernel(a,b).
struct Tap {
    int index = 0;  ///< in time: maps, windows in reading order, channels, the window's cells in reading order
    int map = 0, channel = 0;
    Pair output, kernel;
    Pair padded;
    double value = 0;    ///< what stands there
    double weight = 1;   ///< of the kernel; pooling: 1
    double product = 0;  ///< value · weight
    bool counts = true;  ///< false on the border of a max pooling: it can never win
};

/// What a window has made of the taps so far.
struct WindowSum {
    int taps = 0, size = 0;            ///< done, of how many
    std::vector<double> partial = {};  ///< sum for each channel; max pooling: the largest so far
    double sum = 0;                    ///< the partial sums and the bias; average pooling: not yet divided
    double value = 0;                  ///< of the output: divided, or with ReLU
    std::optional<Tap> winner = {};    ///< max pooling: the first of the largest so far
    bool tied = false;                 ///< max pooling: another cell holds the same value

    bool begun() const { return taps > 0; }
    bool finished() const { return taps == size; }
};

/// Every step of a sliding window, by rule: nothing is stored but the operands and what each whole window comes to, and
/// any moment is computed. A moment is the number of taps that are finished, 0 … tapCount().
class WindowTrace {
public:
    /// Throws BadInput where PyTorch would: operands that do not fit each other, a stride or dilation below 1, padding
    /// that reflects beyond the input or exceeds half of a pooling's window, a kernel that does not fit.
    WindowTrace(WindowOperands operands, WindowSettings settings);

    const WindowOperands& operands() const { return operands_; }
    const WindowSettings& settings() const { return settings_; }
    bool pooling() const { return settings_.operation != WindowOperation::Convolution; }
    int channels() const { return int(operands_.input.size()); }
    int maps() const { return pooling() ? channels() : int(operands_.filters.size()); }
    double bias(int map) const { return pooling() ? 0 : operands_.bias[std::size_t(map)]; }

    Pair inputSize() const { return {operands_.input[0].rows, operands_.input[0].columns}; }
    Pair paddedSize() const;
    Pair kernelSize() const { return kernel_; }
    Pair reach() const;  ///< of a window on the padded input: dilation·(kernel − 1) + 1
    Pair outputSize() const { return output_; }

    Pair toPadded(Pair input) const;
    /// The input cell whose value stands there, also on a reflected or replicated border; none where it is a zero.
    std::optional<Pair> source(Pair padded) const;
    bool isBorder(Pair padded) const;
    double paddedAt(int channel, Pair padded) const;  ///< −∞ on the border of a max pooling
    Pair origin(Pair output) const;                   ///< padded cell of kernel(0,0)

    int windowSize() const;  ///< taps in a window
    int tapCount() const { return maps() * output_.height * output_.width * windowSize(); }
    Tap tap(int index) const;
    Tap tap(int map, Pair output, int channel, Pair kernel) const;

    /// The last step; step 0 is before anything.
    int stepCount(WindowGranularity granularity) const;
    int finishedAt(int step, WindowGranularity granularity) const;
    /// The step in which the last of `finished` taps happens.
    int stepOf(int finished, WindowGranularity granularity) const;

    WindowSum windowAt(int map, Pair output, int finished) const;
    WindowSum windowOf(int map, Pair output) const { return windowAt(map, output, tapCount()); }
    Matrix result(int map) const;

    // Links: who reads what. Each list is in time.
    std::vector<Tap> termsOf(int map, Pair output) const;
    std::vector<Tap> readersOf(int channel, Pair padded) const;  ///< every tap that reads this cell of the padded input
    std::vector<Tap> meetingsOf(int map, int channel, Pair kernel) const;  ///< every cell that this weight meets

    /// How many windows of one map read each input cell, through the border, too. [H,W]
    Matrix readCounts() const;
    int unreadCount() const;  ///< input cells that no window reads
    /// Cells of the padded input that the floor in the size formula leaves over at the far end of each axis.
    Pair leftOver() const;

    bool operator==(const WindowTrace& o) const { return operands_ == o.operands_ && settings_ == o.settings_; }

private:
    int perMap() const { return output_.height * output_.width * windowSize(); }
    int windowIndex(int map, Pair output) const;            ///< in time
    WindowSum sumOf(int map, Pair output, int taps) const;  ///< after the window's first taps
    std::vector<int> readsAlong(int axis) const;            ///< how often each row or column is read

    WindowOperands operands_;
    WindowSettings settings_;
    Pair kernel_, output_;
    std::vector<WindowSum> whole_;  ///< every window, in time
};

/// What a wrong guess for an output cell would mean: one sentence that names the mistake, or "" where no known one
/// gives this number.
std::string windowMistake(const WindowTrace& trace, int map, Pair output, double guess);

}  // namespace seglab::core
