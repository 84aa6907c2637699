#pragma once

#include <functional>
#include <memory>

namespace seglab::nn {

/// Threads that share loops. A worker without work spins for some tens of microseconds, then sleeps: between the layers
/// of a network it is at hand, and on a loaded machine it does not burn the core that the others need.
class ThreadPool {
public:
    /// `threads` with the caller's; 0: one for each core.
    explicit ThreadPool(int threads = 0);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const;

    /// Calls body(first, last) for ranges that together are [0, count), on all threads and the caller's, and returns
    /// when all are done. Which ranges there are depends on the threads, so the result of an index must not depend on
    /// its range. A worker that comes too late is not waited for. The body must not throw, nor call run.
    void run(int count, const std::function<void(int first, int last)>& body);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace seglab::nn
