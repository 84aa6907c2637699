#include "app/graphics.h"

#include "core/error.h"

namespace seglab::app {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& cure) {
    throw Error(Kind::Graphics, what + " needs graphics, and this seglab is built without", cure);
}

constexpr const char* kBuild = "build it with -DSEGLAB_GUI=ON";

}  // namespace

int openWindow(const lab::StateRequest&, const WindowOptions&) {
    refuse("a window", std::string("`seglab describe` and `seglab render --out figure.svg` need none; or ") + kBuild);
}

std::string renderPng(const lab::Scene&, const RenderOptions&) {
    refuse("a PNG", std::string("write an .svg, which needs none; or ") + kBuild);
}

std::string renderGif(const lab::Scene&, const RenderOptions&) {
    refuse("a GIF", std::string("write an .svg for each step, which needs none; or ") + kBuild);
}

void drive(const lab::StateRequest&, const DriveOptions&, const std::string&, std::string&) {
    refuse("driving the window", kBuild);
}

std::string benchWindow(const lab::StateRequest&, const BenchWindowOptions&) {
    refuse("measuring the window", kBuild);
}

}  // namespace seglab::app
