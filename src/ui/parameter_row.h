#pragma once

#include "ui/window.h"

namespace seglab::ui {

/// One parameter as a row of the panel: its label on the left, its value on the right, and the gestures of its type.
void parameterRow(Window& window, const core::Parameter& parameter, const figure::Box& row);

/// Opens the menu of a choice parameter.
void openChoices(Window& window, const core::Parameter& parameter, const figure::Box& anchor);

}  // namespace seglab::ui
