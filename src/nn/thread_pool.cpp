#include "nn/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace seglab::nn {

namespace {

constexpr int kSpins = 1500;         // about 50 microseconds
constexpr int kRangesPerThread = 4;  // small enough to even out, large enough to be cheap

void relax() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

// One loop that is being shared. It lives on the caller's stack: a worker may look at it only after joining.
struct Loop {
    const std::function<void(int, int)>* body = nullptr;
    int count = 0, range = 1;
    std::atomic<int> next{0};

    void work() {
        for (;;) {
            const int first = next.fetch_add(range, std::memory_order_relaxed);
            if (first >= count) return;
            (*body)(first, std::min(first + range, count));
        }
    }
};

}  // namespace

struct ThreadPool::State {
    std::mutex mutex;
    std::condition_variable wake, done;
    Loop* loop = nullptr;                 // guarded by mutex; null: nothing to join
    bool stop = false;                    // guarded by mutex
    std::atomic<std::uint64_t> calls{0};  // raised with every loop; workers spin on it
    std::atomic<int> joined{0};           // workers inside the current loop
    std::vector<std::thread> workers;

    // Joins the loop of the call after `seen` and works; false: the pool ends.
    bool follow(std::uint64_t& seen) {
        for (int i = 0; i < kSpins && calls.load(std::memory_order_acquire) == seen; ++i) relax();
        Loop* mine = nullptr;
        {
            std::unique_lock<std::mutex> lock(mutex);
            wake.wait(lock, [&] { return stop || calls.load(std::memory_order_relaxed) != seen; });
            if (stop) return false;
            seen = calls.load(std::memory_order_relaxed);
            mine = loop;
            if (mine) joined.fetch_add(1, std::memory_order_relaxed);
        }
        if (!mine) return true;
        mine->work();
        if (joined.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            const std::lock_guard<std::mutex> lock(mutex);
            done.notify_one();
        }
        return true;
    }

    void open(Loop& next) {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            loop = &next;
            calls.fetch_add(1, std::memory_order_release);
        }
        wake.notify_all();
    }

    // After this no worker can join; those inside are waited for.
    void close() {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            loop = nullptr;
        }
        for (int i = 0; i < kSpins && joined.load(std::memory_order_acquire) != 0; ++i) relax();
        std::unique_lock<std::mutex> lock(mutex);
        done.wait(lock, [&] { return joined.load(std::memory_order_acquire) == 0; });
    }
};

ThreadPool::ThreadPool(int threads) : state_(std::make_unique<State>()) {
    if (threads < 1) threads = std::max(1, int(std::thread::hardware_concurrency()));
    for (int i = 1; i < threads; ++i)
        state_->workers.emplace_back([state = state_.get()] {
            std::uint64_t seen = 0;
            while (state->follow(seen)) continue;
        });
}

ThreadPool::~ThreadPool() {
    {
        const std::lock_guard<std::mutex> lock(state_->mutex);
        state_->stop = true;
    }
    state_->wake.notify_all();
    for (std::thread& worker : state_->workers) worker.join();
}

int ThreadPool::threads() const {
    return int(state_->workers.size()) + 1;
}

void ThreadPool::run(int count, const std::function<void(int, int)>& body) {
    if (count < 1) return;
    if (state_->workers.empty() || count == 1) return body(0, count);
    Loop loop;
    loop.body = &body;
    loop.count = count;
    loop.range = std::max(1, count / (threads() * kRangesPerThread));
    state_->open(loop);
    loop.work();
    state_->close();
}

}  // namespace seglab::nn
