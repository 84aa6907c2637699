#include <cmath>
#include <nlohmann/json.hpp>

#include "app/arguments.h"
#include "app/output.h"
#include "core/error.h"
#include "core/unknown_name.h"
#include "nn/benchmark.h"
#include "nn/networks.h"

// bench: how long the network engine takes; `bench window` is in command_line_window.cpp.
namespace seglab::app {

namespace {

struct NamedBenchmark {
    const char* name;
    nn::Benchmark benchmark;
};
constexpr NamedBenchmark kBenchmarks[] = {{"inference", nn::Benchmark::Inference},
                                          {"training", nn::Benchmark::Training},
                                          {"sliding-window", nn::Benchmark::SlidingWindow}};

double rounded(double value) {
    return std::round(value * 1000) / 1000;
}

std::string documentOf(const NamedBenchmark& what, const nn::Network& network, const nn::BenchmarkSettings& settings,
                       const nn::BenchmarkResult& result) {
    nlohmann::ordered_json document = {{"what", what.name},
                                       {"net", network.name},
                                       {"image_size", {settings.imageSize.height, settings.imageSize.width}},
                                       {"batch", settings.batch},
                                       {"threads", result.threads},
                                       {"runs", settings.runs},
                                       {"instruction_set", result.instructionSet},
                                       {"median_ms", rounded(result.median())},
                                       {"minimum_ms", rounded(result.milliseconds.front())},
                                       {"maximum_ms", rounded(result.milliseconds.back())},
                                       {"gflops", rounded(result.gflops)}};
    if (what.benchmark == nn::Benchmark::SlidingWindow) {
        document["one_pass_ms"] = rounded(result.onePassMilliseconds);
        document["times_slower"] = rounded(result.median() / result.onePassMilliseconds);
        document["largest_difference"] = result.largestDifference;
    }
    return document.dump(2) + "\n";
}

int benchNetwork(const NamedBenchmark& what, const Invocation& invocation) {
    Arguments arguments(invocation, "bench",
                        "inference|training|sliding-window --net NAME --image-size HxW [--batch B] [--threads T] "
                        "[--runs N] --json",
                        "Measures the network engine: a forward pass, a step of training, or every pixel by its own "
                        "window.");
    std::string word, net = "unet-s", size = "128x128", batch = "1", threads = "0", runs = "20";
    bool json = false;
    arguments.positional("WHAT", word, "inference, training or sliding-window");
    arguments.option("--net", net, "A name from `seglab nets` (unet-s)");
    arguments.option("--image-size", size, "Height x width in pixels (128x128)");
    arguments.option("--batch", batch, "Pictures at once (1)");
    arguments.option("--threads", threads, "0: one for each core (0)");
    arguments.option("--runs", runs, "How often it is measured (20)");
    arguments.flag("--json", json, "The output is JSON with or without this");
    if (!arguments.parse()) return 0;
    const nn::Network network = nn::namedNetwork(net);
    const nn::BenchmarkSettings settings{.imageSize = parseImageSize("--image-size", size),
                                         .batch = parseCount("--batch", batch, 1, 4096),
                                         .threads = parseCount("--threads", threads, 0, 64),
                                         .runs = parseCount("--runs", runs, 1, 100'000)};
    print(documentOf(what, network, settings, nn::measure(what.benchmark, network, settings)));
    return 0;
}

}  // namespace

int bench(const Invocation& invocation) {
    const std::string what = invocation.words.empty() ? "" : invocation.words.front();
    for (const NamedBenchmark& known : kBenchmarks)
        if (what == known.name) return benchNetwork(known, invocation);
    if (what == "window") return benchWindowCommand(invocation);
    if (what == "--help" || what == "-h") {
        Arguments arguments(invocation, "bench", "inference|training|sliding-window|window …",
                            "Measures the network engine, or the window. `bench WHAT --help` shows the options.");
        arguments.parse();
        return 0;
    }
    if (what.empty() || what[0] == '-')
        throw Error(Kind::Usage, "nothing to measure is named", "`seglab bench inference --net unet-s --json`");
    throw core::unknownName("benchmark", what, {"inference", "training", "sliding-window", "window"});
}

}  // namespace seglab::app
