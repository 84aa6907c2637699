#include <fmt/format.h>

#include <algorithm>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/rolled_view.h"
#include "figure/views/window_scene.h"

// What is said about a classifier that is rolled up.
namespace seglab::figure {

using core::Pair;
using core::RolledClassifier;

namespace {

/// "12, 3 and −4"
std::string listed(const std::vector<double>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) text += i + 1 == numbers.size() ? " and " : ", ";
        text += fmt::format("[n|{}]", formatNumber(numbers[i]));
    }
    return text;
}

}  // namespace

std::optional<ScoreCell> scoreNamed(const RolledClassifier& of, const std::string& name) {
    const auto cell = parseCellName(name);
    if (!cell || cell->row < 0 || cell->column < 0 || cell->row >= of.windows().height ||
        cell->column >= of.windows().width)
        return std::nullopt;
    for (int k = 0; k < of.shape().classes; ++k)
        if (cell->stem == channelStem("score", k)) return ScoreCell{k, {cell->row, cell->column}};
    return std::nullopt;
}

std::string rolledCaption(const RolledClassifier& c, int step) {
    const core::ClassifierShape& shape = c.shape();
    const View view;
    const RolledScene scene{c, step, view};
    const Pair window = scene.window();
    const std::string patch = fmt::format("{0} × {1} × {1}", shape.channels, shape.kernel);
    const std::string scores = listed(c.fullyConnected(window));
    switch (scene.stage()) {
        case RollStage::Patch:
            return fmt::format(
                "A fully connected classifier reads a [selection|patch] of {} features: [kernel|{} × {} weights], a "
                "row for each class.",
                patch, shape.classes, c.inputs());
        case RollStage::Flattened:
            return fmt::format(
                "The [selection|patch] becomes a vector, channel by channel, row by row: {} numbers, each above its "
                "column of [kernel|weights].",
                c.inputs());
        case RollStage::Scored:
            return fmt::format("Each row times the vector, summed: the [output|scores] {} of this one patch.", scores);
        case RollStage::Rolled:
            return fmt::format(
                "Rolled up, each row of [kernel|weights] is a kernel of {}: the same numbers, in the shape of the "
                "patch.",
                patch);
        case RollStage::Slide:
            break;
    }
    if (step == kFirstSlide)
        return fmt::format(
            "Laid on the [selection|patch], the [kernel|kernels] multiply the same pairs: again the scores {}. The "
            "classifier is a {} × {} convolution.",
            scores, shape.kernel, shape.kernel);
    if (step == RolledScene::stepCount(c))
        return fmt::format(
            "The last [selection|patch], ({}, {}): scores {}. In one pass a map of {} × {} for each class; a larger "
            "picture gives a larger map.",
            window.height, window.width, scores, c.windows().height, c.windows().width);
    return fmt::format("One further, the [selection|patch] at ({}, {}): scores {}, with the same [kernel|kernels].",
                       window.height, window.width, scores);
}

std::vector<Term> rolledTerms(const RolledScene& scene, const std::string& region) {
    const RolledClassifier& c = scene.classifier;
    const auto score = scoreNamed(c, region);
    if (!score || score->cell.height * c.windows().width + score->cell.width >= scene.scored()) return {};
    const std::vector<double> patch = c.patch(score->cell);
    std::vector<Term> terms;
    for (int i = 0; i < c.inputs(); ++i) {
        const RolledClassifier::Place place = c.placeOf(i);
        const double value = patch[std::size_t(i)], weight = c.weights()(score->map, i);
        terms.push_back(
            {.factors = {cellName(channelStem("features", place.channel), score->cell.height + place.cell.height,
                                  score->cell.width + place.cell.width),
                         fmt::format("weight({},{})", score->map, i)},
             .values = {value, weight},
             .product = value * weight});
    }
    return terms;
}

std::string rolledMistake(const RolledClassifier& c, const std::string& region, double guess) {
    const auto score = scoreNamed(c, region);
    if (!score) return {};
    const std::vector<double> scores = c.fullyConnected(score->cell), patch = c.patch(score->cell);
    if (guess == scores[std::size_t(score->map)]) return {};
    for (int k = 0; k < c.shape().classes; ++k)
        if (guess == scores[std::size_t(k)]) return fmt::format("that is the score of class {}: another row.", k + 1);
    double flipped = 0, first = 0;
    const int area = c.shape().kernel * c.shape().kernel;
    for (int i = 0; i < c.inputs(); ++i) {
        const int turned = i / area * area + area - 1 - i % area;
        flipped += patch[std::size_t(i)] * c.weights()(score->map, turned);
        if (i < area) first += patch[std::size_t(i)] * c.weights()(score->map, i);
    }
    if (guess == flipped) return "you flipped the kernel: rolling up keeps the order.";
    if (guess == first) return "that is channel 1 alone: all channels are added.";
    return {};
}

}  // namespace seglab::figure
