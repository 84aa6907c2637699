// How fast the program starts and how fast its labs draw, beside the design's floor and goal. One row a measurement.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

struct Output {
    std::string text;
    double milliseconds = 0;
};

Output run(const std::string& arguments) {
    const std::string command = std::string(SEGLAB_PROGRAM) + " " + arguments + " 2>/dev/null";
    Output output;
    const auto start = std::chrono::steady_clock::now();
    if (FILE* pipe = popen(command.c_str(), "r")) {
        char buffer[4096];
        while (const std::size_t count = fread(buffer, 1, sizeof buffer, pipe)) output.text.append(buffer, count);
        pclose(pipe);
    }
    output.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return output;
}

double medianStart(const std::string& arguments, int runs) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) times.push_back(run(arguments).milliseconds);
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[std::size_t(runs / 2)];
}

struct Limit {
    double floor, goal;
    const char* unit;
};

void row(const std::string& what, double measured, const Limit& limit) {
    const char* verdict = measured <= limit.goal ? "goal" : measured <= limit.floor ? "floor" : "missed";
    fmt::print("{:<58} {:>10.3f} {:<3} floor {:>6g}, goal {:>6g}   {}\n", what, measured, limit.unit, limit.floor,
               limit.goal, verdict);
}

// "1,1,…;1,1,…"
std::string ones(int rows, int columns) {
    std::string text;
    for (int row = 0; row < rows; ++row) {
        if (row > 0) text += ';';
        for (int column = 0; column < columns; ++column) text += column > 0 ? ",1" : "1";
    }
    return text;
}

// The opening state of each lab, and the states that draw the most.
std::vector<std::string> heavyStates(const std::string& slug) {
    std::vector<std::string> states = {slug};
    if (slug == "transposed-convolution")
        for (const char* view : {"all", "stamp", "zero-insertion", "matrix"})
            states.push_back(
                fmt::format("{}?input={}&kernel={}&stride=4&dilation=4&view={}", slug, ones(12, 12), ones(7, 7), view));
    if (slug == "unpooling") states.push_back(fmt::format("{}?input={}&factor=3", slug, ones(6, 6)));
    return states;
}

void measureLab(const std::string& slug) {
    for (const std::string& state : heavyStates(slug)) {
        const json result = json::parse(
            run("bench window " + slug + " --state '" + state + "' --frames 120 --json").text, nullptr, false);
        const std::string name = state.size() > 40 ? slug + ", largest, " + state.substr(state.rfind('=') + 1) : state;
        if (result.is_discarded()) {
            fmt::print("{:<58} no measurement: is there a graphics driver?\n", name);
            continue;
        }
        row(name + ": first frame", result["first_frame_ms"], {400, 200, "ms"});
        row(name + ": frame build, 95 of 100", result["build_ms"]["p95"], {4, 1, "ms"});
        row(name + ": uploads of an unchanged frame", result["uploads_when_unchanged"], {0, 0, ""});
        row(name + ": idle frames drawn", result["idle_frames_drawn"], {0, 0, ""});
        row(name + ": resident memory", result["resident_mb"], {200, 120, "MB"});
    }
}

}  // namespace

int main() {
    row("seglab --help, from start to end", medianStart("--help", 15), {50, 20, "ms"});
    row("seglab --version, from start to end", medianStart("--version", 15), {50, 20, "ms"});
    for (const json& lab : json::parse(run("list --json").text)) measureLab(lab["slug"]);
    return 0;
}
