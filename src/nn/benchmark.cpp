#include "nn/benchmark.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

#include "core/error.h"
#include "core/losses.h"
#include "nn/costs.h"
#include "nn/engine.h"
#include "nn/optimiser.h"
#include "nn/receptive_field.h"

namespace seglab::nn {

namespace {

using core::Tensor;

constexpr std::uint64_t kSeed = 1;

Tensor<float> noise(const core::Shape& shape) {
    core::Random random(kSeed);
    Tensor<float> picture(shape);
    for (float& value : picture.values) value = float(random.number(-1, 1));
    return picture;
}

// One call unmeasured, then each on its own.
std::vector<double> timesOf(int runs, const std::function<void()>& work) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> times;
    for (int i = -1; i < runs; ++i) {
        const Clock::time_point start = Clock::now();
        work();
        if (i >= 0) times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    return times;
}

core::Shape pictureShape(const Network& network, const BenchmarkSettings& settings) {
    return {settings.batch, network.inputChannels(), settings.imageSize.height, settings.imageSize.width};
}

BenchmarkResult measureInference(Engine& engine, const BenchmarkSettings& settings) {
    const Tensor<float> input = noise(pictureShape(engine.network(), settings));
    BenchmarkResult result;
    result.milliseconds = timesOf(settings.runs, [&] { engine.forward(input); });
    return result;
}

BenchmarkResult measureTraining(Engine& engine, const BenchmarkSettings& settings) {
    const Tensor<float> input = noise(pictureShape(engine.network(), settings));
    const core::Shape logits = inferShapes(engine.network(), input.shape).back();
    core::Random random(kSeed);
    Tensor<std::uint8_t> labels({logits[0], logits[2], logits[3]});
    for (std::uint8_t& label : labels.values) label = std::uint8_t(random.integer(0, logits[1] - 1));
    Optimiser optimiser(OptimiserSettings{});
    BenchmarkResult result;
    result.milliseconds = timesOf(settings.runs, [&] {
        const core::Loss<float> loss = core::crossEntropy(engine.forwardTraining(input, random), labels);
        engine.backward(loss.gradient);
        optimiser.step(engine.parameters(), 1e-3);
        engine.parametersChanged();
    });
    return result;
}

// The side of the square patch that gives one score.
int patchSide(const Network& network, core::Pair size) {
    const core::Pair field =
        receptiveFieldRanges(network, {1, network.inputChannels(), size.height, size.width}).back().maximum;
    const core::Shape scores = inferShapes(network, {1, network.inputChannels(), field.height, field.width}).back();
    if (field.height != field.width || field.height % 2 == 0 || scores[2] != 1 || scores[3] != 1)
        throw Error(Kind::BadInput, fmt::format("{} does not classify odd square patches", network.name),
                    "slide a patch network, as patch-17", "--net");
    return field.height;
}

Tensor<float> patchesOfRow(const Tensor<float>& picture, int side, std::int64_t row) {
    const std::int64_t count = picture.size(3) - side + 1;
    Tensor<float> patches({count, picture.size(1), side, side});
    for (std::int64_t i = 0; i < count; ++i)
        for (std::int64_t c = 0; c < picture.size(1); ++c)
            for (int y = 0; y < side; ++y) std::copy_n(&picture.at(0, c, row + y, i), side, &patches.at(i, c, y, 0));
    return patches;
}

// The picture is padded once, outside, so that every pixel has its window.
BenchmarkResult measureSlidingWindow(Engine& engine, const BenchmarkSettings& settings) {
    const int side = patchSide(engine.network(), settings.imageSize);
    const Tensor<float> picture = noise({1, engine.network().inputChannels(), settings.imageSize.height + side - 1,
                                         settings.imageSize.width + side - 1});
    Tensor<float> scores;
    BenchmarkResult result;
    const std::vector<double> onePass = timesOf(settings.runs, [&] { scores = engine.forward(picture); });
    result.onePassMilliseconds = onePass[onePass.size() / 2];
    result.milliseconds = timesOf(settings.runs, [&] {
        for (std::int64_t row = 0; row < settings.imageSize.height; ++row) {
            const Tensor<float> windows = engine.forward(patchesOfRow(picture, side, row));
            for (std::int64_t x = 0; x < windows.size(0); ++x)
                for (std::int64_t c = 0; c < windows.size(1); ++c)
                    result.largestDifference = std::max(
                        result.largestDifference, double(std::abs(windows.at(x, c, 0, 0) - scores.at(0, c, row, x))));
        }
    });
    return result;
}

double multiplyAdds(Benchmark benchmark, const Network& network, const BenchmarkSettings& settings) {
    if (benchmark == Benchmark::SlidingWindow) {
        const int side = patchSide(network, settings.imageSize);
        const auto patch = networkCost(network, {1, network.inputChannels(), side, side});
        return double(patch.multiplyAdds) * settings.imageSize.height * settings.imageSize.width;
    }
    const double once = double(networkCost(network, pictureShape(network, settings)).multiplyAdds);
    return benchmark == Benchmark::Training ? 3 * once : once;
}

}  // namespace

BenchmarkResult measure(Benchmark benchmark, const Network& network, const BenchmarkSettings& settings) {
    Engine engine(network, initialWeights(network, kSeed), {.threads = settings.threads});
    BenchmarkResult result = benchmark == Benchmark::Inference  ? measureInference(engine, settings)
                             : benchmark == Benchmark::Training ? measureTraining(engine, settings)
                                                                : measureSlidingWindow(engine, settings);
    result.instructionSet = engine.instructionSet();
    result.threads = engine.threads();
    result.gflops = 2 * multiplyAdds(benchmark, network, settings) / (result.median() * 1e6);
    return result;
}

}  // namespace seglab::nn
