#include "figure/views/transposed_scene.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::figure {

using core::Matrix;
using core::Multiply;
using core::Pair;

namespace {

constexpr float kTick = 0.8f;  // share of a step's motion after which the sums change
constexpr int kLetters = 26;

std::string subscript(int number) {
    static const char* const kDigits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    std::string text;
    for (char digit : std::to_string(number)) text += kDigits[digit - '0'];
    return text;
}

double largest(const Matrix& m) {
    double peak = 0;
    for (double v : m.values) peak = std::max(peak, std::abs(v));
    return peak > 0 ? peak : 1;
}

/// All multiplies with this input cell, or this kernel cell.
std::vector<Multiply> withInput(const core::TransposedTrace& t, Pair cell) {
    std::vector<Multiply> all;
    for (int a = 0; a < t.kernel().rows; ++a)
        for (int b = 0; b < t.kernel().columns; ++b) all.push_back(t.multiply(cell, {a, b}));
    return all;
}

std::vector<Multiply> withKernel(const core::TransposedTrace& t, Pair cell) {
    std::vector<Multiply> all;
    for (int i = 0; i < t.input().rows; ++i)
        for (int j = 0; j < t.input().columns; ++j) all.push_back(t.multiply({i, j}, cell));
    return all;
}

std::size_t flat(Pair cell, const Matrix& m) {
    return std::size_t(cell.height) * std::size_t(m.columns) + std::size_t(cell.width);
}

bool within(Pair cell, const Matrix& m) {
    return cell.height < m.rows && cell.width < m.columns;
}

std::vector<Multiply> resolve(const core::TransposedTrace& t, const CellName& name) {
    const Pair at{name.row, name.column};
    Pair cell;
    if (name.stem == "input" && within(at, t.input())) return withInput(t, at);
    if (name.stem == "vector" && at.height < t.matrixColumns())
        return withInput(t, {at.height / t.input().columns, at.height % t.input().columns});
    if ((name.stem == "kernel" || name.stem == "stamp") && within(at, t.kernel())) return withKernel(t, at);
    if (name.stem == "spread") return t.inputAt(at, cell) ? withInput(t, cell) : std::vector<Multiply>{};
    if (name.stem == "matrix" || name.stem == "forward") {
        const int row = name.stem == "matrix" ? at.height : at.width;
        const int column = name.stem == "matrix" ? at.width : at.height;
        if (row >= t.matrixRows() || column >= t.matrixColumns() || !t.kernelAt(row, column, cell)) return {};
        return {t.multiply({column / t.input().columns, column % t.input().columns}, cell)};
    }
    if (auto canvas = canvasCellNamed(t, name)) return t.termsOf(*canvas);
    return {};
}

/// The cell of the moving step where the most stamps have met so far: what there is to explain.
Pair busiest(const core::TransposedTrace& t, int before, int after, const Matrix& overlap) {
    Pair best = t.multiply(after - 1).canvas;
    double most = 0;
    for (int index = before; index < after; ++index) {
        const Pair cell = t.multiply(index).canvas;
        const double count = overlap(cell.height, cell.width) + (t.keeps(cell) ? 1000 : 0);
        if (count > most) best = cell, most = count;
    }
    return best;
}

}  // namespace

std::optional<Pair> canvasCellNamed(const core::TransposedTrace& t, const CellName& name) {
    const Pair at{name.row, name.column}, out = t.outputSize();
    if (name.stem == "canvas" || name.stem == "overlap") return t.reaches(at) ? std::optional(at) : std::nullopt;
    if (name.stem == "output" && at.height < out.height && at.width < out.width) return t.toCanvas(at);
    const int row = name.stem == "forward" ? name.column : name.row;
    const bool ofMatrix = name.stem == "matrix" || name.stem == "forward" || name.stem == "result";
    if (ofMatrix && row < t.matrixRows()) return t.toCanvas({row / out.width, row % out.width});
    return std::nullopt;
}

OperandLetters::OperandLetters(const core::TransposedTrace& trace)
    : inputColumns_(trace.input().columns), kernelColumns_(trace.kernel().columns) {
    const int inputs = trace.matrixColumns(), kernels = trace.stampSize();
    indexed_ = inputs + std::max(kernels, 3) > kLetters;
    firstKernelLetter_ = char('z' + 1 - std::max(kernels, 3));
}

std::string OperandLetters::input(Pair cell) const {
    const int index = cell.height * inputColumns_ + cell.width;
    return indexed_ ? "a" + subscript(index) : std::string(1, char('a' + index));
}

std::string OperandLetters::kernel(Pair cell) const {
    const int index = cell.height * kernelColumns_ + cell.width;
    return indexed_ ? "x" + subscript(index) : std::string(1, char(firstKernelLetter_ + index));
}

TransposedScene::TransposedScene(const core::TransposedTrace& trace_, TransposedOptions options_, int step_,
                                 const View& view_)
    : TransposedMoment(trace_, options_, step_, view_), view(view_), letters(trace_) {
    sum = trace.sumAt(finished);
    overlap = trace.overlapAt(finished);
    previous = trace.sumAt(before);
    previousOverlap = trace.overlapAt(before);
    peak = largest(trace.sumAt(trace.multiplyCount()));
    mostOverlap = largest(trace.overlapAt(trace.multiplyCount()));
    kernelPeak = largest(trace.kernel()), inputPeak = largest(trace.input());
    select();
}

TransposedMoment::TransposedMoment(const core::TransposedTrace& trace_, TransposedOptions options_, int step_,
                                   const View& view)
    : trace(trace_), options(options_), step(step_) {
    // A step back moves the step that is undone, the other way round.
    const bool undoing = view.backwards && view.phase < 1 && step < trace.stepCount(options.granularity);
    moving = undoing ? step + 1 : step;
    progress = moving == 0 ? 1 : undoing ? 1 - view.phase : view.phase;
    before = trace.finishedAt(std::max(0, moving - 1), options.granularity);
    after = trace.finishedAt(moving, options.granularity);
    finished = progress >= kTick ? after : before;
}

Pair TransposedMoment::lastInput() const {
    return after > 0 ? trace.multiply(after - 1).input : Pair{0, 0};
}

/// The selection in terms of the operation.
void TransposedScene::select() {
    if (auto name = parseCellName(view.focus())) {
        focus = resolve(trace, *name);
        if (auto cell = canvasCellNamed(trace, *name)) {
            focusOnCanvas = name->stem != "matrix" && name->stem != "forward";
            spotlight = *cell, hasSpotlight = true;
        }
    }
    if (!hasSpotlight && after > 0)
        spotlight = busiest(trace, before, after, trace.overlapAt(after)), hasSpotlight = true;
    if (focus.empty()) return;
    const Matrix &in = trace.input(), &k = trace.kernel();
    litInput_.assign(in.values.size(), 0);
    litKernel_.assign(k.values.size(), 0);
    litCanvas_.assign(sum.values.size(), 0);
    for (const Multiply& m : focus) {
        litInput_[flat(m.input, in)] = 1;
        litKernel_[flat(m.kernel, k)] = 1;
        litCanvas_[flat(m.canvas, sum)] = 1;
    }
}

bool TransposedScene::currentInput(Pair cell) const {
    const int first = trace.multiply(cell, {0, 0}).index;
    return after > before && first < after && first + trace.stampSize() > before;
}

bool TransposedScene::stamped(Pair input) const {
    return trace.multiply(input, {0, 0}).index + trace.stampSize() <= finished;
}

bool TransposedScene::begun(Pair input) const {
    return trace.multiply(input, {0, 0}).index < finished;
}

bool TransposedScene::litInput(Pair cell) const {
    return !focus.empty() && litInput_[flat(cell, trace.input())];
}

bool TransposedScene::litKernel(Pair cell) const {
    return !focus.empty() && litKernel_[flat(cell, trace.kernel())];
}

bool TransposedScene::litCanvas(Pair cell) const {
    return !focus.empty() && trace.reaches(cell) && litCanvas_[flat(cell, sum)];
}

bool TransposedScene::covered(Pair canvas) const {
    if (view.hidden.empty()) return false;
    const Pair o = trace.toOutput(canvas);
    return view.hidden.count("canvas") || view.hidden.count(cellName("canvas", canvas.height, canvas.width)) ||
           (trace.keeps(canvas) &&
            (view.hidden.count("output") || view.hidden.count(cellName("output", o.height, o.width))));
}

std::optional<double> TransposedScene::guess(Pair canvas) const {
    const Pair o = trace.toOutput(canvas);
    for (const std::string& name :
         {cellName("output", o.height, o.width), cellName("canvas", canvas.height, canvas.width)})
        if (auto found = view.guesses.find(name); found != view.guesses.end()) return found->second;
    return std::nullopt;
}

bool TransposedScene::guessedRight(Pair canvas) const {
    const auto told = guess(canvas);
    const double truth = trace.reaches(canvas) ? sum(canvas.height, canvas.width) : 0;
    return told && std::abs(*told - truth) <= 1e-3 * std::max(1.0, std::abs(truth)) * 0.5;
}

bool TransposedScene::hidesSize(int axis) const {
    const std::string name = axis == 0 ? "size(height)" : "size(width)";
    if (!view.hidden.count("size") && !view.hidden.count(name)) return false;
    const auto told = view.guesses.find(name);
    return told == view.guesses.end() || told->second != trace.outputSize()[axis];
}

bool TransposedScene::hidesInput(Pair cell) const {
    return !view.hidden.empty() &&
           (view.hidden.count("input") || view.hidden.count(cellName("input", cell.height, cell.width)));
}

bool TransposedScene::hidesKernel(Pair cell) const {
    return !view.hidden.empty() &&
           (view.hidden.count("kernel") || view.hidden.count(cellName("kernel", cell.height, cell.width)));
}

std::string TransposedScene::inputText(Pair cell) const {
    if (hidesInput(cell)) return "?";
    return options.letters ? letters.input(cell) : formatNumber(trace.input()(cell.height, cell.width));
}

std::string TransposedScene::kernelText(Pair cell) const {
    if (hidesKernel(cell)) return "?";
    return options.letters ? letters.kernel(cell) : formatNumber(trace.kernel()(cell.height, cell.width));
}

std::string TransposedScene::productText(const Multiply& m) const {
    if (hidesInput(m.input) || hidesKernel(m.kernel)) return "?";
    return options.letters ? letters.product(m) : formatNumber(m.product);
}

std::string TransposedScene::sumText(Pair canvas) const {
    if (!trace.reaches(canvas)) return "0";
    if (overlap(canvas.height, canvas.width) == 0) return {};
    if (!options.letters) return formatNumber(sum(canvas.height, canvas.width));
    std::string text;
    for (const Multiply& m : trace.termsOf(canvas))
        if (happened(m)) text += (text.empty() ? "" : " + ") + letters.product(m);
    return text;
}

Color TransposedScene::tint(double value) const {
    const float share = float(std::min(1.0, std::abs(value) / peak));
    // Below zero the tint is ink, not green; where cells show no number, the minus must still be seen.
    const Role role = value < 0 ? Role::Muted : Role::Output;
    return mix(inks().raised, roleColor(role, view.theme), 0.07f + 0.33f * share);
}

GridLook TransposedScene::gridLook(Role role) const {
    const Color line = mix(inks().raised, color(role), view.theme == Theme::Paper ? 0.45f : 0.5f);
    return {.line = line, .border = color(role), .borderWidth = 2};
}

}  // namespace seglab::figure
