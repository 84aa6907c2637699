#include "figure/views/patch_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/plot.h"

namespace seglab::figure {

namespace {

TextStyle words(const View& view, Font font = Font::Words) {
    return {.size = std::max(0.85f * view.em(), smallestText(view)), .font = font, .color = palette(view.theme).muted};
}

void outline(Figure& figure, const Box& box, const View& view) {
    figure.primitives.push_back(
        Rectangle{.box = box, .stroke = palette(view.theme).hairline, .strokeWidth = view.scale, .dash = Dash::Dashed});
}

/// Which layers have a column: all, or where there is no room for all the first ones, that which was computed last, and
/// the last one. −1: an ellipsis.
std::vector<int> columnsThatFit(int layers, int finished, float width, const View& view) {
    std::vector<int> shown;
    const int most = std::max(2, int(width / (4.2f * view.em())));
    if (layers <= most) {
        for (int i = 0; i < layers; ++i) shown.push_back(i);
        return shown;
    }
    const int current = finished - 1;
    const bool between = current >= most - 2 && current < layers - 1;
    for (int i = 0; i < std::max(1, most - (between ? 3 : 2)); ++i) shown.push_back(i);
    shown.push_back(-1);
    if (between) shown.push_back(current);
    shown.push_back(layers - 1);
    return shown;
}

void addLayerColumn(Figure& figure, const Box& column, const PatchPath& path, int layer, const View& view) {
    const MapGrid& grid = path.layers[std::size_t(layer)];
    const TextStyle style = words(view);
    const float head = 1.5f * style.size, foot = 1.5f * style.size;
    addText(figure, {column.x, column.y + style.size}, path.titles[std::size_t(layer)],
            {.size = style.size, .font = Font::WordsBold, .color = palette(view.theme).ink});
    const Box maps{column.x, column.y + head, column.width, column.height - head - foot};
    Box used = placeMaps(maps, grid, view).all;
    if (layer < path.finished)
        addMapGrid(figure, maps, grid, view);
    else
        outline(figure, used, view);
    addText(figure, {column.x, used.bottom() + 1.25f * style.size}, fmt::format("{}×{}", grid.rows(), grid.columns()),
            {.size = style.size, .font = Font::Numbers, .color = style.color});
}

/// Room for the names of the classes at the left, as addClassBars sets them.
float classNamesWidth(const PatchSizes& sizes, const View& view) {
    return classBarsIndent(sizes.answers.front().bars, view);
}

constexpr float kLeastPatch = 2;  // em a side
constexpr float kLeastPath = 6;   // em high

/// The side above a patch, the share of right pixels below its bars.
float wordsHeight(const PatchSizes& sizes, const View& view) {
    return (1.5f + 0.8f + (sizes.labelled ? 2.0f : 0)) * words(view).size;
}

/// "71 % right": of all pixels; the number is a region that can be covered.
void addAccuracy(Figure& figure, Point at, const PatchAnswer& answer, const View& view) {
    Region region{.name = fmt::format("accuracy({})", answer.side), .role = "accuracy", .value = answer.accuracy};
    region.text = fmt::format("{:.0f} %", 100 * answer.accuracy);
    coverHidden(region, view);
    const TextStyle style = words(view);
    const std::string markup = fmt::format("[n|{}] right", region.text);
    const float width = markupWidth(markup, style);
    addMarkup(figure, {at.x, at.y + style.size}, markup, style, view.theme);
    region.box = {at.x, at.y, width, 1.4f * style.size};
    figure.regions.push_back(region);
}

}  // namespace

void addPatchPath(Figure& figure, const Box& box, const PatchPath& path, const View& view) {
    if (box.height < kLeastPath * view.em()) return;
    const float gap = 1.1f * view.em();
    const TextStyle style = words(view);
    const float side = std::min(std::floor(5.5f * view.em()), box.height - 3 * style.size);
    const Box patch{box.x, box.y + 1.5f * style.size, side, side};
    addText(figure, {box.x, box.y + style.size}, path.source,
            {.size = style.size, .font = Font::WordsBold, .color = roleTextColor(path.role, view.theme)});
    figure.primitives.push_back(Image{.box = patch, .pixels = path.patch});
    drawFrame(figure, patch, {.color = roleColor(path.role, view.theme), .width = 2}, view);

    const float left = patch.right() + gap, room = box.right() - left;
    const std::vector<int> shown = columnsThatFit(int(path.layers.size()), path.finished, room, view);
    const float width = (room - gap * float(shown.size() - 1)) / float(shown.size());
    float x = left;
    for (const int layer : shown) {
        const Box column{x, box.y, width, box.height};
        if (layer < 0)
            addTextCentred(figure, {x, patch.y, width, side}, "…",
                           {.size = 1.5f * view.em(), .font = Font::Words, .color = style.color});
        else
            addLayerColumn(figure, column, path, layer, view);
        x += width + gap;
    }
}

void addPatchesInPicture(Figure& figure, const Box& box, const PatchSizes& sizes, const View& view) {
    const float cell = std::min(box.width / float(sizes.picture->width), box.height / float(sizes.picture->height));
    const Box at{box.x, box.y, cell * float(sizes.picture->width), cell * float(sizes.picture->height)};
    figure.primitives.push_back(Image{.box = at, .pixels = sizes.picture});
    drawFrame(figure, at, {.color = roleColor(Role::Input, view.theme), .width = 2}, view);
    const Color color = roleColor(Role::Selection, view.theme);
    for (int i = 0; i < std::max(1, sizes.shown); ++i) {
        const float half = float(sizes.answers[std::size_t(i)].side - 1) / 2;
        const auto edge = [&](float position, float start, float end) { return std::clamp(position, start, end); };
        const float left = edge(at.x + (float(sizes.pixel.width) - half) * cell, at.x, at.right());
        const float top = edge(at.y + (float(sizes.pixel.height) - half) * cell, at.y, at.bottom());
        const float right = edge(at.x + (float(sizes.pixel.width) + half + 1) * cell, at.x, at.right());
        const float bottom = edge(at.y + (float(sizes.pixel.height) + half + 1) * cell, at.y, at.bottom());
        const bool last = i + 1 >= sizes.shown;
        drawFrame(figure, {left, top, right - left, bottom - top}, {.color = color, .width = last ? 2.5f : 1.25f},
                  view);
    }
    const Box pixel{at.x + float(sizes.pixel.width) * cell, at.y + float(sizes.pixel.height) * cell, cell, cell};
    figure.regions.push_back({.name = "pixel",
                              .role = "selection",
                              .box = pixel,
                              .text = fmt::format("({}, {})", sizes.pixel.height, sizes.pixel.width)});
}

void addAccuracyPlot(Figure& figure, const Box& box, const PatchSizes& sizes, const View& view) {
    Series right{.name = "right", .label = "this picture", .role = Role::Output};
    Series scenes{.name = "scenes", .role = Role::Ink, .dash = Dash::Dashed};
    bool hidden = false;
    for (std::size_t i = 0; i < sizes.answers.size(); ++i) {
        const PatchAnswer& answer = sizes.answers[i];
        hidden = hidden || view.hides({.name = fmt::format("accuracy({})", answer.side), .role = "accuracy"});
        const bool told = int(i) < sizes.shown && !hidden;
        right.x.push_back(answer.side);
        right.y.push_back(told && sizes.labelled ? 100 * answer.accuracy : NAN);
        scenes.x.push_back(answer.side);
        scenes.y.push_back(told && !sizes.overScenes.empty() ? 100 * sizes.overScenes[i] : NAN);
    }
    Plot plot{.title = "pixels right (%)",
              .x = {.label = "side of the patch (pixels)", .range = Range{0, 34}, .integers = true},
              .y = {.range = Range{0, 100}}};
    if (sizes.labelled) plot.series.push_back(right);
    if (!sizes.overScenes.empty()) {
        scenes.label = fmt::format("{} scenes", sizes.scenes);
        plot.series.push_back(scenes);
    }
    addPlot(figure, box, plot, view);
}

float patchSizesHeight(const PatchSizes& sizes, const View& view) {
    return classBarsHeight(sizes.answers.front().bars, view) + wordsHeight(sizes, view) + kLeastPatch * view.em();
}

void addPatchSizes(Figure& figure, const Box& box, const PatchSizes& sizes, const View& view) {
    const TextStyle style = words(view);
    const float gap = 1.4f * view.em(), count = float(sizes.answers.size()), names = classNamesWidth(sizes, view);
    const float width = (box.width - names - gap * (count - 1)) / count;
    const float bars = classBarsHeight(sizes.answers.front().bars, view);
    const float side =
        std::floor(std::clamp(box.height - bars - wordsHeight(sizes, view), kLeastPatch * view.em(), width));
    for (std::size_t i = 0; i < sizes.answers.size(); ++i) {
        const PatchAnswer& answer = sizes.answers[i];
        const float x = box.x + names + (width + gap) * float(i);
        const Box at{std::round(x), std::round(box.y + 1.5f * style.size), side, side};
        addText(figure, {x, box.y + style.size}, fmt::format("{0} × {0}", answer.side),
                {.size = style.size, .font = Font::NumbersBold, .color = palette(view.theme).ink});
        if (int(i) >= sizes.shown) {
            outline(figure, at, view);
            continue;
        }
        figure.primitives.push_back(Image{.box = at, .pixels = answer.patch});
        drawFrame(figure, at, {.color = roleColor(Role::Selection, view.theme), .width = 2}, view);
        figure.regions.push_back({.name = fmt::format("patch({})", answer.side), .role = "selection", .box = at});
        // The names of the classes stand once, before the first bars.
        const float before = i == 0 ? names : 0;
        const Box below{x - before, at.bottom() + 0.8f * style.size, width + before, bars};
        ClassBars shown = answer.bars;
        if (i > 0) std::fill(shown.names.begin(), shown.names.end(), "");
        addClassBars(figure, below, shown, view);
        if (sizes.labelled) addAccuracy(figure, {x, below.bottom() + 0.4f * style.size}, answer, view);
    }
}

}  // namespace seglab::figure
