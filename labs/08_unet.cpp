#include <fmt/format.h>

#include <algorithm>

#include "figure/text.h"
#include "figure/views/u_shape.h"
#include "lab/channel_order.h"
#include "lab/lab.h"
#include "lab/network_picture.h"
#include "lab/network_run.h"
#include "lab/unet_layers.h"
#include "lab/unet_scene.h"
#include "nn/costs.h"

// U-Net: a trained network with every feature map open. Down the encoder, up the decoder, across the skips.
namespace seglab::labs::unet {

using core::Limits;
using core::ParameterTable;
using core::Type;
using Table = const ParameterTable&;

// ---- parameters -------------------------------------------------------------------------------------------------

constexpr int kLevels = 3;

bool altersSkips(Table t) {
    return t.text("skips").find_first_of("so") != std::string::npos;  // shuffled or other
}

core::ParameterList parameters() {
    core::ParameterList list = lab::networkPictureParameters({.smallestSide = 16, .largestSide = 128, .side = 96});
    for (core::Parameter& parameter : list)
        if (parameter.name == "scene") parameter.fallback = std::string("cells");
    const core::ParameterList own{
        {.name = "network",
         .label = "Network",
         .group = "Network",
         .type = Type::Choice,
         .fallback = std::string("unet"),
         .help = "Its skips are concatenated, added, or it was trained without",
         .choices = {"unet", "unet-add", "unet-noskip"}},
        {.name = "skips",
         .label = "Skips",
         .group = "Network",
         .type = Type::Text,
         .fallback = std::string("trained,trained,trained"),
         .help = "Finest first: trained, off, shuffled, other"},
        {.name = "skip_seed",
         .label = "Skip seed",
         .group = "Network",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Of the shuffling, and of the other picture",
         .limits = Limits::between(0, 9999),
         .relevant = altersSkips},
        {.name = "ablate",
         .label = "Silent",
         .group = "Network",
         .type = Type::Text,
         .fallback = std::string(),
         .help = "Channels that give zeros: down1.conv2:3,bottleneck.conv1:7"},
        {.name = "sort",
         .label = "Maps",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("energy"),
         .help = "Which maps come first",
         .choices = lab::channelSorts()},
        {.name = "range",
         .label = "Range",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("map"),
         .help = "Whose smallest and largest number the colours span",
         .choices = {"map", "layer"}},
        {.name = "colors",
         .label = "Colours",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("viridis"),
         .help = "Of the maps, from low to high",
         .choices = {"viridis", "cividis", "magma"}},
        {.name = "granularity",
         .label = "Granularity",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("layer"),
         .help = "What one step computes",
         .choices = {"layer", "block"}},
    };
    list.insert(list.end(), own.begin(), own.end());
    return list;
}

std::vector<lab::Preset> presets() {
    return {
        {"cells", "Cells", {}},
        {"blocks", "Block by block", {{"granularity", "block"}}},
        {"no-skips", "All skips off", {{"skips", "off,off,off"}}},
        {"finest-off", "The finest skip off", {{"skips", "off,trained,trained"}}},
        {"added", "Skips that are added", {{"network", "unet-add"}}},
    };
}

void check(Table t) {
    const std::string& network = t.text("network");
    const std::string& data = t.text("scene");
    if (!nn::hasBuiltInWeights(network, data))
        throw Error(Kind::BadInput, fmt::format("there are no built-in weights of {} for {}", network, data),
                    "choose another network or scene", "network");
}

// ---- model ------------------------------------------------------------------------------------------------------

struct Model {
    explicit Model(Table t)
        : picture(lab::networkPicture(t)),
          skips(lab::skipUses(t.text("skips"), kLevels)),
          settings(settingsOf(t, skips)),
          run(lab::networkRun(settings, picture)),
          layers(lab::uLayers(run->network(), run->plane().input)),
          rule(t.text("range") == "map" ? figure::RangeRule::PerMap : figure::RangeRule::PerLayer),
          sort(t.text("sort")),
          colors(figure::colorMapNamed(t.text("colors"))) {
        for (const lab::ULayer& layer : layers) orders.push_back(lab::channelOrder(*run->activation(layer.node), sort));
        if (picture->labelled()) scores = lab::scoresOf(*run, *picture, 1);
        const bool blocks = t.text("granularity") == "block";
        for (int i = 0; i < int(layers.size()); ++i)
            if (!blocks || i + 1 == int(layers.size()) ||
                layers[std::size_t(i)].place != layers[std::size_t(i) + 1].place)
                ends.push_back(i + 1);
        ends.push_back(int(layers.size()) + 1);
    }

    static lab::RunSettings settingsOf(Table t, const std::vector<lab::SkipUse>& skips) {
        const std::string& network = t.text("network");
        lab::RunSettings settings{.network = network, .skips = skips, .seed = t.integer("skip_seed")};
        settings.silent = lab::silentChannels(t.text("ablate"), nn::builtIn(network, t.text("scene")).network);
        return settings;
    }

    int stepCount() const { return int(ends.size()); }
    /// Layers that are computed; one more than there are when the prediction is made, too.
    int doneAt(int step) const { return step == 0 ? 0 : ends[std::size_t(step) - 1]; }
    /// The step that computes a layer.
    int stepOf(int layer) const { return int(std::upper_bound(ends.begin(), ends.end(), layer) - ends.begin()) + 1; }

    lab::UScene at(int step) const {
        return {.picture = picture,
                .run = run,
                .layers = layers,
                .orders = orders,
                .skips = skips,
                .rule = rule,
                .colors = colors,
                .done = doneAt(step),
                .before = step == 0 ? 0 : doneAt(step - 1),
                .stepOf = [this](int layer) { return stepOf(layer); },
                .meanIou = scores.meanIou};
    }

    std::string caption(int step) const;
    bool operator==(const Model& o) const {
        return *picture == *o.picture && settings == o.settings && rule == o.rule && sort == o.sort &&
               colors == o.colors && ends == o.ends;
    }

    std::shared_ptr<const lab::NetworkPicture> picture;
    std::vector<lab::SkipUse> skips;
    lab::RunSettings settings;
    std::shared_ptr<const lab::NetworkRun> run;
    std::vector<lab::ULayer> layers;
    figure::RangeRule rule;
    std::string sort;
    figure::ColorMap colors;
    std::vector<std::vector<int>> orders;  ///< of the layers' channels
    lab::RunScores scores;
    std::vector<int> ends;  ///< layers that are computed at the end of each step
};

std::string alteredSkips(const Model& m) {
    int altered = 0;
    for (const lab::SkipUse use : m.skips) altered += use != lab::SkipUse::Trained;
    if (altered == 0) return "";
    return fmt::format(" with [skip|{} of {} skips] altered: this shows how the network depends on them", altered,
                       m.skips.size());
}

std::string predictionCaption(const Model& m) {
    std::string text = "Each pixel takes the class with the largest score: the [output|prediction]";
    if (m.picture->labelled())
        text += fmt::format(", mean IoU [n|{:.3f}], of the boundaries [n|{:.3f}]", m.scores.meanIou,
                            m.scores.meanBoundaryIou);
    return text + alteredSkips(m) + ".";
}

std::string Model::caption(int step) const {
    if (step == 0)
        return fmt::format(
            "The [input|input], {} × {} pixels, will go down {} levels and up again, through [n|{}] "
            "weights.",
            picture->height(), picture->width(), kLevels,
            core::toText(std::int64_t(nn::parameterCount(run->network()))));
    const int done = doneAt(step);
    if (done > int(layers.size())) return predictionCaption(*this);
    return lab::sentenceOf(layers[std::size_t(done) - 1], layers);
}

/// The step that shows the same layer.
int cursor(const Model& from, int step, const Model& to) {
    if (step == 0) return 0;
    const int done = std::min(from.doneAt(step), int(to.layers.size()) + 1);
    return std::min(to.stepOf(done - 1), to.stepCount());
}

// ---- picture ----------------------------------------------------------------------------------------------------

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    // In a lower window the stage scrolls: smaller, the names would run into each other.
    constexpr float kLeastHeight = 32;  // em
    figure.size = {view.size.width, std::max(view.size.height, kLeastHeight * view.em())};
    figure.background = figure::palette(view.theme).background;
    const float margin = std::min(2.5f * view.em(), 0.04f * view.size.width);
    const figure::Box area = figure::Box{0, 0, figure.size.width, figure.size.height}.inset(margin);
    figure::addUShape(figure, area, lab::uShape(model.at(step), view.focus()), view);
    return figure;
}

std::optional<figure::Region> ask(const Model& model, int step, const std::string& region) {
    return lab::cellOf(model.at(step), region);
}

lab::Definition define() {
    return {.title = "U-Net",
            .summary = "A trained U-Net with every feature map open: down, up, and across the skips.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "cells",
            .build = lab::builder<Model>(),
            .check = check};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::unet
