#pragma once

#include <chrono>
#include <string>

#include "nn/trainer.h"

namespace seglab::app {

/// Progress on standard error: one line that is drawn again and again on a terminal, plain lines elsewhere.
class TrainingProgress {
public:
    explicit TrainingProgress(bool terminal) : terminal_(terminal) {}
    ~TrainingProgress() { clear(); }
    TrainingProgress(const TrainingProgress&) = delete;
    TrainingProgress& operator=(const TrainingProgress&) = delete;

    void note(const std::string& text);
    void begin(std::int64_t steps, std::int64_t done, int batch);
    void step(const nn::StepReport& report);
    void validation(const nn::ValidationReport& report);
    /// Takes the line away, so that something else can be said.
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    std::string bar() const;
    std::string numbers() const;
    void draw(bool now);

    bool terminal_;
    std::int64_t steps_ = 0, done_ = 0, doneBefore_ = 0;
    int batch_ = 0;
    double loss_ = 0;      // mean of the last steps
    double meanIou_ = -1;  // of the last validation; -1 before the first
    Clock::time_point begun_, drawn_;
    bool lineStands_ = false;
};

}  // namespace seglab::app
