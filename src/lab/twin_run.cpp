#include "lab/twin_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "nn/built_in_weights.h"

namespace seglab::lab {

using core::Tensor;

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void scoreAllShifts(nn::WindowTwin& twin, Tensor<float>& scores) {
    const int stride = twin.shape().stride;
    for (int y = 0; y < stride; ++y)
        for (int x = 0; x < stride; ++x) twin.scorePass({y, x}, scores);
}

void measure(nn::Worker<TwinRun>& worker, const TwinRunSettings& settings, const NetworkPicture& picture) {
    constexpr double kBetweenNews = 80;  // milliseconds
    const nn::TrainedNetwork& trained = nn::builtIn(fmt::format("patch-{}", settings.patch), picture.data);
    nn::WindowTwin twin(trained.network, trained.weights, settings.twin, trained.normalised(picture.image));
    TwinRun run;
    run.windows = run.pass = Tensor<float>({1, twin.classes(), twin.rows(), twin.columns()});
    worker.progress(0, "One pass");
    // The first calls plan their memory: what is timed comes after them.
    scoreAllShifts(twin, run.pass);
    run.passTime = INFINITY;
    for (int i = 0; i < 3; ++i) {
        const Clock::time_point begin = Clock::now();
        twin.scorePass({0, 0}, run.pass);
        run.passTime = std::min(run.passTime, millisecondsSince(begin));
    }
    worker.publish(std::make_shared<const TwinRun>(run));
    twin.scoreRow(0, run.windows);
    Clock::time_point told = Clock::now();
    for (int row = 0; row < twin.rows(); ++row) {
        if (worker.stopped()) return;
        worker.progress(double(row) / twin.rows(), "Window by window");
        const Clock::time_point start = Clock::now();
        twin.scoreRow(row, run.windows);
        run.windowsTime += millisecondsSince(start);
        run.done += twin.columns();
        if (row + 1 < twin.rows() && millisecondsSince(told) < kBetweenNews) continue;
        worker.publish(std::make_shared<const TwinRun>(run));
        told = Clock::now();
    }
}

}  // namespace

std::vector<int> TwinRun::best(const Tensor<float>& scores) {
    const std::int64_t plane = scores.size(2) * scores.size(3);
    std::vector<int> best(std::size_t(plane), 0);
    for (std::int64_t i = 0; i < plane; ++i)
        for (std::int64_t c = 1; c < scores.size(1); ++c)
            if (scores.values[std::size_t(c * plane + i)] >
                scores.values[std::size_t(best[std::size_t(i)] * plane + i)])
                best[std::size_t(i)] = int(c);
    return best;
}

nn::SoFar<TwinRun> twinRun(const TwinRunSettings& settings, const std::shared_ptr<const NetworkPicture>& picture) {
    const nn::TwinSettings& twin = settings.twin;
    const std::string key = fmt::format("twin-run {} {} {} {} {} {}", settings.patch, int(twin.change), twin.stride,
                                        twin.cut, settings.run, picture->key);
    return nn::soFar(nn::job<TwinRun>(
        key, [settings, picture](nn::Worker<TwinRun>& worker) { measure(worker, settings, *picture); }));
}

}  // namespace seglab::lab
