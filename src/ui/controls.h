#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "ui/event.h"
#include "ui/text_line.h"
#include "ui/theme.h"

namespace seglab::ui {

/// What can be typed at a control.
enum class Typing { None, Number, Text };

/// A place that takes the pointer and the keys: a button, a field, a cell of the stage. Its name is what stands on the
/// screen and what a drive script calls it.
struct Control {
    std::string name;
    figure::Box box = {};    ///< pixels of the window
    std::string group = {};  ///< controls of a group are one Tab stop; the arrows move within it
    Typing typing = Typing::None;
    bool arrows = false;  ///< takes the arrow keys for itself (a number, a choice, the scrubber)
    bool region = false;  ///< of a figure
    int layer = 0;        ///< above 0: of a panel that lies over the rest
};

/// The shape of the pointer over what it is on.
enum class PointerShape { Arrow, Hand, Text, Across, UpDown };

/// What happened to a control since the last frame.
struct Press {
    bool hovered = false, held = false, focused = false;
    bool clicked = false;        ///< by the pointer
    bool doubled = false;        ///< twice
    bool activated = false;      ///< clicked, or Space or Enter while focused
    bool released = false;       ///< the pointer let go of it
    figure::Point dragged = {};  ///< while held: moved since the last frame
    std::string key = {};        ///< an arrow, Home, End, Delete that it takes
    std::string typed = {};      ///< text typed at it that it accepts
    explicit operator bool() const { return activated; }
};

/// The controls of a frame, the keyboard's focus among them, and the line that is being typed. Focus ring, Tab order
/// and drive scripts read one and the same list.
class Controls {
public:
    // ---- between frames: what the person did
    /// True when focus, a focused control or the line being typed took it.
    bool key(const Chord& chord);
    bool text(const std::string& typed);
    /// The pointer went down: ends typing elsewhere, hides the focus ring.
    void pressed(figure::Point at);
    void paste(const std::string& text) { line_.insert(text); }

    const std::vector<Control>& last() const { return shown_; }
    /// Topmost, then first, of the last frame; null when there is none of that name.
    const Control* find(const std::string& name) const;
    const std::string& focused() const { return focused_; }
    bool ring() const { return ring_; }
    void focus(const std::string& name, bool ring = true);
    void blur();
    /// Scrolls to a control in the next frame without giving it the focus.
    void reveal(const std::string& name) { scrollTo_ = name; }
    /// A panel opens: the focus comes back to where it is now when the panel closes.
    void keepFocus() {
        if (topLayer() == 0) focusBelow_ = focused_;
    }

    // ---- typing
    bool typing() const { return !typed_.empty(); }
    bool typing(const std::string& name) const { return !name.empty() && typed_ == name; }
    void beginTyping(const std::string& name, const std::string& text);
    void commit();  ///< the control finds its text in finished()
    void cancel();
    TextLine& line() { return line_; }
    /// Once after a commit at this control: what was typed.
    std::optional<std::string> finished(const std::string& name);

    // ---- while a frame is built
    void beginFrame();
    PointerShape pointer() const { return pointer_; }
    void setPointer(PointerShape shape) { pointer_ = shape; }
    void endFrame();
    /// Controls from here on lie on a panel above the rest; only the topmost layer has Tab stops.
    void beginLayer() { ++layer_; }
    void endLayer() { --layer_; }
    /// A control in the current ImGui window, at `control.box`.
    Press item(const Look& look, Control control);
    /// A region of a figure; the stage does the hit test itself.
    Press region(Control control);
    /// Scrolls the current ImGui window to a control that was asked for.
    void scrollIntoView(const Look& look, const Control& control);
    void drawRing(const Look& look, const figure::Box& box, float radius) const;

private:
    bool takes(const Control& control, const Chord& chord) const;
    void moveFocus(bool back);
    bool moveInGroup(const Control& from, const std::string& arrow);
    Press keys(const Control& control);
    int topLayer() const;

    std::vector<Control> shown_, building_;
    int layer_ = 0;
    std::string focused_;
    std::string focusBelow_;  // what had it before a panel opened
    std::string scrollTo_;
    PointerShape pointer_ = PointerShape::Arrow;
    bool ring_ = false;
    std::string keyFor_, keyName_, textFor_, text_;
    std::string typed_;  // name of the control that is typed at
    TextLine line_;
    std::string finishedFor_, finishedText_;
};

/// The line being typed, with caret and selection, in a field's box. A press inside places the caret.
void drawTyping(const Look& look, Controls& controls, Style style, const figure::Box& box);

}  // namespace seglab::ui
