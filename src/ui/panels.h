#pragma once

#include "ui/window.h"

namespace seglab::ui {

// What lies over the window. Each function draws into the current ImGui window and returns the box that it covers;
// a press outside of it closes it.
figure::Box menuPanel(Window& window);
figure::Box helpPanel(Window& window);
figure::Box exportPanel(Window& window);
figure::Box filePanel(Window& window);
figure::Box matrixPanel(Window& window);

/// A box of this size below `anchor`, or above where there is no room, inside the window.
figure::Box besideAnchor(const Window& window, const figure::Box& anchor, figure::Size size);
figure::Box centred(const Window& window, figure::Size size);
/// The panel's ground: raised, with a hairline around it.
void panelGround(const Window& window, const figure::Box& box);

/// Paints the next frame of a GIF that is being recorded; writes the file after the last.
void recordFrame(Window& window);

}  // namespace seglab::ui
