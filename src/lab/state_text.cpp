#include "lab/state_text.h"

#include <fmt/format.h>

#include <set>

#include "core/error.h"
#include "core/limits.h"

namespace seglab::lab {

namespace {

constexpr std::string_view kForm = "a state is LAB?name=value&name=value";

std::string shortened(std::string_view text) {
    constexpr std::size_t kShown = 60;
    return text.size() <= kShown ? std::string(text) : fmt::format("{}…", text.substr(0, kShown));
}

int hexadecimal(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::string decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hexadecimal(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexadecimal(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                throw Error(Kind::Usage, fmt::format("\"{}\" is no percent escape", text.substr(i, 3)),
                            "a percent sign itself is written %25", "state");
            c = char(high * 16 + low);
            i += 2;
        }
        if (control(c))
            throw Error(Kind::Usage, fmt::format("a control character in \"{}\"", shortened(text)),
                        "states are one line of text", "state");
        decoded.push_back(c);
    }
    return decoded;
}

bool plain(char c) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return std::string_view("-._~,;:()/@!*").find(c) != std::string_view::npos;
}

std::string encode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (plain(c))
            encoded.push_back(c);
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

Assignment parseAssignment(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
        throw Error(Kind::Usage, fmt::format("\"{}\" is not name=value", shortened(text)), std::string(kForm), "state");
    return {decode(text.substr(0, equals)), decode(text.substr(equals + 1))};
}

}  // namespace

StateText parseStateText(std::string_view text) {
    if (text.size() > core::limits::kStateBytes)
        throw Error(Kind::BadInput, fmt::format("{} bytes, the limit is {}", text.size(), core::limits::kStateBytes),
                    "keep large values in files and name those", "state");
    StateText state;
    const std::size_t question = text.find('?');
    state.lab = decode(text.substr(0, question));
    if (question == std::string_view::npos || question + 1 == text.size()) return state;

    std::set<std::string> seen;
    std::string_view rest = text.substr(question + 1);
    for (;;) {
        const std::size_t end = rest.find('&');
        Assignment assignment = parseAssignment(rest.substr(0, end));
        if (!seen.insert(assignment.name).second)
            throw Error(Kind::Usage, fmt::format("\"{}\" is given twice", shortened(assignment.name)),
                        "keep one of them", "state");
        state.assignments.push_back(std::move(assignment));
        if (end == std::string_view::npos) return state;
        rest.remove_prefix(end + 1);
    }
}

Assignment parseSetting(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
        throw Error(Kind::Usage, fmt::format("\"{}\" is not name=value", shortened(text)), "for example --set stride=2",
                    "--set");
    return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

std::string writeStateText(const StateText& state) {
    std::string text = state.lab;
    char separator = '?';
    for (const Assignment& assignment : state.assignments) {
        text += separator + encode(assignment.name) + "=" + encode(assignment.value);
        separator = '&';
    }
    return text;
}

std::vector<std::string> splitNames(std::string_view list) {
    std::vector<std::string> names;
    std::string name;
    int depth = 0;
    for (const char c : list) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0) break;
        if (c == ',' && depth == 0) {
            if (!name.empty()) names.push_back(name);
            name.clear();
        } else {
            name.push_back(c);
        }
    }
    if (depth != 0)
        throw Error(Kind::Usage, fmt::format("the brackets of \"{}\" do not match", shortened(list)),
                    "a cell is named like output(1,2)", "state");
    if (!name.empty()) names.push_back(name);
    return names;
}

}  // namespace seglab::lab
