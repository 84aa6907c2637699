#pragma once

#include <memory>
#include <string>

#include "app/graphics.h"
#include "render/offscreen.h"
#include "ui/shell.h"
#include "ui/window.h"

namespace seglab::app {

/// Where a shell's frames go: a window, or a framebuffer that nobody sees.
class Host {
public:
    virtual ~Host() = default;
    virtual figure::Size size() const = 0;  ///< of the framebuffer, in pixels
    virtual void resize(int width, int height) = 0;
    virtual void begin() = 0;           ///< before a frame is drawn
    virtual void present() = 0;         ///< after it
    virtual figure::Pixels read() = 0;  ///< what was drawn since begin()
    virtual ui::Surroundings surroundings() = 0;
};

/// Off the screen. The clipboard is a string of its own.
class OffscreenHost final : public Host {
public:
    OffscreenHost(int width, int height) : framebuffer_(width, height) {}
    figure::Size size() const override { return {float(framebuffer_.width()), float(framebuffer_.height())}; }
    void resize(int width, int height) override { framebuffer_.resize(width, height); }
    void begin() override { framebuffer_.bind(); }
    void present() override {}
    figure::Pixels read() override { return framebuffer_.read(); }
    ui::Surroundings surroundings() override;

private:
    render::Offscreen framebuffer_;
    std::shared_ptr<std::string> clipboard_ = std::make_shared<std::string>();
};

/// A real window, hidden until its first frame is there. Throws Error(Graphics) in plain words.
struct WindowHostOptions {
    std::string title = "SegLab";
    int width = 1280, height = 800;
    bool resizable = true;
};
class WindowHost final : public Host {
public:
    explicit WindowHost(const WindowHostOptions& options);
    ~WindowHost() override;
    figure::Size size() const override;
    void resize(int width, int height) override;
    void begin() override;
    void present() override;
    figure::Pixels read() override;
    ui::Surroundings surroundings() override;

    void attach(ui::Shell& shell);    ///< from here on the person's events go to this shell
    void waitEvents(double seconds);  ///< at most; forever where infinite
    void pollEvents();
    bool closed() const;
    float contentScale() const;
    void setFullScreen(bool on);
    void setPointer(ui::PointerShape shape);
    void setTitle(const std::string& title);

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// The home folder and the XDG state folder of this program.
std::string homeFolder();
std::string stateFolder();

}  // namespace seglab::app
