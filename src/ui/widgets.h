#pragma once

#include <optional>
#include <string>

#include "ui/icons.h"
#include "ui/window.h"

// Pieces that several parts of the window are made of.
namespace seglab::ui {

ImVec2 corner(const figure::Box& box);
ImVec2 farCorner(const figure::Box& box);
void fill(const figure::Box& box, figure::Color color, float radius = 0);
void hairline(const Look& look, float x0, float y0, float x1, float y1);

/// An ImGui child window over a box. End with ImGui::EndChild().
enum class Area {
    Still,
    Scrolls,     ///< when what is in it is taller
    Pans,        ///< both ways
    Untouchable  ///< the pointer goes through it
};
void beginArea(const char* name, const figure::Box& box, Area area = Area::Still);
/// Tells the area how tall its content is, from its top.
void areaHeight(const figure::Box& box, float bottom);

struct Label {
    std::string name;       ///< of the control
    std::string text = {};  ///< what stands there; empty: the name
    Style style = Style::Body;
    bool quiet = false;    ///< muted until the pointer is on it
    bool menu = false;     ///< a small arrow: opens a menu
    bool framed = false;   ///< a hairline around it
    bool pill = false;     ///< with round ends
    bool current = false;  ///< the chosen one of several
    std::string group = {};
};
/// A word that can be pressed, centred in its box.
Press wordButton(Window& window, const figure::Box& box, const Label& label);
/// Width that wordButton wants.
float wordWidth(const Look& look, const Label& label);

/// An icon that can be pressed.
Press iconButton(Window& window, const std::string& name, Icon icon, const figure::Box& box, float size);

/// "PARAMETERS": small capitals of a group; returns the y below it.
float heading(const Look& look, float x, float y, const std::string& text);

/// A framed line of text. Returns what was typed when it is done (Enter, Tab, a click elsewhere).
std::optional<std::string> textField(Window& window, const std::string& name, const figure::Box& box,
                                     const std::string& value);

/// A whole number between − and +, from `low` to `high`; the new value when it was changed.
struct Stepped {
    std::string name;
    int value = 0, low = 0, high = 0;
};
std::optional<int> stepField(Window& window, const figure::Box& box, const Stepped& stepped);

}  // namespace seglab::ui
