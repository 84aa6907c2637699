#pragma once

#include "ui/window.h"

namespace seglab::ui {

/// Pointer, keys and typing on the regions of a figure that is drawn in the current window with its corner at `at`.
/// Turns what they name (figure::Action) into changes of the document. Returns the region under the pointer.
struct Surface {
    const char* name;  ///< of the ImGui item
    const figure::Figure* figure;
    figure::Point at;
    figure::Box visible;  ///< the part that takes the pointer
    bool pins = true;     ///< a click pins what has no action of its own
};
std::string figureGestures(Window& window, const Surface& surface);

/// Whether the person can do something with it or ask it.
bool askable(const figure::Region& region);

}  // namespace seglab::ui
