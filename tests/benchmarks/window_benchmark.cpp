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
std::string filled(int rows, int columns, int value = 1) {
    std::string text;
    for (int row = 0; row < rows; ++row) {
        if (row > 0) text += ';';
        for (int column = 0; column < columns; ++column) text += fmt::format("{}{}", column > 0 ? "," : "", value);
    }
    return text;
}

struct HeavyState {
    std::string name, state;
};

std::vector<HeavyState> largestTransposedConvolutions() {
    std::vector<HeavyState> states;
    // The canvas of stride 3 has just fewer cells than a grid that stands as one region.
    for (int stride : {3, 4})
        for (const char* view : {"all", "stamp", "zero-insertion", "matrix"})
            states.push_back({fmt::format("stride {}, {}", stride, view),
                              fmt::format("input={}&kernel={}&stride={}&dilation=4&view={}", filled(12, 12),
                                          filled(7, 7), stride, view)});
    return states;
}

std::vector<HeavyState> largestDownsamplings() {
    std::string operands =
        fmt::format("channels=3&filters=3&bias=0,0,0&stride=1&input={}&kernel={}", filled(12, 12), filled(7, 7));
    for (int channel : {2, 3}) operands += fmt::format("&input_{}={}", channel, filled(12, 12, channel));
    for (int filter : {1, 2, 3})
        for (int channel : {1, 2, 3})
            if (filter + channel > 2)
                operands += fmt::format("&kernel_{}_{}={}", filter, channel, filled(7, 7, channel));
    return {{"convolution", operands + "&padding=6"},
            {"convolution, multiply by multiply", operands + "&padding=6&granularity=multiply"},
            {"max pooling", operands + "&operation=max-pooling&window=7&padding=3"},
            {"halving", "view=halving&size=4096&levels=6"},
            {"photograph", "view=photograph"},
            {"shift", "view=shift"}};
}

std::vector<HeavyState> largestUnpoolings() {
    const std::string input = "input=" + filled(6, 6) + "&factor=3";
    return {{"ways", input},
            {"matrix", input + "&view=matrix"},
            {"pins", fmt::format("view=pins&pool_stride=1&source={0}&other={0}&input={1}", filled(8, 8), filled(7, 7))},
            {"photograph", "view=photograph&levels=5"}};
}

// The opening state of each lab, and the states that draw the most.
std::vector<HeavyState> heavyStates(const std::string& slug) {
    std::vector<HeavyState> states;
    if (slug == "transposed-convolution") states = largestTransposedConvolutions();
    if (slug == "downsampling") states = largestDownsamplings();
    if (slug == "unpooling") states = largestUnpoolings();
    for (HeavyState& each : states) each = {slug + ", largest, " + each.name, slug + "?" + each.state};
    states.insert(states.begin(), {slug, slug});
    return states;
}

void measureLab(const std::string& slug) {
    for (const auto& [name, state] : heavyStates(slug)) {
        const json result = json::parse(
            run("bench window " + slug + " --state '" + state + "' --frames 120 --json").text, nullptr, false);
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
