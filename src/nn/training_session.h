#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "nn/trainer.h"

namespace seglab::nn {

/// What a session shows of itself. Never changed once it is published.
struct TrainingSnapshot {
    enum class Status { Running, Paused, Finished, Failed };
    Status status = Status::Paused;
    std::string problem;                                     ///< failed: what happened, and what to do; it is the end
    std::vector<StepReport> steps;                           ///< all so far
    std::vector<ValidationReport> validations;               ///< all so far
    std::map<std::string, core::Tensor<float>> activations;  ///< of the watched nodes on the watched picture
    Weights weights;
};

struct TrainingSessionRequest {
    Network network;
    Weights weights;  ///< to begin with
    TrainingSettings settings;
    TrainingData data;                           ///< called on the session's thread
    int threads = 0;                             ///< of the engine; 0: one per core
    core::Tensor<float> watchedPicture = {};     ///< [1,C,H,W]; empty: nothing is watched
    std::vector<std::string> watchedNodes = {};  ///< whose output on the picture is published
    std::function<void()> published = {};        ///< called on the session's thread after each publication; no throwing
    double secondsBetweenSnapshots = 0.1;        ///< while it runs; pausing and ending always publish
};

/// Trains on a thread of its own. All functions may be called from any thread and return at once, but for the
/// destructor, which waits for the thread (less than 250 ms: it stops between two nodes of the network). The same
/// request gives the same bits, whenever it is paused and however often it is looked at.
class TrainingSession {
public:
    explicit TrainingSession(TrainingSessionRequest request);  ///< paused, before the first step
    ~TrainingSession();
    TrainingSession(const TrainingSession&) = delete;
    TrainingSession& operator=(const TrainingSession&) = delete;

    void start();
    void pause();    ///< a step that is under way is dropped and begun again later
    void oneStep();  ///< then paused
    /// Other nodes from the next snapshot on. Throws Usage for a node that is not there.
    void watch(std::vector<std::string> nodes);

    std::shared_ptr<const TrainingSnapshot> snapshot() const;

private:
    enum class Wish { Pause, Run, OneStep, End };

    void work();
    void train(TrainingSnapshot& current);
    Wish takeWish();
    void obey(Wish wish, Engine& engine, Trainer& trainer, TrainingSnapshot& current);
    void advance(Trainer& trainer, TrainingSnapshot& current);
    void look(Engine& engine, TrainingSnapshot& current);
    void publish(const TrainingSnapshot& current);
    void wish(Wish wish);
    bool interrupted() const;

    TrainingSessionRequest request_;
    std::chrono::steady_clock::time_point published_;  // of the session's thread alone
    mutable std::mutex mutex_;                         // of what follows
    std::condition_variable changed_;
    Wish wish_ = Wish::Pause;
    bool running_ = false;  // until it is paused
    std::vector<std::string> watchedNodes_;
    std::shared_ptr<const TrainingSnapshot> snapshot_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace seglab::nn
