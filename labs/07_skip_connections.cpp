#include <fmt/format.h>

#include <algorithm>

#include "figure/tensor_pixels.h"
#include "figure/text.h"
#include "figure/views/alignment_view.h"
#include "figure/views/cell_grid.h"
#include "figure/views/result_tiles.h"
#include "lab/lab.h"
#include "lab/lost_detail.h"
#include "lab/network_picture.h"
#include "lab/skip_comparison.h"
#include "lab/unet_scene.h"

// Skip connections: what is lost on the way down, what skips bring back, and what has to fit to be joined.
namespace seglab::labs::skip_connections {

using core::Limits;
using core::Pair;
using core::ParameterTable;
using core::Type;
using Table = const ParameterTable&;

// ---- parameters -------------------------------------------------------------------------------------------------

bool shows(Table t, const char* view) {
    return t.text("view") == view;
}

bool live(Table t) {
    return shows(t, "curves") && t.text("training") == "live";
}

constexpr const char* kTensorHelp = "a comes across the skip, b comes up";

core::Parameter tensorChannels(const char* name, const char* label, int fallback) {
    return {.name = name,
            .label = label,
            .group = "Tensors",
            .type = Type::Integer,
            .fallback = std::int64_t(fallback),
            .unit = "channels",
            .help = kTensorHelp,
            .limits = Limits::between(1, 3),
            .relevant = [](Table t) { return shows(t, "join"); }};
}

core::Parameter tensorSize(const char* name, const char* label, Pair fallback) {
    return {.name = name,
            .label = label,
            .group = "Tensors",
            .type = Type::Pair,
            .fallback = fallback,
            .unit = "cells",
            .help = kTensorHelp,
            .limits = {{1, 1}, {6, 6}},
            .relevant = [](Table t) { return shows(t, "join"); }};
}

core::ParameterList joinParameters() {
    const auto joins = [](Table t) { return shows(t, "join"); };
    return {tensorChannels("a_channels", "a: channels", 2),
            tensorSize("a_size", "a: size", {4, 4}),
            tensorChannels("b_channels", "b: channels", 2),
            tensorSize("b_size", "b: size", {4, 4}),
            {.name = "values",
             .label = "Values",
             .group = "Tensors",
             .type = Type::Integer,
             .fallback = std::int64_t(1),
             .help = "Each makes other numbers",
             .limits = Limits::between(0, 9999),
             .relevant = joins},
            {.name = "joining",
             .label = "Joining",
             .group = "Join",
             .type = Type::Choice,
             .fallback = std::string("concatenation"),
             .help = "Cell by cell, or one after the other",
             .choices = {"addition", "concatenation"},
             .relevant = joins},
            {.name = "cure",
             .label = "Sizes",
             .group = "Join",
             .type = Type::Choice,
             .fallback = std::string("none"),
             .help = "What is done where heights or widths differ",
             .choices = {"none", "crop", "pad", "interpolate"},
             .relevant = joins},
            {.name = "projection",
             .label = "1×1 projection",
             .group = "Join",
             .type = Type::Boolean,
             .fallback = false,
             .help = "Gives b as many channels as a has",
             .relevant = [](Table t) { return shows(t, "join") && t.text("joining") == "addition"; }}};
}

core::ParameterList curveParameters() {
    return {{.name = "measure",
             .label = "Measure",
             .group = "Training",
             .type = Type::Choice,
             .fallback = std::string("iou"),
             .help = "Of whole classes, or of their boundaries",
             .choices = {"iou", "boundary"},
             .relevant = [](Table t) { return shows(t, "curves"); }},
            {.name = "training",
             .label = "Training",
             .group = "Training",
             .type = Type::Choice,
             .fallback = std::string("recorded"),
             .help = "Runs that were measured before, or all three trained here and now",
             .choices = {"recorded", "live"},
             .relevant = [](Table t) { return shows(t, "curves"); }},
            {.name = "steps",
             .label = "Steps",
             .group = "Training",
             .type = Type::Integer,
             .fallback = std::int64_t(200),
             .unit = "batches",
             .help = "Of each of the three networks",
             .limits = Limits::between(10, 3000),
             .relevant = live},
            {.name = "run_seed",
             .label = "Run",
             .group = "Training",
             .type = Type::Integer,
             .fallback = std::int64_t(0),
             .help = "Seed of first weights and of the order of the scenes",
             .limits = Limits::between(0, 9999),
             .relevant = live}};
}

core::ParameterList parameters() {
    core::ParameterList list = lab::networkPictureParameters(
        {.smallestSide = 16, .largestSide = 128, .side = 96, .relevant = [](Table t) { return !shows(t, "join"); }});
    // The curves are of many scenes: of the picture only what it shows, and its size for the costs.
    for (core::Parameter& parameter : list)
        if (parameter.name == "seed" || parameter.name == "image" || parameter.name == "crop")
            parameter.relevant = [of = parameter.relevant](Table t) { return of(t) && shows(t, "detail"); };
    for (const core::ParameterList& more : {joinParameters(), curveParameters()})
        list.insert(list.end(), more.begin(), more.end());
    list.push_back({.name = "view",
                    .label = "View",
                    .group = "Show",
                    .type = Type::Choice,
                    .fallback = std::string("detail"),
                    .help = "What is lost and brought back; training curves; what has to fit",
                    .choices = {"detail", "curves", "join"}});
    list.push_back({.name = "distance",
                    .label = "Boundary",
                    .group = "Show",
                    .type = Type::Integer,
                    .fallback = std::int64_t(1),
                    .unit = "pixels",
                    .help = "How far from its contour a pixel still belongs to a class's boundary",
                    .limits = Limits::between(1, 8),
                    .relevant = [](Table t) { return shows(t, "detail"); }});
    list.push_back({.name = "show",
                    .label = "Pictures",
                    .group = "Show",
                    .type = Type::Choice,
                    .fallback = std::string("both"),
                    .help = "The classes, the wrong pixels, or both",
                    .choices = {"both", "classes", "errors"},
                    .relevant = [](Table t) { return shows(t, "detail"); }});
    return list;
}

std::vector<lab::Preset> presets() {
    return {
        {"detail", "Lecture, what is lost going down", {}},
        {"cells", "Cells", {{"scene", "cells"}}},
        {"curves", "None, addition, concatenation", {{"view", "curves"}}},
        {"boundaries", "The same at the boundaries", {{"view", "curves"}, {"measure", "boundary"}}},
        {"concatenation", "Lecture, concatenation", {{"view", "join"}}},
        {"addition", "Addition", {{"view", "join"}, {"joining", "addition"}}},
        {"projection",
         "Addition of unequal channels",
         {{"view", "join"}, {"joining", "addition"}, {"a_channels", "3"}, {"projection", "on"}}},
        {"mismatch", "Sizes that differ", {{"view", "join"}, {"a_size", "5"}, {"b_size", "4"}}},
        {"crop", "Cropped to fit", {{"view", "join"}, {"a_size", "6"}, {"b_size", "4"}, {"cure", "crop"}}},
    };
}

// ---- model ------------------------------------------------------------------------------------------------------

core::JoinSettings joinSettings(Table t) {
    const std::string& cure = t.text("cure");
    return {.joining = t.text("joining") == "addition" ? core::Joining::Addition : core::Joining::Concatenation,
            .cure = cure == "crop"          ? core::SizeCure::Crop
                    : cure == "pad"         ? core::SizeCure::Pad
                    : cure == "interpolate" ? core::SizeCure::Interpolate
                                            : core::SizeCure::None,
            .project = t.boolean("projection")};
}

core::Shape tensorShape(Table t, const char* channels, const char* size) {
    return {t.integer(channels), t.pair(size).height, t.pair(size).width};
}

lab::SkipBudget budgetOf(Table t) {
    constexpr int kMeasurements = 10;
    lab::SkipBudget budget;
    budget.data = t.text("scene");
    budget.every = std::max(1, t.integer("steps") / kMeasurements);
    budget.steps = t.integer("steps") / budget.every * budget.every;
    return budget;
}

struct Model {
    explicit Model(Table t)
        : shown(t.text("view")),
          data(t.text("scene")),
          side(t.integer("side")),
          distance(t.integer("distance")),
          pictures(t.text("show")),
          measure(t.text("measure") == "iou" ? lab::SkipMeasure::Iou : lab::SkipMeasure::BoundaryIou) {
        if (shown == "join")
            join.emplace(tensorShape(t, "a_channels", "a_size"), tensorShape(t, "b_channels", "b_size"),
                         joinSettings(t), std::uint64_t(t.integer("values")));
        if (shown == "detail") {
            picture = lab::networkPicture(t);
            details = lab::lostDetails(picture, distance);
        }
        if (shown == "curves" && !live(t)) runs = lab::recordedSkipRuns(data);
        if (live(t)) {
            const auto soFar = lab::liveSkipRuns(budgetOf(t), t.integer("run_seed"));
            if (soFar.snapshot) runs = *soFar.snapshot;
            training = soFar.work;
            isLive = true;
        }
    }

    int stepCount() const {
        if (join) return int(join->stages().size()) - 1;
        return picture ? int(details.size()) : lab::commonPoints(runs);
    }
    std::string caption(int step) const;
    bool operator==(const Model& o) const {
        const bool samePicture = picture && o.picture ? *picture == *o.picture : !picture && !o.picture;
        return shown == o.shown && data == o.data && side == o.side && distance == o.distance &&
               pictures == o.pictures && measure == o.measure && join == o.join && samePicture && runs == o.runs &&
               isLive == o.isLive;
    }

    std::string shown;  ///< the parameter `view`
    std::string data;
    int side, distance;
    std::string pictures;  ///< the parameter `show`
    lab::SkipMeasure measure;
    std::optional<core::JoinTrace> join;                 ///< view join
    std::shared_ptr<const lab::NetworkPicture> picture;  ///< view detail
    std::vector<lab::LostDetail> details;                ///< view detail
    std::vector<lab::SkipRun> runs;                      ///< view curves
    bool isLive = false;
    std::shared_ptr<const nn::Work> training;
};

std::shared_ptr<const nn::Work> work(const Model& m) {
    return m.training;
}

/// Who looks at the newest measurement goes on looking at the newest.
int cursor(const Model& from, int step, const Model& to) {
    if (from.isLive && to.isLive && step == from.stepCount()) return to.stepCount();
    return std::min(step, to.stepCount());
}

std::string detailCaption(const Model& m, int step) {
    if (step == 0)
        return "The way down gives up [b|where] things are: how much of a picture's outlines can a coarse plane still "
               "tell?";
    const lab::LostDetail& detail = m.details[std::size_t(step) - 1];
    std::string text = detail.phrase;
    text[0] = char(std::toupper(text[0]));
    if (!m.picture->labelled()) return text + ".";
    return text +
           fmt::format(": mean IoU [n|{:.3f}], of the boundaries [n|{:.3f}].", detail.meanIou, detail.meanBoundaryIou);
}

std::string Model::caption(int step) const {
    if (join) return figure::alignmentCaption(*join, step);
    return picture ? detailCaption(*this, step) : lab::skipEvidence(runs, measure, step);
}

// ---- picture ----------------------------------------------------------------------------------------------------

/// Wrong pixels in the selection's colour, the truth's boundaries pale.
std::shared_ptr<const figure::Pixels> errorPixels(const Model& m, const core::Labels& labels, figure::Theme theme) {
    const figure::Palette& inks = figure::palette(theme);
    const figure::Color colors[] = {inks.raised, figure::mix(inks.raised, inks.ink, 0.22f),
                                    figure::roleColor(figure::Role::Selection, theme), inks.hairline};
    auto pixels = std::make_shared<figure::Pixels>();
    pixels->height = m.picture->height();
    pixels->width = m.picture->width();
    for (const std::uint8_t error : lab::errorsOf(labels, *m.picture, m.distance).values) {
        const figure::Color c = colors[error];
        pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
    }
    pixels->version = figure::contentVersion(*pixels);
    return pixels;
}

figure::ResultTile tileOf(const Model& m, int index, int step, const figure::View& view) {
    const lab::LostDetail& detail = m.details[std::size_t(index)];
    figure::ResultTile tile{.name = fmt::format("result({})", index), .title = detail.title};
    tile.shape = {m.picture->height(), m.picture->width()};
    tile.action = {.kind = figure::Action::Kind::Step, .row = index + 1};
    tile.now = index + 1 == step;
    if (index >= step) return tile;
    tile.pixels = lab::labelPixels(detail.labels, *m.picture);
    if (!m.picture->labelled()) return tile;
    if (m.pictures != "classes")
        (m.pictures == "errors" ? tile.pixels : tile.errors) = errorPixels(m, detail.labels, view.theme);
    tile.scores = {{fmt::format("iou({})", index), "iou", "IoU", detail.meanIou},
                   {fmt::format("boundary_iou({})", index), "boundary_iou", "boundary", detail.meanBoundaryIou}};
    return tile;
}

void drawDetail(figure::Figure& figure, const figure::Box& area, const Model& m, int step, const figure::View& view) {
    const float em = view.em(), left = std::floor(0.2f * area.width);
    std::vector<figure::ResultTile> given{
        {.name = "picture", .title = "[input|picture]", .pixels = figure::pixelsOf(m.picture->image)}};
    if (m.picture->labelled())
        given.push_back({.name = "truth", .title = "truth", .pixels = lab::labelPixels(m.picture->labels, *m.picture)});
    for (figure::ResultTile& tile : given) tile.shape = {m.picture->height(), m.picture->width()};
    figure::addResultTiles(figure, {area.x, area.y, left, area.height}, given, 1, view);
    std::vector<figure::ResultTile> tiles;
    for (int i = 0; i < int(m.details.size()); ++i) tiles.push_back(tileOf(m, i, step, view));
    const figure::Box right{area.x + left + 2 * em, area.y, area.width - left - 2 * em, area.height};
    figure::addResultTiles(figure, right, tiles, 3, view);
}

void drawCurves(figure::Figure& figure, const figure::Box& area, const Model& m, int step, const figure::View& view) {
    figure::Table table = lab::skipTable(m.runs, m.data, m.side, step);
    while (table.headings.size() > 2 && !figure::tableFits(area, table, view)) {
        table.headings.erase(table.headings.begin());
        for (figure::TableRow& row : table.rows) row.cells.erase(row.cells.begin());
    }
    const float foot = figure::tableHeight(area.width, table, view), gap = 2 * view.em();
    figure::addPlot(figure, {area.x, area.y, area.width, area.height - foot - gap},
                    lab::skipPlot(m.runs, m.measure, step), view);
    figure::addTable(figure, {area.x, area.bottom() - foot, area.width, foot}, table, view);
}

figure::Figure draw(const Model& model, int step, const figure::View& view) {
    figure::Figure figure;
    figure.size = view.size;
    figure.background = figure::palette(view.theme).background;
    const float margin = std::min(2.5f * view.em(), 0.04f * view.size.width);
    const figure::Box area = figure::Box{0, 0, view.size.width, view.size.height}.inset(margin);
    if (model.join)
        figure::drawAlignment(figure, area, {*model.join, step, view});
    else if (model.picture)
        drawDetail(figure, area, model, step, view);
    else
        drawCurves(figure, area, model, step, view);
    return figure;
}

std::vector<figure::Term> terms(const Model& model, int step, const std::string& region) {
    if (!model.join) return {};
    return figure::alignmentTerms({*model.join, step, {}}, region);
}

std::string answer(const Model& model, const std::string& region, double guess) {
    return model.join ? figure::alignmentMistake(*model.join, region, guess) : "";
}

lab::Definition define() {
    return {.title = "Skip connections",
            .summary = "What is lost on the way down, what skips bring back, and what has to fit to be joined.",
            .parameters = parameters(),
            .presets = presets(),
            .opening = "detail",
            .build = lab::builder<Model>()};
}

SEGLAB_REGISTER_LAB(define)

}  // namespace seglab::labs::skip_connections
