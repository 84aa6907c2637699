#pragma once

#include <string>
#include <vector>

#include "nn/network.h"

// How long the engine takes for its work: what `seglab bench` prints and tests/benchmarks compare.
namespace seglab::nn {

enum class Benchmark {
    Inference,
    Training,       ///< forward, cross-entropy, backward, Adam
    SlidingWindow,  ///< every pixel of a picture by a patch around it, instead of one pass
};

struct BenchmarkSettings {
    core::Pair imageSize{128, 128};
    int batch = 1;
    int threads = 0;  ///< as EngineOptions
    int runs = 20;    ///< measured, after one that is not
};

struct BenchmarkResult {
    std::vector<double> milliseconds;  ///< of each run, rising
    double gflops = 0;                 ///< at the median; a multiply-add is two, training three times a forward pass
    int threads = 0;
    std::string instructionSet;
    /// SlidingWindow: the same picture in one pass, its median, and the largest difference of a score.
    double onePassMilliseconds = 0, largestDifference = 0;

    double median() const { return milliseconds[milliseconds.size() / 2]; }
};

/// Weights and pictures are random, the same each time. Throws BadInput where the size does not fit the network, or for
/// a sliding window over a network whose receptive field is no patch that it takes to one score.
BenchmarkResult measure(Benchmark benchmark, const Network& network, const BenchmarkSettings& settings);

}  // namespace seglab::nn
