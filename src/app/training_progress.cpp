#include "app/training_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace seglab::app {

namespace {

// "1:05", "2:01:07"
std::string duration(double seconds) {
    const auto whole = std::int64_t(std::min(seconds, 359'999.0));
    if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

void TrainingProgress::note(const std::string& text) {
    clear();
    fmt::print(stderr, "{}\n", text);
}

void TrainingProgress::begin(std::int64_t steps, std::int64_t done, int batch) {
    steps_ = steps;
    done_ = doneBefore_ = done;
    batch_ = batch;
    begun_ = drawn_ = Clock::now();
}

void TrainingProgress::step(const nn::StepReport& report) {
    constexpr double kNew = 0.05;
    loss_ = done_ == doneBefore_ ? report.loss : (1 - kNew) * loss_ + kNew * report.loss;
    done_ = report.step;
    draw(false);
}

void TrainingProgress::validation(const nn::ValidationReport& report) {
    meanIou_ = report.meanIou;
    if (terminal_) return draw(true);
    fmt::print(stderr, "epoch {}, {}{}\n", report.epoch, numbers(), report.best ? ", best so far" : "");
    drawn_ = Clock::now();
}

void TrainingProgress::clear() {
    if (lineStands_) fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    lineStands_ = false;
}

std::string TrainingProgress::bar() const {
    constexpr std::int64_t kWidth = 24;
    const std::int64_t filled = std::clamp<std::int64_t>(kWidth * done_ / std::max<std::int64_t>(1, steps_), 0, kWidth);
    return fmt::format("[{:#<{}}{:-<{}}] ", "", filled, "", kWidth - filled);
}

std::string TrainingProgress::numbers() const {
    const double seconds = std::chrono::duration<double>(Clock::now() - begun_).count();
    const double perSecond = double(done_ - doneBefore_) / std::max(seconds, 1e-9);
    std::string text = fmt::format("step {} of {}: loss {:.4f}", done_, steps_, loss_);
    if (meanIou_ >= 0) text += fmt::format(", mean IoU {:.3f}", meanIou_);
    text += fmt::format(", {:.0f} images/s", perSecond * batch_);
    if (perSecond > 0) text += fmt::format(", {} left", duration(double(steps_ - done_) / perSecond));
    return text;
}

void TrainingProgress::draw(bool now) {
    const double since = std::chrono::duration<double>(Clock::now() - drawn_).count();
    if (!now && since < (terminal_ ? 0.1 : 10.0)) return;
    drawn_ = Clock::now();
    if (terminal_)
        fmt::print(stderr, "\r{}{}\033[K", bar(), numbers());
    else
        fmt::print(stderr, "{}\n", numbers());
    std::fflush(stderr);
    lineStands_ = terminal_;
}

}  // namespace seglab::app
