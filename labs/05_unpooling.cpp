#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/parameter_table.h"
#include "core/round_trip.h"
#include "core/upsampling.h"
#include "data/picture_planes.h"
#include "figure/text.h"
#include "figure/views/round_trip_view.h"
#include "figure/views/unpooling_pins.h"
#include "figure/views/upsampling_captions.h"
#include "figure/views/upsampling_matrix.h"
#include "figure/views/upsampling_ways.h"
#include "lab/lab.h"
#include "lab/photograph_parameters.h"
#include "lab/upsampling_parameters.h"

// The unlearned ways up: nearest neighbour, bed of nails, max unpooling with remembered positions, bilinear; beside
// them a transposed convolution. One input, one moment, one selection; each way as the transpose of a way down.
namespace seglab::labs::unpooling {

using core::Limits;
using core::Matrix;
using core::Pair;
using core::ParameterTable;
using core::Type;
using core::UpsamplingMethod;
using Table = const ParameterTable&;

const std::vector<UpsamplingMethod> kMethods = {UpsamplingMethod::Nearest, UpsamplingMethod::BedOfNails,
                                                UpsamplingMethod::MaxUnpooling, UpsamplingMethod::Bilinear,
                                                UpsamplingMethod::TransposedConvolution};
constexpr int kShownSide = 256;  // a photograph is reduced by whole blocks until it is no larger

bool shows(Table t, const char* view) {
    return t.text("view") == view;
}

Pair pooledSize(Table t) {
    const Matrix& source = t.matrix("source");
    const Pair kernel = t.pair("pool_kernel"), stride = t.pair("pool_stride");
    return {(source.rows - kernel.height) / stride.height + 1, (source.columns - kernel.width) / stride.width + 1};
}

Limits exactly(Pair size) {
    return {{double(size.height), double(size.width)}, {double(size.height), double(size.width)}};
}

Limits windowLimits(Table t) {
    const Matrix& source = t.matrix("source");
    return {{1, 1}, {std::min(3.0, double(source.rows)), std::min(3.0, double(source.columns))}};
}

core::ParameterList parameters() {
    const auto pins = [](Table t) { return shows(t, "pins"); };
    const auto cells = [](Table t) { return shows(t, "compare") || shows(t, "matrix"); };
    const auto photograph = [](Table t) { return shows(t, "photograph"); };
    const Matrix source(4, 4, {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8});
    core::ParameterList list = {
        {.name = "view",
         .label = "View",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("compare"),
         .help = "All ways side by side, the remembered positions, the matrix of one way, or a photograph down and up",
         .choices = {"compare", "pins", "matrix", "photograph"}},
        {.name = "method",
         .label = "Way up",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("nearest"),
         .help = "Whose matrix is shown",
         .choices = {"nearest", "bed-of-nails", "max-unpooling", "bilinear", "transposed-convolution"},
         .relevant = [](Table t) { return shows(t, "matrix"); }},
        {.name = "granularity",
         .label = "Granularity",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("cell"),
         .help = "What one step takes up",
         .choices = {"cell", "row"},
         .relevant = cells},
        {.name = "source",
         .label = "Before pooling",
         .group = "Pooling",
         .type = Type::Matrix,
         .fallback = source,
         .help = "What max pooling reads; its maxima are the remembered positions",
         .limits = Limits::between(2, 8)},
        {.name = "pool_kernel",
         .label = "Window",
         .group = "Pooling",
         .type = Type::Pair,
         .fallback = Pair{2, 2},
         .unit = "cells",
         .help = "Of the max pooling",
         .dependentLimits = windowLimits,
         .relevant = pins},
        {.name = "pool_stride",
         .label = "Pooling stride",
         .group = "Pooling",
         .type = Type::Pair,
         .fallback = Pair{2, 2},
         .unit = "cells",
         .help = "Distance between windows; below the window's size they overlap and may remember one place twice",
         .limits = Limits::between(1, 3),
         .relevant = pins},
        {.name = "positions",
         .label = "Positions",
         .group = "Pooling",
         .type = Type::Choice,
         .fallback = std::string("own"),
         .help = "Remembered from this pooling, or (to break it) from another picture",
         .choices = {"own", "other"},
         .relevant = pins},
        {.name = "other",
         .label = "Other picture",
         .group = "Pooling",
         .type = Type::Matrix,
         .fallback = Matrix(4, 4, {9, 1, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 1}),
         .help = "Whose maxima give the positions",
         .dependentLimits =
             [](Table t) {
                 return exactly({t.matrix("source").rows, t.matrix("source").columns});
             },
         .relevant = [](Table t) { return shows(t, "pins") && t.text("positions") == "other"; }},
        {.name = "output_size",
         .label = "Output size",
         .group = "Pooling",
         .type = Type::Choice,
         .fallback = std::string("given"),
         .help = "Given to the unpooling, or left to (size − 1)·stride + window, which is wrong for an odd size",
         .choices = {"given", "derived"},
         .relevant = pins},
        {.name = "input",
         .label = "Input",
         .group = "Going up",
         .type = Type::Matrix,
         .fallback = Matrix(2, 2, {1, 2, 3, 4}),
         .help = "The values that go up, 1 to 6 a side",
         .dependentLimits = [](Table t) { return shows(t, "pins") ? exactly(pooledSize(t)) : Limits::between(1, 6); }},
        {.name = "factor",
         .label = "Factor",
         .group = "Going up",
         .type = Type::Pair,
         .fallback = Pair{2, 2},
         .help = "Output cells for each input cell",
         .limits = Limits::between(1, 3),
         .relevant = cells},
        {.name = "align_corners",
         .label = "Align corners",
         .group = "Going up",
         .type = Type::Boolean,
         .fallback = false,
         .help = "Bilinear: the centres of the corner cells coincide",
         .relevant = cells},
        {.name = "levels",
         .label = "Levels",
         .group = "Photograph",
         .type = Type::Integer,
         .fallback = std::int64_t(2),
         .help = "How often it is halved before it comes back",
         .limits = Limits::between(1, 5),
         .relevant = photograph},
        {.name = "errors",
         .label = "Error maps",
         .group = "Photograph",
         .type = Type::Boolean,
         .fallback = false,
         .help = "The difference from the picture, instead of what came back",
         .relevant = photograph},
        {.name = "kernel",
         .label = "Kernel",
         .group = "Going up",
         .type = Type::Matrix,
         .fallback = Matrix(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1}),
         .help = "Of the transposed convolution, whose stride is the factor",
         .limits = Limits::between(1, 5),
         .relevant = cells},
    };
    const core::ParameterList picture = lab::photographParameters(photograph);
    list.insert(list.end(), picture.begin(), picture.end());
    return list;
}

std::vector<lab::Preset> presets() {
    return {
        {"lecture-2x2", "Lecture, 2×2 to 4×4", {}},
        {"lecture-pins", "Lecture, max unpooling", {{"view", "pins"}}},
        {"ties", "Ties: which one wins?", {{"view", "pins"}, {"source", "5,5,6,3;5,5,2,6;1,2,8,8;7,3,4,8"}}},
        {"one-place",
         "Two values for one place",
         {{"view", "pins"}, {"source", "1,2,3;4,9,5;6,7,8"}, {"pool_stride", "1"}, {"other", "1,1,1;1,1,1;1,1,1"}}},
        {"other-picture", "Another one's positions", {{"view", "pins"}, {"positions", "other"}}},
        {"odd-size",
         "Odd sizes",
         {{"view", "pins"},
          {"source", "1,2,6,3,0;3,5,2,1,0;1,2,2,8,0;7,3,4,1,0;0,0,0,0,9"},
          {"output_size", "derived"},
          {"other", "0,0,0,0,0;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0"}}},
        {"photograph", "Photograph, two levels", {{"view", "photograph"}}},
        {"matrix-nearest", "Matrix, nearest", {{"view", "matrix"}}},
        {"matrix-bilinear", "Matrix, bilinear", {{"view", "matrix"}, {"method", "bilinear"}}},
    };
}

struct Model {
    explicit Model(Table t)
        : view(t.text("view")),
          byRow(t.text("granularity") == "row"),
          source(t.matrix("source")),
          kernel(t.pair("pool_kernel")),
          stride(t.pair("pool_stride")),
          ownPositions(t.text("positions") == "own"),
          derivedSize(t.text("output_size") == "derived") {
        if (view == "photograph") {
            const lab::Photograph photo = lab::photograph(t, kShownSide);
            reading = photo.work;
            trips = core::cachedRoundTrips(data::planesOf(photo.picture, kShownSide), kMethods,
                                           core::keepingBrightness(t.matrix("kernel")), t.integer("levels"));
            errors = t.boolean("errors");
        }
        if (view == "pins") {
            pooled = core::maxPoolWithPositions(source, kernel, stride);
            ways.push_back(lab::unpoolingOf(t, pooled));
            return;
        }
        for (UpsamplingMethod method : kMethods)
            if (view != "matrix" || core::toString(method) == t.text("method")) ways.push_back(lab::wayUp(t, method));
    }

    int inputCells() const { return ways[0].inputCells(); }
    int stepCount() const {
        if (view == "pins") return 2 * inputCells();
        if (view == "photograph") return trips[0]->stepCount();
        return byRow ? ways[0].input().rows : inputCells();
    }
    /// Input cells that have gone up after so many steps.
    int finishedAt(int step) const {
        if (view == "pins") return std::max(0, step - inputCells());
        return byRow ? step * ways[0].input().columns : step;
    }
    std::string caption(int step) const {
        if (view == "photograph") return figure::roundTripCaption({trips, kMethods, step, errors, {}});
        if (view == "pins") return figure::pinsCaption({source, pooled, ways[0], ownPositions, derivedSize}, step);
        return figure::upsamplingCaption(ways, finishedAt(std::max(0, step - 1)), finishedAt(step));
    }
    bool operator==(const Model& o) const {
        return view == o.view && byRow == o.byRow && source == o.source && kernel == o.kernel && stride == o.stride &&
               core::sameTrips(trips, o.trips) && errors == o.errors && ownPositions == o.ownPositions &&
               derivedSize == o.derivedSize && ways == o.ways;
    }

    std::string view;
    bool byRow;
    Matrix source;
    Pair kernel, stride;
    bool ownPositions, derivedSize;
    core::Pooled pooled;                      ///< pins only
    std::vector<core::UpsamplingTrace> ways;  ///< compare: all; else one
    core::RoundTrips trips;                   ///< photograph only, one for each way
    bool errors = false;
    std::shared_ptr<const nn::Work> reading;  ///< of a large photograph
};

std::shared_ptr<const nn::Work> work(const Model& model) {
    return model.reading;
}

/// The input cell that went up last stays up.
int cursor(const Model& from, int step, const Model& to) {
    const bool ofCells = from.view != "pins" && from.view != "photograph";
    if (from.view != to.view && !(ofCells && (to.view == "compare" || to.view == "matrix")))
        return to.stepCount() * step / std::max(1, from.stepCount());
    if (!ofCells) return std::min(step, to.stepCount());
    const int finished = std::min(from.finishedAt(step), to.inputCells());
    return to.byRow ? (finished + to.ways[0].input().columns - 1) / to.ways[0].input().columns : finished;
}

figure::PinsScene pinsScene(const Model& m, int step, const figure::View& view) {
    return {.source = m.source,
            .pooled = m.pooled,
            .kernel = m.kernel,
            .stride = m.stride,
            .values = m.ways[0].input(),
            .way = m.ways[0],
            .ownPositions = m.ownPositions && !m.derivedSize,
            .pooledCells = std::min(step, m.inputCells()),
            .unpooledCells = m.finishedAt(step),
            .view = view};
}

figure::UpsamplingScene waysScene(const Model& m, int step, const figure::View& view) {
    return {m.ways, view, m.finishedAt(std::max(0, step - 1)), m.finishedAt(step)};
}

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    const float margin = std::min(2.5f * view.em(), 0.04f * view.size.width);
    const figure::Box area = figure::Box{0, 0, view.size.width, view.size.height}.inset(margin);
    if (model.view == "photograph") {
        figure::drawRoundTrips(figure, area, {model.trips, kMethods, step, model.errors, view});
        return figure;
    }
    if (model.view == "pins") {
        figure::PinsPlaces places;
        const figure::PinsScene scene = pinsScene(model, step, view);
        figure::drawUnpoolingPins(figure, area, scene, places);
        figure::addPinsRegions(figure, scene, places);
        return figure;
    }
    const figure::UpsamplingScene scene = waysScene(model, step, view);
    figure::UpsamplingPlaces places{{}, {}, std::vector<figure::Grid>(model.ways.size())};
    if (model.view == "compare") {
        figure::drawUpsamplingWays(figure, area, scene, places);
    } else {
        const auto matrix = figure::upsamplingMatrixScene(model.ways[0], scene.before, scene.after, view);
        figure::MatrixPlaces at;
        figure::drawUpsamplingMatrix(figure, area, matrix, at);
        figure::addMatrixRegions(figure, matrix, at);
    }
    figure::addUpsamplingRegions(figure, scene, places);
    return figure;
}

std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    const figure::View view;
    if (model.view == "photograph") return {};
    if (model.view != "pins") return figure::upsamplingTerms(waysScene(model, step, view), region);
    return figure::pinsTerms(pinsScene(model, step, view), region);
}

std::optional<figure::Region> ask(const Model& model, int step, const std::string& region) {
    if (model.view != "photograph") return std::nullopt;
    return figure::roundTripCell({model.trips, kMethods, step, model.errors, {}}, region);
}

std::string answer(const Model& model, const std::string& region, double guess) {
    return figure::upsamplingMistake(model.ways, model.view == "pins" ? "output" : "", region, guess);
}

lab::Definition define() {
    return {
        .title = "Unpooling",
        .summary = "Nearest neighbour, bed of nails, max unpooling with remembered positions, bilinear: side by side.",
        .parameters = parameters(),
        .presets = presets(),
        .opening = "lecture-2x2",
        .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::unpooling
