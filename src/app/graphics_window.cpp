#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>

#include "app/graphics_host.h"
#include "app/graphics_signals.h"
#include "core/error.h"
#include "nn/job.h"
#include "render/gl.h"

namespace seglab::app {

namespace {

constexpr const char* kWithoutWindow = "`seglab render`, `describe` and `drive` need no display";

/// What GLFW said last; it reports through a callback.
std::string& lastComplaint() {
    static std::string complaint;
    return complaint;
}

[[noreturn]] void refuse() {
    const std::string& complaint = lastComplaint();
    if (complaint.find("DISPLAY") != std::string::npos || complaint.find("open display") != std::string::npos)
        throw Error(Kind::Graphics, "there is no display to open a window on", kWithoutWindow);
    if (complaint.find("GLXBadFBConfig") != std::string::npos || complaint.find("version") != std::string::npos)
        throw Error(Kind::Graphics, "this display's OpenGL is older than 3.3, which the window needs",
                    "LIBGL_ALWAYS_SOFTWARE=1 draws without the graphics card");
    if (complaint.find("GLX extension not found") != std::string::npos ||
        complaint.find("No GLXFBConfigs") != std::string::npos)
        throw Error(Kind::Graphics, "this display has no OpenGL driver",
                    "install libgl1-mesa-dri, which draws in software");
    throw Error(Kind::Graphics, "no window could be opened: " + complaint, kWithoutWindow);
}

std::string keyName(int key, int scancode) {
    switch (key) {
        case GLFW_KEY_SPACE:
            return "Space";
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return "Enter";
        case GLFW_KEY_TAB:
            return "Tab";
        case GLFW_KEY_ESCAPE:
            return "Escape";
        case GLFW_KEY_BACKSPACE:
            return "Backspace";
        case GLFW_KEY_DELETE:
            return "Delete";
        case GLFW_KEY_LEFT:
            return "Left";
        case GLFW_KEY_RIGHT:
            return "Right";
        case GLFW_KEY_UP:
            return "Up";
        case GLFW_KEY_DOWN:
            return "Down";
        case GLFW_KEY_PAGE_UP:
            return "PageUp";
        case GLFW_KEY_PAGE_DOWN:
            return "PageDown";
        case GLFW_KEY_HOME:
            return "Home";
        case GLFW_KEY_END:
            return "End";
        case GLFW_KEY_KP_ADD:
            return "+";
        case GLFW_KEY_KP_SUBTRACT:
            return "-";
        default:
            break;
    }
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) return "F" + std::to_string(key - GLFW_KEY_F1 + 1);
    // What the layout prints on the key, so that Ctrl+Z is where the keyboard says Z.
    const char* printed = glfwGetKeyName(key, scancode);
    if (!printed || !printed[0] || printed[1]) return {};
    std::string name(1, char(std::toupper(static_cast<unsigned char>(printed[0]))));
    return name == "=" ? "+" : name;
}

std::string utf8(unsigned code) {
    std::string text;
    if (code < 0x80)
        text += char(code);
    else if (code < 0x800)
        text += char(0xC0 | code >> 6), text += char(0x80 | (code & 0x3F));
    else if (code < 0x10000) {
        text += char(0xE0 | code >> 12);
        text += char(0x80 | (code >> 6 & 0x3F));
        text += char(0x80 | (code & 0x3F));
    } else {
        text += char(0xF0 | code >> 18);
        text += char(0x80 | (code >> 12 & 0x3F));
        text += char(0x80 | (code >> 6 & 0x3F));
        text += char(0x80 | (code & 0x3F));
    }
    return text;
}

ui::Shell& shellOf(GLFWwindow* window) {
    return *static_cast<ui::Shell*>(glfwGetWindowUserPointer(window));
}

/// GLFW counts the pointer in screen coordinates, which differ from pixels on some displays.
figure::Point inPixels(GLFWwindow* window, double x, double y) {
    int width = 1, height = 1, pixelsWide = 1, pixelsHigh = 1;
    glfwGetWindowSize(window, &width, &height);
    glfwGetFramebufferSize(window, &pixelsWide, &pixelsHigh);
    return {float(x * pixelsWide / std::max(1, width)), float(y * pixelsHigh / std::max(1, height))};
}

void onPointer(GLFWwindow* window, double x, double y) {
    shellOf(window).post({.kind = ui::Event::Kind::Move, .at = inPixels(window, x, y)});
}

void onButton(GLFWwindow* window, int button, int action, int) {
    if (button != GLFW_MOUSE_BUTTON_LEFT) return;
    shellOf(window).post({.kind = action == GLFW_PRESS ? ui::Event::Kind::Press : ui::Event::Kind::Release});
}

void onKey(GLFWwindow* window, int key, int scancode, int action, int held) {
    if (action == GLFW_RELEASE) return;
    ui::Chord chord{.key = keyName(key, scancode),
                    .control = (held & GLFW_MOD_CONTROL) != 0,
                    .shift = (held & GLFW_MOD_SHIFT) != 0,
                    .alt = (held & GLFW_MOD_ALT) != 0};
    if (!chord.key.empty()) shellOf(window).post({.kind = ui::Event::Kind::Key, .chord = chord});
}

void onFramebuffer(GLFWwindow* window, int width, int height) {
    if (width > 0 && height > 0) shellOf(window).resize({float(width), float(height)});
}

void onDrop(GLFWwindow* window, int count, const char** paths) {
    for (int i = 0; i < count; ++i) shellOf(window).post({.kind = ui::Event::Kind::Drop, .text = paths[i]});
}

}  // namespace

struct WindowHost::Implementation {
    GLFWwindow* window = nullptr;
    int x = 0, y = 0, width = 0, height = 0;  // before full screen
    bool shown = false;
    std::map<ui::PointerShape, GLFWcursor*> pointers;
    ui::PointerShape pointer = ui::PointerShape::Arrow;
};

WindowHost::WindowHost(const WindowHostOptions& options) : implementation_(std::make_unique<Implementation>()) {
    glfwSetErrorCallback([](int, const char* text) { lastComplaint() = text; });
    if (!glfwInit()) refuse();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    glfwWindowHint(GLFW_RESIZABLE, options.resizable ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    implementation_->window = glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
    if (!implementation_->window) {
        glfwTerminate();
        refuse();
    }
    glfwSetWindowSizeLimits(implementation_->window, 320, 240, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(implementation_->window);
    glfwSwapInterval(1);
}

WindowHost::~WindowHost() {
    glfwDestroyWindow(implementation_->window);
    glfwTerminate();
}

figure::Size WindowHost::size() const {
    int width = 0, height = 0;
    glfwGetFramebufferSize(implementation_->window, &width, &height);
    return {float(std::max(1, width)), float(std::max(1, height))};
}

void WindowHost::resize(int width, int height) {
    glfwSetWindowSize(implementation_->window, width, height);
    // The window manager answers in its own time.
    for (int i = 0; i < 50 && size() != figure::Size{float(width), float(height)}; ++i) glfwWaitEventsTimeout(0.01);
}

void WindowHost::begin() {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void WindowHost::present() {
    glfwSwapBuffers(implementation_->window);
    if (implementation_->shown) return;
    implementation_->shown = true;
    glfwShowWindow(implementation_->window);
}

figure::Pixels WindowHost::read() {
    figure::Size pixels = size();
    figure::Pixels picture{
        .width = int(pixels.width), .height = int(pixels.height), .rgba = {}, .version = figure::nextVersion()};
    std::size_t stride = std::size_t(picture.width) * 4;
    picture.rgba.resize(stride * std::size_t(picture.height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    for (int y = 0; y < picture.height; ++y)
        glReadPixels(0, picture.height - 1 - y, picture.width, 1, GL_RGBA, GL_UNSIGNED_BYTE,
                     &picture.rgba[stride * std::size_t(y)]);
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4) picture.rgba[i] = 255;
    return picture;
}

ui::Surroundings WindowHost::surroundings() {
    ui::Surroundings around;
    GLFWwindow* window = implementation_->window;
    around.copy = [window](const std::string& text) { glfwSetClipboardString(window, text.c_str()); };
    around.clipboard = [window] {
        const char* text = glfwGetClipboardString(window);
        return std::string(text ? text : "");
    };
    around.stateFolder = stateFolder();
    around.homeFolder = homeFolder();
    return around;
}

void WindowHost::attach(ui::Shell& shell) {
    GLFWwindow* window = implementation_->window;
    glfwSetWindowUserPointer(window, &shell);
    glfwSetCursorPosCallback(window, onPointer);
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int inside) {
        if (!inside) shellOf(w).post({.kind = ui::Event::Kind::Leave});
    });
    glfwSetMouseButtonCallback(window, onButton);
    glfwSetScrollCallback(window, [](GLFWwindow* w, double, double y) {
        bool control =
            glfwGetKey(w, GLFW_KEY_LEFT_CONTROL) == GLFW_PRESS || glfwGetKey(w, GLFW_KEY_RIGHT_CONTROL) == GLFW_PRESS;
        ui::Chord held{.key = {}, .control = control};
        shellOf(w).post({.kind = ui::Event::Kind::Wheel, .wheel = float(y), .chord = held});
    });
    glfwSetKeyCallback(window, onKey);
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned code) {
        shellOf(w).post({.kind = ui::Event::Kind::Text, .text = utf8(code)});
    });
    glfwSetDropCallback(window, onDrop);
    glfwSetFramebufferSizeCallback(window, onFramebuffer);
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { shellOf(w).post({}); });
}

void WindowHost::waitEvents(double seconds) {
    if (std::isinf(seconds))
        glfwWaitEvents();
    else if (seconds > 0)
        glfwWaitEventsTimeout(seconds);
    else
        glfwPollEvents();
}

void WindowHost::pollEvents() {
    glfwPollEvents();
}

bool WindowHost::closed() const {
    return glfwWindowShouldClose(implementation_->window);
}

float WindowHost::contentScale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(implementation_->window, &x, &y);
    return std::max(1.f, x);
}

void WindowHost::setFullScreen(bool on) {
    Implementation& self = *implementation_;
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    if (!mode || on == (glfwGetWindowMonitor(self.window) != nullptr)) return;
    if (on) {
        glfwGetWindowPos(self.window, &self.x, &self.y);
        glfwGetWindowSize(self.window, &self.width, &self.height);
        glfwSetWindowMonitor(self.window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    } else {
        glfwSetWindowMonitor(self.window, nullptr, self.x, self.y, self.width, self.height, GLFW_DONT_CARE);
    }
}

void WindowHost::setPointer(ui::PointerShape shape) {
    Implementation& self = *implementation_;
    if (shape == self.pointer) return;
    self.pointer = shape;
    const std::map<ui::PointerShape, int> known = {{ui::PointerShape::Arrow, GLFW_ARROW_CURSOR},
                                                   {ui::PointerShape::Hand, GLFW_HAND_CURSOR},
                                                   {ui::PointerShape::Text, GLFW_IBEAM_CURSOR},
                                                   {ui::PointerShape::Across, GLFW_HRESIZE_CURSOR},
                                                   {ui::PointerShape::UpDown, GLFW_VRESIZE_CURSOR}};
    GLFWcursor*& cursor = self.pointers[shape];
    if (!cursor) cursor = glfwCreateStandardCursor(known.at(shape));
    glfwSetCursor(self.window, cursor);
}

void WindowHost::setTitle(const std::string& title) {
    glfwSetWindowTitle(implementation_->window, title.c_str());
}

int openWindow(const lab::StateRequest& request, const WindowOptions& options) {
    bool launcher = request.lab.empty() && request.state.empty();
    std::optional<lab::Scene> scene;
    if (!launcher) scene = lab::openScene(request);

    const EndSignals ending(glfwPostEmptyEvent);
    WindowHost host(WindowHostOptions{});
    const struct Bell {
        Bell() { nn::onJobNews(glfwPostEmptyEvent); }
        ~Bell() { nn::onJobNews({}); }
    } bell;
    ui::ShellOptions shellOptions{.size = host.size(),
                                  .theme = options.theme,
                                  .scale = options.scale * host.contentScale(),
                                  .present = options.present,
                                  .measure = true};
    ui::Surroundings around = host.surroundings();
    around.onlyLab = options.onlyLab;
    ui::Shell shell(shellOptions, std::move(around));
    host.attach(shell);
    if (scene) shell.open(std::move(*scene));

    using Clock = std::chrono::steady_clock;
    Clock::time_point last = Clock::now();
    std::string title;
    while (!host.closed() && !shell.quit() && !ending.signal()) {
        double rest = shell.secondsToNextFrame();
        host.waitEvents(shell.wantsFrame() ? 0 : rest);
        Clock::time_point now = Clock::now();
        double seconds = std::chrono::duration<double>(now - last).count();
        if (!shell.wantsFrame() && shell.secondsToNextFrame() > seconds) continue;
        // After a rest the clock starts again: what waited was the person, not the lesson.
        if (std::isinf(rest)) seconds = 1.0 / 60;
        last = now;
        host.begin();
        shell.frame(seconds);
        host.present();
        host.setFullScreen(shell.wantsFullScreen());
        host.setPointer(shell.pointer());
        if (shell.title() != title) host.setTitle(title = shell.title());
    }
    shell.close();
    return ending.signal() == SIGINT ? int(Kind::Interrupted) : 0;
}

}  // namespace seglab::app
