#include "figure/views/transposed_captions.h"

#include <fmt/core.h>

#include <algorithm>

#include "figure/text.h"

namespace seglab::figure {

using core::Granularity;
using core::Matrix;
using core::Multiply;
using core::Pair;

namespace {

/// Writes the sentences of one trace.
struct Words {
    const core::TransposedTrace& t;
    const TransposedOptions& options;
    OperandLetters letters{t};
    bool oneRow = t.extent().height == 1;

    std::string place(const char* stem, Pair at) const { return cellName(stem, at.height, at.width); }
    std::string number(double v) const { return formatNumber(v); }

    std::string input(Pair at) const {
        if (options.letters) return "[input|" + letters.input(at) + "]";
        return "[input|" + place("input", at) + " = " + number(t.input()(at.height, at.width)) + "]";
    }

    /// Where stamps from `first` to `last` lie: "canvas rows 2–4, columns 0–2".
    std::string landing(Pair first, Pair last) const {
        const Pair from = t.stampOrigin(first), to = t.stampOrigin(last), d = t.settings().dilation;
        const int reach[] = {d.height * (t.kernel().rows - 1), d.width * (t.kernel().columns - 1)};
        const bool single = first == last;
        std::string columns = spanText("column", from.width, to.width + reach[1], single ? d.width : 1);
        if (oneRow) return "canvas " + columns;
        return "canvas " + spanText("row", from.height, to.height + reach[0], single ? d.height : 1) + ", " + columns;
    }

    /// Cells that held something before and received more: they are sums now.
    int sums(int before, int after) const {
        const Matrix was = t.overlapAt(before), now = t.overlapAt(after);
        int count = 0;
        for (std::size_t i = 0; i < now.values.size(); ++i) count += now.values[i] > was.values[i] && now.values[i] > 1;
        return count;
    }

    std::string meeting(int before, int after, const char* whom) const {
        const int count = sums(before, after);
        if (count == 0) return "";
        return fmt::format("; where it meets {}, {} [output|{}] now hold{} a sum", whom, inWords(count),
                           count == 1 ? "cell" : "cells", count == 1 ? "s" : "");
    }
};

std::string sizeText(const Words& w, Pair size) {
    return w.oneRow ? fmt::format("{}", size.width) : fmt::format("{} × {}", size.height, size.width);
}

std::string opening(const Words& w) {
    const core::TransposedTrace& t = w.t;
    const Pair s = t.settings().stride, canvas = t.canvasSize();
    const bool same = s.height == s.width || w.oneRow;
    return fmt::format(
        "Each [input|input] cell will stamp the [kernel|kernel] on an empty canvas of {} {}, [stride|stride {}] apart; "
        "where stamps overlap, they add.",
        sizeText(w, canvas), canvas.height * canvas.width == 1 ? "cell" : "cells",
        same ? fmt::format("{}", s.width) : fmt::format("{}, {}", s.height, s.width));
}

std::string stamping(const Words& w, int before, int after) {
    const Pair at = w.t.multiply(before).input;
    std::string weight = w.options.letters ? w.letters.input(at) : w.number(w.t.input()(at.height, at.width));
    std::string stamp = weight + " · [kernel|kernel]";
    if (w.options.letters && w.t.stampSize() <= 4)
        for (int i = 0; i < w.t.stampSize(); ++i)
            stamp += (i == 0 ? " = " : ", ") + w.letters.product(w.t.multiply(before + i));
    return fmt::format("{} stamps {} at {}{}.", w.input(at), stamp, w.landing(at, at),
                       w.meeting(before, after, "earlier stamps"));
}

std::string rowOfStamps(const Words& w, int before, int after) {
    const Pair first = w.t.multiply(before).input, last = w.t.multiply(after - 1).input;
    std::string values;
    for (int j = first.width; j <= last.width; ++j) {
        const Pair at{first.height, j};
        if (!values.empty()) values += ", ";
        values += w.options.letters ? w.letters.input(at) : w.number(w.t.input()(at.height, at.width));
    }
    const std::string which = w.oneRow ? "The [input|input]" : fmt::format("[input|Input row {}]", first.height);
    return fmt::format("{} ({}) stamps {} {} of the [kernel|kernel] at {}{}.", which, values,
                       inWords(last.width - first.width + 1), last == first ? "copy" : "copies", w.landing(first, last),
                       w.meeting(before, after, "other stamps"));
}

/// "output(1,2) = 2 + 12 = 14"; what follows the first "=" is covered where the cell is.
std::string target(const Words& w, Pair canvas, const std::string& sum) {
    const std::string on = w.place("canvas", canvas);
    if (!w.t.keeps(canvas)) return fmt::format("{} = {}, which [padding|padding] crops", on, sum);
    const Pair o = w.t.toOutput(canvas);
    const std::string cell = fmt::format("[output|{} = {}]", w.place("output", o), sum);
    return o == canvas ? cell : fmt::format("{}, that is {}", on, cell);
}

std::string multiplying(const Words& w, int index) {
    const Multiply m = w.t.multiply(index);
    const double was = w.t.sumAt(index)(m.canvas.height, m.canvas.width);
    const bool first = w.t.overlapAt(index)(m.canvas.height, m.canvas.width) == 0;
    const char* const how = first ? "is the first to arrive at" : "is added at";
    if (w.options.letters) {
        std::string sum;
        for (const Multiply& term : w.t.termsOf(m.canvas))
            if (term.index <= index) sum += (sum.empty() ? "" : " + ") + w.letters.product(term);
        return fmt::format("[input|{}] · [kernel|{}] {} {}.", w.letters.input(m.input), w.letters.kernel(m.kernel), how,
                           target(w, m.canvas, sum));
    }
    const std::string added = m.product < 0 ? "(" + w.number(m.product) + ")" : w.number(m.product);
    const std::string sum =
        first ? w.number(m.product) : fmt::format("{} + {} = {}", w.number(was), added, w.number(was + m.product));
    return fmt::format("{} · [kernel|{} = {}] {} {}.", w.input(m.input), w.place("kernel", m.kernel),
                       w.number(w.t.kernel()(m.kernel.height, m.kernel.width)), how, target(w, m.canvas, sum));
}

}  // namespace

std::string inWords(int number) {
    static const char* const kWords[] = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                         "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    return number >= 0 && number <= 12 ? kWords[number] : std::to_string(number);
}

std::string spanText(const std::string& singular, int first, int last, int every) {
    if (first == last) return fmt::format("{} {}", singular, first);
    std::string text = fmt::format("{}s {}–{}", singular, first, last);
    return every > 1 ? text + fmt::format(" by {}", every) : text;
}

std::string transposedCaption(const core::TransposedTrace& trace, const TransposedOptions& options, int step) {
    const Words words{trace, options};
    if (step == 0) return opening(words);
    const int before = trace.finishedAt(step - 1, options.granularity);
    const int after = trace.finishedAt(step, options.granularity);
    switch (options.granularity) {
        case Granularity::Multiply:
            return multiplying(words, before);
        case Granularity::Stamp:
            return stamping(words, before, after);
        case Granularity::Row:
            break;
    }
    return rowOfStamps(words, before, after);
}

}  // namespace seglab::figure
