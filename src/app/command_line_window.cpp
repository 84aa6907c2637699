#include "app/arguments.h"
#include "app/graphics.h"
#include "app/output.h"
#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"

// The commands that run the window's code: the window itself, drive, bench window.
namespace seglab::app {

namespace {

lab::StateRequest windowRequest(const SceneArguments& arguments) {
    lab::StateRequest request = arguments.request();
    request.lastByDefault = false;
    return request;
}

}  // namespace

int windowCommand(const Invocation& invocation) {
    Arguments arguments(invocation, "",
                        "[LAB] [--state S] [--set name=value]… [--image F] [--theme paper|board] [--scale F] "
                        "[--present]",
                        "Opens the launcher, or one lab.");
    const SceneArguments scene(arguments, invocation, false);
    std::string theme = "paper", scale = "1";
    WindowOptions options;
    arguments.option("--theme", theme, "paper or board (paper)");
    arguments.option("--scale", scale, "Size of type and lines, 0.75 to 3 (1)");
    arguments.flag("--present", options.present, "Only the stage, the caption and the scrubber");
    if (!arguments.parse()) return 0;
    options.theme = parseTheme("--theme", theme);
    options.scale = parseScale("--scale", scale);
    options.onlyLab = !invocation.onlyLab.empty();
    lab::StateRequest request = windowRequest(scene);
    request.whole = false;
    // A text that cannot be opened is told on the command line, before there is a window.
    if (!request.lab.empty() && scene.bare()) request = lab::openingOf(lab::labNamed(request.lab));
    if (!request.lab.empty() || !request.state.empty() || !request.settings.empty()) lab::openScene(request);
    return openWindow(request, options);
}

int driveCommand(const Invocation& invocation) {
    Arguments arguments(invocation, "drive",
                        "LAB [--state S] [--size WxH] [--scale F] [--theme T] [--show] --script FILE|-",
                        "Runs a script against the real window code, off the screen.");
    const SceneArguments scene(arguments, invocation, true);
    std::string size = "1280x800", scale = "1", theme = "paper", script;
    DriveOptions options;
    arguments.option("--script", script, "The script; - is standard input");
    arguments.option("--size", size, "Width x height in pixels (1280x800)");
    arguments.option("--scale", scale, "Size of type and lines, 0.75 to 3 (1)");
    arguments.option("--theme", theme, "paper or board (paper)");
    arguments.flag("--show", options.show, "In a window on the screen");
    if (!arguments.parse()) return 0;
    if (script.empty()) throw Error(Kind::Usage, "there is no script", "--script FILE, or - for standard input");
    const auto [width, height] = parseSize("--size", size);
    options.width = width;
    options.height = height;
    options.scale = parseScale("--scale", scale);
    options.theme = parseTheme("--theme", theme);

    const lab::StateRequest request = windowRequest(scene);
    const std::string text = core::readFile(script, core::limits::kScriptBytes);
    std::string output;
    try {
        drive(request, options, text, output);
    } catch (const Error&) {
        print(output);
        throw;
    }
    print(output);
    return 0;
}

int benchWindowCommand(const Invocation& invocation) {
    Arguments arguments(invocation, "bench", "window LAB [--state S] [--frames N] [--size WxH] --json",
                        "Measures the window: first frame, frame build times, uploads, memory.");
    std::string what, frames = "200", size = "1280x800";
    arguments.positional("WHAT", what, "window");
    const SceneArguments scene(arguments, invocation, false);
    BenchWindowOptions options;
    bool json = false;
    arguments.option("--frames", frames, "Frames to measure, 1 to 100000 (200)");
    arguments.option("--size", size, "Width x height in pixels (1280x800)");
    arguments.flag("--json", json, "The output is JSON with or without this");
    if (!arguments.parse()) return 0;
    if (what.empty()) throw Error(Kind::Usage, "nothing to measure is named", "`seglab bench window LAB --json`");
    const auto [width, height] = parseSize("--size", size);
    options.width = width;
    options.height = height;
    options.frames = parseCount("--frames", frames, 1, 100'000);
    print(benchWindow(windowRequest(scene), options));
    return 0;
}

}  // namespace seglab::app
