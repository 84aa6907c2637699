#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>

#include "app/drive_script.h"
#include "app/graphics_host.h"
#include "core/error.h"
#include "core/files.h"
#include "figure/png.h"
#include "figure/text.h"
#include "lab/predict.h"
#include "lab/regions.h"
#include "ui/number_text.h"

namespace seglab::app {

namespace {

using ui::Event;

constexpr double kFrame = 1.0 / 60;
constexpr int kMostIdleFrames = 60 * 600;  // ten minutes of simulated time

/// Runs the lines of a script against a shell. Positions and names come from the shell's own list of controls.
class Driver {
public:
    Driver(Host& host, ui::Shell& shell, bool shown, std::string& output)
        : host_(host), shell_(shell), shown_(shown), output_(output) {}

    void settle();
    void run(const DriveCommand& command);

private:
    ui::Window& window() { return shell_.window(); }
    ui::Document& document();
    void frame(bool seen = false);
    void post(Event event);
    const ui::Control& named(const std::string& name);
    figure::Point centre(const std::string& name);
    void press(const std::string& name, int times);
    void drag(figure::Point from, figure::Point to);
    void key(const std::string& text);
    void type(const std::string& text);
    void wait(double seconds);
    void waitIdle();
    void expect(const DriveCommand& command);
    void expectState(const std::string& name, const std::string& wanted);
    void expectRegion(const std::string& name, const std::string& wanted);
    void expectText(const char* what, const std::string& text, const std::string& wanted);
    void screenshot(const std::string& path);

    Host& host_;
    ui::Shell& shell_;
    bool shown_;
    std::string& output_;
};

[[noreturn]] void fail(const std::string& what) {
    throw Error(Kind::CheckFailed, what);
}

ui::Document& Driver::document() {
    if (!window().document) throw Error(Kind::Usage, "no lab is open", "click one of the launcher's cards first");
    return *window().document;
}

void Driver::frame(bool seen) {
    if (seen || shown_) host_.begin();
    shell_.frame(kFrame, seen || shown_);
    if (shown_) host_.present();
}

/// Until everything that was posted has been handled and the widgets stand still.
void Driver::settle() {
    for (int i = 0; i < 3; ++i) frame();
}

void Driver::post(Event event) {
    shell_.post(std::move(event));
    settle();
}

const ui::Control& Driver::named(const std::string& name) {
    const auto& all = window().controls.last();
    for (const ui::Control& control : all)
        if (control.region && control.name == name) return control;
    if (const ui::Control* control = window().controls.find(name)) return *control;
    // "Stride.height" while both axes are locked together: a person would unlock them first.
    std::size_t dot = name.rfind('.');
    if (dot != std::string::npos && window().controls.find(name.substr(0, dot) + " axes")) {
        press(name.substr(0, dot) + " axes", 1);
        if (const ui::Control* control = window().controls.find(name)) return *control;
    }
    std::vector<std::string> names;
    for (const ui::Control& control : all) names.push_back(control.name);
    std::string near = core::nearest(name, names);
    throw Error(Kind::Usage, "nothing on the screen is called \"" + name + "\"",
                near.empty() ? "`describe` lists the regions" : "did you mean \"" + near + "\"?");
}

figure::Point Driver::centre(const std::string& name) {
    named(name);
    // What lies outside of its scrolling column is scrolled to.
    window().controls.reveal(name);
    settle();
    return named(name).box.centre();
}

void Driver::press(const std::string& name, int times) {
    post({.kind = Event::Kind::Move, .at = centre(name)});
    for (int i = 0; i < times; ++i) {
        shell_.post({.kind = Event::Kind::Press});
        shell_.post({.kind = Event::Kind::Release});
        frame();
        frame();
    }
    settle();
}

void Driver::drag(figure::Point from, figure::Point to) {
    constexpr int kSteps = 10;
    post({.kind = Event::Kind::Move, .at = from});
    post({.kind = Event::Kind::Press});
    for (int i = 1; i <= kSteps; ++i) {
        float t = float(i) / kSteps;
        shell_.post({.kind = Event::Kind::Move, .at = {from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t}});
        frame();
    }
    post({.kind = Event::Kind::Release});
}

void Driver::key(const std::string& text) {
    ui::Chord chord = ui::parseChord(text);
    shell_.post({.kind = Event::Kind::Key, .chord = chord});
    if (std::string typed = ui::typedText(chord); !typed.empty())
        shell_.post({.kind = Event::Kind::Text, .text = typed});
    frame();
    settle();
}

void Driver::type(const std::string& text) {
    ui::Controls& controls = window().controls;
    const ui::Control* at = controls.find(controls.focused());
    if (!at || at->typing == ui::Typing::None)
        throw Error(Kind::Usage, "nothing that can be typed at has the focus", "click a number or a cell first");
    if (controls.typing()) {
        key("Ctrl+A");
        key("Delete");
    }
    post({.kind = Event::Kind::Text, .text = text});
    if (controls.typing()) key("Enter");
}

void Driver::wait(double seconds) {
    for (int i = 0; i < int(std::lround(seconds / kFrame)); ++i) frame();
}

void Driver::waitIdle() {
    int frames = 0;
    const auto working = [&] { return window().document && window().document->working(); };
    while ((shell_.wantsFrame() || std::isfinite(shell_.secondsToNextFrame()) || working()) &&
           ++frames < kMostIdleFrames) {
        if (working()) window().document->model().work()->wait(kFrame);
        frame(window().recording.has_value());
    }
}

void Driver::expectText(const char* what, const std::string& text, const std::string& wanted) {
    if (text.find(wanted) == std::string::npos)
        fail(fmt::format("the {} is \"{}\" and does not contain \"{}\"", what, text, wanted));
}

void Driver::expectState(const std::string& name, const std::string& wanted) {
    const lab::State& state = document().state();
    std::string now, expected = wanted;
    if (name == "step")
        now = std::to_string(state.step);
    else if (name == "select")
        now = state.selection;
    else if (name == "hide")
        now = fmt::format("{}", fmt::join(state.hidden, ","));
    else if (name == "lock")
        now = fmt::format("{}", fmt::join(state.locked, ","));
    else {
        now = core::toText(state.table.value(name));
        expected = core::toText(core::parseValue(state.table.parameter(name), wanted));
    }
    if (now != expected) fail(fmt::format("{} is {}, not {}", name, now, expected));
}

void Driver::expectRegion(const std::string& name, const std::string& wanted) {
    figure::View view = window().stage.view();
    figure::Region region = lab::regionNamed(document().scene(), name, view);
    std::string now = region.value ? figure::formatNumber(*region.value) : region.text;
    auto number = ui::readNumber(wanted);
    bool same = region.text == wanted || now == wanted;
    if (number && region.value)
        same = same || std::abs(*number - *region.value) <= 1e-6 * std::max(1.0, std::abs(*number));
    if (!same) fail(fmt::format("{} is {}, not {}", name, now.empty() ? "empty" : now, wanted));
}

void Driver::expect(const DriveCommand& command) {
    using Kind = DriveCommand::Kind;
    const lab::State& state = document().state();
    if (command.kind == Kind::ExpectState) expectState(command.name, command.text);
    if (command.kind == Kind::ExpectRegion) expectRegion(command.name, command.text);
    if (command.kind == Kind::ExpectMessage) expectText("message", document().message().text, command.text);
    if (command.kind == Kind::ExpectCaption) {
        std::string caption = lab::coveredCaption(document().model().caption(state.step), state.hidden);
        expectText("caption", figure::plainText(caption), command.text);
    }
}

void Driver::screenshot(const std::string& path) {
    frame(true);
    frame(true);
    core::writeFile(path, figure::encodePng(host_.read()));
}

void Driver::run(const DriveCommand& command) {
    using Kind = DriveCommand::Kind;
    switch (command.kind) {
        case Kind::Click:
            return press(command.name, 1);
        case Kind::DoubleClick:
            return press(command.name, 2);
        case Kind::Hover:
            return post({.kind = Event::Kind::Move, .at = centre(command.name)});
        case Kind::Drag: {
            figure::Point to = centre(command.to);
            return drag(centre(command.name), to);
        }
        case Kind::DragBy: {
            figure::Point from = centre(command.name);
            return drag(from, {from.x + float(command.x), from.y + float(command.y)});
        }
        case Kind::Key:
            return key(command.text);
        case Kind::Type:
            return type(command.text);
        case Kind::Drop:
            return post({.kind = Event::Kind::Drop, .text = command.text});
        case Kind::Resize:
            host_.resize(int(command.x), int(command.y));
            shell_.resize(host_.size());
            return settle();
        case Kind::Wait:
            return wait(command.x);
        case Kind::WaitIdle:
            return waitIdle();
        case Kind::Screenshot:
            return screenshot(command.text);
        case Kind::State:
            output_ += document().stateText() + "\n";
            return;
        default:
            return expect(command);
    }
}

std::unique_ptr<Host> hostFor(const DriveOptions& options) {
    if (options.show)
        return std::make_unique<WindowHost>(
            WindowHostOptions{.title = "SegLab", .width = options.width, .height = options.height});
    return std::make_unique<OffscreenHost>(options.width, options.height);
}

/// Puts the line's number into what went wrong on it.
void runLine(Driver& driver, const DriveCommand& command, int number) {
    try {
        driver.run(command);
    } catch (const Error& error) {
        throw Error(error.kind(), error.problem(), error.cure(),
                    fmt::format("script line {}{}{}", number, error.where().empty() ? "" : ", ", error.where()));
    }
}

}  // namespace

void drive(const lab::StateRequest& request, const DriveOptions& options, const std::string& script,
           std::string& output) {
    // A script that cannot be read is told before anything has happened.
    std::vector<std::pair<int, DriveCommand>> commands;
    std::istringstream lines(script);
    int number = 0;
    for (std::string line; std::getline(lines, line);)
        if (auto command = parseDriveLine(line, ++number)) commands.emplace_back(number, *command);

    std::optional<lab::Scene> scene;
    if (!request.lab.empty() || !request.state.empty()) scene = lab::openScene(request);
    std::unique_ptr<Host> host = hostFor(options);
    ui::Shell shell({.size = host->size(), .theme = options.theme, .scale = options.scale}, host->surroundings());
    if (scene) shell.open(std::move(*scene));
    Driver driver(*host, shell, options.show, output);
    driver.settle();
    for (const auto& [at, command] : commands) runLine(driver, command, at);
}

}  // namespace seglab::app
