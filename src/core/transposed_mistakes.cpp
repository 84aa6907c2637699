#include "core/transposed_mistakes.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/sizes.h"

namespace seglab::core {

namespace {

using Wrong = std::optional<double>;  ///< what the mistaken procedure gives; nothing where it has no such cell

bool same(double a, double b) {
    return std::abs(a - b) <= 0.5e-3 * std::max(1.0, std::abs(b));
}

double valueAt(const TransposedTrace& t, Pair output) {
    double sum = 0;
    for (const Multiply& m : t.termsOf(t.toCanvas(output))) sum += m.product;
    return sum;
}

bool inside(const TransposedTrace& t, Pair output) {
    return t.keeps(t.toCanvas(output)) && output.height >= 0 && output.width >= 0;
}

// ---- values -----------------------------------------------------------------------------------------------------

Wrong lastStampOnly(const TransposedTrace& t, Pair at) {
    const std::vector<Multiply> terms = t.termsOf(t.toCanvas(at));
    if (terms.size() < 2) return {};
    return terms.back().product;
}

Wrong firstStampOnly(const TransposedTrace& t, Pair at) {
    const std::vector<Multiply> terms = t.termsOf(t.toCanvas(at));
    if (terms.size() < 2) return {};
    return terms.front().product;
}

Wrong averaged(const TransposedTrace& t, Pair at) {
    const std::size_t count = t.termsOf(t.toCanvas(at)).size();
    if (count < 2) return {};
    return valueAt(t, at) / double(count);
}

Wrong kernelFlipped(const TransposedTrace& t, Pair at) {
    Matrix flipped = t.kernel();
    std::reverse(flipped.values.begin(), flipped.values.end());
    return valueAt(TransposedTrace(t.input(), flipped, t.settings()), at);
}

/// A border of zeros around the whole canvas instead of a crop.
Wrong paddingAdded(const TransposedTrace& t, Pair at) {
    const Pair p = t.settings().padding;
    if (p == Pair{0, 0}) return {};
    const Pair canvas{at.height - p.height, at.width - p.width};
    if (!t.reaches(canvas)) return 0;
    return valueAt(t, t.toOutput(canvas));
}

/// The canvas read as if it were the output.
Wrong notCropped(const TransposedTrace& t, Pair at) {
    if (t.settings().padding == Pair{0, 0} || !t.reaches(at)) return {};
    return valueAt(t, t.toOutput(at));
}

Wrong outputPaddingZero(const TransposedTrace& t, Pair at) {
    if (!t.uncovered(t.toCanvas(at))) return {};
    return 0;
}

Wrong strideAndDilationSwapped(const TransposedTrace& t, Pair at) {
    TransposedSettings swapped = t.settings();
    std::swap(swapped.stride, swapped.dilation);
    if (swapped.stride == swapped.dilation) return {};
    try {
        const TransposedTrace other(t.input(), t.kernel(), swapped);
        if (!inside(other, at)) return {};
        return valueAt(other, at);
    } catch (const Error&) {
        return {};  // the swapped settings leave nothing of the output
    }
}

Wrong notWeighed(const TransposedTrace& t, Pair at) {
    const std::vector<Multiply> terms = t.termsOf(t.toCanvas(at));
    if (terms.empty()) return {};
    double sum = 0;
    for (const Multiply& m : terms) sum += t.kernel()(m.kernel.height, m.kernel.width);
    return sum;
}

/// Division where a single stamp lands.
Wrong divided(const TransposedTrace& t, Pair at) {
    const std::vector<Multiply> terms = t.termsOf(t.toCanvas(at));
    if (terms.size() != 1) return {};
    const Multiply& m = terms.front();
    const double k = t.kernel()(m.kernel.height, m.kernel.width);
    if (k == 0) return {};
    return t.input()(m.input.height, m.input.width) / k;
}

/// The smallest output that the convolution takes to this input: the least-norm solution of C·y = x.
Wrong inverse(const TransposedTrace& t, Pair at) {
    Eigen::MatrixXd convolution = Eigen::MatrixXd::Zero(t.matrixColumns(), t.matrixRows());
    for (int row = 0; row < t.matrixRows(); ++row)
        for (int column = 0; column < t.matrixColumns(); ++column)
            if (Pair k; t.kernelAt(row, column, k)) convolution(column, row) = t.kernel()(k.height, k.width);
    const Eigen::Map<const Eigen::VectorXd> x(t.input().values.data(), t.matrixColumns());
    const Eigen::VectorXd y = convolution.completeOrthogonalDecomposition().solve(x);
    return y[at.height * t.outputSize().width + at.width];
}

struct ValueMistake {
    Wrong (*procedure)(const TransposedTrace&, Pair);
    const char* meaning;
};

// The first that explains a guess is told: those that students make most come first, the costly one last.
constexpr ValueMistake kValueMistakes[] = {
    {lastStampOnly,
     "You overwrote where stamps add: that is the last stamp alone. Every stamp that lands on a cell counts."},
    {averaged, "You averaged the stamps that overlap: they add up, nothing is divided."},
    {outputPaddingZero,
     "You filled output padding with zeros: it uncovers cells that the stamps have computed, it never puts zeros "
     "there."},
    {kernelFlipped,
     "You flipped the kernel: a stamp is laid down as it stands. Only the window over the zero-inserted input is "
     "flipped."},
    {paddingAdded, "You added padding around the canvas: in a transposed convolution padding crops it, on every side."},
    {notCropped, "You read the canvas from its corner: padding crops it first, so output(0,0) lies further inside."},
    {strideAndDilationSwapped,
     "You swapped stride and dilation: stride sets the stamps apart, dilation the cells within a stamp."},
    {firstStampOnly, "You kept the first stamp only: the later ones add to it."},
    {notWeighed, "You stamped the bare kernel: each stamp is weighed by its input cell."},
    {divided, "You inverted the convolution: a transposed convolution undoes its shape, not its values. Multiply."},
    {inverse,
     "You inverted the convolution: that is what it would take to get the input back. A transposed convolution undoes "
     "the "
     "shape, not the values."},
};

// ---- sizes ------------------------------------------------------------------------------------------------------

AxisSizes axisOf(const TransposedTrace& t, int axis) {
    const TransposedSettings& s = t.settings();
    return {.input = axis == 0 ? t.input().rows : t.input().columns,
            .kernel = axis == 0 ? t.kernel().rows : t.kernel().columns,
            .stride = s.stride[axis],
            .padding = s.padding[axis],
            .dilation = s.dilation[axis],
            .outputPadding = s.outputPadding[axis]};
}

/// (input − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1, whatever the numbers.
int formula(const AxisSizes& a) {
    return (a.input - 1) * a.stride - 2 * a.padding + a.dilation * (a.kernel - 1) + a.outputPadding + 1;
}

struct SizeMistake {
    int size;
    const char* meaning;
};

std::vector<SizeMistake> sizeMistakes(const AxisSizes& a) {
    AxisSizes added = a, swapped = a, uncropped = a, bare = a, undilated = a, gaps = a;
    added.padding = -a.padding;
    std::swap(swapped.stride, swapped.dilation);
    uncropped.padding = 0;
    bare.outputPadding = 0;
    undilated.dilation = 1;
    gaps.input = a.input + 1;
    return {
        {a.input * a.stride,
         "The size is not always stride times input: kernel, padding, dilation and output padding count, too."},
        {formula(added), "You added padding: in a transposed convolution it crops the canvas, on both sides."},
        {formula(swapped),
         "You swapped stride and dilation: stride sets the stamps apart, dilation the kernel's cells."},
        {formula(bare),
         "You left out output padding. The transposed convolution does not invert the convolution, which takes several "
         "sizes to this input: output padding says which of them comes back."},
        {formula(uncropped), "That is the canvas, with padding not yet cropped on both sides."},
        {outputSize(Operation::Convolution, a),
         "That is what the convolution would make of this input: the transposed convolution goes the other way."},
        {formula(undilated), "You left out dilation: a stamp reaches over dilation times (kernel − 1) cells and one."},
        {formula(gaps), "One stride too many: between so many stamps there is one gap less."},
    };
}

}  // namespace

std::string explainValue(const TransposedTrace& trace, Pair output, double guess) {
    const double truth = valueAt(trace, output);
    if (same(guess, truth)) return {};
    for (const ValueMistake& mistake : kValueMistakes)
        if (const Wrong wrong = mistake.procedure(trace, output); wrong && same(guess, *wrong) && !same(*wrong, truth))
            return mistake.meaning;
    return {};
}

std::string explainSize(const TransposedTrace& trace, int axis, double guess) {
    const AxisSizes sizes = axisOf(trace, axis);
    const int truth = trace.outputSize()[axis];
    if (guess == truth) return {};
    for (const SizeMistake& mistake : sizeMistakes(sizes))
        if (guess == mistake.size && mistake.size != truth) return mistake.meaning;
    // One of the sizes that the convolution takes to this input, but not the one that these settings make of it.
    for (int size : inputsMappedTo(sizes, sizes.input))
        if (guess == size)
            return "It does not invert the convolution, which takes several sizes to this input: output padding says "
                   "which of them comes back.";
    return {};
}

}  // namespace seglab::core
