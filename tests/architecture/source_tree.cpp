#include "architecture/source_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace seglab::architecture {
namespace {

constexpr std::size_t kLongestFile = 400;
constexpr std::size_t kLongestFunction = 60;

// What each floor may include, itself apart (docs/architecture.md).
const std::map<std::string, std::set<std::string>> kBelow = {
    {"core", {}},
    {"nn", {"core"}},
    {"data", {"core"}},
    {"figure", {"core"}},
    {"lab", {"figure", "nn", "data", "core"}},
    {"labs", {"lab", "figure", "nn", "data", "core"}},
    {"render", {"figure", "core"}},
    {"ui", {"render", "lab", "figure", "nn", "core"}},
    {"app", {"ui", "render", "lab", "figure", "nn", "data", "core"}},
};

// "src/core/x.cpp" → "core", "labs/x.cpp" → "labs", "tests/…" → "".
std::string floorOf(const std::string& path) {
    static const std::regex pattern("^(?:src/([a-z]+)/|(labs)/).*");
    std::smatch match;
    if (!std::regex_match(path, match, pattern)) return {};
    return match[1].matched ? match[1].str() : match[2].str();
}

bool needsNoDisplay(const std::string& floor) {
    return floor != "render" && floor != "ui" && floor != "app";
}

// The name in #include "…" or <…>, or "".
std::string included(const std::string& line) {
    static const std::regex pattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"].*");
    std::smatch match;
    return std::regex_match(line, match, pattern) ? match[1].str() : std::string();
}

// Code without comments, string and character literals, so that braces can be counted.
std::string bare(const std::string& line) {
    static const std::regex literals("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])'");
    static const std::regex comment("//.*");
    return std::regex_replace(std::regex_replace(line, literals, ""), comment, "");
}

// Whether the text before an opening brace is a scope that holds functions rather than being one.
bool opensScope(const std::string& text) {
    static const std::regex scope("\\b(namespace|struct|class|union|enum|extern)\\b[^()]*$");
    return std::regex_search(text, scope);
}

// A lab's table of parameters or presets: one expression, however many lines it takes.
bool opensTable(const std::string& text) {
    static const std::regex table("\\b(parameters|presets)\\(\\)\\s*$");
    return std::regex_search(text, table);
}

}  // namespace

std::vector<Source> sources(const std::filesystem::path& root) {
    std::vector<Source> found;
    for (const char* folder : {"src", "labs", "tests"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp") continue;
            Source source{std::filesystem::relative(entry.path(), root).generic_string(), {}};
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);) source.lines.push_back(line);
            found.push_back(std::move(source));
        }
    }
    std::sort(found.begin(), found.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
    return found;
}

std::vector<std::string> risingIncludes(const Source& source) {
    std::vector<std::string> problems;
    const std::string floor = floorOf(source.path);
    if (floor.empty()) return problems;
    const auto& below = kBelow.at(floor);
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const std::string name = included(source.lines[i]);
        const std::string target = name.substr(0, name.find('/'));
        if (name.find('/') == std::string::npos || !kBelow.count(target) || target == floor || below.count(target))
            continue;
        problems.push_back(fmt::format("{}:{} includes {}, which is not below {}", source.path, i + 1, name, floor));
    }
    return problems;
}

std::vector<std::string> forbiddenIncludes(const Source& source) {
    static const std::regex display("^(imgui|GLFW/|GL/|GLES|EGL/|gif_lib).*");
    static const std::set<std::string> tooNew = {"format",     "ranges",   "source_location",
                                                 "stop_token", "expected", "print"};
    std::vector<std::string> problems;
    const std::string floor = floorOf(source.path);
    if (floor.empty() || !needsNoDisplay(floor)) return problems;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const std::string name = included(source.lines[i]);
        if (std::regex_match(name, display) || tooNew.count(name))
            problems.push_back(
                fmt::format("{}:{} includes {}, which {} must not need", source.path, i + 1, name, floor));
        if (source.lines[i].find("std::bit_cast") != std::string::npos ||
            source.lines[i].find("std::jthread") != std::string::npos)
            problems.push_back(fmt::format("{}:{} uses what an older libc++ lacks", source.path, i + 1));
    }
    return problems;
}

std::vector<std::string> longFiles(const Source& source) {
    if (source.lines.size() <= kLongestFile) return {};
    return {fmt::format("{} has {} lines, {} at most", source.path, source.lines.size(), kLongestFile)};
}

std::vector<std::string> longFunctions(const Source& source) {
    std::vector<std::string> problems;
    std::vector<bool> scopes;  // for each open brace: whether it holds functions
    std::string before;        // code since the last brace or semicolon
    std::size_t start = 0;
    const auto outside = [&] { return std::all_of(scopes.begin(), scopes.end(), [](bool scope) { return scope; }); };
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const std::string line = bare(source.lines[i]);
        if (!line.empty() && line[0] == '#') continue;
        for (char c : line) {
            if (c == '{') {
                const bool scope = opensScope(before);
                if (outside() && !scope) start = opensTable(before) ? 0 : i;
                scopes.push_back(scope);
                before.clear();
            } else if (c == '}') {
                if (scopes.empty()) return problems;
                scopes.pop_back();
                const std::size_t length = i - start + 1;
                if (outside() && length > kLongestFunction && start > 0)
                    problems.push_back(fmt::format("{}:{} opens {} lines, {} at most", source.path, start + 1, length,
                                                   kLongestFunction));
                if (outside()) start = 0;
                before.clear();
            } else if (c == ';') {
                before.clear();
            } else {
                before += c;
            }
        }
        before += ' ';
    }
    return problems;
}

std::vector<std::string> machinePaths(const Source& source) {
    static const std::regex path("[\"' ]/(home|root|work|Users)/[A-Za-z0-9_]+");
    std::vector<std::string> problems;
    for (std::size_t i = 0; i < source.lines.size(); ++i)
        if (std::regex_search(source.lines[i], path))
            problems.push_back(fmt::format("{}:{} holds a path of a machine", source.path, i + 1));
    return problems;
}

}  // namespace seglab::architecture
