#include <fmt/format.h>

#include <algorithm>

#include "lab/channel_order.h"
#include "lab/lab.h"
#include "lab/network_picture.h"
#include "lab/part.h"
#include "lab/unet_trace.h"
#include "lab/unet_views.h"

// U-Net: a trained network with every feature map open. Down the encoder, up the decoder, across the skips.
namespace seglab::labs::unet {

using core::Limits;
using core::ParameterTable;
using core::Type;
using Table = const ParameterTable&;

// ---- parameters -------------------------------------------------------------------------------------------------

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
        {.name = "view",
         .label = "View",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("u"),
         .help = "The whole U, one layer with all its maps, one cell with its arithmetic",
         .choices = {"u", "layer", "cell"}},
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
        {"layer", "One layer, all its maps", {{"view", "layer"}}},
        {"cell", "One cell and its arithmetic", {{"view", "cell"}}},
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

/// One row a view.
lab::PartPointer partOf(Table t, const lab::UTracePointer& trace) {
    if (t.text("view") == "layer") return std::make_shared<const lab::ULayerView>(trace);
    if (t.text("view") == "cell") return std::make_shared<const lab::UCellView>(trace);
    return std::make_shared<const lab::UWholeView>(trace);
}

struct Model {
    explicit Model(Table t)
        : table(t),
          picture(lab::networkPictureSoFar(t)),
          trace(std::make_shared<const lab::UTrace>(t, picture.snapshot)),
          part(partOf(t, trace)) {}

    int stepCount() const { return part->stepCount(); }
    std::string caption(int step) const { return part->caption(step); }
    bool operator==(const Model& o) const {
        return table == o.table && !picture.work == !o.picture.work && part->told() == o.part->told();
    }

    ParameterTable table;
    nn::SoFar<lab::NetworkPicture> picture;
    lab::UTracePointer trace;
    lab::PartPointer part;
};

/// The step that shows the same layer.
int cursor(const Model& from, int step, const Model& to) {
    if (step == 0) return 0;
    const int done = std::min(from.trace->doneAt(step), int(to.trace->layers().size()) + 1);
    return std::min(to.trace->stepOf(done - 1), to.stepCount());
}

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    return model.part->draw(step, view);
}

std::optional<figure::Region> ask(const Model& model, int step, const std::string& region) {
    return model.part->ask(step, region);
}

std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    return model.part->terms(step, region);
}

std::string answer(const Model& model, const std::string& region, double guess) {
    return model.part->answer(region, guess);
}

std::shared_ptr<const nn::Work> work(const Model& model) {
    return model.picture.work ? model.picture.work : model.part->work();
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
