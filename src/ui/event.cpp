#include "ui/event.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <vector>

#include "core/error.h"
#include "core/parameter_table.h"

namespace seglab::ui {

namespace {

const std::map<std::string, std::string, std::less<>> kOtherNames = {
    {"Esc", "Escape"},  {"Return", "Enter"},    {"Period", "."}, {".", "."}, {"Plus", "+"},
    {"=", "+"},         {"Minus", "-"},         {"?", "?"},      {",", ","}, {"Del", "Delete"},
    {"PgUp", "PageUp"}, {"PgDown", "PageDown"}, {"/", "/"},      {";", ";"}};

const std::vector<std::string> kNames = {"Space", "Enter", "Tab",  "Escape", "Backspace", "Delete", "Left",
                                         "Right", "Up",    "Down", "Home",   "End",       "PageUp", "PageDown",
                                         "+",     "-",     "F1",   "F2",     "F3",        "F4",     "F5",
                                         "F6",    "F7",    "F8",   "F9",     "F10",       "F11",    "F12"};

std::string keyNamed(std::string_view word) {
    if (auto other = kOtherNames.find(word); other != kOtherNames.end()) return other->second;
    if (word.size() == 1 && std::isalnum(static_cast<unsigned char>(word[0])))
        return std::string(1, char(std::toupper(static_cast<unsigned char>(word[0]))));
    std::string name(word);
    if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return name;
    std::string near = core::nearest(name, kNames);
    throw Error(
        Kind::Usage, "there is no key \"" + name + "\"",
        near.empty() ? "keys are named A, 0, Space, Enter, PageDown, F11, Ctrl+Z" : "did you mean " + near + "?");
}

}  // namespace

Chord parseChord(std::string_view text) {
    Chord chord;
    for (;;) {
        std::size_t plus = text.find('+');
        if (plus == std::string_view::npos || plus == 0 || plus + 1 == text.size()) break;
        std::string_view held = text.substr(0, plus);
        if (held == "Ctrl" || held == "Control")
            chord.control = true;
        else if (held == "Shift")
            chord.shift = true;
        else if (held == "Alt")
            chord.alt = true;
        else
            throw Error(Kind::Usage, "\"" + std::string(held) + "\" cannot be held with a key",
                        "use Ctrl, Shift or Alt");
        text.remove_prefix(plus + 1);
    }
    chord.key = keyNamed(text);
    return chord;
}

std::string typedText(const Chord& chord) {
    if (chord.control || chord.alt) return {};
    if (chord.key == "Space") return " ";
    if (chord.key.size() != 1) return {};
    char c = chord.key[0];
    return std::string(1, chord.shift ? c : char(std::tolower(static_cast<unsigned char>(c))));
}

}  // namespace seglab::ui
