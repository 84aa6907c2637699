#include "app/drive_script.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <vector>

#include "core/error.h"
#include "core/parameter_table.h"

namespace seglab::app {
namespace {

using Kind = DriveCommand::Kind;

struct Line {
    std::vector<std::string> words;
    int number = 0;

    [[noreturn]] void refuse(const std::string& what, const std::string& cure) const {
        throw Error(seglab::Kind::Usage, what, cure, fmt::format("script line {}", number));
    }
    // Throws unless there are `count` words after the first.
    void expectWords(std::size_t count, const char* form) const {
        if (words.size() != count + 1)
            refuse(fmt::format("'{}' has {} words after it", words[0], words.size() - 1),
                   fmt::format("write: {}", form));
    }
};

// Words are parted by blanks; quotes keep blanks and may hold \" and \\. A # outside quotes starts a comment.
Line split(std::string_view text, int number) {
    Line line{{}, number};
    std::size_t i = 0;
    while (i < text.size()) {
        if (text[i] == ' ' || text[i] == '\t' || text[i] == '\r') {
            ++i;
            continue;
        }
        if (text[i] == '#') break;
        std::string word;
        bool quoted = false;
        for (; i < text.size() && (quoted || (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')); ++i) {
            if (text[i] == '"') {
                quoted = !quoted;
            } else {
                if (quoted && text[i] == '\\' && i + 1 < text.size()) ++i;
                word += text[i];
            }
        }
        if (quoted) line.refuse("a quote is not closed", "end the name or text with \"");
        line.words.push_back(std::move(word));
    }
    return line;
}

std::optional<double> number(const std::string& word) {
    char* end = nullptr;
    const double value = std::strtod(word.c_str(), &end);
    if (word.empty() || *end != '\0' || !std::isfinite(value)) return std::nullopt;
    return value;
}

// "12,-4" or "1024x768" as two numbers.
std::optional<std::pair<double, double>> numbers(const std::string& word, char separator) {
    const std::size_t at = word.find(separator);
    if (at == std::string::npos) return std::nullopt;
    const auto first = number(word.substr(0, at)), second = number(word.substr(at + 1));
    if (!first || !second) return std::nullopt;
    return std::pair(*first, *second);
}

DriveCommand pointer(const Line& line, Kind kind) {
    line.expectWords(1, (line.words[0] + " NAME").c_str());
    return {kind, line.words[1], {}, {}};
}

DriveCommand text(const Line& line, Kind kind, const char* form) {
    line.expectWords(1, form);
    return {kind, {}, {}, line.words[1]};
}

DriveCommand drag(const Line& line) {
    line.expectWords(2, "drag NAME NAME, or drag NAME dx,dy");
    if (const auto by = numbers(line.words[2], ','))
        return {Kind::DragBy, line.words[1], {}, {}, by->first, by->second};
    return {Kind::Drag, line.words[1], line.words[2], {}};
}

DriveCommand resize(const Line& line) {
    line.expectWords(1, "resize 1024x768");
    const auto size = numbers(line.words[1], 'x');
    if (!size || size->first < 1 || size->second < 1 || size->first > 16384 || size->second > 16384)
        line.refuse(fmt::format("'{}' is no size", line.words[1]), "write: resize 1024x768");
    return {Kind::Resize, {}, {}, {}, size->first, size->second};
}

DriveCommand wait(const Line& line) {
    line.expectWords(1, "wait 0.5, or wait idle");
    if (line.words[1] == "idle") return {Kind::WaitIdle, {}, {}, {}};
    const auto seconds = number(line.words[1]);
    if (!seconds || *seconds < 0 || *seconds > 3600)
        line.refuse(fmt::format("'{}' is no time", line.words[1]), "write seconds, up to 3600, or idle");
    return {Kind::Wait, {}, {}, {}, *seconds};
}

// "name=value", also with blanks around the sign.
DriveCommand assignment(const Line& line, Kind kind, const char* form) {
    std::string joined;
    for (std::size_t i = 2; i < line.words.size(); ++i) joined += (i > 2 ? " " : "") + line.words[i];
    const std::size_t at = joined.find('=');
    if (at == std::string::npos || at == 0)
        line.refuse("there is no 'name = value' here", fmt::format("write: {}", form));
    const auto trimmed = [](std::string word) {
        word.erase(0, word.find_first_not_of(' '));
        word.erase(word.find_last_not_of(' ') + 1);
        return word;
    };
    return {kind, trimmed(joined.substr(0, at)), {}, trimmed(joined.substr(at + 1))};
}

DriveCommand contains(const Line& line, Kind kind) {
    if (line.words.size() != 4 || line.words[2] != "contains")
        line.refuse("an expectation of a text needs one quoted text",
                    fmt::format("write: expect {} contains \"…\"", line.words[1]));
    return {kind, {}, {}, line.words[3]};
}

DriveCommand expectation(const Line& line) {
    const std::string what = line.words.size() > 1 ? line.words[1] : "";
    if (what == "state") return assignment(line, Kind::ExpectState, "expect state name=value");
    if (what == "region") return assignment(line, Kind::ExpectRegion, "expect region output(1,2) = 12");
    if (what == "caption") return contains(line, Kind::ExpectCaption);
    if (what == "message") return contains(line, Kind::ExpectMessage);
    line.refuse(fmt::format("nothing is known of '{}'", what), "expect state, caption, region or message");
}

using Reader = DriveCommand (*)(const Line&);

const std::map<std::string, Reader>& readers() {
    static const std::map<std::string, Reader> all = {
        {"click", [](const Line& l) { return pointer(l, Kind::Click); }},
        {"double-click", [](const Line& l) { return pointer(l, Kind::DoubleClick); }},
        {"hover", [](const Line& l) { return pointer(l, Kind::Hover); }},
        {"drag", drag},
        {"key", [](const Line& l) { return text(l, Kind::Key, "key Ctrl+Z"); }},
        {"type", [](const Line& l) { return text(l, Kind::Type, "type \"0.5\""); }},
        {"drop", [](const Line& l) { return text(l, Kind::Drop, "drop FILE"); }},
        {"resize", resize},
        {"wait", wait},
        {"expect", expectation},
        {"screenshot", [](const Line& l) { return text(l, Kind::Screenshot, "screenshot FILE.png"); }},
        {"state",
         [](const Line& l) {
             l.expectWords(0, "state");
             return DriveCommand{Kind::State, {}, {}, {}};
         }},
    };
    return all;
}

}  // namespace

std::optional<DriveCommand> parseDriveLine(std::string_view text, int number) {
    const Line line = split(text, number);
    if (line.words.empty()) return std::nullopt;
    const auto reader = readers().find(line.words[0]);
    if (reader != readers().end()) return reader->second(line);

    std::vector<std::string> known;
    for (const auto& entry : readers()) known.push_back(entry.first);
    const std::string close = core::nearest(line.words[0], known);
    line.refuse(fmt::format("unknown command '{}'", line.words[0]),
                close.empty() ? "the commands are " + fmt::format("{}", fmt::join(known, ", "))
                              : "did you mean '" + close + "'?");
}

}  // namespace seglab::app
