#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "lab/state.h"
#include "render/painter.h"
#include "ui/event.h"

namespace seglab::ui {

struct Window;
struct Surroundings;
enum class PointerShape;

struct ShellOptions {
    figure::Size size{1280, 800};  ///< of the framebuffer, in pixels
    figure::Theme theme = figure::Theme::Paper;
    float scale = 1;
    bool present = false;
    bool measure = false;  ///< values of a clock are shown: a window on the screen does, what must repeat does not
};

/// The window's whole content, without a window: takes events, draws into whatever framebuffer is bound. Needs a
/// current OpenGL context for its whole life; the real window and the one off the screen are two hosts of it.
class Shell {
public:
    Shell(const ShellOptions& options, Surroundings surroundings);
    ~Shell();
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    void open(lab::Scene scene);  ///< instead of the launcher
    void post(Event event);
    void resize(figure::Size size);
    /// Whether a frame would show anything new. An idle shell wants none.
    bool wantsFrame() const;
    /// Seconds until it will want one by itself (while playing); infinity at rest.
    double secondsToNextFrame() const;
    /// Handles what was posted, builds a frame and draws it. `seconds` passed since the last one. `seen` off leaves
    /// the drawing out: everything else happens as ever.
    void frame(double seconds, bool seen = true);
    bool quit() const;
    void close();  ///< the window goes: what was open joins the recent states
    bool wantsFullScreen() const;
    PointerShape pointer() const;
    /// "SegLab — Transposed convolution"
    std::string title() const;

    /// What a script and a test look at.
    const Window& window() const { return *window_; }
    Window& window() { return *window_; }

private:
    void handle(const Event& event);
    void handleEvents();
    void build();
    void draw();

    std::unique_ptr<Window> window_;
    std::unique_ptr<struct ShellContext> context_;
    std::vector<Event> events_;
    int framesOwed_ = 2;  // after an event ImGui needs a second frame to settle
};

}  // namespace seglab::ui
