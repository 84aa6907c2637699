#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <thread>

namespace seglab::app {

/// While it lives, SIGTERM and SIGINT end the program as closing its window does: what was open is kept. A thread waits
/// for them, so that no code of ours runs within a signal handler. To be made before any other thread.
class EndSignals {
public:
    /// `wake` is called once, on that thread, when a signal has come.
    explicit EndSignals(std::function<void()> wake);
    ~EndSignals();
    EndSignals(const EndSignals&) = delete;
    EndSignals& operator=(const EndSignals&) = delete;

    int signal() const { return signal_; }  ///< the one that came, or 0

private:
    std::atomic<int> signal_{0};
    sigset_t before_{};
    std::thread thread_;
};

}  // namespace seglab::app
