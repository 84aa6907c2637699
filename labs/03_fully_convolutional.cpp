#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/lab.h"
#include "lab/network_picture.h"
#include "lab/part.h"
#include "lab/patch_networks.h"
#include "lab/twin_difference.h"
#include "lab/window_race.h"
#include "nn/networks.h"

// Fully convolutional: the same weights over the whole picture at once. The race against the sliding window, and what
// breaks the equality of the two.
namespace seglab::labs::fully_convolutional {

using core::Limits;
using core::ParameterTable;
using core::Type;
using Table = const ParameterTable&;

// ---- parameters -------------------------------------------------------------------------------------------------

bool shows(Table t, const char* view) {
    return t.text("view") == view;
}

bool inRealTime(Table t) {
    return shows(t, "race") && t.text("pace") == "real-time";
}

bool changes(Table t, const char* layer) {
    return shows(t, "difference") && t.text("change") == layer;
}

bool skipsPixels(Table t) {
    return changes(t, "stride") || changes(t, "pooling");
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

nn::TwinChange changeNamed(const std::string& word) {
    return word == "padding"            ? nn::TwinChange::Padding
           : word == "stride"           ? nn::TwinChange::Stride
           : word == "pooling"          ? nn::TwinChange::Pooling
           : word == "batch-statistics" ? nn::TwinChange::BatchStatistics
           : word == "global-pooling"   ? nn::TwinChange::GlobalPooling
                                        : nn::TwinChange::None;
}

nn::TwinSettings twinOf(Table t) {
    if (!shows(t, "difference")) return {};
    // Limits are asked for while a smaller network's own are not kept yet.
    const int cut = std::min(t.integer("cut"), sideOf(t.text("network")) / 2);
    return {.change = changeNamed(t.text("change")), .stride = t.integer("stride"), .cut = cut};
}

/// Where every window is computed, the picture is as large as takes some seconds; where steps are, as photographs go.
Limits sideLimits(Table t) {
    constexpr int kSmallest = 16;
    const int largest = shows(t, "difference") ? 128 : 512;
    if (!inRealTime(t) && !shows(t, "difference")) return Limits::between(kSmallest, largest);
    const double most = inRealTime(t) ? 100e9 : 13e9;  // multiply-adds
    const double one = double(nn::windowMultiplyAdds(nn::namedNetwork(t.text("network")), twinOf(t)));
    return Limits::between(kSmallest, std::clamp<double>(std::floor(std::sqrt(most / one)), kSmallest, largest));
}

core::ParameterList parameters() {
    core::ParameterList list = lab::networkPictureParameters({.smallestSide = 16, .largestSide = 512, .side = 48});
    for (core::Parameter& parameter : list)
        if (parameter.name == "side") parameter.dependentLimits = sideLimits;
    const core::ParameterList own{
        {.name = "network",
         .label = "Network",
         .group = "Network",
         .type = Type::Choice,
         .fallback = std::string("patch-17"),
         .help = "Its patch has that many pixels a side",
         .choices = networkChoices()},
        {.name = "change",
         .label = "Change",
         .group = "Network",
         .type = Type::Choice,
         .fallback = std::string("none"),
         .help = "What is done to the layers, window by window and in one pass alike",
         .choices = {"none", "padding", "stride", "pooling", "batch-statistics", "global-pooling"},
         .relevant = [](Table t) { return shows(t, "difference"); }},
        {.name = "cut",
         .label = "Narrower by",
         .group = "Network",
         .type = Type::Integer,
         .fallback = std::int64_t(0),
         .unit = "pixels",
         .help = "On each side, the window against what the layers see",
         .dependentLimits = [](Table t) { return Limits::between(0, sideOf(t.text("network")) / 2); },
         .relevant = [](Table t) { return changes(t, "padding"); }},
        {.name = "stride",
         .label = "Stride",
         .group = "Network",
         .type = Type::Integer,
         .fallback = std::int64_t(2),
         .help = "Of layer 1, or of the pooling behind it",
         .limits = Limits::between(2, 4),
         .relevant = skipsPixels},
        {.name = "stitch",
         .label = "Shift and stitch",
         .group = "Network",
         .type = Type::Boolean,
         .fallback = false,
         .help = "More passes, shifted, until every pixel has its answer",
         .relevant = skipsPixels},
        {.name = "view",
         .label = "View",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("race"),
         .help = "Window by window against one pass; the difference of their scores",
         .choices = {"race", "difference"}},
        {.name = "pace",
         .label = "Pace",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("steps"),
         .help = "Step by step, or as fast as this machine is",
         .choices = {"steps", "real-time"},
         .relevant = [](Table t) { return shows(t, "race"); }},
        {.name = "granularity",
         .label = "Granularity",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("layer"),
         .help = "What one step does: a layer of the pass and then a row, one window, one row",
         .choices = {"layer", "pixel", "row"},
         .relevant = [](Table t) { return shows(t, "race") && !inRealTime(t); }},
        {.name = "run",
         .label = "Run",
         .group = "Show",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Another number starts another race",
         .limits = Limits::between(1, 99),
         .relevant = inRealTime},
        {.name = "prediction",
         .label = "Prediction",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("none"),
         .help = "Which pixels differ, said before they are shown",
         .choices = lab::predictionValues(),
         .relevant = [](Table t) { return shows(t, "difference"); },
         .quiet = true},
    };
    list.insert(list.end(), own.begin(), own.end());
    return list;
}

std::vector<lab::Preset> presets() {
    return {
        {"race", "Lecture, the race", {}},
        {"real-time", "The race in real time", {{"pace", "real-time"}, {"side", "128"}}},
        {"same-scores", "Lecture, the same scores", {{"view", "difference"}}},
        {"padding", "Padding inside the layers", {{"view", "difference"}, {"change", "padding"}}},
        {"narrow", "Padding, narrower windows", {{"view", "difference"}, {"change", "padding"}, {"cut", "4"}}},
        {"stride", "A stride: answers are missing", {{"view", "difference"}, {"change", "stride"}}},
        {"stitch", "Shift and stitch", {{"view", "difference"}, {"change", "pooling"}, {"stitch", "on"}}},
        {"batch-statistics", "Batch statistics", {{"view", "difference"}, {"change", "batch-statistics"}}},
        {"global-pooling", "Global pooling", {{"view", "difference"}, {"change", "global-pooling"}}},
    };
}

// ---- model ------------------------------------------------------------------------------------------------------

using PicturePointer = std::shared_ptr<const lab::NetworkPicture>;

lab::PartPointer race(Table t, const PicturePointer& picture) {
    const std::string& word = t.text("granularity");
    const lab::RaceSettings settings{.patch = sideOf(t.text("network")),
                                     .step = word == "pixel" ? lab::RaceStep::Pixel
                                             : word == "row" ? lab::RaceStep::Row
                                                             : lab::RaceStep::Layer,
                                     .realTime = inRealTime(t),
                                     .run = t.integer("run")};
    return std::make_shared<const lab::WindowRace>(settings, picture);
}

lab::PartPointer difference(Table t, const PicturePointer& picture) {
    const lab::DifferenceSettings settings{.patch = sideOf(t.text("network")),
                                           .twin = twinOf(t),
                                           .stitch = skipsPixels(t) && t.boolean("stitch"),
                                           .prediction = t.text("prediction")};
    return std::make_shared<const lab::TwinDifference>(settings, picture);
}

/// One row a view.
lab::PartPointer partOf(Table t, const PicturePointer& picture) {
    if (shows(t, "difference")) return difference(t, picture);
    return race(t, picture);
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
    return {.title = "Fully convolutional",
            .summary = "The same weights over the whole picture at once: the race, the same scores, what breaks them.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "race",
            .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::fully_convolutional
