#include "core/transposed_convolution.h"

#include <algorithm>
#include <string>

#include "core/error.h"

namespace seglab::core {

namespace {

constexpr const char* kAxes[] = {"height", "width"};

void require(bool condition, const std::string& problem, const std::string& cure, int axis) {
    if (!condition) throw Error(Kind::BadInput, problem, cure, std::string("transposed convolution, ") + kAxes[axis]);
}

void checkAxis(const TransposedSettings& s, int axis) {
    require(s.stride[axis] >= 1, "stride " + std::to_string(s.stride[axis]) + " is below 1", "choose 1 or more", axis);
    require(s.dilation[axis] >= 1, "dilation " + std::to_string(s.dilation[axis]) + " is below 1", "choose 1 or more",
            axis);
    require(s.padding[axis] >= 0, "padding " + std::to_string(s.padding[axis]) + " is negative", "choose 0 or more",
            axis);
    int bound = std::max(s.stride[axis], s.dilation[axis]);
    require(s.outputPadding[axis] >= 0 && s.outputPadding[axis] < bound,
            "output padding " + std::to_string(s.outputPadding[axis]) + " is not below stride " +
                std::to_string(s.stride[axis]) + " or dilation " + std::to_string(s.dilation[axis]),
            "choose 0 to " + std::to_string(bound - 1), axis);
}

/// cell = base + i·step for a whole i in 0 … count − 1?
bool onLattice(int cell, int step, int count, int& i) {
    if (cell < 0 || cell % step != 0 || cell / step >= count) return false;
    i = cell / step;
    return true;
}

/// The first `finished` multiplies in time, as add(row of the canvas, column of the canvas, product): what multiply()
/// gives one by one, without a division for each.
template <class Add>
void visit(const TransposedTrace& t, int finished, const Add& add) {
    const Matrix &in = t.input(), &k = t.kernel();
    const Pair s = t.settings().stride, d = t.settings().dilation;
    int left = finished;
    for (int i = 0; i < in.rows; ++i)
        for (int j = 0; j < in.columns; ++j)
            for (int a = 0; a < k.rows; ++a)
                for (int b = 0; b < k.columns; ++b) {
                    if (left-- <= 0) return;
                    add(i * s.height + a * d.height, j * s.width + b * d.width, in(i, j) * k(a, b));
                }
}

}  // namespace

TransposedTrace::TransposedTrace(Matrix input, Matrix kernel, TransposedSettings settings)
    : input_(std::move(input)), kernel_(std::move(kernel)), settings_(settings) {
    const int in[] = {input_.rows, input_.columns}, k[] = {kernel_.rows, kernel_.columns};
    for (int axis = 0; axis < 2; ++axis) {
        require(in[axis] >= 1, "the input has no cells", "give it at least one", axis);
        require(k[axis] >= 1, "the kernel has no cells", "give it at least one", axis);
        checkAxis(settings_, axis);
        canvas_[axis] = (in[axis] - 1) * settings_.stride[axis] + settings_.dilation[axis] * (k[axis] - 1) + 1;
        output_[axis] = canvas_[axis] - 2 * settings_.padding[axis] + settings_.outputPadding[axis];
        require(output_[axis] >= 1,
                "padding " + std::to_string(settings_.padding[axis]) + " crops all " + std::to_string(canvas_[axis]) +
                    " cells of the canvas",
                "lower padding, or raise output padding", axis);
    }
}

Pair TransposedTrace::extent() const {
    Pair far = toCanvas(output_);
    return {std::max(canvas_.height, far.height), std::max(canvas_.width, far.width)};
}

Pair TransposedTrace::toCanvas(Pair output) const {
    return {output.height + settings_.padding.height, output.width + settings_.padding.width};
}

Pair TransposedTrace::toOutput(Pair canvas) const {
    return {canvas.height - settings_.padding.height, canvas.width - settings_.padding.width};
}

bool TransposedTrace::keeps(Pair canvas) const {
    Pair o = toOutput(canvas);
    return o.height >= 0 && o.height < output_.height && o.width >= 0 && o.width < output_.width;
}

bool TransposedTrace::reaches(Pair canvas) const {
    return canvas.height >= 0 && canvas.height < canvas_.height && canvas.width >= 0 && canvas.width < canvas_.width;
}

bool TransposedTrace::uncovered(Pair canvas) const {
    if (!keeps(canvas)) return false;
    Pair o = toOutput(canvas);
    return o.height >= output_.height - settings_.outputPadding.height ||
           o.width >= output_.width - settings_.outputPadding.width;
}

Matrix TransposedTrace::cropped(const Matrix& canvas) const {
    Matrix output(output_.height, output_.width);
    for (int r = 0; r < output.rows; ++r)
        for (int c = 0; c < output.columns; ++c)
            if (Pair at = toCanvas({r, c}); reaches(at)) output(r, c) = canvas(at.height, at.width);
    return output;
}

int TransposedTrace::multiplyCount() const {
    return input_.rows * input_.columns * stampSize();
}

Multiply TransposedTrace::multiply(int index) const {
    int cell = index / stampSize(), tap = index % stampSize();
    return multiply({cell / input_.columns, cell % input_.columns}, {tap / kernel_.columns, tap % kernel_.columns});
}

Multiply TransposedTrace::multiply(Pair input, Pair kernel) const {
    Pair origin = stampOrigin(input);
    return {.index = (input.height * input_.columns + input.width) * stampSize() + kernel.height * kernel_.columns +
                     kernel.width,
            .input = input,
            .kernel = kernel,
            .canvas = {origin.height + kernel.height * settings_.dilation.height,
                       origin.width + kernel.width * settings_.dilation.width},
            .product = input_(input.height, input.width) * kernel_(kernel.height, kernel.width)};
}

Pair TransposedTrace::stampOrigin(Pair input) const {
    return {input.height * settings_.stride.height, input.width * settings_.stride.width};
}

int TransposedTrace::stepCount(Granularity granularity) const {
    switch (granularity) {
        case Granularity::Multiply:
            return multiplyCount();
        case Granularity::Stamp:
            return input_.rows * input_.columns;
        case Granularity::Row:
            break;
    }
    return input_.rows;
}

int TransposedTrace::finishedAt(int step, Granularity granularity) const {
    return step * (multiplyCount() / stepCount(granularity));
}

int TransposedTrace::stepOf(int finished, Granularity granularity) const {
    int size = multiplyCount() / stepCount(granularity);
    return (finished + size - 1) / size;
}

Matrix TransposedTrace::sumAt(int finished) const {
    Matrix sum(canvas_.height, canvas_.width);
    visit(*this, finished, [&](int row, int column, double product) { sum(row, column) += product; });
    return sum;
}

Matrix TransposedTrace::overlapAt(int finished) const {
    Matrix count(canvas_.height, canvas_.width);
    visit(*this, finished, [&](int row, int column, double) { count(row, column) += 1; });
    return count;
}

std::vector<Multiply> TransposedTrace::termsOf(Pair canvas) const {
    std::vector<Multiply> terms;
    const Pair s = settings_.stride, d = settings_.dilation;
    for (int i = 0; i < input_.rows; ++i) {
        int a = 0, b = 0;
        if (!onLattice(canvas.height - i * s.height, d.height, kernel_.rows, a)) continue;
        for (int j = 0; j < input_.columns; ++j)
            if (onLattice(canvas.width - j * s.width, d.width, kernel_.columns, b))
                terms.push_back(multiply({i, j}, {a, b}));
    }
    return terms;
}

int TransposedTrace::borderBefore(int axis) const {
    int k = axis == 0 ? kernel_.rows : kernel_.columns;
    return settings_.dilation[axis] * (k - 1) - settings_.padding[axis];
}

int TransposedTrace::borderAfter(int axis) const {
    return borderBefore(axis) + settings_.outputPadding[axis];
}

Pair TransposedTrace::spreadSize() const {
    Pair last = stampOrigin({input_.rows - 1, input_.columns - 1});
    return {borderBefore(0) + last.height + 1 + borderAfter(0), borderBefore(1) + last.width + 1 + borderAfter(1)};
}

Pair TransposedTrace::toSpread(Pair input) const {
    Pair origin = stampOrigin(input);
    return {origin.height + borderBefore(0), origin.width + borderBefore(1)};
}

bool TransposedTrace::inputAt(Pair spread, Pair& input) const {
    return onLattice(spread.height - borderBefore(0), settings_.stride.height, input_.rows, input.height) &&
           onLattice(spread.width - borderBefore(1), settings_.stride.width, input_.columns, input.width);
}

Pair TransposedTrace::windowCell(Pair output, Pair kernel) const {
    return {output.height + (kernel_.rows - 1 - kernel.height) * settings_.dilation.height,
            output.width + (kernel_.columns - 1 - kernel.width) * settings_.dilation.width};
}

bool TransposedTrace::kernelAt(int row, int column, Pair& kernel) const {
    Pair cell = toCanvas({row / output_.width, row % output_.width});
    Pair origin = stampOrigin({column / input_.columns, column % input_.columns});
    return onLattice(cell.height - origin.height, settings_.dilation.height, kernel_.rows, kernel.height) &&
           onLattice(cell.width - origin.width, settings_.dilation.width, kernel_.columns, kernel.width);
}

}  // namespace seglab::core
