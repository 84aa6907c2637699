#include <fmt/core.h>

#include <algorithm>

#include "figure/text.h"
#include "figure/views/grid_parts.h"
#include "figure/views/transposed_captions.h"
#include "figure/views/window_view.h"

namespace seglab::figure {

using core::Pair;
using core::Tap;
using core::WindowGranularity;
using core::WindowOperation;

namespace {

std::string number(double v) {
    return formatNumber(v);
}

std::string bracketed(double v) {
    return v < 0 ? "(" + number(v) + ")" : number(v);
}

std::string pairWords(Pair pair) {
    return pair.height == pair.width ? fmt::format("{}", pair.width) : fmt::format("{}, {}", pair.height, pair.width);
}

std::string outputName(int map, Pair at) {
    return cellName(channelStem("output", map), at.height, at.width);
}

/// A window of at most this many cells is written out.
constexpr int kWrittenOut = 4;

struct Words {
    const core::WindowTrace& t;

    bool is(WindowOperation operation) const { return t.settings().operation == operation; }

    std::string opening() const {
        const core::WindowSettings& s = t.settings();
        const Pair out = t.outputSize();
        std::string what = fmt::format("{} window", timesText(t.kernelSize()));
        if (is(WindowOperation::Convolution)) {
            what = fmt::format("[kernel|{} kernel]", timesText(t.kernelSize()));
            if (t.maps() > 1) what = fmt::format("[kernel|{} filters of {}]", t.maps(), timesText(t.kernelSize()));
        }
        std::string text =
            fmt::format("{} {} will slide over the [input|{} input]",
                        is(WindowOperation::Convolution) && t.maps() > 1 ? "The" : "A", what, timesText(t.inputSize()));
        if (s.padding.height || s.padding.width)
            text += fmt::format(" with [padding|padding {}]", pairWords(s.padding));
        text += fmt::format(", [stride|stride {}]: [output|{} output] {}", pairWords(s.stride), timesText(out),
                            out.height * out.width == 1 ? "cell" : "cells");
        if (t.maps() > 1) text += fmt::format(" in {} maps", inWords(t.maps()));
        if (is(WindowOperation::MaxPooling)) return text + ", each the largest cell of its window.";
        const int taps = t.windowSize();
        return text + fmt::format(", each {} of {} {}.", is(WindowOperation::Convolution) ? "a sum" : "the average",
                                  taps,
                                  is(WindowOperation::Convolution) ? (taps == 1 ? "product" : "products")
                                                                   : (taps == 1 ? "cell" : "cells"));
    }

    /// "3·1 + 5·2", or "9 products".
    std::string sumText(int map, Pair at) const {
        const std::vector<Tap> taps = t.termsOf(map, at);
        const bool conv = is(WindowOperation::Convolution);
        if (int(taps.size()) > kWrittenOut) return fmt::format("{} {}", taps.size(), conv ? "products" : "cells");
        std::string text;
        for (const Tap& tap : taps) {
            if (!text.empty()) text += " + ";
            text += bracketed(tap.value);
            if (conv) text += "·" + bracketed(tap.weight);
        }
        return text;
    }

    std::string largestOf(int map, Pair at) const {
        const core::WindowSum w = t.windowOf(map, at);
        const std::string out = outputName(map, at);
        if (!w.winner) return fmt::format("the window lies on the border only: [output|{} = −∞]", out);
        std::string list;
        for (const Tap& tap : t.termsOf(map, at))
            if (tap.counts) list += (list.empty() ? "" : ", ") + number(tap.value);
        const std::string among = int(t.termsOf(map, at).size()) > 9 ? "its cells" : list;
        const Pair p = t.settings().padding, from = w.winner->padded;
        const std::string where = cellName(channelStem("input", map), from.height - p.height, from.width - p.width);
        return fmt::format("the largest of {} is {}, at [input|{}]{}: [output|{} = {}]", among, number(w.value), where,
                           w.tied ? " (a tie: the first in reading order)" : "", out, number(w.value));
    }

    /// What the window makes, as a clause.
    std::string result(int map, Pair at) const {
        if (is(WindowOperation::MaxPooling)) return largestOf(map, at);
        const core::WindowSum w = t.windowOf(map, at);
        const std::string out = outputName(map, at);
        if (is(WindowOperation::AveragePooling))
            return fmt::format("{} {} {}, divided by {}: [output|{} = {}]", sumText(map, at),
                               w.size > kWrittenOut ? "add up to" : "is", number(w.sum), w.size, out, number(w.value));
        std::string text = fmt::format("{} {} ", sumText(map, at), w.size > kWrittenOut ? "add up to" : "is");
        std::string parts;
        for (double part : w.partial) parts += (parts.empty() ? "" : " + ") + bracketed(part);
        const double bias = t.bias(map), bare = w.sum - bias;
        text += t.channels() > 1 ? fmt::format("{} over the channels = {}", parts, number(bare)) : number(bare);
        if (bias != 0) text += fmt::format(", with bias {}: {}", number(bias), number(w.sum));
        if (t.settings().relu) text += w.sum < 0 ? ", which the ReLU makes 0" : ", which the ReLU keeps";
        return fmt::format("{}; [output|{} = {}]", text, out, number(w.value));
    }

    /// "The window moves 2 to the right in the input, 1 in the output: "
    std::string move(int map, Pair at) const {
        const Pair s = t.settings().stride;
        const std::string window = is(WindowOperation::Convolution) ? "[kernel|kernel]" : "[selection|window]";
        if (at.width > 0)
            return fmt::format("The {} moves [stride|{}] to the right in the [input|input], 1 in the [output|output]: ",
                               window, s.width);
        if (at.height > 0)
            return fmt::format("Back to the left and [stride|{}] down in the [input|input], 1 in the [output|output]: ",
                               s.height);
        if (t.maps() == 1) return fmt::format("The first {}: ", "[selection|window]");
        return fmt::format("The first window of [output|{}]: ",
                           t.pooling() ? fmt::format("channel {}", map + 1) : fmt::format("filter {}", map + 1));
    }

    std::string row(int map, int i) const {
        std::string values;
        for (int j = 0; j < t.outputSize().width; ++j)
            values += (j == 0 ? "" : ", ") + number(t.windowOf(map, {i, j}).value);
        const Pair from = t.origin({i, 0}), reach = t.reach();
        return fmt::format("[output|{} row {}]: {} {} over {} of the padded [input|input] give {}.",
                           map == 0 ? "Output" : channelStem("Output", map), i, inWords(t.outputSize().width),
                           t.outputSize().width == 1 ? "window" : "windows",
                           spanText("row", from.height, from.height + reach.height - 1, t.settings().dilation.height),
                           values);
    }

    std::string multiply(const Tap& tap) const {
        const core::WindowSum w = t.windowAt(tap.map, tap.output, tap.index + 1);
        const Pair p = t.settings().padding;
        const bool border = t.isBorder(tap.padded);
        const std::string cell =
            border ? fmt::format("[padding|{} = {}]",
                                 cellName(channelStem("padded", tap.channel), tap.padded.height, tap.padded.width),
                                 number(tap.value))
                   : fmt::format("[input|{} = {}]",
                                 cellName(channelStem("input", tap.channel), tap.padded.height - p.height,
                                          tap.padded.width - p.width),
                                 number(tap.value));
        const std::string out = outputName(tap.map, tap.output);
        if (w.finished()) return fmt::format("{} is the last cell: {}.", cell, result(tap.map, tap.output));
        if (is(WindowOperation::MaxPooling)) {
            const bool wins = w.winner && w.winner->index == tap.index;
            return fmt::format("{} {}; the largest for [output|{}] so far is {}.", cell,
                               !tap.counts ? "is never the largest"
                               : wins      ? "is larger than all before"
                                           : "is not larger",
                               out, number(w.value));
        }
        if (is(WindowOperation::AveragePooling))
            return fmt::format("{} is added for [output|{}]: {} so far.", cell, out, number(w.sum));
        const double partial = w.partial[std::size_t(tap.channel)];
        return fmt::format("{} · [kernel|{} = {}] is {}; the products of [output|{}]{} add up to {}.", cell,
                           cellName(kernelStem(tap.map, tap.channel), tap.kernel.height, tap.kernel.width),
                           number(tap.weight), number(tap.product), out,
                           t.channels() > 1 ? fmt::format(" in channel {}", tap.channel + 1) : "", number(partial));
    }
};

}  // namespace

std::string windowCaption(const core::WindowTrace& trace, WindowGranularity granularity, int step) {
    const Words words{trace};
    if (step == 0) return words.opening();
    const Tap tap = trace.tap(trace.finishedAt(step - 1, granularity));
    switch (granularity) {
        case WindowGranularity::Multiply:
            return words.multiply(tap);
        case WindowGranularity::Window:
            return words.move(tap.map, tap.output) + words.result(tap.map, tap.output) + ".";
        case WindowGranularity::Row:
            break;
    }
    return words.row(tap.map, tap.output.height);
}

}  // namespace seglab::figure
