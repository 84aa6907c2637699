#include "app/graphics.h"

#include <algorithm>
#include <cmath>

#include "app/graphics_host.h"
#include "figure/png.h"
#include "lab/regions.h"
#include "render/gif.h"
#include "render/rasterise.h"

namespace seglab::app {

namespace {

constexpr int kMostFrames = 500;

figure::View viewOf(const lab::Scene& scene, const RenderOptions& options) {
    figure::View view = lab::viewOf(scene.state);
    view.size = {float(options.width), float(options.height)};
    view.scale = options.scale;
    view.theme = options.theme;
    view.present = options.present;
    view.measure = options.measure;
    return view;
}

ui::ShellOptions shellOptions(const RenderOptions& options) {
    return {.size = {float(options.width), float(options.height)},
            .theme = options.theme,
            .scale = options.scale,
            .present = options.present,
            .measure = options.measure};
}

/// A shell off the screen that has come to rest, pictured.
class WindowPicture {
public:
    WindowPicture(const lab::Scene& scene, const RenderOptions& options)
        : host_(options.width, options.height), shell_(shellOptions(options), host_.surroundings()) {
        shell_.open(scene);
    }
    figure::Pixels at(int step) {
        shell_.window().document->setAnimated(false);
        shell_.window().document->goTo(step);
        for (int i = 0; i < 3; ++i) shell_.frame(1.0 / 60, false);
        host_.begin();
        shell_.frame(1.0 / 60);
        return host_.read();
    }

private:
    OffscreenHost host_;
    ui::Shell shell_;
};

/// The stage alone.
class StagePicture {
public:
    StagePicture(const lab::Scene& scene, const RenderOptions& options)
        : scene_(scene), view_(viewOf(scene, options)), framebuffer_(1, 1) {}
    figure::Pixels at(int step) { return render::rasterise(painter_, scene_.model->figure(step, view_)); }

private:
    const lab::Scene& scene_;
    figure::View view_;
    render::Offscreen framebuffer_;
    render::Painter painter_;
};

template <class Picture>
std::string gif(Picture picture, int steps) {
    int count = std::min(steps + 1, kMostFrames);
    render::GifEncoder encoder;
    for (int i = 0; i < count; ++i) {
        const int delay = i + 1 == count ? 200 : 80;  // hundredths of a second
        encoder.add(picture.at(count == 1 ? 0 : int(std::lround(double(i) * steps / (count - 1)))), delay);
    }
    return encoder.finish();
}

}  // namespace

std::string renderPng(const lab::Scene& scene, const RenderOptions& options) {
    int step = scene.state.step;
    if (options.window) return figure::encodePng(WindowPicture(scene, options).at(step));
    return figure::encodePng(StagePicture(scene, options).at(step));
}

std::string renderGif(const lab::Scene& scene, const RenderOptions& options) {
    int steps = scene.model->stepCount();
    if (options.window) return gif(WindowPicture(scene, options), steps);
    return gif(StagePicture(scene, options), steps);
}

}  // namespace seglab::app
