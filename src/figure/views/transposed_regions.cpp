#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "figure/text.h"
#include "figure/views/transposed_scene.h"

namespace seglab::figure {

using core::Multiply;
using core::Pair;

namespace {

std::pair<double, double> rangeOf(const core::Matrix& m) {
    const auto [low, high] = std::minmax_element(m.values.begin(), m.values.end());
    return {*low, *high};
}

void setValue(Region& region, double value, std::string text) {
    region.value = value;
    region.text = std::move(text);
}

void cover(Region& region) {
    region.value.reset();
    region.text = "?";
    region.action = {.kind = Action::Kind::Answer};
}

void fillOperand(const TransposedScene& scene, Region& region, Pair at, bool input) {
    const core::Matrix& m = input ? scene.trace.input() : scene.trace.kernel();
    setValue(region, m(at.height, at.width), input ? scene.inputText(at) : scene.kernelText(at));
    region.action = {
        .kind = Action::Kind::Edit, .parameter = input ? "input" : "kernel", .row = at.height, .column = at.width};
    if (input ? scene.hidesInput(at) : scene.hidesKernel(at)) cover(region);
}

const char* cropSentence(const TransposedScene& scene, Pair at) {
    if (!scene.trace.keeps(at)) return "Padding crops this cell.";
    if (!scene.trace.reaches(at)) return "No stamp reaches this cell: it holds the bias, here 0.";
    if (scene.trace.uncovered(at)) return "Output padding uncovers this cell: it was computed, it is not filled in.";
    return "";
}

/// A cell of the canvas, whatever it is called.
void fillSum(const TransposedScene& scene, Region& region, Pair at) {
    setValue(region, scene.trace.reaches(at) ? scene.sum(at.height, at.width) : 0, scene.sumText(at));
    region.sentence = cropSentence(scene, at);
    if (scene.covered(at) && !scene.guessedRight(at)) cover(region);
}

void fillMatrix(const TransposedScene& scene, Region& region, int row, int column) {
    Pair k;
    if (!scene.trace.kernelAt(row, column, k)) return setValue(region, 0, "0");
    setValue(region, scene.trace.kernel()(k.height, k.width), scene.kernelText(k));
    if (scene.hidesKernel(k)) cover(region);
}

void fillSpread(const TransposedScene& scene, Region& region, Pair at) {
    Pair input;
    if (!scene.trace.inputAt(at, input) || !scene.begun(input)) return setValue(region, 0, "0");
    setValue(region, scene.trace.input()(input.height, input.width), scene.inputText(input));
    if (scene.hidesInput(input)) cover(region);
}

void fillStamp(const TransposedScene& scene, Region& region, Pair kernel) {
    const Multiply m = scene.trace.multiply(scene.lastInput(), kernel);
    if (m.index >= scene.after) return;
    setValue(region, m.product, scene.productText(m));
    if (region.text == "?") cover(region);
}

/// Where output(r,c) stands: in a grid of its own, within the canvas, or as a vector.
Grid outputGrid(const TransposedScene& s, const Places& places) {
    if (!places.output.empty()) return places.output;
    if (places.canvas.empty()) return places.result;
    Grid output = places.canvas;
    const Box corner = output.cell(s.trace.settings().padding.height, s.trace.settings().padding.width);
    output.at = {corner.x, corner.y};
    output.rows = s.trace.outputSize().height, output.columns = s.trace.outputSize().width;
    return output;
}

/// The grids of the stamps and of zero insertion.
std::vector<NamedGrid> planeGrids(const TransposedScene& s, const Places& places) {
    const core::TransposedTrace& t = s.trace;
    const auto [low, high] = rangeOf(s.sum);
    const auto [smallest, greatest] = rangeOf(t.input());
    const auto canvas = [&s](Region& r, int i, int j) { fillSum(s, r, {i, j}); };
    const auto output = [&s](Region& r, int i, int j) { fillSum(s, r, s.trace.toCanvas({i, j})); };
    const auto overlap = [&s](Region& r, int i, int j) { setValue(r, s.overlap(i, j), formatNumber(s.overlap(i, j))); };
    const auto spread = [&s](Region& r, int i, int j) { fillSpread(s, r, {i, j}); };
    const auto stamp = [&s](Region& r, int i, int j) { fillStamp(s, r, {i, j}); };
    const Pair k{t.kernel().rows, t.kernel().columns};
    return {{{"canvas", "canvas", t.canvasSize(), canvas, low, high, 0}, places.canvas},
            {{"output", "output", t.outputSize(), output, low, high, 1}, outputGrid(s, places)},
            {{"overlap", "overlap", t.canvasSize(), overlap, 0, s.mostOverlap, 2},
             s.options.overlap ? places.canvas : Grid()},
            {{"spread", "spread", t.spreadSize(), spread, std::min(0.0, smallest), std::max(0.0, greatest), 0},
             places.spread},
            {{"stamp", "stamp", k, stamp, 0, 0, 0}, places.stamp}};
}

/// The matrix, its vectors, and the operands.
std::vector<NamedGrid> productGrids(const TransposedScene& s, const Places& places) {
    const core::TransposedTrace& t = s.trace;
    const Pair in{t.input().rows, t.input().columns}, k{t.kernel().rows, t.kernel().columns}, out = t.outputSize();
    const int rows = t.matrixRows(), columns = t.matrixColumns();
    const auto [low, high] = rangeOf(s.sum);
    const auto [least, most] = rangeOf(t.kernel());
    const auto [smallest, greatest] = rangeOf(t.input());
    const double floor = std::min(0.0, least), ceiling = std::max(0.0, most);
    const auto matrix = [&s](Region& r, int i, int j) { fillMatrix(s, r, i, j); };
    const auto forward = [&s](Region& r, int i, int j) { fillMatrix(s, r, j, i); };
    const auto vector = [&s, in](Region& r, int i, int) { fillOperand(s, r, {i / in.width, i % in.width}, true); };
    const auto result = [&s, out](Region& r, int i, int) {
        fillSum(s, r, s.trace.toCanvas({i / out.width, i % out.width}));
    };
    const auto input = [&s](Region& r, int i, int j) { fillOperand(s, r, {i, j}, true); };
    const auto kernel = [&s](Region& r, int i, int j) { fillOperand(s, r, {i, j}, false); };
    return {{{"matrix", "matrix", {rows, columns}, matrix, floor, ceiling, 0}, places.matrix},
            {{"forward", "matrix", {columns, rows}, forward, floor, ceiling, 0}, places.forward},
            {{"vector", "input", {columns, 1}, vector, smallest, greatest, 0, true}, places.vector},
            {{"result", "output", {rows, 1}, result, low, high, 0, true}, places.result},
            {{"input", "input", in, input, smallest, greatest, 1}, places.input.empty() ? places.vector : places.input},
            {{"kernel", "kernel", k, kernel, least, most, 1}, places.kernel}};
}

/// Every grid of every view. What is drawn later lies above what is drawn before.
std::vector<NamedGrid> namedGrids(const TransposedScene& s, const Places& places) {
    std::vector<NamedGrid> all = planeGrids(s, places);
    for (NamedGrid& each : productGrids(s, places)) all.push_back(std::move(each));
    return all;
}

}  // namespace

void addTransposedRegions(Figure& figure, const TransposedScene& scene, const Places& places) {
    // What this view does not draw can still be asked.
    std::vector<Region> undrawn;
    for (Region& region : namedNumbers(scene))
        if (!figure.find(region.name)) undrawn.push_back(std::move(region));
    addRegions(figure, namedGrids(scene, places), scene.view);
    std::move(undrawn.begin(), undrawn.end(), std::back_inserter(figure.regions));
    if (scene.view.hidden.empty()) return;
    for (Region& region : figure.regions)
        if (region.value && scene.view.hides(region)) cover(region);
}

std::vector<Region> namedNumbers(const TransposedScene& scene) {
    const core::TransposedSettings& s = scene.trace.settings();
    std::vector<Region> regions;
    auto add = [&](const char* name, const char* role, int value) {
        regions.push_back(
            {.name = name, .role = role, .value = double(value), .text = std::to_string(value), .layer = 5});
    };
    for (int axis : {0, 1}) {
        add(axis == 0 ? "size(height)" : "size(width)", "size", scene.trace.outputSize()[axis]);
        if (scene.hidesSize(axis)) cover(regions.back());
        add(axis == 0 ? "crop(top)" : "crop(left)", "crop", s.padding[axis]);
        regions.back().sentence = "Drag: padding crops every side.";
        add(axis == 0 ? "crop(bottom)" : "crop(right)", "crop", s.outputPadding[axis]);
        regions.back().sentence = "Drag: output padding moves the far crop outwards.";
    }
    return regions;
}

std::optional<Region> transposedRegion(const TransposedScene& scene, const std::string& name) {
    std::optional<Region> region = regionOf(namedGrids(scene, {}), name);
    if (region && region->value && scene.view.hides(*region)) cover(*region);
    return region;
}

Term termOf(const core::TransposedTrace& t, const Multiply& m, bool letters) {
    Term term{.factors = {cellName("input", m.input.height, m.input.width),
                          cellName("kernel", m.kernel.height, m.kernel.width)},
              .values = {t.input()(m.input.height, m.input.width), t.kernel()(m.kernel.height, m.kernel.width)},
              .product = m.product};
    if (letters) term.text = OperandLetters(t).input(m.input) + "·" + OperandLetters(t).kernel(m.kernel);
    return term;
}

std::vector<Term> transposedTerms(const TransposedMoment& moment, const std::string& name) {
    std::vector<Term> terms;
    const auto cell = parseCellName(name);
    if (!cell) return terms;
    if (cell->stem == "stamp" && moment.after > 0) {
        if (cell->row >= moment.trace.kernel().rows || cell->column >= moment.trace.kernel().columns) return terms;
        const Multiply m = moment.trace.multiply(moment.lastInput(), {cell->row, cell->column});
        if (m.index < moment.after) terms.push_back(termOf(moment.trace, m, moment.options.letters));
    } else if (auto canvas = canvasCellNamed(moment.trace, *cell);
               canvas && cell->stem != "matrix" && cell->stem != "forward") {
        for (const Multiply& m : moment.trace.termsOf(*canvas))
            if (moment.happened(m)) terms.push_back(termOf(moment.trace, m, moment.options.letters));
    }
    return terms;
}

}  // namespace seglab::figure
