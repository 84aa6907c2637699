#include "core/picture_operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <numeric>

#include "core/error.h"
#include "core/limits.h"

// y, x cell of the output; i, j cell of the input; a, b cell of the kernel; s stride, p padding, d dilation:
// output(y,x) = Σ input(i,j) · kernel(a,b) over i·s + a·d − p = y and j·s + b·d − p = x.
namespace seglab::core {

namespace {

int floorDivide(int a, int b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

}  // namespace

/// One row of the output at a time. The columns are kept by their remainder after division by the stride: a tap of the
/// kernel then adds a whole input row, shifted, to one of these phases, which compilers turn into vector code.
class PictureOperation::RowPass {
public:
    RowPass(const PictureOperation& op, int finishedRows)
        : op_(op),
          finished_(finishedRows),
          stride_(op.settings_.stride.width),
          length_((op.output_.width + stride_ - 1) / stride_),
          slots_(std::size_t((op.kernel_.rows - 1) * op.settings_.dilation.height / op.settings_.stride.height + 1)),
          sums_(std::size_t(3 * stride_ * length_)) {}

    void compute(int y) {
        std::fill(sums_.begin(), sums_.end(), 0.f);
        const int s = op_.settings_.stride.height, d = op_.settings_.dilation.height;
        for (int a = 0; a < op_.kernel_.rows; ++a) {
            const int from = y + op_.settings_.padding.height - a * d;
            if (from < 0 || from % s != 0 || from / s >= finished_) continue;
            const std::vector<float>& row = inputRow(from / s);
            for (int channel = 0; channel < 3; ++channel)
                for (int b = 0; b < op_.kernel_.columns; ++b)
                    add(row.data() + channel * op_.picture_.width, channel, b, float(op_.kernel_(a, b)));
        }
    }

    int phases() const { return stride_; }
    /// Columns phase, phase + stride, … of the row.
    const float* phase(int channel, int phase) const {
        return sums_.data() + std::size_t((channel * stride_ + phase) * length_);
    }
    int phaseLength(int phase) const { return (op_.output_.width - phase + stride_ - 1) / stride_; }

private:
    struct Slot {
        int row = -1;
        std::vector<float> values;  // [3, width]
    };

    const std::vector<float>& inputRow(int i) {
        Slot& slot = slots_[std::size_t(i) % slots_.size()];
        if (slot.row == i) return slot.values;
        slot.row = i;
        const int width = op_.picture_.width;
        slot.values.resize(std::size_t(3 * width));
        const std::uint8_t* rgb = op_.picture_.values.get() + std::size_t(3) * std::size_t(width) * std::size_t(i);
        for (int channel = 0; channel < 3; ++channel)
            for (int j = 0; j < width; ++j) slot.values[std::size_t(channel * width + j)] = float(rgb[3 * j + channel]);
        return slot.values;
    }

    void add(const float* input, int channel, int b, float weight) {
        const int offset = b * op_.settings_.dilation.width - op_.settings_.padding.width;
        const int shift = floorDivide(offset, stride_), remainder = offset - shift * stride_;
        const int first = std::max(0, -shift), last = std::min(op_.picture_.width, phaseLength(remainder) - shift);
        float* out = sums_.data() + (channel * stride_ + remainder) * length_ + shift;
        for (int j = first; j < last; ++j) out[j] += weight * input[j];
    }

    const PictureOperation& op_;
    const int finished_, stride_, length_;
    std::vector<Slot> slots_;
    std::vector<float> sums_;  // [3, stride, length]
};

PictureOperation::PictureOperation(RgbPixels picture, Matrix kernel, TransposedSettings settings)
    : picture_(std::move(picture)), kernel_(std::move(kernel)), settings_(settings) {
    // Sizes and their errors are those of the trace, for an input without numbers.
    const auto sizes = [&](int axis) {
        Matrix line(axis == 0 ? picture_.height : 1, axis == 1 ? picture_.width : 1);
        TransposedSettings s = settings_;
        s.padding[1 - axis] = s.outputPadding[1 - axis] = 0;
        TransposedTrace trace(std::move(line), kernel_, s);
        canvas_[axis] = trace.canvasSize()[axis];
        output_[axis] = trace.outputSize()[axis];
    };
    sizes(0);
    sizes(1);
    const std::int64_t pixels = std::int64_t(output_.height) * output_.width;
    if (pixels > limits::kLabOutputPixels)
        throw Error(Kind::BadInput,
                    fmt::format("an output of {} × {} is {:.1f} megapixels", output_.height, output_.width,
                                double(pixels) / 1e6),
                    fmt::format("lower the stride or take a smaller picture: at most {} megapixels",
                                limits::kLabOutputPixels / 1'000'000),
                    "image");
    finished_.factor = reducingFactor(kShownSide);
    finished_.end = (output_.height + finished_.factor - 1) / finished_.factor;
    finished_.columns = (output_.width + finished_.factor - 1) / finished_.factor;
    finished_.values.resize(std::size_t(finished_.end) * std::size_t(finished_.columns) * 3);
    scan();
}

/// Adds up the rows of a block first, then its columns.
class PictureOperation::Reducer {
public:
    Reducer(ReducedRows& into, Pair output) : into_(into), output_(output), sum_(std::size_t(3 * output.width)) {}

    void see(const RowPass& pass, int y) {
        if (y % into_.factor == 0) std::fill(sum_.begin(), sum_.end(), 0.f);
        for (int channel = 0; channel < 3; ++channel)
            for (int phase = 0; phase < pass.phases(); ++phase) {
                const float* v = pass.phase(channel, phase);
                float* out = sum_.data() + channel * output_.width + phase;
                for (int q = 0; q < pass.phaseLength(phase); ++q) out[q * pass.phases()] += v[q];
            }
        if (y % into_.factor == into_.factor - 1 || y == output_.height - 1) finish(y);
    }

private:
    void finish(int y) {
        const int r = y / into_.factor - into_.begin, rows = y % into_.factor + 1;
        float* row = into_.values.data() + std::size_t(r) * std::size_t(into_.columns) * 3;
        for (int channel = 0; channel < 3; ++channel)
            for (int c = 0; c < into_.columns; ++c) {
                const int left = c * into_.factor, right = std::min(left + into_.factor, output_.width);
                float total = 0;
                for (int x = left; x < right; ++x) total += sum_[std::size_t(channel * output_.width + x)];
                row[3 * c + channel] = total / float(rows * (right - left));
            }
    }

    ReducedRows& into_;
    const Pair output_;
    std::vector<float> sum_;  // [3, width]
};

PictureOperation::RowExtremes PictureOperation::extremesOf(const RowPass& pass, int channel) {
    float least = pass.phase(channel, 0)[0], most = least;
    for (int phase = 0; phase < pass.phases(); ++phase) {
        const float* v = pass.phase(channel, phase);
        for (int q = 0; q < pass.phaseLength(phase); ++q) {
            least = v[q] < least ? v[q] : least;
            most = v[q] > most ? v[q] : most;
        }
    }
    return {least, most};
}

void PictureOperation::see(const RowPass& pass, int y) {
    for (int channel = 0; channel < 3; ++channel) {
        const RowExtremes row = extremesOf(pass, channel);
        rows_[channel][std::size_t(y)] = row;
        if (row.minimum >= 0 && row.maximum <= 255) continue;
        for (int phase = 0; phase < pass.phases(); ++phase) {
            const float* v = pass.phase(channel, phase);
            int under = 0, over = 0;
            for (int q = 0; q < pass.phaseLength(phase); ++q) {
                under += v[q] < 0;
                over += v[q] > 255;
            }
            below_ += under;
            above_ += over;
        }
    }
}

/// Extremes, counts and the reduced picture in one go over the rows.
void PictureOperation::scan() {
    for (auto& rows : rows_) rows.resize(std::size_t(output_.height));
    RowPass pass(*this, rowCount());
    Reducer reducer(finished_, output_);
    for (int y = 0; y < output_.height; ++y) {
        pass.compute(y);
        see(pass, y);
        reducer.see(pass, y);
    }
}

/// Output rows that no later stamp reaches.
int PictureOperation::finalRows(int finishedRows) const {
    if (finishedRows >= rowCount()) return output_.height;
    return std::clamp(finishedRows * settings_.stride.height - settings_.padding.height, 0, output_.height);
}

PictureOperation::Extremes PictureOperation::extremesAt(int channel, int finishedRows) const {
    // The rows that hold the extremes, by the single-precision values of the pass.
    const int final = finalRows(finishedRows);
    const int reached = finishedRows == 0 ? 0 : rowsOf(std::min(finishedRows, rowCount()) - 1).end;
    int low = 0, high = 0;
    RowExtremes best;
    RowPass pass(*this, finishedRows);
    for (int y = 0; y < std::max(final, reached); ++y) {
        if (y >= final) pass.compute(y);
        const RowExtremes row = y < final ? rows_[channel][std::size_t(y)] : extremesOf(pass, channel);
        if (y == 0 || row.minimum < best.minimum) best.minimum = row.minimum, low = y;
        if (y == 0 || row.maximum > best.maximum) best.maximum = row.maximum, high = y;
    }
    // Those rows again, exactly; what lies below all stamps is still 0.
    Extremes exact{at(channel, {low, 0}, finishedRows), at(channel, {high, 0}, finishedRows)};
    for (int x = 1; x < output_.width; ++x) {
        exact.minimum = std::min(exact.minimum, at(channel, {low, x}, finishedRows));
        exact.maximum = std::max(exact.maximum, at(channel, {high, x}, finishedRows));
    }
    if (std::max(final, reached) == output_.height) return exact;
    return {std::min(exact.minimum, 0.0), std::max(exact.maximum, 0.0)};
}

PictureOperation::Extremes PictureOperation::extremes() const {
    Extremes all = extremesAt(0, rowCount());
    for (int channel : {1, 2}) {
        const Extremes one = extremesAt(channel, rowCount());
        all = {std::min(all.minimum, one.minimum), std::max(all.maximum, one.maximum)};
    }
    return all;
}

int PictureOperation::reducingFactor(int side) const {
    const int least = (std::max(output_.height, output_.width) + side - 1) / side;
    const int period = std::lcm(settings_.stride.height, settings_.stride.width);
    if (least == 1 || period > 4) return least;
    return (least + period - 1) / period * period;
}

ReducedRows PictureOperation::unfinishedAt(int finishedRows) const {
    // Rows above the next stamps are final; those that the last stamps reach are not; below is nothing yet.
    const int final = finalRows(finishedRows);
    const int reached = finishedRows == 0 ? 0 : rowsOf(std::min(finishedRows, rowCount()) - 1).end;
    ReducedRows out{.factor = finished_.factor, .columns = finished_.columns};
    out.begin = final == output_.height ? finished_.end : final / out.factor;
    out.end = std::max(out.begin, (std::max(final, reached) + out.factor - 1) / out.factor);
    out.values.resize(std::size_t(out.end - out.begin) * std::size_t(out.columns) * 3);
    RowPass pass(*this, finishedRows);
    Reducer reducer(out, output_);
    for (int y = out.begin * out.factor; y < std::min(out.end * out.factor, output_.height); ++y) {
        pass.compute(y);
        reducer.see(pass, y);
    }
    return out;
}

Matrix PictureOperation::reducedOverlap(int finishedRows, int side) const {
    // The count is a product of a count along each axis, and so is its mean over a block.
    const int factor = reducingFactor(side);
    auto means = [&](int axis, int finished) {
        std::vector<double> out;
        for (int first = 0; first < output_[axis]; first += factor) {
            const int last = std::min(first + factor, output_[axis]);
            int total = 0;
            for (int cell = first; cell < last; ++cell) total += stampsOn(axis, cell, finished);
            out.push_back(double(total) / (last - first));
        }
        return out;
    };
    const std::vector<double> down = means(0, finishedRows), across = means(1, picture_.width);
    Matrix overlap(int(down.size()), int(across.size()));
    for (int r = 0; r < overlap.rows; ++r)
        for (int c = 0; c < overlap.columns; ++c) overlap(r, c) = down[std::size_t(r)] * across[std::size_t(c)];
    return overlap;
}

int PictureOperation::inputAt(int channel, Pair input) const {
    const std::size_t pixel = std::size_t(input.height) * std::size_t(picture_.width) + std::size_t(input.width);
    return picture_.values.get()[3 * pixel + std::size_t(channel)];
}

/// The input cell that a cell of the kernel carries to a cell of the output, along one axis.
bool PictureOperation::sourceOf(int axis, int cell, int tap, int& input) const {
    const int from = cell + settings_.padding[axis] - tap * settings_.dilation[axis];
    input = from / settings_.stride[axis];
    return from >= 0 && from % settings_.stride[axis] == 0 && input < inputSize()[axis];
}

double PictureOperation::at(int channel, Pair output, int finishedRows) const {
    double sum = 0;
    Pair from;
    for (int a = 0; a < kernel_.rows; ++a) {
        if (!sourceOf(0, output.height, a, from.height) || from.height >= finishedRows) continue;
        for (int b = 0; b < kernel_.columns; ++b)
            if (sourceOf(1, output.width, b, from.width)) sum += inputAt(channel, from) * kernel_(a, b);
    }
    return sum;
}

std::vector<Multiply> PictureOperation::termsOf(int channel, Pair output, int finishedRows) const {
    std::vector<Multiply> terms;
    Multiply term;
    // Later input cells carry earlier cells of the kernel.
    for (term.kernel.height = kernel_.rows - 1; term.kernel.height >= 0; --term.kernel.height) {
        if (!sourceOf(0, output.height, term.kernel.height, term.input.height)) continue;
        if (term.input.height >= finishedRows) break;
        for (term.kernel.width = kernel_.columns - 1; term.kernel.width >= 0; --term.kernel.width) {
            if (!sourceOf(1, output.width, term.kernel.width, term.input.width)) continue;
            term.index = int(terms.size());
            term.canvas = {output.height + settings_.padding.height, output.width + settings_.padding.width};
            term.product = inputAt(channel, term.input) * kernel_(term.kernel.height, term.kernel.width);
            terms.push_back(term);
        }
    }
    return terms;
}

/// How many of the first `finished` stamps along an axis reach a cell of the output.
int PictureOperation::stampsOn(int axis, int cell, int finished) const {
    int count = 0, input = 0;
    for (int tap = 0; tap < (axis == 0 ? kernel_.rows : kernel_.columns); ++tap)
        count += sourceOf(axis, cell, tap, input) && input < finished;
    return count;
}

int PictureOperation::overlapAt(Pair output, int finishedRows) const {
    return stampsOn(0, output.height, finishedRows) * stampsOn(1, output.width, picture_.width);
}

PictureOperation::Extremes PictureOperation::overlapExtremes(int finishedRows) const {
    Extremes product{1, 1};
    for (int axis : {0, 1}) {
        const int finished = axis == 0 ? finishedRows : picture_.width;
        int least = stampsOn(axis, 0, finished), most = least;
        for (int cell = 1; cell < output_[axis]; ++cell) {
            least = std::min(least, stampsOn(axis, cell, finished));
            most = std::max(most, stampsOn(axis, cell, finished));
        }
        product = {product.minimum * least, product.maximum * most};
    }
    return product;
}

PictureOperation::Rows PictureOperation::rowsOf(int inputRow) const {
    const int top = inputRow * settings_.stride.height - settings_.padding.height;
    const int reach = settings_.dilation.height * (kernel_.rows - 1) + 1;
    return {std::clamp(top, 0, output_.height), std::clamp(top + reach, 0, output_.height)};
}

std::shared_ptr<const PictureOperation> cachedPictureOperation(const RgbPixels& picture, const Matrix& kernel,
                                                               const TransposedSettings& settings) {
    constexpr std::size_t kKept = 4;
    static std::mutex mutex;
    static std::deque<std::shared_ptr<const PictureOperation>> kept;
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& operation : kept)
        if (operation->picture() == picture && operation->kernel() == kernel && operation->settings() == settings)
            return operation;
    kept.push_front(std::make_shared<const PictureOperation>(picture, kernel, settings));
    if (kept.size() > kKept) kept.pop_back();
    return kept.front();
}

}  // namespace seglab::core
