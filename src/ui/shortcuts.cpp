#include "ui/shortcuts.h"

#include <algorithm>
#include <cmath>

#include "ui/panels.h"

namespace seglab::ui {

namespace {

constexpr float kSmallest = 0.75f, kLargest = 3;

void zoom(Window& window, float factor) {
    float scale = window.settings.scale * factor;
    scale = std::round(scale * 20) / 20;
    window.settings.scale = std::clamp(scale, kSmallest, kLargest);
}

/// The way out of what the figure shows enlarged, where there is one.
const figure::Action* wayBack(const Window& window) {
    const auto& regions = window.stage.figure().regions;
    const auto found =
        std::find_if(regions.begin(), regions.end(), [](const figure::Region& region) { return region.action.back; });
    return found == regions.end() ? nullptr : &found->action;
}

/// Closes one thing at a time: recording, panel, typing and focus (the controls did those), what is enlarged, pin,
/// blank, presentation.
bool escape(Window& window) {
    if (window.recording) {
        window.recording.reset();
        window.say(Message::Tone::Note, "Stopped: nothing was written");
    } else if (window.panel != Panel::None)
        window.closePanel();
    else if (window.settings.blank)
        window.settings.blank = false;
    else if (!window.document)
        return false;
    else if (!window.document->message().text.empty())
        window.document->dismissMessage();
    else if (const figure::Action* back = wayBack(window))
        window.document->changeText(back->parameter, back->value);
    else if (!window.document->state().selection.empty())
        window.document->unpin();
    else if (window.settings.present)
        window.settings.present = false;
    else
        return false;
    return true;
}

bool controlKey(Window& window, const Chord& chord) {
    const std::string& key = chord.key;
    if (key == "+") return zoom(window, 1.15f), true;
    if (key == "-") return zoom(window, 1 / 1.15f), true;
    if (key == "0") return window.settings.scale = window.settings.zoom = 1, true;
    if (key == "Q") return window.quit = true;
    if (key == "V") return pasteAny(window), true;
    if (!window.document) return false;
    if (key == "Z") return chord.shift ? window.document->redo() : window.document->undo(), true;
    if (key == "Y") return window.document->redo(), true;
    if (key == "C") return copyState(window), true;
    return false;
}

bool stepKey(Document& document, const std::string& key) {
    if (key == "Space" || key == "Right" || key == "PageDown" || key == "Down") return document.stepBy(1), true;
    if (key == "Left" || key == "PageUp" || key == "Up") return document.stepBy(-1), true;
    if (key == "Home") return document.goTo(0), true;
    if (key == "End") return document.goTo(document.steps()), true;
    return false;
}

void openExport(Window& window) {
    window.menu.anchor = {};
    window.openPanel(Panel::Export);
}

}  // namespace

bool shortcut(Window& window, const Chord& chord) {
    if (chord.key == "Escape") return escape(window);
    if (chord.key == "F11") return window.settings.fullScreen = !window.settings.fullScreen, true;
    if (window.panel != Panel::None) return false;
    if (chord.control) return controlKey(window, chord);
    if (chord.alt) return false;
    // In the launcher any of these takes the keyboard to the first card.
    if (!window.document) return chord.key == "Tab" ? false : window.controls.key({.key = "Tab"});
    if (stepKey(*window.document, chord.key)) {
        window.settings.blank = false;
        return true;
    }
    return false;
}

bool typedShortcut(Window& window, const std::string& text) {
    if (text == "h" || text == "H" || text == "?") {
        if (window.panel == Panel::Help)
            window.closePanel();
        else if (window.panel == Panel::None)
            window.openPanel(Panel::Help);
        return true;
    }
    if (window.panel != Panel::None) return false;
    Settings& settings = window.settings;
    if (text == "t" || text == "T") {
        settings.theme = settings.theme == figure::Theme::Paper ? figure::Theme::Board : figure::Theme::Paper;
        return true;
    }
    if (!window.document) return false;
    if (text == "r" || text == "R")
        window.document->reset();
    else if (text == "p" || text == "P")
        settings.present = !settings.present;
    else if (text == "f" || text == "F")
        settings.folded = !window.folded();
    else if (text == "e" || text == "E")
        openExport(window);
    else if (text == ".")
        settings.blank = !settings.blank;
    else if (text == "+" || text == "=")
        window.zoomStage(1.25f, window.stageBox.centre());
    else if (text == "-" || text == "−")
        window.zoomStage(0.8f, window.stageBox.centre());
    else
        return false;
    return true;
}

}  // namespace seglab::ui
