#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

#include "app/graphics_host.h"
#include "render/gl.h"

namespace seglab::app {

namespace {

using Clock = std::chrono::steady_clock;

const Clock::time_point kStart = Clock::now();  // as near to the start of the process as a program can see

double milliseconds(Clock::time_point from) {
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

nlohmann::ordered_json summary(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    auto at = [&](double share) {
        return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
    };
    auto rounded = [](double v) { return std::round(v * 1000) / 1000; };
    return {{"median", rounded(at(0.5))}, {"p95", rounded(at(0.95))}};
}

double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    double pages = 0, resident = 0;
    file >> pages >> resident;
    return std::round(resident * double(sysconf(_SC_PAGESIZE)) / 1e5) / 10;
}

}  // namespace

std::string benchWindow(const lab::StateRequest& request, const BenchWindowOptions& options) {
    OffscreenHost host(options.width, options.height);
    ui::Shell shell({.size = host.size()}, host.surroundings());
    shell.open(lab::openScene(request));
    host.begin();
    shell.frame(1.0 / 60);
    glFinish();
    double first = milliseconds(kStart);

    // Build: everything of a frame but the drawing, with a new step every time. Draw: what the drawing adds.
    ui::Document& document = *shell.window().document;
    std::vector<double> build, draw;
    for (int i = 0; i < options.frames; ++i) {
        if (document.step() == document.steps())
            document.goTo(0);
        else
            document.stepBy(1);
        Clock::time_point begin = Clock::now();
        shell.frame(1.0 / 60, false);
        build.push_back(milliseconds(begin));
        begin = Clock::now();
        shell.frame(0);
        glFinish();
        draw.push_back(milliseconds(begin));
    }

    // At rest: nothing is drawn; a frame that is forced uploads no picture.
    for (int i = 0; i < 120 && shell.wantsFrame(); ++i) shell.frame(1.0 / 60);
    int drawn = 0;
    for (int i = 0; i < 120; ++i)
        if (shell.wantsFrame()) ++drawn, shell.frame(1.0 / 60);
    auto before = shell.window().painter.counters();
    for (int i = 0; i < 10; ++i) shell.frame(1.0 / 60);
    auto after = shell.window().painter.counters();
    nlohmann::ordered_json json;
    json["first_frame_ms"] = std::round(first * 10) / 10;
    json["build_ms"] = summary(build);
    json["draw_ms"] = summary(draw);
    json["idle_frames_drawn"] = drawn;
    json["uploads_when_unchanged"] =
        after.textureUploads - before.textureUploads + after.bufferUploads - before.bufferUploads;
    json["resident_mb"] = residentMegabytes();
    return json.dump(2) + "\n";
}

}  // namespace seglab::app
