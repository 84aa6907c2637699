#include <algorithm>
#include <utility>

#include "figure/text.h"
#include "figure/views/window_scene.h"

namespace seglab::figure {

using core::Pair;
using core::Tap;
using core::WindowOperation;

namespace {

Grid placed(const std::vector<Grid>& grids, int index) {
    return std::size_t(index) < grids.size() ? grids[std::size_t(index)] : Grid();
}

/// The part of the padded grid that is the input.
Grid inner(const Grid& padded, Pair padding, Pair size) {
    if (padded.empty()) return {};
    Grid grid(padded.cell(padding.height, padding.width).empty()
                  ? padded.at
                  : Point{padded.cell(padding.height, padding.width).x, padded.cell(padding.height, padding.width).y},
              size, padded.width);
    grid.height = padded.height;
    return grid;
}

void setText(Region& region, double value, const std::string& text) {
    region.text = text;
    if (text == "?")
        region.value.reset(), region.action = {.kind = Action::Kind::Answer};
    else if (!text.empty())
        region.value = value;
}

std::string readBy(const WindowScene& s, Pair input) {
    const int count = int(s.reads(input.height, input.width));
    if (count == 0) return "No window reads this cell.";
    return count == 1 ? "One window reads this cell." : std::to_string(count) + " windows read this cell.";
}

NamedGrid paddedGrid(const WindowScene& s, int c, const WindowPlaces& places) {
    auto fill = [&s, c](Region& r, int i, int j) {
        const Pair at{i, j};
        setText(r, s.trace.paddedAt(c, at), s.view.hides(r) ? "?" : s.cellText(c, at));
        if (!s.trace.isBorder(at)) return;
        const auto from = s.trace.source(at);
        r.sentence = from ? "Padding: the same as " + cellName(channelStem("input", c), from->height, from->width) + "."
                     : s.largest() ? "Padding: it can never be the largest."
                                   : "Padding: a zero.";
    };
    return {{channelStem("padded", c), "padding", s.trace.paddedSize(), fill, 0, 0, 0}, placed(places.padded, c)};
}

NamedGrid inputGrid(const WindowScene& s, int c, const WindowPlaces& places) {
    auto fill = [&s, c](Region& r, int i, int j) {
        setText(r, s.trace.operands().input[std::size_t(c)](i, j), s.cellText(c, s.trace.toPadded({i, j})));
        r.sentence = readBy(s, {i, j});
        if (r.value)
            r.action = {.kind = Action::Kind::Edit, .parameter = channelStem("input", c), .row = i, .column = j};
    };
    return {{channelStem("input", c), "input", s.trace.inputSize(), fill, 0, 0, 1},
            inner(placed(places.padded, c), s.trace.settings().padding, s.trace.inputSize())};
}

NamedGrid kernelGrid(const WindowScene& s, int m, int c, const WindowPlaces& places) {
    auto fill = [&s, m, c](Region& r, int i, int j) {
        const double weight = s.trace.operands().filters[std::size_t(m)][std::size_t(c)](i, j);
        const bool hidden = s.view.hidden.count("kernel") || s.view.hidden.count(r.name);
        setText(r, weight, hidden ? "?" : formatNumber(weight));
        if (r.value) r.action = {.kind = Action::Kind::Edit, .parameter = kernelStem(m, c), .row = i, .column = j};
    };
    return {{kernelStem(m, c), "kernel", s.trace.kernelSize(), fill, 0, 0, 1},
            m == s.map ? placed(places.kernel, c) : Grid()};
}

NamedGrid productGrid(const WindowScene& s, int c, const WindowPlaces& places) {
    auto fill = [&s, c](Region& r, int i, int j) {
        const Tap t = s.tap(c, {i, j});
        setText(r, s.pooling() ? t.value : t.product, s.productLook(c, {i, j}).text);
        r.action = {};
    };
    return {{channelStem("product", c), "product", s.trace.kernelSize(), fill, 0, 0, 0}, placed(places.product, c)};
}

NamedGrid outputGrid(const WindowScene& s, int m, const WindowPlaces& places) {
    auto fill = [&s, m](Region& r, int i, int j) {
        const core::WindowSum w = s.at(m, {i, j});
        const bool hidden = s.covered(m, {i, j}) && !s.guessedRight(m, {i, j});
        setText(r, w.finished() ? w.value : w.sum, hidden ? "?" : s.outputText(m, {i, j}));
        if (w.tied && w.finished() && !hidden) r.sentence = "A tie: the first in reading order is remembered.";
    };
    return {{channelStem("output", m), "output", s.trace.outputSize(), fill, 0, 0, 1}, placed(places.output, m)};
}

/// Every grid; what is drawn later lies above what is drawn before.
std::vector<NamedGrid> namedGrids(const WindowScene& s, const WindowPlaces& places) {
    std::vector<NamedGrid> all;
    for (int c = 0; c < s.trace.channels(); ++c) {
        all.push_back(paddedGrid(s, c, places));
        all.push_back(inputGrid(s, c, places));
        if (c >= s.firstChannel() && c <= s.lastChannel()) all.push_back(productGrid(s, c, places));
        for (int m = 0; m < s.trace.maps() && !s.pooling(); ++m) all.push_back(kernelGrid(s, m, c, places));
    }
    for (int m = 0; m < s.trace.maps(); ++m) all.push_back(outputGrid(s, m, places));
    all.push_back({{"reads", "reads", s.trace.inputSize(),
                    [&s](Region& r, int i, int j) {
                        setText(r, s.reads(i, j), s.view.hides(r) ? "?" : formatNumber(s.reads(i, j)));
                    },
                    0, 0, 0},
                   Grid()});
    return all;
}

Term termOf(const WindowMoment& s, const Tap& t) {
    Term term{.factors = {s.cellNameAt(t.channel, t.padded)}, .values = {t.value}, .product = t.product, .text = {}};
    if (s.pooling()) return term;
    term.factors.push_back(cellName(kernelStem(t.map, t.channel), t.kernel.height, t.kernel.width));
    term.values.push_back(t.weight);
    return term;
}

/// What the operation does with a sum, in a word.
LedgerLine result(const WindowScene& s, bool hidden) {
    const bool mean = s.trace.settings().operation == WindowOperation::AveragePooling;
    LedgerLine line{.name = mean ? "mean" : "relu",
                    .markup = mean ? "÷ " + std::to_string(s.trace.windowSize()) : "[output|ReLU]",
                    .text = {}};
    if (!s.window.finished()) return line;
    line.text = hidden ? "?" : formatNumber(s.window.value);
    if (!hidden) line.value = s.window.value;
    return line;
}

}  // namespace

std::vector<LedgerLine> ledgerOf(const WindowScene& s) {
    std::vector<LedgerLine> lines;
    const bool hidden = s.view.hidden.count("sum") || (s.covered(s.map, s.output) && !s.guessedRight(s.map, s.output));
    auto number = [&](LedgerLine line, double value, bool shown) {
        line.text = !shown ? "" : hidden ? "?" : formatNumber(value);
        if (shown && !hidden) line.value = value;
        lines.push_back(std::move(line));
    };
    const bool begun = s.window.begun() && (!s.largest() || s.window.winner);
    if (s.largest()) {
        number({.name = "maximum", .markup = s.window.finished() ? "the largest" : "the largest so far", .text = {}},
               s.window.value, begun);
        return lines;
    }
    const bool several = s.window.partial.size() > 1;
    for (std::size_t c = 0; c < s.window.partial.size(); ++c)
        number({.name = "partial(" + std::to_string(c) + ")",
                .markup = several       ? "[input|channel " + std::to_string(c + 1) + "]"
                          : s.pooling() ? "sum"
                                        : "products",
                .text = {}},
               s.window.partial[c], begun);
    if (!s.pooling()) {
        const double bias = s.trace.bias(s.map);
        const bool told = !s.view.hidden.count("sum");
        lines.push_back({.name = "bias",
                         .markup = "bias",
                         .text = told ? formatNumber(bias) : "?",
                         .value = told ? std::optional<double>(bias) : std::nullopt});
        number({.name = "sum", .markup = "sum", .text = {}, .ruled = true}, s.window.sum, begun);
    }
    if (s.pooling() || s.trace.settings().relu) lines.push_back(result(s, hidden));
    return lines;
}

void addWindowRegions(Figure& figure, const WindowScene& scene, const WindowPlaces& places) {
    addRegions(figure, namedGrids(scene, places), scene.view);
}

std::optional<Region> windowRegion(const WindowScene& scene, const std::string& name) {
    return regionOf(namedGrids(scene, {}), name);
}

std::vector<Term> windowTerms(const WindowMoment& moment, const std::string& name) {
    std::vector<Term> terms;
    auto add = [&](const Tap& tap) {
        if (moment.happened(tap)) terms.push_back(termOf(moment, tap));
    };
    if (auto out = outputCellNamed(moment.trace, name)) {
        for (const Tap& tap : moment.trace.termsOf(out->map, out->cell)) add(tap);
        return terms;
    }
    const auto cell = parseCellName(name);
    if (!cell) return terms;
    const Pair k = moment.trace.kernelSize();
    for (int c = moment.firstChannel(); c <= moment.lastChannel(); ++c)
        if (cell->stem == channelStem("product", c) && cell->row < k.height && cell->column < k.width)
            add(moment.tap(c, {cell->row, cell->column}));
    if (cell->stem == "partial" && !moment.pooling())
        for (const Tap& tap : moment.trace.termsOf(moment.map, moment.output))
            if (tap.channel == cell->row) add(tap);
    return terms;
}

}  // namespace seglab::figure
