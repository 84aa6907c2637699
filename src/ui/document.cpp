#include "ui/document.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/error.h"
#include "figure/text.h"
#include "lab/predict.h"

namespace seglab::ui {

namespace {

constexpr double kMotionSeconds = 0.25;

/// Runs a change and turns what it throws into a message. True when nothing was thrown.
template <class Change>
bool attempt(Document& document, Change&& change) {
    try {
        change();
        return true;
    } catch (const Error& error) {
        std::string text = error.problem();
        if (!error.where().empty()) text = error.where() + ": " + text;
        if (!error.cure().empty()) text += " — " + error.cure();
        document.say(Message::Tone::Warning, text);
        return false;
    }
}

}  // namespace

Document::Document(lab::Scene scene) : scene_(std::move(scene)), opened_(scene_.state), history_(scene_.state.table) {}

// ---- the cursor and the clock -----------------------------------------------------------------------------------

void Document::goTo(int step) {
    step = std::clamp(step, 0, steps());
    int moved = step - this->step();
    if (moved == 0) return;
    message_ = {};
    scene_.state.step = step;
    backwards_ = moved < 0;
    motion_ = animated_ && std::abs(moved) == 1 ? 0 : 1;
    waited_ = 0;
}

void Document::stepBy(int count) {
    motion_ = 1;
    goTo(step() + count);
}

void Document::play(bool on) {
    playing_ = on && steps() > 0;
    waited_ = 0;
    if (playing_ && step() == steps()) {
        goTo(0);
        motion_ = 1;
    }
}

void Document::setSpeed(double stepsPerSecond) {
    speed_ = std::clamp(stepsPerSecond, 0.125, 60.0);
}

void Document::setAnimated(bool on) {
    animated_ = on;
    motion_ = 1;
}

float Document::phase() const {
    double rest = 1 - motion_;
    return float(1 - rest * rest * rest);
}

void Document::advance(double seconds) {
    double duration = playing_ ? std::min(kMotionSeconds, 0.8 / speed_) : kMotionSeconds;
    motion_ = std::min(1.0, motion_ + seconds / duration);
    if (!playing_) return;
    waited_ += seconds;
    if (waited_ * speed_ < 1) return;
    // A slow frame moves on by as many steps as its time is worth, so that speed never depends on the frame rate.
    double due = std::floor(waited_ * speed_);
    double rest = waited_ - due / speed_;
    goTo(step() + int(std::min(due, double(steps()))));
    waited_ = rest;
    if (step() == steps()) playing_ = false;
}

double Document::secondsToNextChange() const {
    if (motion_ < 1) return 0;
    if (playing_) return std::max(0.0, 1 / speed_ - waited_);
    return std::numeric_limits<double>::infinity();
}

// ---- long work -------------------------------------------------------------------------------------------------

std::optional<nn::JobProgress> Document::working() const {
    const auto work = scene_.model->work();
    if (!work) return std::nullopt;
    const nn::JobProgress progress = work->progress();
    return progress.running() ? std::optional(progress) : std::nullopt;
}

bool Document::hasNews() const {
    const auto work = scene_.model->work();
    return work && work->progress().news != newsSeen_;
}

void Document::catchUp() {
    const auto work = scene_.model->work();
    if (!work) return;
    const nn::JobProgress progress = work->progress();
    if (progress.news == newsSeen_) return;
    newsSeen_ = progress.news;
    if (progress.running() && progress.snapshots == snapshotsSeen_) return;
    if (progress.state == nn::JobProgress::State::Failed) {
        attempt(*this, [&] { work->rethrow(); });
        return;
    }
    if (progress.state == nn::JobProgress::State::Stopped) return say(Message::Tone::Note, "Stopped");
    lab::Scene next{state(), nullptr};
    if (!attempt(*this, [&] { next.model = next.state.lab->build(table()); })) return;
    next.state.step = std::clamp(next.model->cursorFrom(*scene_.model, step()), 0, next.model->stepCount());
    scene_ = std::move(next);
    snapshotsSeen_ = progress.snapshots;
}

void Document::stopWork() {
    if (const auto work = scene_.model->work()) work->stop();
}

/// The model is new, and perhaps its work.
void Document::watch() {
    newsSeen_ = snapshotsSeen_ = 0;
}

// ---- parameters -------------------------------------------------------------------------------------------------

bool Document::adopt(lab::State state, Cursor cursor, const std::string& gesture) {
    lab::Scene next{std::move(state), nullptr};
    if (!attempt(*this, [&] { next.model = next.state.lab->build(next.state.table); })) return false;
    if (cursor == Cursor::SameMoment) next.state.step = next.model->cursorFrom(*scene_.model, step());
    next.state.step = std::clamp(next.state.step, 0, next.model->stepCount());
    if (next.state.table != table()) guesses_.clear();
    history_.record(next.state.table, gesture);
    scene_ = std::move(next);
    watch();
    motion_ = 1;
    waited_ = 0;
    return true;
}

void Document::apply(const std::string& name, core::Value value, const std::string& gesture) {
    lab::State next = state();
    std::vector<std::string> gaveWay;
    if (!attempt(*this, [&] { gaveWay = lab::change(next, name, std::move(value)); })) return;
    Cursor cursor = Cursor::SameMoment;
    if (name == "preset") {
        cursor = Cursor::AsGiven;
        next.step = 0;
        next.selection.clear();
    }
    if (!adopt(std::move(next), cursor, gesture)) return;
    message_ = {};
    for (const std::string& sentence : gaveWay) message_.text += (message_.text.empty() ? "" : " ") + sentence;
}

void Document::change(const std::string& name, core::Value value) {
    apply(name, std::move(value), {});
}

void Document::changeText(const std::string& name, const std::string& text) {
    core::Value value;
    if (attempt(*this, [&] { value = core::parseValue(table().parameter(name), text); }))
        change(name, std::move(value));
}

void Document::changeElement(const std::string& name, int row, int column, double value, bool dragged) {
    core::Matrix matrix = table().matrix(name);
    if (row < 0 || row >= matrix.rows || column < 0 || column >= matrix.columns) return;
    matrix(row, column) = value;
    std::string gesture = name + "(" + std::to_string(row) + "," + std::to_string(column) + ")";
    apply(name, std::move(matrix), dragged ? gesture : std::string());
}

void Document::changeBy(const std::string& name, int axis, int difference) {
    if (difference == 0) return;
    core::Value value = table().value(name);
    if (auto pair = std::get_if<core::Pair>(&value))
        for (int each : {0, 1}) (*pair)[each] += axis < 0 || axis == each ? difference : 0;
    else if (auto whole = std::get_if<std::int64_t>(&value))
        *whole += difference;
    else
        return;
    apply(name, std::move(value), name + "." + std::to_string(axis));
}

void Document::applyPreset(const std::string& name) {
    change("preset", name);
}

void Document::reset() {
    play(false);
    if (state() == opened_) return;
    if (!adopt(opened_, Cursor::AsGiven)) return;
    guesses_.clear();
    say(Message::Tone::Note, "Back to what was opened. Ctrl+Z brings your numbers back.");
}

void Document::show(const core::ParameterTable& table) {
    lab::Scene next{state(), nullptr};
    next.state.table = table;
    if (!attempt(*this, [&] { next.model = next.state.lab->build(table); })) return;
    next.state.step = std::clamp(next.model->cursorFrom(*scene_.model, step()), 0, next.model->stepCount());
    scene_ = std::move(next);
    watch();
    guesses_.clear();
    message_ = {};
    motion_ = 1;
}

void Document::undo() {
    if (history_.canUndo())
        show(history_.undo());
    else
        say(Message::Tone::Note, "Nothing to undo");
}

void Document::redo() {
    if (history_.canRedo())
        show(history_.redo());
    else
        say(Message::Tone::Note, "Nothing to redo");
}

// ---- asking and guessing ----------------------------------------------------------------------------------------

void Document::pin(const std::string& region) {
    scene_.state.selection = state().selection == region ? std::string() : region;
}

void Document::unpin() {
    scene_.state.selection.clear();
}

void Document::cover(const std::string& role) {
    guesses_.clear();
    scene_.state.hidden.insert(role);
}

void Document::guess(const std::string& region, const std::string& typed) {
    lab::Verdict verdict;
    if (!attempt(*this, [&] { verdict = lab::judge(scene_, region, typed); })) return;
    char* end = nullptr;
    double number = std::strtod(typed.c_str(), &end);
    if (end != typed.c_str()) guesses_[region] = number;
    if (verdict.right) {
        lab::reveal(scene_, region);
        say(Message::Tone::Good, "Yes: " + region + " is " + verdict.answer + ".");
    } else if (!verdict.explanation.empty()) {
        say(Message::Tone::Warning, figure::plainText(verdict.explanation));
    } else {
        say(Message::Tone::Warning, typed + " is not what stands in " + region + ". Try again, or reveal it.");
    }
}

void Document::reveal(const std::string& region) {
    guesses_.erase(region);
    message_ = {};
    attempt(*this, [&] { lab::reveal(scene_, region); });
}

void Document::revealAll() {
    scene_.state.hidden.clear();
    guesses_.clear();
    message_ = {};
}

// ---- whole states -----------------------------------------------------------------------------------------------

std::string Document::stateText() {
    std::string text;
    attempt(*this, [&] { text = lab::toText(state(), true); });
    return text;
}

bool Document::openState(const std::string& text) {
    lab::Scene scene;
    bool read = attempt(*this, [&] {
        scene = lab::openScene(
            {.lab = {}, .state = text, .settings = {}, .step = {}, .lastByDefault = false, .whole = false});
    });
    if (!read) return false;
    if (scene.state.lab != state().lab) {
        say(Message::Tone::Warning, "that is a state of another lab: " + scene.state.lab->definition.title);
        return false;
    }
    if (!adopt(std::move(scene.state), Cursor::AsGiven)) return false;
    message_ = {};
    return true;
}

}  // namespace seglab::ui
