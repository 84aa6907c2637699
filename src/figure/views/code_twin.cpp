#include "figure/views/code_twin.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/frameworks.h"
#include "core/transposed_code.h"

namespace seglab::figure {

namespace {

constexpr std::size_t kMostLines = 100;  // of a block; nobody reads on, but it can be copied

const CodeRoles kPythonRoles = {{"x", Role::Input},
                                {"X", Role::Input},
                                {"input", Role::Input},
                                {"w", Role::Kernel},
                                {"W", Role::Kernel},
                                {"kernel", Role::Kernel},
                                {"y", Role::Output},
                                {"output", Role::Output},
                                {"output_shape", Role::Output},
                                {"output_size", Role::Output},
                                {"stride", Role::Stride},
                                {"strides", Role::Stride},
                                {"padding", Role::Padding},
                                {"pads", Role::Padding},
                                {"auto_pad", Role::Padding},
                                {"dilation", Role::Dilation},
                                {"dilations", Role::Dilation},
                                {"dilation_rate", Role::Dilation},
                                {"output_padding", Role::OutputPadding}};
const CodeRoles kLoopRoles = {
    {"I", Role::Input},    {"H", Role::Input},    {"W", Role::Input},    {"L", Role::Input},    {"K", Role::Kernel},
    {"kH", Role::Kernel},  {"kW", Role::Kernel},  {"k", Role::Kernel},   {"O", Role::Output},   {"oH", Role::Output},
    {"oW", Role::Output},  {"oL", Role::Output},  {"s", Role::Stride},   {"sH", Role::Stride},  {"sW", Role::Stride},
    {"p", Role::Padding},  {"pH", Role::Padding}, {"pW", Role::Padding}, {"d", Role::Dilation}, {"dH", Role::Dilation},
    {"dW", Role::Dilation}};

bool inWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

Role roleOf(const std::string& word, const CodeRoles& roles) {
    auto found = std::find_if(roles.begin(), roles.end(), [&](const auto& entry) { return entry.first == word; });
    return found == roles.end() ? Role::Ink : found->second;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines(1);
    for (char c : text)
        if (c == '\n')
            lines.emplace_back();
        else
            lines.back() += c;
    if (lines.back().empty()) lines.pop_back();
    return lines;
}

/// Where to end a line of code: between `from` and `to`, at a space with as few open brackets as possible, else at
/// `to`.
std::size_t breakOf(const std::string& line, std::size_t from, std::size_t to) {
    std::size_t best = to;
    int depth = 0, bestDepth = 1000;
    for (std::size_t i = 0; i <= to && i < line.size(); ++i) {
        if (line[i] == '[' || line[i] == '(') ++depth;
        if (line[i] == ']' || line[i] == ')') --depth;
        if (line[i] == ' ' && i >= from && depth <= bestDepth) best = i, bestDepth = depth;
    }
    return best;
}

/// Lines of at most `columns` characters; what goes on stands two columns further in, but leaves half of the width.
/// Not more than `most` of them.
std::vector<std::string> folded(const std::string& line, std::size_t columns, std::size_t most = kMostLines) {
    std::vector<std::string> out;
    std::string rest = line;
    columns = std::max<std::size_t>(columns, 8);
    const std::size_t indent = std::min(std::min(line.find_first_not_of(' '), line.size()) + 2, columns / 2 - 2);
    while (rest.size() > columns && out.size() < most) {
        const std::size_t cut = breakOf(rest, columns / 2, columns);
        out.push_back(rest.substr(0, cut));
        rest = std::string(indent, ' ') + rest.substr(rest[cut] == ' ' ? cut + 1 : cut);
    }
    if (out.size() < most) out.push_back(rest);
    return out;
}

/// One line, word by word, in role colours; coloured words are bold. Returns the width.
float addCodeLine(Column& column, Point baseline, const std::string& line, const CodeRoles& roles) {
    TextStyle style = column.code();
    const Color plain = style.color;
    const float start = baseline.x;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i + 1;
        while (end < line.size() && inWord(line[end]) == inWord(line[i])) ++end;
        const std::string word = line.substr(i, end - i);
        const Role role = inWord(word[0]) ? roleOf(word, roles) : Role::Ink;
        style.font = role == Role::Ink ? Font::Numbers : Font::NumbersBold;
        style.color = role == Role::Ink ? plain : roleTextColor(role, column.view().theme);
        const float width = textWidth(word, style.font, style.size);
        if (word.find_first_not_of(' ') != std::string::npos) addText(column.figure(), baseline, word, style);
        baseline.x += width;
        i = end;
    }
    return baseline.x - start;
}

Action copyAction(const CodeBlock& block) {
    return {.kind = Action::Kind::Copy, .parameter = {}, .value = block.copy.empty() ? block.text : block.copy};
}

/// A sign, not only a colour, before each way of writing it.
struct Verdict {
    const char* sign;
    Role role;
};
Verdict verdictOf(core::Agreement agreement) {
    switch (agreement) {
        case core::Agreement::Equal:
            return {"✓", Role::Output};
        case core::Agreement::Shifted:
            return {"↔", Role::Selection};
        case core::Agreement::OtherSize:
            return {"≠", Role::Selection};
        case core::Agreement::Refused:
            break;
    }
    return {"✗", Role::Muted};
}

/// The sign, the arguments, and what differs: behind them where it fits, else below.
void addConvention(Column& column, const core::Convention& convention) {
    const Verdict verdict = verdictOf(convention.agreement);
    const float em = column.view().em(), indent = 1.2f * em;
    const TextStyle code = column.code(), muted = column.muted();
    TextStyle sign = column.body();
    sign.color = roleTextColor(verdict.role, column.view().theme);
    const float line = lineHeight(code.size);
    float baseline = column.y() + 0.5f * (line + capHeight(code.font, code.size)), end = 0;
    addText(column.figure(), {column.left() + 0.4f * em, baseline}, verdict.sign, sign, Align::Centre);
    const std::size_t columns = std::size_t((column.width() - indent) / textWidth("0", code.font, code.size));
    for (const std::string& part : folded(convention.arguments, columns)) {
        end = column.left() + indent + addCodeLine(column, {column.left() + indent, baseline}, part, kPythonRoles);
        baseline += line;
        column.space(line / em);
    }
    if (convention.agreement != core::Agreement::Equal) {
        const float width = markupWidth(convention.sentence, muted), right = column.left() + column.width();
        if (end + em + width <= right)
            addText(column.figure(), {end + 0.8f * em, baseline - line}, convention.sentence, muted);
        else
            column.paragraph(convention.sentence, muted, indent);
    }
    column.space(0.3f);
}

}  // namespace

Chip copyChip(const CodeBlock& block) {
    Region region;
    region.name = "copy(" + block.name + ")";
    region.role = "code";
    region.sentence = "Copy it.";
    region.action = copyAction(block);
    return {"copy", region};
}

void addCode(Column& column, const CodeBlock& block) {
    const TextStyle style = column.code();
    const float line = 1.45f * style.size, top = column.y();
    const std::size_t columns = std::size_t(column.width() / textWidth("0", style.font, style.size));
    float baseline = top + 0.5f * (line + capHeight(style.font, style.size));
    std::vector<std::string> lines;
    for (const std::string& whole : linesOf(block.text))
        for (std::string& part : folded(whole, columns, kMostLines + 1)) lines.push_back(std::move(part));
    const std::size_t shown = std::min(lines.size(), kMostLines);
    for (std::size_t i = 0; i < shown; ++i) {
        addCodeLine(column, {column.left(), baseline}, lines[i], block.roles);
        baseline += line;
    }
    column.space(float(shown) * line / column.view().em());
    if (shown < lines.size()) column.paragraph("… and more: copy it to have all.", column.muted());
    column.figure().regions.push_back({.name = "code(" + block.name + ")",
                                       .role = "code",
                                       .box = {column.left(), top, column.width(), column.y() - top},
                                       .text = block.text,
                                       .sentence = "Click to copy it.",
                                       .action = copyAction(block)});
}

void addCodeTwin(Column& column, const core::TransposedTrace& trace, int dims, bool tellOutput) {
    const core::TransposedShape shape{.input = {trace.input().rows, trace.input().columns},
                                      .kernel = {trace.kernel().rows, trace.kernel().columns},
                                      .settings = trace.settings(),
                                      .dims = dims};
    struct Part {
        const char* heading;
        CodeBlock block;
    };
    const Part parts[] = {
        {"PyTorch",
         {"PyTorch", core::frameworkCards(shape)[0].call, core::pyTorchProgram(trace, dims, tellOutput), kPythonRoles}},
        {"The loop in C++", {"C++", core::loopText(trace.settings(), dims), core::cppProgram(trace, dims), kLoopRoles}},
        {"These numbers", {"test vector", core::testVector(trace, dims, tellOutput), {}, kPythonRoles}}};
    column.heading("Code");
    for (const Part& part : parts) {
        if (&part != parts) column.space(0.7f);
        column.subheading(part.heading, {copyChip(part.block)});
        addCode(column, part.block);
    }
}

void addFrameworkCards(Column& column, const core::TransposedTrace& trace, int dims) {
    column.heading("In other conventions");
    column.paragraph("✓ the same cells   ↔ as many, others   ≠ not as many", column.muted());
    column.space(0.5f);
    const core::TransposedShape shape{.input = {trace.input().rows, trace.input().columns},
                                      .kernel = {trace.kernel().rows, trace.kernel().columns},
                                      .settings = trace.settings(),
                                      .dims = dims};
    bool first = true;
    for (const core::FrameworkCard& card : core::frameworkCards(shape)) {
        if (!first) column.space(0.6f);
        first = false;
        const std::string name(core::toString(card.framework));
        const CodeBlock block{name + " call", card.call, {}, kPythonRoles};
        const float top = column.y();
        // The PyTorch call stands in the code twin already.
        const bool call = !card.call.empty() && card.framework != core::Framework::PyTorch;
        column.subheading(name, call ? std::vector<Chip>{copyChip(block)} : std::vector<Chip>{});
        for (const core::Convention& convention : card.conventions) addConvention(column, convention);
        column.paragraph(card.verdict, column.body());
        column.figure().regions.push_back({.name = "framework(" + name + ")",
                                           .role = "framework",
                                           .box = {column.left(), top, column.width(), column.y() - top},
                                           .text = card.verdict,
                                           .layer = -1});
    }
}

}  // namespace seglab::figure
