#pragma once

#include <string>
#include <string_view>

#include "figure/figure.h"

namespace seglab::ui {

/// A key with what is held beside it. Names: "A"…"Z", "0"…"9", "Space", "Enter", "Tab", "Escape", "Backspace",
/// "Delete", "Left", "Right", "Up", "Down", "PageUp", "PageDown", "Home", "End", "F1"…"F12", "+", "-".
struct Chord {
    std::string key;
    bool control = false, shift = false, alt = false;

    bool operator==(const Chord& o) const {
        return key == o.key && control == o.control && shift == o.shift && alt == o.alt;
    }
};

/// Reads "Ctrl+Shift+Z". Some names have a second form: "Esc", "Return", "Period". Throws Usage for an unknown key.
Chord parseChord(std::string_view text);

/// What the key types when nothing else is held with it: "a" for A, " " for Space, "." for Period; "" for Enter.
std::string typedText(const Chord& chord);

/// Something that the person in front of the window did. Positions are pixels of the framebuffer.
struct Event {
    enum class Kind { Move, Leave, Press, Release, Wheel, Key, Text, Drop, Refresh };
    Kind kind = Kind::Refresh;
    figure::Point at = {};  ///< Move
    float wheel = 0;        ///< Wheel: notches, positive away from the person
    Chord chord = {};       ///< Key; Wheel: what is held
    std::string text = {};  ///< Text: what was typed, UTF-8. Drop: a path
};

}  // namespace seglab::ui
