#pragma once

#include <map>
#include <string>

#include "lab/history.h"
#include "lab/state.h"

namespace seglab::ui {

/// A sentence to the person in front of the window.
struct Message {
    enum class Tone { Note, Good, Warning };
    Tone tone = Tone::Note;
    std::string text;
};

/// One open lab: what is on the screen, where the cursor and the clock stand, what was guessed, and what can be undone.
/// A value that knows nothing of widgets; every gesture of the window ends in one of these functions. None of them
/// throws for what a person can do: what is refused ends in message().
class Document {
public:
    explicit Document(lab::Scene scene);

    const lab::Lab& lab() const { return *scene_.state.lab; }
    const lab::Scene& scene() const { return scene_; }
    const lab::State& state() const { return scene_.state; }
    const core::ParameterTable& table() const { return scene_.state.table; }
    const lab::Model& model() const { return *scene_.model; }
    const lab::ModelPointer& modelPointer() const { return scene_.model; }
    const Message& message() const { return message_; }
    void say(Message::Tone tone, std::string text) { message_ = {tone, std::move(text)}; }
    void dismissMessage() { message_ = {}; }

    // ---- the cursor and the clock
    int step() const { return scene_.state.step; }
    int steps() const { return scene_.model->stepCount(); }
    void goTo(int step);     ///< clamped; moves of one step are animated
    void stepBy(int count);  ///< finishes a motion that is under way first
    void play(bool on);      ///< from the start again when at the end
    bool playing() const { return playing_; }
    double speed() const { return speed_; }  ///< steps per second
    void setSpeed(double stepsPerSecond);
    void setAnimated(bool on);
    bool animated() const { return animated_; }
    float phase() const;  ///< 0 → 1 after a step, eased out; rests at 1
    bool backwards() const { return backwards_; }
    void advance(double seconds);
    /// 0 while something moves, the time to the next step while playing, infinity at rest.
    double secondsToNextChange() const;

    // ---- long work behind the model
    /// How far it is, while there is any.
    std::optional<nn::JobProgress> working() const;
    /// Whether it has news that no frame has shown.
    bool hasNews() const;
    /// Takes over what the work has published since; says what ended it.
    void catchUp();
    void stopWork();

    // ---- parameters
    void change(const std::string& name, core::Value value);
    void changeText(const std::string& name, const std::string& text);
    /// Element (row, column) of a matrix parameter.
    void changeElement(const std::string& name, int row, int column, double value, bool dragged = false);
    /// A whole number, or one axis of a pair (both where `axis` is −1), moved by a difference.
    void changeBy(const std::string& name, int axis, int difference);
    void applyPreset(const std::string& name);
    /// Ends a drag: changes by a difference to one parameter are one undo step until then.
    void settle() { history_.endGesture(); }
    bool locked(const std::string& name) const { return state().locked.count(name) > 0; }
    void reset();  ///< what was opened
    void undo();
    void redo();

    // ---- asking and guessing
    void pin(const std::string& region);  ///< the pinned one again: unpins
    void unpin();
    const std::map<std::string, double>& guesses() const { return guesses_; }
    void cover(const std::string& role);  ///< hides all regions of a role until they are guessed or revealed
    /// What was typed for a covered region: uncovers it when right, says what it would mean when wrong.
    void guess(const std::string& region, const std::string& typed);
    void reveal(const std::string& region);
    void revealAll();

    // ---- whole states
    /// The state string; empty (with a message) when something in the state cannot be written down.
    std::string stateText();
    /// Opens a state of the same lab, undoably. False (with a message) when it cannot be read.
    bool openState(const std::string& text);

private:
    /// Shows `state` with a model of its own, the cursor on the same moment, and keeps the change for undo. Where the
    /// model cannot be built, says why and leaves everything.
    enum class Cursor { SameMoment, AsGiven };
    bool adopt(lab::State state, Cursor cursor, const std::string& gesture = {});
    void apply(const std::string& name, core::Value value, const std::string& gesture);
    void show(const core::ParameterTable& table);
    void watch();
    void tell(const std::vector<std::string>& sentences);

    lab::Scene scene_;
    lab::State opened_;
    lab::History history_;
    std::uint64_t newsSeen_ = 0, snapshotsSeen_ = 0;  // of the model's work
    std::map<std::string, double> guesses_;
    Message message_;
    bool playing_ = false, animated_ = true, backwards_ = false;
    double speed_ = 1;
    double motion_ = 1;  // linear time of the motion, 0…1
    double waited_ = 0;  // seconds since the last step while playing
};

}  // namespace seglab::ui
