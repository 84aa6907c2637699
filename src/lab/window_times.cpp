#include "lab/window_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "nn/built_in_weights.h"
#include "nn/window_twin.h"

namespace seglab::lab {

namespace {

template <class Body>
double millisecondsOf(const Body& body) {
    const auto start = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// One pass, the fastest of a few, and some rows of windows, so that all of them can be told.
void measure(nn::Worker<WindowTimes>& worker, int patch, const NetworkPicture& picture) {
    constexpr double kMilliseconds = 60;
    const nn::TrainedNetwork& trained = nn::builtIn(fmt::format("patch-{}", patch), picture.data);
    nn::WindowTwin twin(trained.network, trained.weights, {}, trained.normalised(picture.image));
    core::Tensor<float> scores({1, twin.classes(), twin.rows(), twin.columns()});
    worker.progress(0, "Measuring");
    double pass = INFINITY, spent = 0;
    for (int i = 0; i < 4 && spent < kMilliseconds; ++i) {
        const double now = millisecondsOf([&] { twin.scorePass({0, 0}, scores); });
        pass = std::min(pass, now);
        spent += now;
    }
    twin.scoreRow(0, scores);  // plans its memory
    std::int64_t windows = 0;
    spent = 0;
    for (int row = 0; row < twin.rows() && spent < kMilliseconds; ++row) {
        if (worker.stopped()) return;
        spent += millisecondsOf([&] { twin.scoreRow(row, scores); });
        windows += twin.columns();
    }
    worker.publish(std::make_shared<const WindowTimes>(WindowTimes{spent / double(windows), pass}));
}

}  // namespace

nn::SoFar<WindowTimes> windowTimes(int patch, const std::shared_ptr<const NetworkPicture>& picture) {
    return nn::soFar(nn::job<WindowTimes>(
        fmt::format("window-times {} {} {}x{}", patch, picture->data, picture->height(), picture->width()),
        [patch, picture](nn::Worker<WindowTimes>& worker) { measure(worker, patch, *picture); }));
}

}  // namespace seglab::lab
