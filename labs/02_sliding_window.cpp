#include <fmt/format.h>

#include <algorithm>

#include "core/sliding_windows.h"
#include "data/scenes.h"
#include "figure/tensor_pixels.h"
#include "figure/text.h"
#include "figure/views/patch_view.h"
#include "figure/views/sliding_view.h"
#include "figure/views/two_panes.h"
#include "lab/lab.h"
#include "lab/network_picture.h"
#include "lab/patch_curve.h"
#include "lab/patch_networks.h"
#include "lab/patch_quiz.h"
#include "lab/patch_words.h"
#include "nn/networks.h"

// Sliding window: every pixel is classified by a network that sees the patch around it. Why a pixel alone is not
// enough, what a window costs, and how often the same activation is computed.
namespace seglab::labs::sliding_window {

using core::Limits;
using core::Pair;
using core::ParameterTable;
using core::Type;
using Table = const ParameterTable&;

// ---- parameters -------------------------------------------------------------------------------------------------

bool shows(Table t, const char* view) {
    return t.text("view") == view;
}

/// Whether a window moves over the picture.
bool slides(Table t) {
    return shows(t, "slide") || shows(t, "times");
}

bool countsNetwork(Table t) {
    return shows(t, "times") && t.text("layers") == "network";
}

std::vector<std::string> networkChoices() {
    std::vector<std::string> names;
    for (const int side : lab::patchSides()) names.push_back(fmt::format("patch-{}", side));
    return names;
}

/// "patch-17" → 17
int sideOf(const std::string& network) {
    return std::stoi(network.substr(network.find('-') + 1));
}

std::vector<core::PatchLayer> layersOf(Table t) {
    if (!countsNetwork(t) && shows(t, "times")) return {{{5, 5}}, {{5, 5}}, {{5, 5}}};
    const int classes = int(data::sceneClasses(t.text("scene")).size());
    return nn::patchLayers(nn::namedNetwork(t.text("network"), {.inputChannels = 3, .classes = classes}));
}

core::ParameterList parameters() {
    core::ParameterList list = lab::networkPictureParameters({.smallestSide = 16, .largestSide = 96, .side = 48});
    const core::ParameterList own{
        {.name = "network",
         .label = "Network",
         .group = "Network",
         .type = Type::Choice,
         .fallback = std::string("patch-17"),
         .help = "Its patch has that many pixels a side",
         .choices = networkChoices(),
         .relevant = [](Table t) { return shows(t, "slide") || countsNetwork(t); }},
        {.name = "layers",
         .label = "Layers",
         .group = "Network",
         .type = Type::Choice,
         .fallback = std::string("network"),
         .help = "The network's, or three layers of 5×5 that are only counted",
         .choices = {"network", "three-5x5"},
         .relevant = [](Table t) { return shows(t, "times"); }},
        {.name = "layer",
         .label = "Layer",
         .group = "Network",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Whose activations are counted",
         .dependentLimits = [](Table t) { return Limits::between(1, double(layersOf(t).size())); },
         .relevant = [](Table t) { return shows(t, "times"); }},
        {.name = "pixel",
         .label = "Pixel",
         .group = "Show",
         .type = Type::Pair,
         .fallback = Pair{12, 12},
         .help = "Row and column, from 0",
         .dependentLimits = [](Table t) { return Limits::between(0, t.integer("side") - 1); },
         .relevant = [](Table t) { return shows(t, "context"); }},
        {.name = "view",
         .label = "View",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("slide"),
         .help = "One pixel in growing patches; you against the networks; the window slides; how often each activation "
                 "is computed",
         .choices = {"context", "beat", "slide", "times"}},
        {.name = "granularity",
         .label = "Granularity",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("pixel"),
         .help = "What one step does",
         .choices = {"layer", "pixel", "row"},
         .relevant = [](Table t) { return slides(t); }},
        {.name = "answers",
         .label = "Answers",
         .group = "Show",
         .type = Type::Text,
         .fallback = std::string(),
         .help = "Beat the network: the class that was said in each round, one digit each",
         .relevant = [](Table t) { return shows(t, "beat"); },
         .quiet = true},
    };
    list.insert(list.end(), own.begin(), own.end());
    return list;
}

std::vector<lab::Preset> presets() {
    return {
        {"one-pixel", "Lecture, one pixel alone", {{"view", "context"}, {"pixel", "33,12"}}},
        {"beat", "Beat the network", {{"view", "beat"}}},
        {"slide", "Lecture, the window slides", {{"granularity", "row"}}},
        {"layers", "One window, layer by layer", {{"granularity", "layer"}, {"side", "16"}}},
        {"times", "Lecture, computed again and again", {{"view", "times"}, {"granularity", "row"}}},
        {"three-5x5",
         "Three 5×5 layers: 81, 25, 1",
         {{"view", "times"}, {"layers", "three-5x5"}, {"side", "24"}, {"granularity", "row"}}},
        {"cells", "Cells", {{"scene", "cells"}, {"granularity", "row"}}},
    };
}

// ---- model ------------------------------------------------------------------------------------------------------

enum class Granularity { Layer, Pixel, Row };

Granularity granularityNamed(const std::string& word) {
    return word == "layer" ? Granularity::Layer : word == "row" ? Granularity::Row : Granularity::Pixel;
}

/// The side that pads a picture for windows of these layers, and the count over it.
core::SlidingWindows countedOver(const std::vector<core::PatchLayer>& layers, const lab::NetworkPicture& picture) {
    Pair padded{picture.height(), picture.width()};
    for (const core::PatchLayer& layer : layers) {
        padded.height += layer.dilation.height * (layer.kernel.height - 1);
        padded.width += layer.dilation.width * (layer.kernel.width - 1);
    }
    return {layers, padded};
}

/// One moment: so many windows are finished, and of the next one so many layers.
struct Moment {
    std::int64_t done = 0;
    Pair window{0, 0};  ///< the one that is worked on, or was finished last
    int layers = 0;     ///< of it that are computed
};

struct Model {
    explicit Model(Table t)
        : shown(t.text("view")),
          granularity(granularityNamed(t.text("granularity"))),
          picture(lab::networkPicture(t)),
          sliding(countedOver(layersOf(t), *picture)),
          layer(t.integer("layer") - 1),
          pixel{std::min(t.pair("pixel").height, picture->height() - 1),
                std::min(t.pair("pixel").width, picture->width() - 1)} {
        if (shown == "context" || shown == "beat")
            for (const int side : lab::patchSides()) runs.push_back(lab::patchRun(side, picture));
        if (shown == "context") curve = lab::patchCurve(picture->data);
        if (shown == "beat") quiz.emplace(picture, std::uint64_t(t.integer("seed")), t.text("answers"));
        if (shown == "slide" || countsNetwork(t)) runs.push_back(lab::patchRun(sideOf(t.text("network")), picture));
    }

    int layerCount() const { return int(sliding.layers().size()); }
    int stepCount() const {
        if (shown == "context") return int(runs.size());
        if (shown == "beat") return quiz->answered();
        const std::int64_t windows = sliding.windowCount();
        if (granularity == Granularity::Row) return sliding.windows().height;
        return int(granularity == Granularity::Layer ? windows * layerCount() : windows);
    }

    Moment at(int step) const {
        const int columns = sliding.windows().width;
        Moment moment;
        if (granularity == Granularity::Layer) {
            const int index = std::max(0, step - 1) / layerCount();
            moment = {
                step / layerCount(), {index / columns, index % columns}, step == 0 ? 0 : (step - 1) % layerCount() + 1};
        } else {
            moment.done = granularity == Granularity::Row ? std::int64_t(step) * columns : step;
            const std::int64_t last = std::max<std::int64_t>(0, moment.done - 1);
            moment.window = {int(last / columns), int(last % columns)};
            moment.layers = step == 0 ? 0 : layerCount();
        }
        return moment;
    }

    std::string caption(int step) const;
    // What follows from these is equal with them.
    bool operator==(const Model& o) const {
        return shown == o.shown && granularity == o.granularity && *picture == *o.picture && layer == o.layer &&
               pixel == o.pixel && quiz == o.quiz && scenes() == o.scenes() &&
               sliding.picture() == o.sliding.picture() && sliding.patch() == o.sliding.patch();
    }
    int scenes() const { return curve.snapshot ? curve.snapshot->scenes : 0; }

    std::string shown;  ///< the parameter `view`
    Granularity granularity;
    std::shared_ptr<const lab::NetworkPicture> picture;
    core::SlidingWindows sliding;
    int layer;                                               ///< from 0
    Pair pixel;                                              ///< view context
    std::vector<std::shared_ptr<const lab::PatchRun>> runs;  ///< all sizes, or the one that slides
    std::optional<lab::PatchQuiz> quiz;                      ///< view beat
    nn::SoFar<lab::PatchCurve> curve = {};                   ///< view context
};

/// An answer leads on to the next question.
int cursor(const Model& from, int step, const Model& to) {
    const bool answered = from.quiz && to.quiz && from.quiz->answered() < to.quiz->answered();
    return answered ? to.stepCount() : std::min(step, to.stepCount());
}

std::shared_ptr<const nn::Work> work(const Model& m) {
    return m.curve.work;
}

std::string contextCaption(const Model& m, int step) {
    if (step == 0)
        return fmt::format("What is [selection|pixel ({}, {})]? Alone, it is a colour.", m.pixel.height, m.pixel.width);
    const lab::PatchRun& run = *m.runs[std::size_t(step) - 1];
    return fmt::format("With {0} × {0} {1}, the network says {2}.", run.side(), run.side() == 1 ? "pixel" : "pixels",
                       lab::verdict(*m.picture, run, m.pixel));
}

std::string slideCaption(const Model& m, int step) {
    const Moment moment = m.at(step);
    const lab::PatchRun& run = *m.runs.front();
    if (step == 0)
        return fmt::format("The [selection|window] of {0} × {0} pixels will stand on each of {1} pixels.", run.side(),
                           figure::formatQuantity(double(m.sliding.windowCount())));
    const std::string window = fmt::format("[selection|Window ({}, {})]", moment.window.height, moment.window.width);
    if (moment.layers < m.layerCount()) {
        const Pair plane = m.sliding.planeInPatch(moment.layers - 1);
        return fmt::format("{}, [b|{}], layer {} of {}: {} maps of {} × {}, [n|{}] multiply-adds.", window,
                           run.layerNames()[std::size_t(moment.layers) - 1], moment.layers, m.layerCount(),
                           m.sliding.layers()[std::size_t(moment.layers) - 1].outputChannels, plane.height, plane.width,
                           figure::formatQuantity(double(m.sliding.multiplyAddsPerWindow(moment.layers - 1))));
    }
    return fmt::format("{}: the network says {}.", window, lab::verdict(*m.picture, run, moment.window));
}

std::string timesCaption(const Model& m, int step) {
    const Moment moment = m.at(step);
    const Pair plane = m.sliding.planeInPatch(m.layer);
    if (step == 0)
        return fmt::format(
            "Each window computes {} × {} activations of layer {}: most of them its neighbours compute, "
            "too.",
            plane.height, plane.width, m.layer + 1);
    const std::int64_t times = m.sliding.timesComputed(m.layer, moment.window, moment.done);
    return fmt::format(
        "[selection|Window ({0}, {1})]: activation ({0}, {1}) of layer {2} has been computed [n|{3}] {4}; "
        "where all windows have passed it is [n|{5}], in one pass once.",
        moment.window.height, moment.window.width, m.layer + 1, times, times == 1 ? "time" : "times",
        m.sliding.mostOften(m.layer));
}

std::string Model::caption(int step) const {
    return shown == "context" ? contextCaption(*this, step)
           : shown == "beat"  ? lab::quizCaption(*quiz, step)
           : shown == "slide" ? slideCaption(*this, step)
                              : timesCaption(*this, step);
}

// ---- picture ----------------------------------------------------------------------------------------------------

core::Tensor<float> paddedPicture(const Model& m) {
    return nn::padOutside(m.picture->image, m.sliding.patch());
}

figure::SlidingScene sceneOf(const Model& m, const Moment& moment, const figure::View& view) {
    return {.sliding = m.sliding,
            .padded = figure::pixelsOf(paddedPicture(m)),
            .classes = m.runs.empty() ? nullptr : &m.runs.front()->scores().best,
            .classColors = lab::classColors(*m.picture),
            .done = moment.done,
            .layer = m.layer,
            .view = view};
}

figure::PatchPath pathOf(const Model& m, const Moment& moment) {
    const lab::PatchRun& run = *m.runs.front();
    figure::PatchPath path{.titles = run.layerNames(), .finished = moment.layers};
    path.patch = figure::pixelsOf(nn::patchAt(run.padded(), m.sliding.patch(), moment.window));
    const auto layers = run.layersAt(moment.window);
    for (std::size_t i = 0; i < layers.size(); ++i)
        path.layers.push_back({.name = run.layerNames()[i], .maps = layers[i]});
    return path;
}

void drawContext(figure::Figure& figure, const figure::Box& area, const Model& m, int step, const figure::View& view) {
    figure::PatchSizes sizes = lab::sizesAt(*m.picture, m.runs, m.pixel);
    sizes.shown = step;
    if (m.curve.snapshot) {
        sizes.scenes = m.scenes();
        sizes.overScenes = m.curve.snapshot->right;
    }
    const float bars = figure::classBarsHeight(sizes.answers.front().bars, view);
    const float foot = std::min(bars + 12 * view.em(), 0.62f * area.height);
    if (foot < figure::patchSizesHeight(sizes, view)) return figure::addPatchSizes(figure, area, sizes, view);
    const figure::TwoPanes p = figure::twoPanes(area, foot, view);
    figure::addPaneTitle(figure, p, p.picture, fmt::format("[selection|pixel ({}, {})]", m.pixel.height, m.pixel.width),
                         view);
    figure::addPatchesInPicture(figure, p.picture, sizes, view);
    if (sizes.labelled)
        figure::addAccuracyPlot(figure, {p.right.x, area.y, p.right.width, p.right.bottom() - area.y}, sizes, view);
    figure::addPatchSizes(figure, p.foot, sizes, view);
}

void drawSlide(figure::Figure& figure, const figure::Box& area, const Model& m, int step, const figure::View& view) {
    const Moment moment = m.at(step);
    const figure::SlidingScene scene = sceneOf(m, moment, view);
    const figure::ClassBars bars = lab::barsAt(*m.picture, *m.runs.front(), moment.window, "score");
    const float below = area.height - figure::classBarsHeight(bars, view) - 4 * view.em();
    const figure::TwoPanes p = figure::twoPanes(area, std::min(0.4f * area.height, below), view);
    figure::addPaneTitle(figure, p, p.picture, "[input|picture], padded once, outside", view);
    figure::addSlidingPicture(figure, p.picture, scene);
    figure::addPaneTitle(figure, p, p.right,
                         fmt::format("[selection|pixel ({}, {})]", moment.window.height, moment.window.width), view);
    if (moment.layers == m.layerCount()) figure::addClassBars(figure, p.right, bars, view);
    const figure::Table costs = figure::slidingCosts(scene, true);
    const float above = figure::classBarsHeight(bars, view) + p.title;
    const figure::Box rest{p.right.x, p.right.y + above, p.right.width, p.right.height - above};
    if (figure::tableFits(rest, costs, view)) figure::addTable(figure, rest, costs, view);
    figure::addPatchPath(figure, p.foot, pathOf(m, moment), view);
}

void drawTimes(figure::Figure& figure, const figure::Box& area, const Model& m, int step, const figure::View& view) {
    const figure::SlidingScene scene = sceneOf(m, m.at(step), view);
    const figure::Table costs = figure::slidingCosts(scene);
    const figure::TwoPanes p = figure::twoPanes(area, figure::tableHeight(area.width, costs, view), view);
    figure::addPaneTitle(figure, p, p.picture, "[input|picture], padded once, outside", view);
    figure::addSlidingPicture(figure, p.picture, scene);
    figure::addPaneTitle(figure, p, p.right, fmt::format("layer {}: [b|computed so many times]", m.layer + 1), view);
    figure::addTimesComputed(figure, p.right, scene);
    figure::addTable(figure, p.foot, costs, view);
}

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    const float margin = std::min(2.5f * view.em(), 0.04f * view.size.width);
    const figure::Box area = figure::Box{0, 0, view.size.width, view.size.height}.inset(margin);
    if (model.shown == "context")
        drawContext(figure, area, model, step, view);
    else if (model.shown == "beat")
        lab::drawQuiz(figure, area, *model.quiz, step, view);
    else if (model.shown == "slide")
        drawSlide(figure, area, model, step, view);
    else
        drawTimes(figure, area, model, step, view);
    return figure;
}

std::optional<figure::Region> ask(const Model& model, int step, const std::string& region) {
    const figure::View view;
    const Moment moment = model.at(step);
    if (model.shown == "times") return figure::timesComputedCell(sceneOf(model, moment, view), region);
    if (model.shown != "slide") return std::nullopt;
    for (const figure::MapGrid& grid : pathOf(model, moment).layers)
        if (auto cell = figure::mapCell(grid, region)) return cell;
    return std::nullopt;
}

lab::Definition define() {
    return {.title = "Sliding window",
            .summary = "Every pixel classified by the patch around it: why context is needed, what a window costs.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "one-pixel",
            .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::sliding_window
