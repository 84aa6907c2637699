#include <algorithm>

#include "core/parameter_table.h"
#include "core/transposed_convolution.h"
#include "core/transposed_mistakes.h"
#include "data/picture.h"
#include "figure/text.h"
#include "figure/views/checkerboard_view.h"
#include "figure/views/picture_view.h"
#include "figure/views/product_view.h"
#include "figure/views/stamp_view.h"
#include "figure/views/transposed_captions.h"
#include "figure/views/transposed_column.h"
#include "figure/views/transposed_scene.h"
#include "figure/views/zero_insertion_view.h"
#include "lab/lab.h"
#include "lab/photograph.h"
#include "lab/window_parameters.h"

// Transposed convolution: each input cell weighs a copy of the kernel, the copies land on a canvas `stride` apart, and
// where they overlap they add. The same operation in three views that share one moment and one selection.
namespace seglab::labs::transposed_convolution {

using core::Granularity;
using core::Limits;
using core::Matrix;
using core::Pair;
using core::ParameterTable;
using core::Type;

// ---- parameters -------------------------------------------------------------------------------------------------

/// Operands and settings as the table has them; with dims = 1 the heights do not count.
struct Operands {
    Matrix input, kernel;
    core::TransposedSettings settings;

    explicit Operands(const ParameterTable& t) : input(t.matrix("input")), kernel(t.matrix("kernel")) {
        settings = {t.pair("stride"), t.pair("padding"), t.pair("dilation"), t.pair("output_padding")};
        if (t.integer("dims") == 2) return;
        settings.stride.height = settings.dilation.height = 1;
        settings.padding.height = settings.outputPadding.height = 0;
    }
};

Limits matrixLimits(const ParameterTable& t, int side) {
    return {{1, 1}, {t.integer("dims") == 1 ? 1.0 : side, double(side)}, 1e6};
}

/// From 0 up. What holds for the width holds for the height, too, where the height does not count.
Limits perAxis(const ParameterTable& t, int (*most)(const ParameterTable&, int axis)) {
    const double width = most(t, 1), height = t.integer("dims") == 1 ? width : most(t, 0);
    return {{0, 0}, {height, width}};
}

int kernelReach(const ParameterTable& t, int axis) {
    const Matrix& k = t.matrix("kernel");
    return t.pair("dilation")[axis] * ((axis == 0 ? k.rows : k.columns) - 1);
}

/// So that at least one cell of the output is left.
int mostPadding(const ParameterTable& t, int axis) {
    const Matrix& in = t.matrix("input");
    const int canvas = ((axis == 0 ? in.rows : in.columns) - 1) * t.pair("stride")[axis] + kernelReach(t, axis) + 1;
    return std::max(0, std::min(kernelReach(t, axis), (canvas + t.pair("output_padding")[axis] - 1) / 2));
}

int mostOutputPadding(const ParameterTable& t, int axis) {
    return std::max(t.pair("stride")[axis], t.pair("dilation")[axis]) - 1;
}

core::ParameterList parameters() {
    using Table = const ParameterTable&;
    const auto small = [](Table t) { return t.text("image").empty() && t.text("view") != "checkerboard"; };
    core::ParameterList list = {
        {.name = "input",
         .label = "Input",
         .group = "Operation",
         .type = Type::Matrix,
         .fallback = Matrix(2, 2, {0, 1, 2, 3}),
         .help = "The cells that weigh the stamps, 1 to 12 a side",
         .dependentLimits = [](Table t) { return matrixLimits(t, 12); },
         .relevant = small},
        {.name = "kernel",
         .label = "Kernel",
         .group = "Operation",
         .type = Type::Matrix,
         .fallback = Matrix(2, 2, {1, 4, 2, 3}),
         .help = "What each input cell stamps, 1 to 7 a side",
         .dependentLimits = [](Table t) { return matrixLimits(t, 7); }},
        lab::cellPair({.name = "stride",
                       .label = "Stride",
                       .fallback = 2,
                       .help = "Distance between neighbouring stamps on the canvas",
                       .limits = Limits::between(1, 4)}),
        lab::cellPair({.name = "padding",
                       .label = "Padding",
                       .fallback = 0,
                       .help = "Cropped from the canvas on every side",
                       .dependentLimits = [](Table t) { return perAxis(t, mostPadding); }}),
        lab::cellPair({.name = "dilation",
                       .label = "Dilation",
                       .fallback = 1,
                       .help = "Distance between neighbouring kernel cells in a stamp",
                       .limits = Limits::between(1, 4)}),
        lab::cellPair({.name = "output_padding",
                       .label = "Output padding",
                       .fallback = 0,
                       .help = "Moves the far crop outwards; below stride or dilation",
                       .dependentLimits = [](Table t) { return perAxis(t, mostOutputPadding); }}),
        {.name = "dims",
         .label = "Dimensions",
         .group = "Operation",
         .type = Type::Integer,
         .fallback = std::int64_t(2),
         .help = "1: one row of cells; 2: rows and columns",
         .limits = Limits::between(1, 2)},
        {.name = "letters",
         .label = "Letters",
         .group = "Show",
         .type = Type::Boolean,
         .fallback = false,
         .help = "a, b, … and x, y, z instead of numbers",
         .relevant = small},
        {.name = "view",
         .label = "View",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("stamp"),
         .help = "One operation, seen in three ways; what becomes of it when it is stacked",
         .choices = {"all", "stamp", "zero-insertion", "matrix", "checkerboard"}},
        {.name = "granularity",
         .label = "Granularity",
         .group = "Show",
         .type = Type::Choice,
         .fallback = std::string("stamp"),
         .help = "What one step does",
         .choices = {"multiply", "stamp", "row"},
         .relevant = small},
        {.name = "image",
         .label = "Picture",
         .group = "Show",
         .type = Type::File,
         .fallback = std::string(),
         .help = "A PNG or JPEG that goes through the same operation"},
        {.name = "overlap",
         .label = "Overlap count",
         .group = "Show",
         .type = Type::Boolean,
         .fallback = false,
         .help = "How many stamps land on each cell, instead of their sum",
         .relevant = small},
        {.name = "seed",
         .label = "Seed",
         .group = "Show",
         .type = Type::Integer,
         .fallback = std::int64_t(1),
         .help = "Of the random patterns",
         .limits = Limits::between(1, 9999)},
        {.name = "verify",
         .label = "Verify",
         .group = "Show",
         .type = Type::Boolean,
         .fallback = false,
         .help = "Recompute in another way and show the largest difference",
         .quiet = true},
    };
    for (const auto& more :
         {figure::checkerboardParameters(), figure::pictureParameters(), figure::sizePanelParameters()})
        list.insert(list.end(), more.begin(), more.end());
    return list;
}

std::vector<lab::Preset> presets() {
    const std::pair<std::string, std::string> row{"dims", "1"}, a{"input", "2,3"}, k{"kernel", "1,2,4"};
    return {
        {"lecture-3x3",
         "Lecture, 3×3, padding 1",
         {{"input", "1,2;3,4"}, {"kernel", "1,2,1;2,4,2;1,2,1"}, {"padding", "1"}, {"output_padding", "1"}}},
        {"lecture-stride-2", "Lecture, stride 2", {{"input", "0,1;2,3"}, {"kernel", "1,4;2,3"}, {"stride", "2"}}},
        {"lecture-stride-1", "Lecture, stride 1", {{"input", "0,1;2,3"}, {"kernel", "4,1;2,3"}, {"stride", "1"}}},
        {"letters-1d", "1-D, letters", {row, a, k, {"letters", "on"}}},
        {"numbers-1d", "1-D, numbers", {row, a, k}},
        {"dilation",
         "Dilation 2, stride 1",
         {{"input", "1,2;3,4"}, {"kernel", "1,4;2,3"}, {"stride", "1"}, {"dilation", "2"}}},
        {"beyond",
         "Beyond the canvas",
         {{"input", "1,2;3,4"}, {"kernel", "1,4;2,3"}, {"stride", "3"}, {"output_padding", "2"}}},
        {"checkerboard", "Checkerboards", {{"kernel", "1,2,1;2,4,2;1,2,1"}, {"view", "checkerboard"}}},
    };
}

// ---- model ------------------------------------------------------------------------------------------------------

Granularity granularityNamed(const std::string& word) {
    return word == "multiply" ? Granularity::Multiply : word == "row" ? Granularity::Row : Granularity::Stamp;
}

/// A photograph through the same operation.
figure::PictureScene photographed(const std::shared_ptr<const data::Picture>& photo, const ParameterTable& t,
                                  const Operands& o) {
    const core::RgbPixels pixels{photo->height, photo->width, {photo, photo->rgb.data()}, photo->sha256};
    return {pixels, o.kernel, o.settings, figure::pictureOptions(t)};
}

struct Model {
    explicit Model(const ParameterTable& t) : Model(t, Operands(t)) {}
    Model(const ParameterTable& t, const Operands& o)
        : trace(o.input, o.kernel, o.settings),
          options{granularityNamed(t.text("granularity")), t.boolean("letters"), t.boolean("overlap")},
          shown(t.text("view")),
          dims(t.integer("dims")),
          verify(t.boolean("verify")),
          panel(figure::sizePanelState(t)) {
        if (shown == "checkerboard")
            board.emplace(figure::checkerboardSettings(t));
        else if (!t.text("image").empty()) {
            const lab::Photograph photo = lab::photograph(t.text("image"));
            reading = photo.work;
            picture = photographed(photo.picture, t, o);
        }
    }

    int stepCount() const {
        return board ? board->stepCount() : picture ? picture->stepCount() : trace.stepCount(options.granularity);
    }
    std::string caption(int step) const {
        return board     ? figure::checkerboardCaption(*board, step)
               : picture ? figure::pictureCaption(*picture, step)
                         : figure::transposedCaption(trace, options, step);
    }
    bool operator==(const Model& o) const {
        return trace == o.trace && options == o.options && shown == o.shown && dims == o.dims && verify == o.verify &&
               panel.sameState(o.panel) && board == o.board && picture == o.picture;
    }

    core::TransposedTrace trace;
    figure::TransposedOptions options;
    std::string shown;  ///< the parameter `view`
    int dims;
    bool verify;
    figure::SizePanel panel;  ///< what is clicked in the column
    // Instead of the trace; their steps are layers and rows of stamps.
    std::optional<figure::CheckerboardScene> board;
    std::optional<figure::PictureScene> picture;
    std::shared_ptr<const nn::Work> reading;  ///< of a large photograph
};

std::shared_ptr<const nn::Work> work(const Model& model) {
    return model.reading;
}

/// The multiply that was done last stays done, as far as the operands have so many.
int cursor(const Model& from, int step, const Model& to) {
    if (from.board || to.board || from.picture || to.picture) return std::min(step, to.stepCount());
    const int finished = from.trace.finishedAt(std::min(step, from.stepCount()), from.options.granularity);
    return to.trace.stepOf(std::min(finished, to.trace.multiplyCount()), to.options.granularity);
}

// ---- picture ----------------------------------------------------------------------------------------------------

/// Stamps above, zero insertion below them, the matrix on the right.
void drawAll(figure::Figure& figure, const figure::Box& area, const figure::TransposedScene& scene,
             figure::Places& places) {
    const float gap = 1.5f * scene.view.em();
    const float left = 0.6f * (area.width - gap), top = 0.56f * (area.height - gap);
    figure::drawStampView(figure, {area.x, area.y, left, top}, scene, places);
    figure::drawZeroInsertionView(figure, {area.x, area.y + top + gap, left, area.height - top - gap}, scene, false,
                                  places);
    figure::drawProductView(figure, {area.x + left + gap, area.y, area.width - left - gap, area.height}, scene, false,
                            places);
}

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    figure::Places places;
    const float margin = std::min(2.5f * view.em(), 0.04f * view.size.width);
    const figure::Box area = figure::Box{0, 0, view.size.width, view.size.height}.inset(margin);
    if (model.board) figure::drawCheckerboard(figure, area, *model.board, step, view);
    if (model.picture) figure::drawPicture(figure, area, *model.picture, step, view);
    if (model.board || model.picture) return figure;
    const figure::TransposedScene scene(model.trace, model.options, step, view);
    if (model.shown == "stamp") figure::drawStampView(figure, area, scene, places);
    if (model.shown == "zero-insertion") figure::drawZeroInsertionView(figure, area, scene, true, places);
    if (model.shown == "matrix") figure::drawProductView(figure, area, scene, true, places);
    if (model.shown == "all") drawAll(figure, area, scene, places);
    figure::addTransposedRegions(figure, scene, places);
    return figure;
}

/// Output size, definition, code, conventions.
figure::Figure notes(const Model& model, int step, const figure::View& view) {
    if (model.board) return figure::checkerboardColumn(*model.board, step, view);
    if (model.picture) return figure::pictureColumn(*model.picture, model.panel, step, view);
    return figure::transposedColumn({model.trace, model.options, step, view}, model.panel);
}

std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    if (model.board) return {};
    if (model.picture) return figure::pictureTerms(*model.picture, step, region);
    return figure::transposedTerms(figure::TransposedMoment(model.trace, model.options, step, {}), region);
}

std::optional<figure::Region> ask(const Model& model, int step, const std::string& region) {
    if (model.board) return figure::checkerboardRegion(*model.board, step, region);
    if (model.picture) return figure::pictureRegion(*model.picture, step, region);
    return figure::transposedRegion(figure::TransposedScene(model.trace, model.options, step, {}), region);
}

/// What a wrong guess for a cell of the output or for its size would mean.
std::string answer(const Model& model, const std::string& region, double guess) {
    if (model.board || model.picture) return {};
    if (region == "size(height)" || region == "size(width)")
        return core::explainSize(model.trace, region == "size(height)" ? 0 : 1, guess);
    const auto name = figure::parseCellName(region);
    const auto canvas = name ? figure::canvasCellNamed(model.trace, *name) : std::nullopt;
    if (!canvas || !model.trace.keeps(*canvas)) return {};
    return core::explainValue(model.trace, model.trace.toOutput(*canvas), guess);
}

lab::Definition define() {
    return {.title = "Transposed convolution",
            .summary = "Stamps that overlap and sum; zero insertion; the matrix; the output size.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "lecture-3x3",
            .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::transposed_convolution
