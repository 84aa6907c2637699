#include "figure/views/comparison_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

TextStyle words(const View& view) {
    return {.size = std::max(view.em(), smallestText(view)), .font = Font::Words, .color = palette(view.theme).ink};
}

/// Room at the right of a map for its colour bar, whose numbers depend on how high it will be; the same before the
/// difference is shown.
float barWidth(const ComparisonScene& scene, const View& view) {
    float labels = 0;
    for (float height = 2; height <= 40; height += 2)
        labels = std::max(labels, colorBarLabelWidth(heatRange(scene.difference), height * view.em(), view));
    return 1.7f * view.em() + labels;
}

/// Where everything stands.
struct Places {
    Box first, second, difference;  ///< the maps alone
    Box numbers, why;               ///< widths and tops
    float legend = 0, source = 0;   ///< tops
};

/// Of words in so many pixels, below `top`.
void placeEnd(Places& places, const Box& area, float top, const ComparisonScene& scene, const View& view) {
    places.legend = top + 0.75f * view.em();
    places.source = places.legend + legendSize(area.width, scene.classes, view).height;
}

float endHeight(const Box& area, const ComparisonScene& scene, const View& view) {
    return 0.75f * view.em() + legendSize(area.width, scene.classes, view).height + sourceHeight(view);
}

/// Whole pixels to a cell, where cells are large enough.
float wholeCells(float width, const ComparisonScene& scene) {
    const float cell = width / float(scene.first.columns);
    return cell >= 4 ? std::floor(cell) * float(scene.first.columns) : std::max(8.0f, width);
}

float shapeOf(const ComparisonScene& scene) {
    return float(scene.first.rows) / float(scene.first.columns);
}

/// Three maps side by side, numbers and words beside each other below.
Places inRow(const Box& area, const ComparisonScene& scene, const View& view) {
    const float gap = 1.5f * view.em(), title = panelTitleHeight(view), bar = barWidth(scene, view);
    const float numbers = 0.45f * area.width, why = area.width - numbers - gap;
    const float foot =
        std::max(tableHeight(numbers, scene.numbers, view), paragraphHeight(why, scene.why, words(view)));
    const float height = area.height - title - gap - foot - endHeight(area, scene, view);
    const float width = wholeCells(std::min((area.width - 2 * gap - bar) / 3, height / shapeOf(scene)), scene);
    const float step = std::max(width + gap, (area.width - bar - width) / 2);
    Places at;
    at.first = {area.x, area.y + title, width, width * shapeOf(scene)};
    at.second = at.difference = at.first;
    at.second.x += step, at.difference.x += 2 * step;
    const float top = at.first.bottom() + gap;
    at.numbers = {area.x, top, numbers, foot};
    at.why = {area.x + numbers + gap, top + 0.35f * view.em(), why, foot};
    placeEnd(at, area, top + foot, scene, view);
    return at;
}

/// Two maps above the difference, which has its numbers at its right; the words below.
Places inSquare(const Box& area, const ComparisonScene& scene, const View& view) {
    const float gap = 1.25f * view.em(), title = panelTitleHeight(view), bar = barWidth(scene, view) + gap;
    const float why = paragraphHeight(area.width, scene.why, words(view));
    const float height = area.height - 2 * title - 2 * gap - why - endHeight(area, scene, view);
    const float column = 13 * std::max(0.75f * view.em(), smallestText(view));
    const float width = wholeCells(
        std::min({0.5f * (area.width - gap), area.width - bar - column, 0.5f * height / shapeOf(scene)}), scene);
    Places at;
    at.first = {area.x, area.y + title, width, width * shapeOf(scene)};
    at.second = at.difference = at.first;
    at.second.x += std::max(width + gap, 0.5f * area.width);
    at.difference.y += at.first.height + gap + title;
    const float x = at.difference.right() + bar;
    at.numbers = {x, at.difference.y - 0.5f * title, area.right() - x, at.difference.height + 0.5f * title};
    at.why = {area.x, at.difference.bottom() + gap, area.width, why};
    placeEnd(at, area, at.why.bottom(), scene, view);
    return at;
}

/// Whichever makes the maps larger.
Places placesIn(const Box& area, const ComparisonScene& scene, const View& view) {
    const Places row = inRow(area, scene, view), square = inSquare(area, scene, view);
    return row.first.width >= square.first.width || !tableFits(square.numbers, scene.numbers, view) ? row : square;
}

/// The words at the size of the text, or smaller where they are wider than `width`.
TextStyle fitted(const std::string& text, float width, const View& view) {
    TextStyle style = words(view);
    style.size *= std::min(1.0f, width / textWidth(text, style.font, style.size));
    return style;
}

void addButton(Figure& figure, const Box& box, const Prediction& prediction, const std::string& parameter,
               const View& view) {
    const Palette& inks = palette(view.theme);
    Region region{.name = fmt::format("prediction({})", prediction.value),
                  .role = "prediction",
                  .box = box,
                  .text = prediction.label,
                  .action = {.kind = Action::Kind::Set, .parameter = parameter, .value = prediction.value}};
    const bool focused = view.focus() == region.name;
    figure.primitives.push_back(Rectangle{.box = box,
                                          .fill = inks.raised,
                                          .stroke = focused ? roleColor(Role::Selection, view.theme) : inks.hairline,
                                          .strokeWidth = (focused ? 2 : 1) * view.scale,
                                          .radius = 0.375f * view.em()});
    const TextStyle style = fitted(prediction.label, box.width - view.em(), view);
    if (style.size >= smallestText(view)) addTextCentred(figure, box, prediction.label, style);
    figure.regions.push_back(std::move(region));
}

/// What can be said before the difference is shown, as buttons in its place.
void addPredictions(Figure& figure, const Box& box, const ComparisonScene& scene, const View& view) {
    const Palette& inks = palette(view.theme);
    figure.primitives.push_back(
        Rectangle{.box = box, .fill = inks.panel, .stroke = inks.hairline, .strokeWidth = view.scale});
    const float margin = 0.75f * view.em(), width = box.width - 2 * margin;
    const TextStyle style = fitted(scene.question, width, view);
    const float line = std::min(2.4f * view.em(), box.height / (float(scene.predictions.size()) + 1.5f));
    if (line < 1.5f * smallestText(view) || style.size < smallestText(view)) return;
    addText(figure, {box.x + margin, box.y + 0.95f * line}, scene.question, style);
    for (std::size_t i = 0; i < scene.predictions.size(); ++i)
        addButton(figure, {box.x + margin, box.y + (1.4f + float(i)) * line, width, 0.84f * line}, scene.predictions[i],
                  scene.parameter, view);
}

void addDifference(Figure& figure, const Box& box, const ComparisonScene& scene, const View& view) {
    const HeatMap& map = scene.difference;
    if (!scene.compared) {
        figure.primitives.push_back(Rectangle{
            .box = box, .stroke = palette(view.theme).hairline, .strokeWidth = view.scale, .dash = Dash::Dashed});
        return;
    }
    if (view.hides({.name = map.name, .role = map.role})) return addPredictions(figure, box, scene, view);
    const Range range = heatRange(map);
    addMissing(figure, box, view);
    figure.primitives.push_back(Image{.box = box, .pixels = heatPixels(map, range, view.theme)});
    drawFrame(figure, box, {.color = palette(view.theme).hairline, .width = 2}, view);
    addColorBar(figure, {box.right() + 0.9f * view.em(), box.y, 0.8f * view.em(), box.height}, map.map, range, view);
    const Range values = rangeOf(map.values);
    const auto fill = [&](Region& region, int row, int column) {
        const double value = map.values[std::size_t(row) * std::size_t(map.columns) + std::size_t(column)];
        if (std::isfinite(value)) region.value = value;
        region.text = std::isfinite(value) ? formatNumber(value) : "no answer";
        if (view.focus() == region.name) region.sentence = scene.sentence(row, column);
    };
    const Grid cells({box.x, box.y}, {map.rows, map.columns}, box.width / float(map.columns));
    addRegions(figure, cells,
               {.stem = map.name,
                .role = map.role,
                .size = {map.rows, map.columns},
                .fill = fill,
                .minimum = values.minimum,
                .maximum = values.maximum});
}

}  // namespace

void addComparison(Figure& figure, const Box& area, const ComparisonScene& scene, const View& view) {
    const Places at = placesIn(area, scene, view);
    const auto wide = [&](Box box) {
        box.width = at.second.x - at.first.x - view.em();
        return box;
    };
    addPanelTitle(figure, wide(at.first), scene.firstTitle, view);
    addClassMap(figure, at.first, scene.first, view);
    addPanelTitle(figure, wide(at.second), scene.secondTitle, view);
    addClassMap(figure, at.second, scene.second, view);
    addPanelTitle(figure, wide(at.difference), scene.differenceTitle, view);
    addDifference(figure, at.difference, scene, view);
    if (scene.compared && !view.hides({.name = scene.difference.name, .role = scene.difference.role})) {
        addTable(figure, at.numbers, scene.numbers, view);
        addParagraph(figure, {at.why.x, at.why.y}, at.why.width, scene.why, words(view), view.theme);
    }
    drawLegend(figure, {area.x, at.legend}, area.width, scene.classes, view);
    addSource(figure, {area.x, at.source}, area.width, scene.source, view);
}

}  // namespace seglab::figure
