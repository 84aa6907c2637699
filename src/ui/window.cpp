#include "ui/window.h"

#include <algorithm>

namespace seglab::ui {

float Window::scale() const {
    if (!settings.present) return settings.scale;
    constexpr float kSmallest = 11;  // pixels at scale 1: the smallest text of a figure
    return std::max(1.6f * settings.scale, size.height / 45 / kSmallest);
}

bool Window::folded() const {
    return settings.present || settings.folded.value_or(size.width < 60 * 16 * settings.scale);
}

figure::View Window::view(figure::Size of) const {
    const Document& d = *document;
    figure::View view;
    view.size = of;
    // As this frame's widgets are: what a click in it changes shows from the next frame on.
    view.scale = look.scale();
    view.theme = look.theme();
    view.phase = d.phase();
    view.backwards = d.backwards();
    view.selection = d.state().selection;
    view.hover = hover;
    view.hidden = d.state().hidden;
    view.guesses = d.guesses();
    view.present = settings.present;
    view.measure = settings.measure;
    view.drawnOnly = true;
    return view;
}

void Window::say(Message::Tone tone, std::string text) {
    if (document)
        document->say(tone, std::move(text));
    else
        notice = std::move(text);
}

void Window::openPanel(Panel which) {
    if (controls.typing()) controls.cancel();
    if (panel == Panel::None) controls.keepFocus();
    panel = which;
    panelFresh = true;
}

void Window::openMenu(Menu which) {
    menu = std::move(which);
    openPanel(Panel::Menu);
}

void Window::zoomStage(float factor, figure::Point about) {
    constexpr float kMost = 4;
    if (!zoomedAbout) zoomedFrom = settings.zoom;  // a frame may bring several turns of the wheel
    settings.zoom = std::clamp(settings.zoom * factor, 1.f, kMost);
    if (settings.zoom < 1.05f) settings.zoom = 1;
    zoomedAbout = about;
}

}  // namespace seglab::ui
