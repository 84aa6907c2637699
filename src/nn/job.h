#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

// Long work behind a model: decoding a large photograph, an operation over all of it, training. A model's constructor
// asks for the job under a key that names everything the result depends on, shows what the job has published so far,
// and returns. News wakes the window, which builds the model again from the same parameters: it finds the same job
// under the same key, further on. The command line waits for the end instead.
namespace seglab::nn {

/// How far a job is. Any thread.
struct JobProgress {
    enum class State { Running, Done, Stopped, Failed };
    State state = State::Running;
    double fraction = 0;          ///< 0 … 1
    std::string doing = {};       ///< "reading holiday.jpg"; for the person in front of the window
    std::uint64_t snapshots = 0;  ///< published so far
    std::uint64_t news = 0;       ///< grows with everything above

    bool running() const { return state == State::Running; }
};

namespace detail {
class JobRecord;
std::shared_ptr<JobRecord> start(const std::string& key, std::function<void(JobRecord&)> body);
bool stopped(const JobRecord& record);
void progress(JobRecord& record, double fraction, const std::string& doing);
void publish(JobRecord& record, std::shared_ptr<const void> snapshot);
std::shared_ptr<const void> latest(const JobRecord& record);
}  // namespace detail

/// A hold on a job. When nobody holds a running one any longer it is told to stop.
class Work {
public:
    JobProgress progress() const;
    void stop() const;  ///< asks; the job ends at its next look
    /// Until it has ended, or for so many seconds. True when it has.
    bool wait(double seconds = 1e9) const;
    /// Throws what ended a failed job; else nothing.
    void rethrow() const;

protected:
    explicit Work(std::shared_ptr<detail::JobRecord> record) : record_(std::move(record)) {}
    std::shared_ptr<detail::JobRecord> record_;
};

/// Work that publishes values of T.
template <class T>
class Job final : public Work {
public:
    explicit Job(std::shared_ptr<detail::JobRecord> record) : Work(std::move(record)) {}
    /// The last snapshot; null before the first. Immutable, so that it can be read while the job goes on.
    std::shared_ptr<const T> latest() const { return std::static_pointer_cast<const T>(detail::latest(*record_)); }
};

/// What a model takes from a job when it is made.
template <class T>
struct SoFar {
    std::shared_ptr<const T> snapshot;  ///< null where there is none yet
    std::shared_ptr<const Work> work;   ///< what the model's work() returns: null when no more will come
};

/// Throws what ended a failed job.
template <class T>
SoFar<T> soFar(const std::shared_ptr<const Job<T>>& job) {
    // In this order: what ends between the two looks is seen by the next model.
    const bool running = job->progress().running();
    if (!running) job->rethrow();
    return {job->latest(), running ? job : nullptr};
}

/// What the body of a job is given; for its own thread only.
template <class T>
class Worker {
public:
    explicit Worker(detail::JobRecord& record) : record_(record) {}
    bool stopped() const { return detail::stopped(record_); }  ///< look at least every 50 ms, and return
    void progress(double fraction, const std::string& doing) { detail::progress(record_, fraction, doing); }
    void publish(std::shared_ptr<const T> snapshot) { detail::publish(record_, std::move(snapshot)); }

private:
    detail::JobRecord& record_;
};

/// The job of this key: the one that runs, or one of the last that ended, or a new one on a thread of its own. A key
/// begins with a word for the kind of work, which stands for T ("photograph /a/b.jpg 12345"). What `body` throws ends
/// the job as failed.
template <class T>
std::shared_ptr<const Job<T>> job(const std::string& key, std::function<void(Worker<T>&)> body) {
    return std::make_shared<const Job<T>>(detail::start(key, [body = std::move(body)](detail::JobRecord& record) {
        Worker<T> worker(record);
        body(worker);
    }));
}

/// Called from the jobs' threads whenever there are news, at most 30 times a second of mere progress: wakes the window.
/// An empty function calls nobody.
void onJobNews(std::function<void()> wake);

}  // namespace seglab::nn
