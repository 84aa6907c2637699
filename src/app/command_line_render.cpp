#include <algorithm>

#include "app/arguments.h"
#include "app/graphics.h"
#include "app/output.h"
#include "core/error.h"
#include "core/unknown_name.h"
#include "lab/export.h"
#include "lab/regions.h"

namespace seglab::app {

namespace {

enum class Format { Png, Svg, Gif };

Format formatNamed(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    if (name == "png") return Format::Png;
    if (name == "svg") return Format::Svg;
    if (name == "gif") return Format::Gif;
    throw core::unknownName("picture format", name, {"png", "svg", "gif"});
}

/// By --format, else by the name's ending; SVG for what has none ("-", a device).
Format formatOf(const std::string& format, const std::string& path) {
    if (!format.empty()) return formatNamed(format);
    const std::string name = path.substr(path.find_last_of('/') + 1);
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? Format::Svg : formatNamed(name.substr(dot + 1));
}

std::string svg(const lab::Scene& scene, const RenderOptions& options) {
    if (options.window)
        throw Error(Kind::Usage, "an SVG holds the figure alone, not the window", "leave --window out or write a .png");
    figure::View view = lab::viewOf(scene.state);
    view.size = {float(options.width), float(options.height)};
    view.scale = options.scale;
    view.theme = options.theme;
    view.measure = options.measure;
    return lab::toSvg(scene, view);
}

std::string picture(Format format, const lab::Scene& scene, const RenderOptions& options) {
    switch (format) {
        case Format::Svg:
            return svg(scene, options);
        case Format::Gif:
            return renderGif(scene, options);
        case Format::Png:
            break;
    }
    return renderPng(scene, options);
}

}  // namespace

int render(const Invocation& invocation) {
    Arguments arguments(invocation, "render",
                        "LAB [--state S] [--set name=value]… [--step N] [--size WxH] [--scale F] [--theme T] "
                        "[--window] [--measure] --out FILE",
                        "A picture of one step (.png, .svg) or of all (.gif). The same twice.");
    const SceneArguments sceneArguments(arguments, invocation, true);
    RenderOptions options;
    std::string size = "1280x800", scale = "1", theme = "paper", out, format;
    arguments.option("--out", out, "The file; - is standard output");
    arguments.option("--format", format, "png, svg or gif, whatever the file is called");
    arguments.option("--size", size, "Width x height in pixels (1280x800)");
    arguments.option("--scale", scale, "Enlarges type and lines inside, 0.75 to 3 (1)");
    arguments.option("--theme", theme, "paper or board (paper)");
    arguments.flag("--window", options.window, "The whole window as a user sees it");
    arguments.flag("--measure", options.measure, "Show the values that depend on a clock, too");
    if (!arguments.parse()) return 0;
    if (out.empty()) throw Error(Kind::Usage, "the picture has no name", "--out FILE, a .png, .svg or .gif");

    const auto [width, height] = parseSize("--size", size);
    options.width = width;
    options.height = height;
    options.scale = parseScale("--scale", scale);
    options.theme = parseTheme("--theme", theme);
    const Format as = formatOf(format, out);
    writeOutput(out, picture(as, lab::openScene(sceneArguments.request()), options));
    return 0;
}

}  // namespace seglab::app
