#include <fmt/format.h>

#include <algorithm>

#include "core/sliding_windows.h"
#include "data/scenes.h"
#include "lab/lab.h"
#include "lab/network_picture.h"
#include "lab/part.h"
#include "lab/patch_context.h"
#include "lab/patch_networks.h"
#include "lab/patch_quiz.h"
#include "lab/rolled_part.h"
#include "lab/window_slide.h"
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

bool rollsUp(Table t) {
    return shows(t, "classifier");
}

/// Of the small example with numbers, that has no picture.
core::ParameterList classifierParameters() {
    return {
        {.name = "kernel_size",
         .label = "Patch",
         .group = "Classifier",
         .type = Type::Integer,
         .fallback = std::int64_t(2),
         .unit = "features",
         .help = "Side of the patch of features that is classified; of the kernel, once rolled up",
         .limits = Limits::between(1, 3),
         .relevant = rollsUp},
        {.name = "channels",
         .label = "Channels",
         .group = "Classifier",
         .type = Type::Integer,
         .fallback = std::int64_t(2),
         .help = "Of the features",
         .limits = Limits::between(1, 2),
         .relevant = rollsUp},
        {.name = "plane",
         .label = "Features",
         .group = "Classifier",
         .type = Type::Pair,
         .fallback = Pair{4, 5},
         .unit = "cells",
         .help = "Height and width",
         .dependentLimits = [](Table t) { return Limits::between(t.integer("kernel_size"), 6); },
         .relevant = rollsUp},
        {.name = "values",
         .label = "Numbers",
         .group = "Classifier",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Seed of features and weights",
         .limits = Limits::between(0, 9999),
         .relevant = rollsUp},
    };
}

core::ParameterList parameters() {
    core::ParameterList list = lab::networkPictureParameters(
        {.smallestSide = 16, .largestSide = 96, .side = 48, .relevant = [](Table t) { return !rollsUp(t); }});
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
                 "is computed; a classifier becomes a convolution",
         .choices = {"context", "beat", "slide", "times", "classifier"}},
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
    const core::ParameterList classifier = classifierParameters();
    list.insert(list.end(), classifier.begin(), classifier.end());
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
        {"rolled-up", "A classifier becomes a convolution", {{"view", "classifier"}}},
        {"rolled-1x1", "The same, 1 × 1", {{"view", "classifier"}, {"kernel_size", "1"}}},
    };
}

// ---- model ------------------------------------------------------------------------------------------------------

using PicturePointer = std::shared_ptr<const lab::NetworkPicture>;

lab::PartPointer timesComputed(Table t, const PicturePointer& picture) {
    lab::TimesSettings settings{
        .layers = layersOf(t), .layer = t.integer("layer") - 1, .step = lab::slideStepNamed(t.text("granularity"))};
    if (countsNetwork(t)) settings.patch = sideOf(t.text("network"));
    return std::make_shared<const lab::TimesComputed>(settings, picture);
}

lab::PartPointer rolledUp(Table t) {
    const core::ClassifierShape shape{
        .kernel = t.integer("kernel_size"), .channels = t.integer("channels"), .plane = t.pair("plane")};
    return std::make_shared<const lab::RolledPart>(core::RolledClassifier(shape, std::uint64_t(t.integer("values"))));
}

/// One row a view.
lab::PartPointer partOf(Table t, const PicturePointer& picture) {
    if (shows(t, "context")) return std::make_shared<const lab::PatchContext>(t.pair("pixel"), picture);
    if (shows(t, "beat"))
        return std::make_shared<const lab::PatchQuiz>(picture, std::uint64_t(t.integer("seed")), t.text("answers"));
    if (shows(t, "times")) return timesComputed(t, picture);
    if (rollsUp(t)) return rolledUp(t);
    return std::make_shared<const lab::WindowSlide>(sideOf(t.text("network")),
                                                    lab::slideStepNamed(t.text("granularity")), picture);
}

struct Model {
    explicit Model(Table t) : table(t), picture(lab::networkPictureSoFar(t)), part(partOf(t, picture.snapshot)) {}

    int stepCount() const { return part->stepCount(); }
    std::string caption(int step) const { return part->caption(step); }
    bool operator==(const Model& o) const {
        return table == o.table && !picture.work == !o.picture.work && part->told() == o.part->told();
    }

    ParameterTable table;
    nn::SoFar<lab::NetworkPicture> picture;
    lab::PartPointer part;
};

/// An answer leads on to the next question.
int cursor(const Model& from, int step, const Model& to) {
    const bool asks = shows(from.table, "beat") && shows(to.table, "beat");
    return asks && from.stepCount() < to.stepCount() ? to.stepCount() : std::min(step, to.stepCount());
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
    return {.title = "Sliding window",
            .summary = "Every pixel classified by the patch around it: why context is needed, what a window costs.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "one-pixel",
            .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::sliding_window
