#include "lab/window_slide.h"

#include <fmt/format.h>

#include <algorithm>

#include "figure/tensor_pixels.h"
#include "figure/views/two_panes.h"
#include "lab/patch_words.h"
#include "nn/patch_scores.h"

namespace seglab::lab {

using core::Pair;

namespace {

core::SlidingWindows countedOver(const std::vector<core::PatchLayer>& layers, const NetworkPicture& picture) {
    Pair padded{picture.height(), picture.width()};
    for (const core::PatchLayer& layer : layers) {
        padded.height += layer.dilation.height * (layer.kernel.height - 1);
        padded.width += layer.dilation.width * (layer.kernel.width - 1);
    }
    return {layers, padded};
}

figure::SlidingScene sceneOf(const NetworkPicture& picture, const WindowSteps& steps, const PatchRun* run,
                             const figure::View& view) {
    return {.sliding = steps.sliding(),
            .padded = figure::pixelsOf(nn::padOutside(picture.image, steps.sliding().patch())),
            .classes = run ? &run->scores().best : nullptr,
            .classColors = classColors(picture),
            .view = view};
}

constexpr const char* kPictureTitle = "[input|picture], padded once, outside";

}  // namespace

SlideStep slideStepNamed(const std::string& word) {
    return word == "layer" ? SlideStep::Layer : word == "row" ? SlideStep::Row : SlideStep::Pixel;
}

// ---- steps ------------------------------------------------------------------------------------------------------

WindowSteps::WindowSteps(const std::vector<core::PatchLayer>& layers, const NetworkPicture& picture, SlideStep step)
    : sliding_(countedOver(layers, picture)), step_(step) {}

int WindowSteps::stepCount() const {
    const std::int64_t windows = sliding_.windowCount();
    if (step_ == SlideStep::Row) return sliding_.windows().height;
    return int(step_ == SlideStep::Layer ? windows * layerCount() : windows);
}

SlideMoment WindowSteps::at(int step) const {
    const int columns = sliding_.windows().width;
    if (step_ == SlideStep::Layer) {
        const int index = std::max(0, step - 1) / layerCount();
        return {.done = step / layerCount(),
                .window = {index / columns, index % columns},
                .layers = step == 0 ? 0 : (step - 1) % layerCount() + 1};
    }
    SlideMoment moment{.done = step_ == SlideStep::Row ? std::int64_t(step) * columns : step,
                       .layers = step == 0 ? 0 : layerCount()};
    const std::int64_t last = std::max<std::int64_t>(0, moment.done - 1);
    moment.window = {int(last / columns), int(last % columns)};
    return moment;
}

// ---- the window slides ------------------------------------------------------------------------------------------

WindowSlide::WindowSlide(int patch, SlideStep step, std::shared_ptr<const NetworkPicture> picture)
    : picture_(std::move(picture)),
      run_(patchRun(patch, picture_)),
      steps_(run_->sliding().layers(), *picture_, step),
      times_(windowTimes(patch, picture_)) {}

std::string WindowSlide::caption(int step) const {
    const SlideMoment moment = steps_.at(step);
    const core::SlidingWindows& sliding = steps_.sliding();
    if (step == 0)
        return fmt::format("The [selection|window] of {0} × {0} pixels will stand on each of {1} pixels.", run_->side(),
                           figure::formatQuantity(double(sliding.windowCount())));
    const std::string window = fmt::format("[selection|Window ({}, {})]", moment.window.height, moment.window.width);
    if (moment.layers == steps_.layerCount())
        return fmt::format("{}: the network says {}.", window, verdict(*picture_, *run_, moment.window));
    const int layer = moment.layers - 1;
    const Pair plane = sliding.planeInPatch(layer);
    return fmt::format("{}, [b|{}], layer {} of {}: {} maps of {} × {}, [n|{}] multiply-adds.", window,
                       run_->layerNames()[std::size_t(layer)], moment.layers, steps_.layerCount(),
                       sliding.layers()[std::size_t(layer)].outputChannels, plane.height, plane.width,
                       figure::formatQuantity(double(sliding.multiplyAddsPerWindow(layer))));
}

figure::PatchPath WindowSlide::path(const SlideMoment& moment) const {
    figure::PatchPath path{.titles = run_->layerNames(), .finished = moment.layers};
    path.patch = figure::pixelsOf(nn::patchAt(run_->padded(), steps_.sliding().patch(), moment.window));
    const auto layers = run_->layersAt(moment.window);
    for (std::size_t i = 0; i < layers.size(); ++i)
        path.layers.push_back({.name = run_->layerNames()[i], .maps = layers[i]});
    return path;
}

figure::Figure WindowSlide::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view);
    const figure::Box area = stageArea(figure, view);
    const SlideMoment moment = steps_.at(step);
    figure::SlidingScene scene = sceneOf(*picture_, steps_, run_.get(), view);
    scene.done = moment.done;
    if (times_.snapshot) scene.clock = {times_.snapshot->perWindow, times_.snapshot->onePass};
    const figure::ClassBars bars = barsAt(*picture_, *run_, moment.window, "score");
    const float below = area.height - figure::classBarsHeight(bars, view) - 4 * view.em();
    const figure::TwoPanes p = figure::twoPanes(area, std::min(0.4f * area.height, below), view);
    figure::addPaneTitle(figure, p, p.picture, kPictureTitle, view);
    figure::addSlidingPicture(figure, p.picture, scene);
    figure::addPaneTitle(figure, p, p.right,
                         fmt::format("[selection|pixel ({}, {})]", moment.window.height, moment.window.width), view);
    if (moment.layers == steps_.layerCount()) figure::addClassBars(figure, p.right, bars, view);
    const figure::Table costs = figure::slidingCosts(scene, figure::SlidingColumn::Time);
    const float above = figure::classBarsHeight(bars, view) + p.title;
    const figure::Box rest{p.right.x, p.right.y + above, p.right.width, p.right.height - above};
    if (figure::tableFits(rest, costs, view)) figure::addTable(figure, rest, costs, view);
    figure::addPatchPath(figure, p.foot, path(moment), view);
    return figure;
}

std::optional<figure::Region> WindowSlide::ask(int step, const std::string& region) const {
    for (const figure::MapGrid& grid : path(steps_.at(step)).layers)
        if (auto cell = figure::mapCell(grid, region)) return cell;
    return std::nullopt;
}

// ---- computed again and again -----------------------------------------------------------------------------------

TimesComputed::TimesComputed(const TimesSettings& settings, std::shared_ptr<const NetworkPicture> picture)
    : picture_(std::move(picture)), steps_(settings.layers, *picture_, settings.step), layer_(settings.layer) {
    if (settings.patch) run_ = patchRun(*settings.patch, picture_);
}

std::string TimesComputed::caption(int step) const {
    const SlideMoment moment = steps_.at(step);
    const core::SlidingWindows& sliding = steps_.sliding();
    const Pair plane = sliding.planeInPatch(layer_);
    if (step == 0)
        return fmt::format(
            "Each window computes {} × {} activations of layer {}: most of them its neighbours compute, too.",
            plane.height, plane.width, layer_ + 1);
    const std::int64_t times = sliding.timesComputed(layer_, moment.window, moment.done);
    return fmt::format(
        "[selection|Window ({0}, {1})]: activation ({0}, {1}) of layer {2} has been computed [n|{3}] {4}; "
        "where all windows have passed it is [n|{5}], in one pass once.",
        moment.window.height, moment.window.width, layer_ + 1, times, times == 1 ? "time" : "times",
        sliding.mostOften(layer_));
}

figure::SlidingScene TimesComputed::scene(int step, const figure::View& view) const {
    figure::SlidingScene scene = sceneOf(*picture_, steps_, run_.get(), view);
    scene.done = steps_.at(step).done;
    scene.layer = layer_;
    return scene;
}

figure::Figure TimesComputed::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view);
    const figure::Box area = stageArea(figure, view);
    const figure::SlidingScene now = scene(step, view);
    const figure::Table costs = figure::slidingCosts(now, figure::SlidingColumn::Activations);
    const figure::TwoPanes p = figure::twoPanes(area, figure::tableHeight(area.width, costs, view), view);
    figure::addPaneTitle(figure, p, p.picture, kPictureTitle, view);
    figure::addSlidingPicture(figure, p.picture, now);
    figure::addPaneTitle(figure, p, p.right, fmt::format("layer {}: [b|computed so many times]", layer_ + 1), view);
    figure::addTimesComputed(figure, p.right, now);
    figure::addTable(figure, p.foot, costs, view);
    return figure;
}

std::optional<figure::Region> TimesComputed::ask(int step, const std::string& region) const {
    const figure::View view;
    return figure::timesComputedCell(scene(step, view), region);
}

}  // namespace seglab::lab
