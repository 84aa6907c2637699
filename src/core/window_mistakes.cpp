#include <algorithm>
#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/window_trace.h"

// The mistakes that students make with a sliding window, each as the number that it would give.
namespace seglab::core {

namespace {

using Answer = std::optional<double>;

/// The question: one output cell of one map.
struct Place {
    const WindowTrace& trace;
    int map;
    Pair output;

    WindowSum window() const { return trace.windowOf(map, output); }
    std::vector<Tap> taps() const { return trace.termsOf(map, output); }
};

/// The same cell, had the settings or operands been others.
Answer with(const Place& p, const std::function<void(WindowOperands&, WindowSettings&)>& change) {
    WindowOperands operands = p.trace.operands();
    WindowSettings settings = p.trace.settings();
    change(operands, settings);
    try {
        const WindowTrace other(std::move(operands), settings);
        const Pair out = other.outputSize();
        if (p.output.height >= out.height || p.output.width >= out.width) return std::nullopt;
        return other.windowOf(p.map, p.output).value;
    } catch (const Error&) {
        return std::nullopt;
    }
}

template <class Fold>
Answer overCells(const Place& p, double start, Fold fold) {
    for (const Tap& t : p.taps())
        if (t.counts) start = fold(start, t.value);
    return start;
}

double realCells(const Place& p) {
    double count = 0;
    for (const Tap& t : p.taps()) count += !p.trace.isBorder(t.padded);
    return count;
}

struct Mistake {
    const char* meaning;
    std::function<Answer(const Place&)> answer;
};

Answer sum(const Place& p) {
    return overCells(p, 0, [](double a, double b) { return a + b; });
}

std::vector<Mistake> geometric() {
    return {
        {"you forgot the stride: this is the window one cell further for each output cell.",
         [](const Place& p) { return with(p, [](auto&, auto& s) {
                                  s.stride = {1, 1};
                              }); }},
        {"you forgot the padding: the first window starts in the border, not at input(0,0).",
         [](const Place& p) { return with(p, [](auto&, auto& s) {
                                  s.padding = {0, 0};
                              }); }},
        {"you forgot the dilation: the window's cells stand apart.",
         [](const Place& p) { return with(p, [](auto&, auto& s) {
                                  s.dilation = {1, 1};
                              }); }},
        {"you took the stride for the dilation.",
         [](const Place& p) { return with(p, [](auto&, auto& s) { std::swap(s.stride, s.dilation); }); }},
        {"you swapped rows and columns: this is the value of the mirrored output cell.", [](const Place& p) -> Answer {
             const Pair out = p.trace.outputSize(), at{p.output.width, p.output.height};
             if (at.height >= out.height || at.width >= out.width) return std::nullopt;
             return p.trace.windowOf(p.map, at).value;
         }}};
}

std::vector<Mistake> ofConvolution() {
    return {{"you flipped the kernel as in mathematics: networks lay it on the window as it stands.",
             [](const Place& p) {
                 return with(p, [](WindowOperands& o, auto&) {
                     for (auto& filter : o.filters)
                         for (Matrix& kernel : filter) std::reverse(kernel.values.begin(), kernel.values.end());
                 });
             }},
            {"you forgot the bias.",
             [](const Place& p) { return with(p, [](WindowOperands& o, auto&) { o.bias.assign(o.bias.size(), 0); }); }},
            {"you forgot the ReLU: below zero becomes zero.",
             [](const Place& p) { return with(p, [](auto&, auto& s) { s.relu = false; }); }},
            {"you applied a ReLU, and there is none here.",
             [](const Place& p) { return with(p, [](auto&, auto& s) { s.relu = true; }); }},
            {"you added the bias once for every channel; it is added once for every output cell.",
             [](const Place& p) -> Answer { return p.window().sum + (p.trace.channels() - 1) * p.trace.bias(p.map); }},
            {"you stopped after the first channel: the partial sums of all channels are added.",
             [](const Place& p) -> Answer { return p.window().partial[0] + p.trace.bias(p.map); }},
            {"you averaged the channels; their partial sums are added.",
             [](const Place& p) -> Answer {
                 const WindowSum w = p.window();
                 return (w.sum - p.trace.bias(p.map)) / p.trace.channels() + p.trace.bias(p.map);
             }},
            {"you added up the window's cells without the kernel's weights.", sum},
            {"you padded with zeros; this border repeats cells of the input.",
             [](const Place& p) { return with(p, [](auto&, auto& s) { s.mode = PaddingMode::Zeros; }); }},
            {"you divided by the number of cells: a convolution only adds.",
             [](const Place& p) -> Answer { return p.window().sum / p.trace.windowSize(); }}};
}

std::vector<Mistake> ofMaxPooling() {
    return {{"you took the average; max pooling keeps the largest cell.",
             [](const Place& p) -> Answer { return *sum(p) / p.trace.windowSize(); }},
            {"you added the cells up; max pooling keeps the largest.", sum},
            {"you took the smallest cell.",
             [](const Place& p) { return overCells(p, 1e300, [](double a, double b) { return std::min(a, b); }); }},
            {"you let the border win as if it held zeros: max pooling never takes a padded cell.",
             [](const Place& p) -> Answer { return std::max(0.0, p.window().value); }},
            {"you took the largest by size without its sign.", [](const Place& p) {
                 return overCells(p, 0, [](double a, double b) { return std::max(a, std::abs(b)); });
             }}};
}

std::vector<Mistake> ofAveragePooling() {
    return {{"you added the cells up and did not divide by their number.", sum},
            {"you took the largest cell; average pooling weighs all alike.",
             [](const Place& p) { return overCells(p, -1e300, [](double a, double b) { return std::max(a, b); }); }},
            {"you divided by the cells inside the input only: the padded zeros are counted, too "
             "(count_include_pad in PyTorch).",
             [](const Place& p) -> Answer { return *sum(p) / realCells(p); }}};
}

bool same(double a, double b) {
    return std::abs(a - b) <= 5e-4 * std::max(1.0, std::abs(b));
}

}  // namespace

std::string windowMistake(const WindowTrace& trace, int map, Pair output, double guess) {
    const Place place{trace, map, output};
    if (same(guess, place.window().value)) return {};
    std::vector<Mistake> all = trace.settings().operation == WindowOperation::Convolution  ? ofConvolution()
                               : trace.settings().operation == WindowOperation::MaxPooling ? ofMaxPooling()
                                                                                           : ofAveragePooling();
    for (Mistake& m : geometric()) all.push_back(std::move(m));
    for (const Mistake& mistake : all)
        if (const Answer wrong = mistake.answer(place); wrong && same(guess, *wrong)) return mistake.meaning;
    return {};
}

}  // namespace seglab::core
