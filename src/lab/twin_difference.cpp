#include "lab/twin_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/tensor_pixels.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/comparison_view.h"
#include "lab/patch_words.h"
#include "lab/twin_words.h"
#include "nn/built_in_weights.h"

namespace seglab::lab {

using core::Tensor;

namespace {

constexpr float kLeastHeight = 31;  // em

constexpr double kEqual = 1e-5;  // a smaller difference of two scores is one of rounding

nn::TwinShape shapeOf(const DifferenceSettings& settings, const NetworkPicture& picture) {
    return nn::twinShape(nn::builtIn(fmt::format("patch-{}", settings.patch), picture.data).network, settings.twin);
}

std::string quantity(double value) {
    return figure::formatQuantity(value);
}

}  // namespace

std::vector<std::string> predictionValues() {
    return {"none", "nowhere", "border", "missing", "everywhere"};
}

TwinDifference::TwinDifference(const DifferenceSettings& settings, std::shared_ptr<const NetworkPicture> picture)
    : settings_(settings),
      picture_(std::move(picture)),
      shape_(shapeOf(settings, *picture_)),
      shifts_(settings.stitch ? shape_.stride * shape_.stride : 1),
      run_(twinRun({.patch = settings.patch, .twin = settings.twin}, picture_)) {
    if (run_.snapshot && run_.snapshot->done == picture_->height() * picture_->width()) comparison_ = compare();
}

/// Shifts of the pass that are made.
int TwinDifference::shiftsAt(int step) const {
    return std::clamp(step - 1, 0, shifts_);
}

/// Whether one of the first `shifts` passes has an answer for the pixel.
bool TwinDifference::answered(int pixel, int shifts) const {
    const int row = pixel / picture_->width() % shape_.stride, column = pixel % picture_->width() % shape_.stride;
    return row * shape_.stride + column < shifts;
}

TwinDifference::Comparison TwinDifference::compare() const {
    const Tensor<float>&windows = run_.snapshot->windows, &pass = run_.snapshot->pass;
    const std::int64_t plane = windows.size(2) * windows.size(3);
    const std::vector<int> best = TwinRun::best(windows), passBest = TwinRun::best(pass);
    Comparison c;
    for (std::int64_t i = 0; i < plane; ++i) {
        double largest = 0;
        for (std::int64_t k = 0; k < windows.size(1); ++k)
            largest = std::max(largest, std::abs(double(windows.values[std::size_t(k * plane + i)]) -
                                                 double(pass.values[std::size_t(k * plane + i)])));
        const bool has = answered(int(i), shifts_);
        c.largest.push_back(has ? largest : NAN);
        c.missing += !has;
        if (!has) continue;
        c.most = std::max(c.most, largest);
        c.differing += largest > kEqual;
        c.otherClass += best[std::size_t(i)] != passBest[std::size_t(i)];
    }
    c.verdict = verdict(c);
    return c;
}

/// Where they differ: nowhere, only within a window's reach of the border, or beyond; or whether answers are missing.
std::string TwinDifference::verdict(const Comparison& c) const {
    if (c.missing > 0) return "missing";
    if (c.differing == 0) return "nowhere";
    const int reach = shape_.field / 2, width = picture_->width(), height = picture_->height();
    for (int i = 0; i < width * height; ++i) {
        const int fromBorder = std::min({i / width, height - 1 - i / width, i % width, width - 1 - i % width});
        if (fromBorder >= reach && c.largest[std::size_t(i)] > kEqual) return "everywhere";
    }
    return "border";
}

std::string TwinDifference::sentence(int row, int column) const {
    const auto says = [&](const Tensor<float>& scores) {
        const int best = TwinRun::best(scores)[std::size_t(row * picture_->width() + column)];
        return fmt::format("{}, {:.1f} %", picture_->classes[std::size_t(best)].name,
                           100 * scores.at(0, best, row, column));
    };
    const bool has = answered(row * picture_->width() + column, shifts_);
    return fmt::format("Its own window says {}; one pass {}.", says(run_.snapshot->windows),
                       has ? "says " + says(run_.snapshot->pass) : "has no answer");
}

std::string TwinDifference::caption(int step) const {
    const int pixels = picture_->height() * picture_->width();
    const std::string change = changeName(settings_.twin.change);
    if (step == 0)
        return fmt::format("The same weights with [b|{}]: [selection|windows of {} × {}] against [output|one pass].",
                           change, shape_.window, shape_.window);
    if (comparison_.largest.empty())
        return fmt::format("[selection|{} of {} windows] are computed.",
                           quantity(double(run_.snapshot ? run_.snapshot->done : 0)), quantity(pixels));
    if (step == 1)
        return fmt::format("[selection|Window by window]: each of {} pixels has the scores of its own {} × {} window.",
                           quantity(pixels), shape_.window, shape_.window);
    if (step <= shifts_ + 1) {
        const int shift = step - 2, rows = shift / shape_.stride, columns = shift % shape_.stride;
        int told = 0;
        for (int i = 0; i < pixels; ++i) told += answered(i, shift + 1);
        if (shifts_ > 1)
            return fmt::format("[output|Pass {} of {}], shifted by ({}, {}): {} of {} pixels have an answer.",
                               shift + 1, shifts_, rows, columns, quantity(told), quantity(pixels));
        return fmt::format("[output|One pass] over the whole picture: {} of {} pixels have an answer.", quantity(told),
                           quantity(pixels));
    }
    return fmt::format(
        "Compared where both answer: pixels [b|differing = {}], the difference of a score at most [b|largest = {}].",
        comparison_.differing, figure::formatNumber(comparison_.most));
}

std::vector<int> TwinDifference::passClasses(int shifts) const {
    std::vector<int> classes = TwinRun::best(run_.snapshot->pass);
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (!answered(int(i), shifts)) classes[i] = figure::kNoClass;
    return classes;
}

namespace {

std::string predictionLabel(const std::string& value) {
    return value == "nowhere"   ? "nowhere"
           : value == "border"  ? "at the border"
           : value == "missing" ? "some are missing"
                                : "everywhere";
}

figure::Table numbersOf(int agree, int differing, int otherClass, int missing, double most) {
    const auto count = [](const char* name, double value) {
        return std::vector<figure::TableCell>{{.name = name, .role = "difference", .value = value}};
    };
    return {
        .headings = {"pixels"},
        .rows = {
            {.label = "agree to 0.00001", .cells = count("agreeing", agree)},
            {.label = "differ", .cells = count("differing", differing)},
            {.label = "another class", .cells = count("other_class", otherClass)},
            {.label = "no answer", .cells = count("missing", missing)},
            {.label = "largest difference",
             .cells = {{.name = "largest", .role = "difference", .value = most, .text = figure::formatNumber(most)}},
             .strong = true,
             .ruled = true}}};
}

}  // namespace

figure::Figure TwinDifference::draw(int step, const figure::View& view) const {
    const int rows = picture_->height(), columns = picture_->width();
    const auto map = [&](const char* name, const char* role) {
        return figure::ClassMap{.rows = rows,
                                .columns = columns,
                                .colors = classColors(*picture_),
                                .under = figure::pixelsOf(picture_->image),
                                .region = {.name = name, .role = role}};
    };
    const Comparison& c = comparison_;
    const bool whole = !c.largest.empty();
    figure::ComparisonScene scene{
        .first = map("windows", "selection"),
        .second = map("pass", "output"),
        .firstTitle = {"[selection|window by window]", fmt::format("windows of {0} × {0}", shape_.window)},
        .secondTitle = {shifts_ > 1 ? "[output|passes, put together]" : "[output|one pass]",
                        changeName(settings_.twin.change)},
        .differenceTitle = {"difference", "the largest of any class's score"},
        .compared = whole && step == stepCount(),
        .difference = {.name = "difference",
                       .role = "difference",
                       .rows = rows,
                       .columns = columns,
                       .values = whole ? c.largest : std::vector<double>{0, 1},
                       .map = figure::ColorMap::Magma},
        .sentence = [this](int row, int column) { return sentence(row, column); },
        .question = "Where will they differ?",
        .parameter = "prediction",
        .numbers = numbersOf(rows * columns - c.differing - c.missing, c.differing, c.otherClass, c.missing, c.most),
        .why = whyTheyDiffer(settings_.twin, shape_, shifts_ > 1),
        .classes = classLegend(*picture_),
        .source = changeSource(settings_.twin)};
    for (const std::string& value : predictionValues())
        if (value != "none") scene.predictions.push_back({value, predictionLabel(value)});
    if (settings_.prediction != "none" && whole)
        scene.why =
            fmt::format("You said: {}. {} ", predictionLabel(settings_.prediction),
                        settings_.prediction == c.verdict ? "That is right."
                                                          : fmt::format("It is: [b|{}].", predictionLabel(c.verdict))) +
            scene.why;
    scene.difference.range = figure::Range{0, whole && c.most > 0 ? c.most : 1};
    if (step >= 1 && whole) scene.first.classes = TwinRun::best(run_.snapshot->windows);
    if (step >= 2 && whole) scene.second.classes = passClasses(shiftsAt(step));
    // Who has said where they differ is shown it.
    figure::View told = view;
    if (settings_.prediction != "none") told.hidden.erase("difference");
    figure::Figure figure = emptyStage(told, kLeastHeight);
    figure::addComparison(figure, stageArea(figure, told), scene, told);
    return figure;
}

std::optional<figure::Region> TwinDifference::ask(int step, const std::string& region) const {
    const auto cell = figure::parseCellName(region);
    const bool inside = cell && cell->row >= 0 && cell->column >= 0 && cell->row < picture_->height() &&
                        cell->column < picture_->width();
    if (!inside || cell->stem != "difference" || step < stepCount() || comparison_.largest.empty()) return std::nullopt;
    const int pixel = cell->row * picture_->width() + cell->column;
    const double value = comparison_.largest[std::size_t(pixel)];
    figure::Region found{.name = region, .role = "difference", .sentence = sentence(cell->row, cell->column)};
    if (std::isfinite(value)) found.value = value;
    found.text = std::isfinite(value) ? figure::formatNumber(value) : "no answer";
    return found;
}

}  // namespace seglab::lab
