#pragma once

#include "figure/figure.h"
#include "ui/theme.h"

namespace seglab::ui {

enum class Icon {
    First,
    Back,
    Play,
    Pause,
    Next,
    Last,
    Down,
    Check,
    Lock,
    Linked,
    Unlinked,
    Minus,
    Plus,
    Close,
    Folder
};

/// Draws a vector icon on the current window, centred on `at`; `size` is its height in pixels.
void drawIcon(Icon icon, figure::Point at, float size, ImU32 color);

}  // namespace seglab::ui
