#pragma once

#include <memory>
#include <string>

#include "render/offscreen.h"
#include "ui/shell.h"
#include "ui/window.h"

// A shell off the screen, and hands to use it with.
namespace seglab::test {

class Surface {
public:
    explicit Surface(const std::string& state, const ui::ShellOptions& options = {})
        : framebuffer(int(options.size.width), int(options.size.height)), shell(options, surroundings()) {
        if (!state.empty()) shell.open(lab::openScene({.state = state, .lastByDefault = false}));
        frames(3);
    }

    void frames(int count, bool seen = false) {
        for (int i = 0; i < count; ++i) {
            if (seen) framebuffer.bind();
            shell.frame(1.0 / 60, seen);
        }
    }
    /// Until it wants no more frames; at most five simulated seconds.
    void rest(bool seen = false) {
        for (int i = 0; i < 300 && shell.wantsFrame(); ++i) frames(1, seen);
    }
    void key(const std::string& name) {
        ui::Chord chord = ui::parseChord(name);
        shell.post({.kind = ui::Event::Kind::Key, .chord = chord});
        std::string typed = ui::typedText(chord);
        if (!typed.empty()) shell.post({.kind = ui::Event::Kind::Text, .text = typed});
        frames(4);
    }
    void click(const std::string& name) {
        const ui::Control* control = window().controls.find(name);
        if (!control) throw std::runtime_error("no control " + name);
        shell.post({.kind = ui::Event::Kind::Move, .at = control->box.centre()});
        shell.post({.kind = ui::Event::Kind::Press});
        shell.post({.kind = ui::Event::Kind::Release});
        frames(5);
    }
    ui::Window& window() { return shell.window(); }
    ui::Document& document() { return *shell.window().document; }

    ui::Surroundings surroundings() {
        ui::Surroundings around;
        around.copy = [this](const std::string& text) { clipboard = text; };
        around.clipboard = [this] { return clipboard; };
        around.homeFolder = "/";
        return around;
    }

    std::string clipboard;
    render::Offscreen framebuffer;
    ui::Shell shell;
};

inline const char* kLecture = "transposed-convolution?input=0,1;2,3&kernel=1,4;2,3";

}  // namespace seglab::test
