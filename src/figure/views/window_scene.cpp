#include "figure/views/window_scene.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::figure {

using core::Pair;
using core::Tap;
using core::WindowOperation;

namespace {

constexpr float kArrival = 0.8f;  // share of a step's motion after which the sums change

bool within(Pair cell, Pair size) {
    return cell.height >= 0 && cell.width >= 0 && cell.height < size.height && cell.width < size.width;
}

std::size_t flat(Pair cell, Pair size) {
    return std::size_t(cell.height) * std::size_t(size.width) + std::size_t(cell.width);
}

double peakOf(const core::WindowTrace& t) {
    double peak = 0;
    for (int map = 0; map < t.maps(); ++map)
        for (double v : t.result(map).values)
            if (std::isfinite(v)) peak = std::max(peak, std::abs(v));
    return peak > 0 ? peak : 1;
}

/// Every tap that reads an input cell, through the border, too.
std::vector<Tap> readersThroughBorder(const core::WindowTrace& t, int channel, Pair input) {
    std::vector<Tap> all;
    const Pair size = t.paddedSize();
    for (int r = 0; r < size.height; ++r)
        for (int c = 0; c < size.width; ++c)
            if (t.source({r, c}) == input)
                for (const Tap& tap : t.readersOf(channel, {r, c})) all.push_back(tap);
    return all;
}

std::vector<Tap> resolve(const core::WindowTrace& t, const CellName& name) {
    const Pair at{name.row, name.column};
    for (int c = 0; c < t.channels(); ++c) {
        if (name.stem == channelStem("input", c) && within(at, t.inputSize())) return readersThroughBorder(t, c, at);
        if (name.stem == channelStem("padded", c) && within(at, t.paddedSize())) return t.readersOf(c, at);
        for (int m = 0; m < t.maps() && !t.pooling(); ++m)
            if (name.stem == kernelStem(m, c) && within(at, t.kernelSize())) return t.meetingsOf(m, c, at);
    }
    return {};
}

}  // namespace

std::string channelStem(const char* word, int index) {
    return index == 0 ? word : word + ("_" + std::to_string(index + 1));
}

std::string kernelStem(int map, int channel) {
    if (map == 0 && channel == 0) return "kernel";
    return "kernel_" + std::to_string(map + 1) + "_" + std::to_string(channel + 1);
}

std::optional<OutputCell> outputCellNamed(const core::WindowTrace& trace, const std::string& name) {
    const auto cell = parseCellName(name);
    if (!cell || !within({cell->row, cell->column}, trace.outputSize())) return std::nullopt;
    for (int map = 0; map < trace.maps(); ++map)
        if (cell->stem == channelStem("output", map)) return OutputCell{map, {cell->row, cell->column}};
    return std::nullopt;
}

WindowMoment::WindowMoment(const core::WindowTrace& trace_, core::WindowGranularity granularity_, int step_,
                           const View& view)
    : trace(trace_), granularity(granularity_), step(step_) {
    // A step back moves the step that is undone, the other way round.
    const bool undoing = view.backwards && view.phase < 1 && step < trace.stepCount(granularity);
    moving = undoing ? step + 1 : step;
    progress = moving == 0 ? 1 : undoing ? 1 - view.phase : view.phase;
    before = trace.finishedAt(std::max(0, moving - 1), granularity);
    after = trace.finishedAt(moving, granularity);
    finished = progress >= kArrival ? after : before;
    const Tap last = trace.tap(std::max(0, after - 1));
    map = last.map, output = last.output;
}

std::string WindowMoment::cellNameAt(int channel, Pair padded) const {
    const Pair p = trace.settings().padding;
    if (trace.isBorder(padded)) return cellName(channelStem("padded", channel), padded.height, padded.width);
    return cellName(channelStem("input", channel), padded.height - p.height, padded.width - p.width);
}

WindowScene::WindowScene(const core::WindowTrace& trace_, core::WindowGranularity granularity_, int step_,
                         const View& view_)
    : WindowMoment(trace_, granularity_, step_, view_), view(view_) {
    reads = trace.readCounts();
    peak = peakOf(trace);
    select();
    window = at(map, output);
}

void WindowScene::select() {
    if (auto cell = outputCellNamed(trace, view.focus())) {
        map = cell->map, output = cell->cell, selected = true;
        focus = trace.termsOf(map, output);
    } else if (auto name = parseCellName(view.focus())) {
        for (int c = firstChannel(); c <= lastChannel(); ++c)
            if (name->stem == channelStem("product", c) && within({name->row, name->column}, trace.kernelSize()))
                focus = {tap(c, {name->row, name->column})};
        if (focus.empty()) focus = resolve(trace, *name);
    }
    const Pair padded = trace.paddedSize(), kernel = trace.kernelSize(), out = trace.outputSize();
    auto none = [](int grids, Pair size) {
        return std::vector<std::vector<char>>(std::size_t(grids),
                                              std::vector<char>(std::size_t(size.height) * std::size_t(size.width)));
    };
    litPadded_ = none(trace.channels(), padded);
    litKernel_ = none(trace.maps() * trace.channels(), kernel);
    litOutput_ = none(trace.maps(), out);
    for (const Tap& t : focus) {
        litPadded_[std::size_t(t.channel)][flat(t.padded, padded)] = 1;
        litKernel_[std::size_t(t.map * trace.channels() + t.channel)][flat(t.kernel, kernel)] = 1;
        litOutput_[std::size_t(t.map)][flat(t.output, out)] = 1;
    }
}

bool WindowScene::litPadded(int channel, Pair cell) const {
    return litPadded_[std::size_t(channel)][flat(cell, trace.paddedSize())];
}

bool WindowScene::litKernel(int of, int channel, Pair cell) const {
    return litKernel_[std::size_t(of * trace.channels() + channel)][flat(cell, trace.kernelSize())];
}

bool WindowScene::litOutput(int of, Pair cell) const {
    return litOutput_[std::size_t(of)][flat(cell, trace.outputSize())];
}

bool WindowScene::hides(const std::string& role, const std::string& stem, Pair cell) const {
    return !view.hidden.empty() && (view.hidden.count(role) || view.hidden.count(stem) ||
                                    view.hidden.count(cellName(stem, cell.height, cell.width)));
}

bool WindowScene::covered(int of, Pair cell) const {
    return hides("output", channelStem("output", of), cell);
}

std::optional<double> WindowScene::guess(int of, Pair cell) const {
    const auto found = view.guesses.find(cellName(channelStem("output", of), cell.height, cell.width));
    return found == view.guesses.end() ? std::nullopt : std::optional(found->second);
}

bool WindowScene::guessedRight(int of, Pair cell) const {
    const auto told = guess(of, cell);
    const double truth = trace.windowOf(of, cell).value;
    return told && std::abs(*told - truth) <= 5e-4 * std::max(1.0, std::abs(truth));
}

std::string WindowScene::cellText(int channel, Pair padded) const {
    const auto at = trace.source(padded);
    if (at && hides("input", channelStem("input", channel), *at)) return "?";
    if (trace.isBorder(padded) && hides("padding", channelStem("padded", channel), padded)) return "?";
    return formatNumber(trace.paddedAt(channel, padded));
}

std::string WindowScene::outputText(int of, Pair cell) const {
    const core::WindowSum w = at(of, cell);
    if (!w.begun() || (largest() && !w.winner && !w.finished())) return {};
    return formatNumber(w.finished() ? w.value : w.sum);
}

}  // namespace seglab::figure
