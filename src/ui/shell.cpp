#include "ui/shell.h"

#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "render/gl.h"
#include "ui/panels.h"
#include "ui/recent.h"
#include "ui/shortcuts.h"
#include "ui/widgets.h"

namespace seglab::ui {

/// An ImGui context of the shell's own, with its OpenGL 3 part.
struct ShellContext {
    ImGuiContext* context;

    ShellContext() : context(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.LogFilename = nullptr;
        io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
        io.MousePos = ImVec2(-1e9f, -1e9f);
        if (!ImGui_ImplOpenGL3_Init("#version 330 core")) {
            ImGui::DestroyContext(context);
            throw Error(Kind::Graphics, "the graphics driver cannot show the window", "SegLab needs OpenGL 3.3");
        }
    }
    ~ShellContext() {
        ImGui::SetCurrentContext(context);
        ImGui_ImplOpenGL3_Shutdown();
        ImGui::DestroyContext(context);
    }
};

Shell::Shell(const ShellOptions& options, Surroundings surroundings)
    : window_(std::make_unique<Window>(std::move(surroundings))), context_(std::make_unique<ShellContext>()) {
    window_->size = options.size;
    window_->settings.theme = options.theme;
    window_->settings.scale = std::clamp(options.scale, 0.25f, 4.f);
    window_->settings.present = options.present;
    window_->settings.measure = options.measure;
    window_->recent = readRecent(window_->surroundings.stateFolder);
}

Shell::~Shell() = default;

void Shell::open(lab::Scene scene) {
    openLab(*window_, std::move(scene));
}

void Shell::post(Event event) {
    events_.push_back(std::move(event));
}

void Shell::resize(figure::Size size) {
    window_->size = {std::max(1.f, size.width), std::max(1.f, size.height)};
    framesOwed_ = 2;
}

void Shell::close() {
    closeLab(*window_);
}

bool Shell::quit() const {
    return window_->quit;
}

PointerShape Shell::pointer() const {
    return window_->controls.pointer();
}

bool Shell::wantsFullScreen() const {
    return window_->settings.fullScreen;
}

std::string Shell::title() const {
    return window_->document ? "SegLab — " + window_->document->lab().definition.title : "SegLab";
}

bool Shell::wantsFrame() const {
    const bool news = window_->document && window_->document->hasNews();
    return framesOwed_ > 0 || !events_.empty() || window_->recording || news || secondsToNextFrame() <= 0;
}

double Shell::secondsToNextFrame() const {
    return window_->document ? window_->document->secondsToNextChange() : std::numeric_limits<double>::infinity();
}

// ---- events ---------------------------------------------------------------------------------------------------------

void Shell::handle(const Event& event) {
    ImGuiIO& io = ImGui::GetIO();
    Window& window = *window_;
    switch (event.kind) {
        case Event::Kind::Move:
            io.MousePos = ImVec2(event.at.x, event.at.y);
            break;
        case Event::Kind::Leave:
            io.MousePos = ImVec2(-1e9f, -1e9f);
            break;
        case Event::Kind::Press:
            io.MouseDown[0] = true;
            window.controls.pressed({io.MousePos.x, io.MousePos.y});
            break;
        case Event::Kind::Release:
            io.MouseDown[0] = false;
            break;
        case Event::Kind::Wheel:
            if (event.chord.control)
                window.zoomStage(std::pow(1.2f, event.wheel), {io.MousePos.x, io.MousePos.y});
            else
                io.MouseWheel += event.wheel;
            break;
        case Event::Kind::Key:
            if (window.controls.typing() && event.chord.control && event.chord.key == "V") {
                if (window.surroundings.clipboard) window.controls.paste(window.surroundings.clipboard());
            } else if (window.controls.typing() && event.chord.control && event.chord.key == "C") {
                if (window.surroundings.copy) window.surroundings.copy(window.controls.line().selected());
            } else if (!window.controls.key(event.chord))
                shortcut(window, event.chord);
            break;
        case Event::Kind::Text:
            if (!window.controls.text(event.text)) typedShortcut(window, event.text);
            break;
        case Event::Kind::Drop:
            dropFile(window, event.text);
            break;
        case Event::Kind::Refresh:
            break;
    }
}

void Shell::handleEvents() {
    // One press, release or key a frame: the next one may depend on what this one changes on the screen.
    std::size_t taken = 0;
    while (taken < events_.size()) {
        Event event = events_[taken++];
        handle(event);
        framesOwed_ = 2;
        if (event.kind == Event::Kind::Press || event.kind == Event::Kind::Release || event.kind == Event::Kind::Key) {
            // What a key types belongs to it.
            bool typed =
                taken < events_.size() && events_[taken].kind == Event::Kind::Text && event.kind == Event::Kind::Key;
            if (!typed) break;
        }
        if (event.kind == Event::Kind::Text) break;
    }
    events_.erase(events_.begin(), events_.begin() + std::ptrdiff_t(taken));
}

// ---- a frame --------------------------------------------------------------------------------------------------------

void Shell::frame(double seconds, bool seen) {
    ImGui::SetCurrentContext(context_->context);
    Window& window = *window_;
    window.painting = seen;
    framesOwed_ = std::max(0, framesOwed_ - 1);
    handleEvents();
    if (window.document) {
        window.document->catchUp();
        window.document->advance(seconds);
    }
    float scale = window.scale();
    if (scale != window.look.scale()) ImGui_ImplOpenGL3_DestroyFontsTexture();
    if (scale != window.look.scale() || window.settings.theme != window.look.theme() || window.look.scale() == 0) {
        bool fonts = scale != window.look.scale();
        window.look.apply(window.settings.theme, scale);
        if (fonts) ImGui_ImplOpenGL3_CreateFontsTexture();
        framesOwed_ = 2;
    }
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(window.size.width, window.size.height);
    io.DeltaTime = float(std::max(seconds, 1e-4));
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    build();
    ImGui::Render();
    recordFrame(window);
    if (seen) draw();
    if (window.leaving) closeLab(window);
}

namespace {

struct Layout {
    figure::Box top, left, stage, right, caption, timeline;
};

Layout layoutOf(const Window& window) {
    float width = window.size.width, height = window.size.height;
    auto em = [&](float count) { return std::floor(window.em(count)); };
    Layout layout;
    float top = window.settings.present ? 0 : em(3), timeline = em(width < window.em(46) ? 4.5f : 3.5f);
    float caption = std::min(em(4), std::max(0.f, height - top - timeline) * 0.4f);
    float middle = std::max(0.f, height - top - timeline - caption);
    float left = 0, right = 0;
    if (!window.folded()) {
        left = std::min(em(14.75f), width);
        right = em(19.5f) + 1;
        if (width - left - right < em(8)) right = 0;  // too narrow for both
    }
    layout.top = {0, 0, width, top};
    layout.left = {0, top, left, middle};
    layout.stage = {left, top, std::max(0.f, width - left - right), middle};
    layout.right = {width - right, top, right, middle};
    layout.caption = {0, top + middle + 1, width, std::max(0.f, caption - 1)};
    layout.timeline = {0, top + middle + caption, width, timeline};
    return layout;
}

void labWindow(Window& window) {
    Layout layout = layoutOf(window);
    if (!layout.top.empty()) topBar(window, layout.top);
    if (!layout.left.empty()) parameterPanel(window, layout.left);
    stage(window, layout.stage);
    if (!layout.right.empty()) inspector(window, layout.right);
    hairline(window.look, 0, layout.stage.bottom(), window.size.width, layout.stage.bottom());
    captionLine(window, layout.caption);
    messageStrip(window, layout.stage, layout.caption);
    timelineBar(window, layout.timeline);
}

}  // namespace

void Shell::build() {
    Window& window = *window_;
    window.controls.beginFrame();
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(window.size.width, window.size.height));
    ImGui::Begin("SegLab", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoScrollWithMouse);
    if (window.document)
        labWindow(window);
    else
        launcher(window, {0, 0, window.size.width, window.size.height});
    ImGui::End();
    panels(window);
    window.controls.endFrame();
}

void Shell::draw() {
    figure::Color ground = window_->look.palette().background;
    glViewport(0, 0, int(window_->size.width), int(window_->size.height));
    glDisable(GL_SCISSOR_TEST);
    glClearColor(float(ground.r) / 255, float(ground.g) / 255, float(ground.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace seglab::ui
