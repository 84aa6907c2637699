#include "nn/job.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <list>
#include <mutex>
#include <thread>
#include <utility>

namespace seglab::nn {

using State = JobProgress::State;
using Clock = std::chrono::steady_clock;

namespace detail {

class JobRecord {
public:
    mutable std::mutex mutex;
    mutable std::condition_variable ended;
    JobProgress progress;
    std::shared_ptr<const void> latest;
    std::exception_ptr failure;
    std::atomic<bool> stop{false};
    Clock::time_point lastWake{};
};

}  // namespace detail

namespace {

using detail::JobRecord;

/// The window's bell.
class Bell {
public:
    void set(std::function<void()> wake) {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
    }
    void ring() {
        const std::lock_guard lock(mutex_);
        if (wake_) wake_();
    }

private:
    std::mutex mutex_;
    std::function<void()> wake_;
};

Bell& bell() {
    static Bell only;
    return only;
}

void run(JobRecord& record, const std::function<void(JobRecord&)>& body) {
    std::exception_ptr failure;
    try {
        body(record);
    } catch (...) {
        failure = std::current_exception();
    }
    {
        const std::lock_guard lock(record.mutex);
        record.failure = failure;
        record.progress.state = failure ? State::Failed : record.stop ? State::Stopped : State::Done;
        if (record.progress.state == State::Done) record.progress.fraction = 1;
        ++record.progress.news;
    }
    record.ended.notify_all();
    bell().ring();
}

/// Every job that runs, with its thread, and the last few that ended.
class Jobs {
public:
    ~Jobs() {
        const std::lock_guard lock(mutex_);
        for (Entry& entry : entries_) entry.record->stop = true;
        for (Entry& entry : entries_) entry.thread.join();
    }

    std::shared_ptr<JobRecord> start(const std::string& key, std::function<void(JobRecord&)> body) {
        const std::lock_guard lock(mutex_);
        for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
            // One that was told to stop will not give the result that is asked for.
            if (entry->key != key || entry->record->stop || hasFailed(*entry->record)) continue;
            entries_.splice(entries_.begin(), entries_, entry);
            return held(*entry);
        }
        forget();
        auto record = std::make_shared<JobRecord>();
        entries_.push_front({key, record, {}, std::thread([record, body = std::move(body)] { run(*record, body); })});
        return held(entries_.front());
    }

private:
    struct Entry {
        std::string key;
        std::shared_ptr<JobRecord> record;
        std::weak_ptr<JobRecord> holders;  // those outside; the last one to leave stops the job
        std::thread thread;
    };

    static bool hasFailed(const JobRecord& record) {
        const std::lock_guard lock(record.mutex);
        return record.progress.state == State::Failed;
    }
    static bool hasEnded(const JobRecord& record) {
        const std::lock_guard lock(record.mutex);
        return !record.progress.running();
    }
    static std::shared_ptr<JobRecord> held(Entry& entry) {
        if (auto holder = entry.holders.lock()) return holder;
        std::shared_ptr<JobRecord> holder(entry.record.get(), [record = entry.record](JobRecord*) {
            if (!hasEnded(*record)) record->stop = true;
        });
        entry.holders = holder;
        return holder;
    }
    /// Lets go of what ended, but for the last few, and of what ended otherwise than well.
    void forget() {
        std::size_t kept = 0;
        for (auto entry = entries_.begin(); entry != entries_.end();) {
            const bool over = hasEnded(*entry->record);
            if (over && (entry->record->stop || hasFailed(*entry->record) || ++kept > kKept)) {
                entry->thread.join();
                entry = entries_.erase(entry);
            } else {
                ++entry;
            }
        }
    }

    static constexpr std::size_t kKept = 3;
    std::mutex mutex_;
    std::list<Entry> entries_;
};

}  // namespace

namespace detail {

std::shared_ptr<JobRecord> start(const std::string& key, std::function<void(JobRecord&)> body) {
    bell();  // outlives the jobs, which ring it
    static Jobs jobs;
    return jobs.start(key, std::move(body));
}

bool stopped(const JobRecord& record) {
    return record.stop;
}

void progress(JobRecord& record, double fraction, const std::string& doing) {
    constexpr auto kPause = std::chrono::milliseconds(33);
    {
        const std::lock_guard lock(record.mutex);
        record.progress.fraction = std::clamp(fraction, 0.0, 1.0);
        const bool same = record.progress.doing == doing;
        record.progress.doing = doing;
        if (same && Clock::now() - record.lastWake < kPause) return;
        record.lastWake = Clock::now();
        ++record.progress.news;
    }
    bell().ring();
}

void publish(JobRecord& record, std::shared_ptr<const void> snapshot) {
    {
        const std::lock_guard lock(record.mutex);
        record.latest = std::move(snapshot);
        ++record.progress.snapshots;
        ++record.progress.news;
    }
    bell().ring();
}

std::shared_ptr<const void> latest(const JobRecord& record) {
    const std::lock_guard lock(record.mutex);
    return record.latest;
}

}  // namespace detail

JobProgress Work::progress() const {
    const std::lock_guard lock(record_->mutex);
    return record_->progress;
}

void Work::stop() const {
    record_->stop = true;
}

bool Work::wait(double seconds) const {
    std::unique_lock lock(record_->mutex);
    return record_->ended.wait_for(lock, std::chrono::duration<double>(seconds),
                                   [&] { return !record_->progress.running(); });
}

void Work::rethrow() const {
    const std::lock_guard lock(record_->mutex);
    if (record_->failure) std::rethrow_exception(record_->failure);
}

void onJobNews(std::function<void()> wake) {
    bell().set(std::move(wake));
}

}  // namespace seglab::nn
