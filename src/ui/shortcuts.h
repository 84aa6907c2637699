#pragma once

#include "ui/event.h"
#include "ui/window.h"

namespace seglab::ui {

/// Keys that no control took. False when they mean nothing here.
bool shortcut(Window& window, const Chord& chord);
/// The same for what was typed: letters, "?", ".".
bool typedShortcut(Window& window, const std::string& text);

}  // namespace seglab::ui
