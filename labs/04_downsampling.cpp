#include <algorithm>
#include <optional>

#include "data/luminance.h"
#include "figure/views/downsampling_view.h"
#include "figure/views/halving_view.h"
#include "figure/views/window_column.h"
#include "figure/views/window_view.h"
#include "lab/lab.h"
#include "lab/photograph_parameters.h"
#include "lab/window_parameters.h"

// Downsampling: a window slides over the input, `stride` cells at a time, and makes one output cell of each place:
// a sum of products (convolution), the largest cell (max pooling) or the mean (average pooling).
namespace seglab::labs::downsampling {

using core::Limits;
using core::Matrix;
using core::Pair;
using core::ParameterTable;
using core::Type;
using core::WindowGranularity;
using Table = const ParameterTable&;

// ---- parameters -------------------------------------------------------------------------------------------------

bool shows(Table t, const char* view) {
    return t.text("view") == view;
}

bool showsCells(Table t) {
    return shows(t, "cells");
}

bool showsPicture(Table t) {
    return shows(t, "photograph") || shows(t, "shift");
}

core::ParameterList parameters() {
    core::ParameterList list = lab::windowParameters({.cells = showsCells, .operands = showsPicture});
    const core::ParameterList shown{
        {.name = "size",
         .label = "Picture size",
         .group = "Halving",
         .type = Type::Pair,
         .fallback = Pair{113, 150},
         .unit = "pixels",
         .help = "Height and width that are halved",
         .limits = Limits::between(1, 4096),
         .relevant = [](Table t) { return shows(t, "halving"); }},
        {.name = "levels",
         .label = "Levels",
         .group = "Halving",
         .type = Type::Integer,
         .fallback = std::int64_t(4),
         .help = "How many halvings",
         .limits = Limits::between(1, 6),
         .relevant = [](Table t) { return shows(t, "halving"); }},
        {.name = "view",
         .label = "View",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("cells"),
         .help = "Cell by cell; repeated halving of a size; a photograph; what a shift by one pixel changes",
         .choices = {"cells", "halving", "photograph", "shift"}},
        {.name = "granularity",
         .label = "Granularity",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("window"),
         .help = "What one step does",
         .choices = {"multiply", "window", "row"},
         .relevant = showsCells},
    };
    for (const auto& more : {lab::photographParameters(showsPicture), shown, figure::sizePanelParameters()})
        list.insert(list.end(), more.begin(), more.end());
    return list;
}

std::vector<lab::Preset> presets() {
    const std::pair<std::string, std::string> max{"operation", "max-pooling"};
    return {
        {"lecture-3x3", "Lecture, 3×3, padding 1", {{"padding", "1"}}},
        {"lecture-max-pooling", "Lecture, max pooling", {max}},
        {"average-pooling", "Average pooling 2×2", {{"operation", "average-pooling"}}},
        {"overlapping-pooling",
         "Overlapping pooling",
         {max, {"window", "3"}, {"padding", "1"}, {"input", "1,2,6,3,0;3,5,2,1,4;1,2,9,1,2;7,3,4,8,5;0,6,1,2,3"}}},
        {"channels",
         "Channels and filters",
         {{"channels", "2"}, {"filters", "2"}, {"padding", "1"}, {"bias", "1,-2"}, {"relu", "on"}}},
        {"unread",
         "Cells that are not read",
         {{"input", "1,2,6,3,0;3,5,2,1,4;1,2,9,1,2;7,3,4,8,5;0,6,1,2,3"}, {"kernel", "1,2;3,4"}, {"bias", "0"}}},
        {"dilation",
         "Dilation 2",
         {{"input", "1,2,6,3,0;3,5,2,1,4;1,2,9,1,2;7,3,4,8,5;0,6,1,2,3"},
          {"kernel", "1,2;3,4"},
          {"stride", "1"},
          {"dilation", "2"}}},
        {"reflect",
         "Padding that reflects",
         {{"padding", "1"}, {"padding_mode", "reflect"}, {"kernel", "1,2,1;2,4,2;1,2,1"}}},
        {"halving", "Repeated halving", {{"view", "halving"}}},
        {"photograph", "Aliasing, a photograph", {{"view", "photograph"}, {"kernel", "1,2,1;2,4,2;1,2,1"}}},
        {"shift", "Moved by one pixel", {{"view", "shift"}, {"kernel", "1,2,1;2,4,2;1,2,1"}}},
    };
}

// ---- model ------------------------------------------------------------------------------------------------------

WindowGranularity granularityNamed(const std::string& word) {
    return word == "multiply" ? WindowGranularity::Multiply
           : word == "row"    ? WindowGranularity::Row
                              : WindowGranularity::Window;
}

/// The side of the picture that is taken; its transforms stay quick.
constexpr int kPictureSide = 256;

struct Model {
    explicit Model(Table t)
        : shown(t.text("view")),
          trace(shown == "cells" ? std::optional(lab::windowTrace(t)) : std::nullopt),
          granularity(granularityNamed(t.text("granularity"))),
          panel(figure::sizePanelState(t)) {
        if (shown == "halving") {
            floor = core::halvings(t.pair("size"), t.integer("levels"), core::OddSize::Floor);
            ceil = core::halvings(t.pair("size"), t.integer("levels"), core::OddSize::Ceil);
        } else if (shown != "cells") {
            const lab::Photograph photo = lab::photograph(t, kPictureSide);
            reading = photo.work;
            plane = data::luminance(photo.picture, kPictureSide);
            settings = {std::max({2, t.pair("stride").height, t.pair("stride").width}), t.matrix("kernel")};
            ways = core::cachedDownsampling(plane, settings);
            drawn = std::make_shared<const figure::DownsamplingPictures>(*plane, *ways);
        }
    }

    bool samePlane(const Model& o) const { return plane == o.plane || (plane && o.plane && *plane == *o.plane); }
    bool pictures() const { return plane != nullptr; }
    int stepCount() const {
        if (shown == "halving") return int(floor.size()) - 1;
        return pictures() ? int(ways->size()) : trace->stepCount(granularity);
    }
    figure::DownsamplingScene pictureScene(int step, const figure::View& view) const {
        using figure::DownsamplingAspect;
        const auto aspect = shown == "shift" ? DownsamplingAspect::Shift : DownsamplingAspect::Frequencies;
        return {*plane, *ways, *drawn, settings, aspect, step, view};
    }
    std::string caption(int step) const {
        if (shown == "halving") return figure::halvingCaption(floor, ceil, step);
        if (pictures()) return figure::downsamplingCaption(pictureScene(step, {}));
        return figure::windowCaption(*trace, granularity, step);
    }
    bool operator==(const Model& o) const {
        return shown == o.shown && panel.sameState(o.panel) && trace == o.trace && granularity == o.granularity &&
               samePlane(o) && settings == o.settings &&
               (floor.empty() ? o.floor.empty()
                              : !o.floor.empty() && floor[0].size == o.floor[0].size && floor.size() == o.floor.size());
    }

    std::string shown;                       ///< the parameter `view`
    std::optional<core::WindowTrace> trace;  ///< view cells only
    WindowGranularity granularity;
    figure::SizePanel panel;                      ///< what is clicked there
    std::vector<core::HalvingLevel> floor, ceil;  ///< view halving only
    std::shared_ptr<const Matrix> plane;          ///< views of a photograph only
    core::DownsamplingSettings settings;
    std::shared_ptr<const std::vector<core::Downsampled>> ways;
    std::shared_ptr<const figure::DownsamplingPictures> drawn;
    std::shared_ptr<const nn::Work> reading;  ///< of a large photograph
};

std::shared_ptr<const nn::Work> work(const Model& model) {
    return model.reading;
}

/// The tap that was done last stays done; other views keep their step.
int cursor(const Model& from, int step, const Model& to) {
    if (from.shown != "cells" || to.shown != "cells") return std::min(step, to.stepCount());
    const int finished = from.trace->finishedAt(std::min(step, from.stepCount()), from.granularity);
    return to.trace->stepOf(std::min(finished, to.trace->tapCount()), to.granularity);
}

// ---- picture ----------------------------------------------------------------------------------------------------

figure::WindowScene sceneOf(const Model& model, int step, const figure::View& view) {
    return {*model.trace, model.granularity, step, view};
}

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    const float margin = std::min(2.5f * view.em(), 0.04f * view.size.width);
    const figure::Box area = figure::Box{0, 0, view.size.width, view.size.height}.inset(margin);
    if (model.shown == "halving") {
        figure::drawHalvingView(figure, area, {model.floor, model.ceil, step, view});
    } else if (model.pictures()) {
        figure::drawDownsamplingView(figure, area, model.pictureScene(step, view));
    } else {
        figure::WindowPlaces places;
        const figure::WindowScene scene = sceneOf(model, step, view);
        figure::drawWindowView(figure, area, scene, places);
        figure::addWindowRegions(figure, scene, places);
    }
    return figure;
}

/// The column beside the stage.
figure::Figure notes(const Model& model, int step, const figure::View& view) {
    if (model.shown != "cells") return {};
    return figure::windowColumn(sceneOf(model, step, view), model.panel);
}

std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    if (model.shown != "cells") return {};
    return figure::windowTerms({*model.trace, model.granularity, step, {}}, region);
}

std::optional<figure::Region> ask(const Model& model, int step, const std::string& region) {
    if (model.shown != "cells") return std::nullopt;
    const figure::View view;
    return figure::windowRegion(sceneOf(model, step, view), region);
}

std::string answer(const Model& model, const std::string& region, double guess) {
    if (model.shown == "halving") return figure::halvingMistake(model.floor, region, guess);
    if (model.shown != "cells") return {};
    const auto cell = figure::outputCellNamed(*model.trace, region);
    return cell ? core::windowMistake(*model.trace, cell->map, cell->cell, guess) : "";
}

lab::Definition define() {
    return {.title = "Downsampling",
            .summary = "Convolution with stride and pooling, window by window; what a picture loses on the way down.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "lecture-3x3",
            .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::downsampling
