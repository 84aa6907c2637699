#include "nn/training_session.h"

namespace seglab::nn {

namespace {

using Clock = std::chrono::steady_clock;
using Status = TrainingSnapshot::Status;

}  // namespace

TrainingSession::TrainingSession(TrainingSessionRequest request)
    : request_(std::move(request)),
      watchedNodes_(request_.watchedNodes),
      snapshot_(std::make_shared<TrainingSnapshot>()) {
    checkWeights(request_.network, request_.weights);
    if (!request_.watchedPicture.values.empty()) inferShapes(request_.network, request_.watchedPicture.shape);
    for (const std::string& node : watchedNodes_) request_.network.find(node);
    thread_ = std::thread([this] { work(); });
}

TrainingSession::~TrainingSession() {
    wish(Wish::End);
    thread_.join();
}

void TrainingSession::start() {
    wish(Wish::Run);
}

void TrainingSession::pause() {
    wish(Wish::Pause);
}

void TrainingSession::oneStep() {
    wish(Wish::OneStep);
}

void TrainingSession::watch(std::vector<std::string> nodes) {
    for (const std::string& node : nodes) request_.network.find(node);
    const std::lock_guard<std::mutex> lock(mutex_);
    watchedNodes_ = std::move(nodes);
}

std::shared_ptr<const TrainingSnapshot> TrainingSession::snapshot() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return snapshot_;
}

void TrainingSession::wish(Wish wish) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (wish_ != Wish::End) wish_ = wish;
    changed_.notify_all();
}

// Waits where there is nothing to do. A single step is wished for once.
TrainingSession::Wish TrainingSession::takeWish() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return running_ || wish_ != Wish::Pause; });
    const Wish wished = wish_;
    running_ = wished == Wish::Run;
    if (wished == Wish::OneStep) wish_ = Wish::Pause;
    return wished;
}

bool TrainingSession::interrupted() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return wish_ == Wish::End || (running_ && wish_ == Wish::Pause);
}

// Whatever is thrown on this thread ends the session and stands in its last snapshot.
void TrainingSession::work() {
    TrainingSnapshot current;
    current.weights = request_.weights;
    try {
        train(current);
    } catch (const std::exception& error) {
        current.status = Status::Failed;
        current.problem = error.what();
        publish(current);
    }
}

void TrainingSession::train(TrainingSnapshot& current) {
    Engine engine(request_.network, request_.weights, {.threads = request_.threads, .keepActivations = true});
    engine.setStopCheck([this] { return interrupted(); });
    Trainer trainer(engine, request_.settings, request_.data);
    look(engine, current);
    for (Wish wished = takeWish(); wished != Wish::End; wished = takeWish()) obey(wished, engine, trainer, current);
}

void TrainingSession::obey(Wish wished, Engine& engine, Trainer& trainer, TrainingSnapshot& current) {
    if (current.status == Status::Finished) return wish(Wish::Pause);
    current.status = wished == Wish::Run ? Status::Running : Status::Paused;
    if (wished != Wish::Pause) advance(trainer, current);
    const auto now = Clock::now();
    const double since = std::chrono::duration<double>(now - published_).count();
    if (current.status == Status::Running && since < request_.secondsBetweenSnapshots) return;
    published_ = now;
    look(engine, current);
}

// One step, and the validation behind it where an epoch ends. What is interrupted is done at the next call.
void TrainingSession::advance(Trainer& trainer, TrainingSnapshot& current) {
    try {
        if (!trainer.validationDue()) current.steps.push_back(trainer.step());
        if (trainer.validationDue()) current.validations.push_back(trainer.validate());
        if (trainer.finished()) current.status = Status::Finished;
    } catch (const Error& error) {
        if (error.kind() == Kind::Interrupted) return;
        current.weights = trainer.state().weights;  // the last good ones
        throw;
    }
}

// Publishes with what is watched. Where that is interrupted, what asks for it is published next.
void TrainingSession::look(Engine& engine, TrainingSnapshot& current) {
    std::vector<std::string> nodes;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        nodes = watchedNodes_;
    }
    current.weights = engine.weights();
    current.activations.clear();
    try {
        if (!nodes.empty() && !request_.watchedPicture.values.empty()) {
            engine.forward(request_.watchedPicture);
            for (const std::string& node : nodes) current.activations[node] = engine.activation(node);
        }
    } catch (const Error& error) {
        if (error.kind() != Kind::Interrupted) throw;
        return;
    }
    publish(current);
}

void TrainingSession::publish(const TrainingSnapshot& current) {
    auto snapshot = std::make_shared<const TrainingSnapshot>(current);
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        snapshot_ = std::move(snapshot);
    }
    if (request_.published) request_.published();
}

}  // namespace seglab::nn
