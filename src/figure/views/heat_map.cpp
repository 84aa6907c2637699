#include "figure/views/heat_map.h"

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

constexpr int kLargestSide = 1024;  // pixels of a map's picture

// Lengths in em.
constexpr float kBarWidth = 0.8f;
constexpr float kBarGap = 0.9f;  // between map and bar
constexpr float kTickLength = 0.3f;
constexpr float kTickGap = 0.25f;
constexpr float kTickDistance = 2.4f;  // between numbers, at least
constexpr float kLowestBar = 4;        // a bar beside a lower map is higher than it

TextStyle labelStyle(const View& view) {
    return {.size = std::max(0.8f * view.em(), smallestText(view)),
            .font = Font::Numbers,
            .color = palette(view.theme).muted};
}

/// None where not even two numbers have room.
std::vector<double> barTicks(const Range& range, float height, const View& view) {
    if (height < 1.2f * labelStyle(view).size) return {};
    return niceTicks(range, std::clamp(int(height / (kTickDistance * view.em())), 2, 7));
}

/// Width of a number up to its decimal point.
float wholeWidth(const std::string& number, const TextStyle& style) {
    return textWidth(number.substr(0, number.find('.')), style.font, style.size);
}

float widestWhole(const std::vector<double>& ticks, const TextStyle& style) {
    float widest = 0;
    for (const double tick : ticks) widest = std::max(widest, wholeWidth(formatNumber(tick), style));
    return widest;
}

/// The mean of the finite values of a block; NaN where there are none.
double blockMean(const HeatMap& heatMap, int row, int column, int side) {
    double sum = 0;
    int count = 0;
    for (int r = row; r < std::min(row + side, heatMap.rows); ++r)
        for (int c = column; c < std::min(column + side, heatMap.columns); ++c) {
            const double value = heatMap.values[std::size_t(r) * std::size_t(heatMap.columns) + std::size_t(c)];
            if (!std::isfinite(value)) continue;
            sum += value;
            ++count;
        }
    return count > 0 ? sum / count : std::nan("");
}

void addCellRegions(Figure& figure, const Box& at, const HeatMap& heatMap) {
    const float width = at.width / float(heatMap.columns), height = at.height / float(heatMap.rows);
    figure.regions.reserve(figure.regions.size() + heatMap.values.size());
    for (int r = 0; r < heatMap.rows; ++r)
        for (int c = 0; c < heatMap.columns; ++c) {
            const double value = heatMap.values[std::size_t(r) * std::size_t(heatMap.columns) + std::size_t(c)];
            figure.regions.push_back({.name = cellName(heatMap.name, r, c),
                                      .role = heatMap.role,
                                      .box = {at.x + float(c) * width, at.y + float(r) * height, width, height},
                                      .value = std::isfinite(value) ? std::optional<double>(value) : std::nullopt});
        }
}

void addMapRegion(Figure& figure, const Box& at, const HeatMap& heatMap) {
    const Range range = rangeOf(heatMap.values);
    figure.regions.push_back({.name = heatMap.name,
                              .role = heatMap.role,
                              .box = at,
                              .shape = {heatMap.rows, heatMap.columns},
                              .minimum = range.minimum,
                              .maximum = range.maximum});
}

/// The largest box of square cells in `space`, at its top left; cells of a few pixels and more have whole ones.
Box fitted(const Box& space, int rows, int columns) {
    float cell = std::min(space.width / float(columns), space.height / float(rows));
    if (cell >= 4) cell = std::floor(cell);
    return {space.x, space.y, cell * float(columns), cell * float(rows)};
}

/// Width of what stands at the right of a map of that height.
float barSpace(const HeatMap& heatMap, const Range& range, float height, const View& view) {
    if (!heatMap.bar) return 0;
    const float words = textWidth(heatMap.rangeRule, Font::Words, labelStyle(view).size);
    const float bar = kBarWidth * view.em() + colorBarLabelWidth(range, height, view);
    return kBarGap * view.em() + std::max(words, bar);
}

/// The bar is as high as the map, but not too low for two numbers.
float barHeight(const Box& map, const Box& space, const View& view) {
    return std::max(map.height, std::min(space.height, kLowestBar * view.em()));
}

/// The bar's numbers depend on its height, which is the map's: a low map is fitted again beside its own bar.
Box fittedBesideBar(Box space, const HeatMap& heatMap, const Range& range, const View& view) {
    const float width = space.width;
    space.width = width - barSpace(heatMap, range, space.height, view);
    const Box first = fitted(space, heatMap.rows, heatMap.columns);
    const float height = barHeight(first, space, view);
    space.width = std::min(space.width, width - barSpace(heatMap, range, height, view));
    return fitted(space, heatMap.rows, heatMap.columns);
}

}  // namespace

Range heatRange(const HeatMap& heatMap) {
    if (heatMap.range) return *heatMap.range;
    return heatMap.map == ColorMap::Diverging ? symmetricRange(heatMap.values) : rangeOf(heatMap.values);
}

std::shared_ptr<const Pixels> heatPixels(const HeatMap& heatMap, const Range& range, Theme theme) {
    const int side = (std::max(heatMap.rows, heatMap.columns) + kLargestSide - 1) / kLargestSide;
    auto pixels = std::make_shared<Pixels>();
    pixels->width = (heatMap.columns + side - 1) / side;
    pixels->height = (heatMap.rows + side - 1) / side;
    pixels->rgba.reserve(std::size_t(pixels->width) * std::size_t(pixels->height) * 4);
    for (int y = 0; y < pixels->height; ++y)
        for (int x = 0; x < pixels->width; ++x) {
            const double value = blockMean(heatMap, y * side, x * side, side);
            const Color color = colorAt(heatMap.map, range.position(value), theme);
            pixels->rgba.insert(pixels->rgba.end(), {color.r, color.g, color.b, color.a});
        }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

float colorBarLabelWidth(const Range& range, float height, const View& view) {
    const TextStyle style = labelStyle(view);
    const std::vector<double> ticks = barTicks(range, height, view);
    const float whole = widestWhole(ticks, style);
    float widest = 0;
    for (const double tick : ticks) {
        const std::string number = formatNumber(tick);
        widest = std::max(widest, whole + textWidth(number, style.font, style.size) - wholeWidth(number, style));
    }
    return (kTickLength + kTickGap) * view.em() + widest;
}

void addColorBar(Figure& figure, const Box& box, ColorMap map, const Range& range, const View& view) {
    constexpr int kSteps = 256;
    auto pixels = std::make_shared<Pixels>(Pixels{.width = 1, .height = kSteps});
    for (int i = 0; i < kSteps; ++i) {
        const Color color = colorAt(map, 1 - (i + 0.5) / kSteps, view.theme);
        pixels->rgba.insert(pixels->rgba.end(), {color.r, color.g, color.b, color.a});
    }
    pixels->version = contentVersion(*pixels);
    figure.primitives.push_back(Image{.box = box, .pixels = pixels, .smooth = true});

    // Numbers stand below each other with their decimal points in one line.
    const TextStyle style = labelStyle(view);
    const std::vector<double> ticks = barTicks(range, box.height, view);
    const float tickEnd = box.right() + kTickLength * view.em();
    const float point = tickEnd + kTickGap * view.em() + widestWhole(ticks, style);
    for (const double tick : ticks) {
        const float y = box.bottom() - float(range.position(tick)) * box.height;
        const std::string number = formatNumber(tick);
        figure.primitives.push_back(
            Path{.points = {{box.right(), y}, {tickEnd, y}}, .stroke = style.color, .strokeWidth = view.scale});
        addText(figure, {point - wholeWidth(number, style), y + capHeight(style.font, style.size) / 2}, number, style);
    }
}

Box addHeatMap(Figure& figure, const Box& box, const HeatMap& heatMap, const View& view) {
    const float em = view.em();
    const Palette& surfaces = palette(view.theme);
    const TextStyle title{.size = em, .color = surfaces.ink}, label = labelStyle(view);

    // Leave room for the title above, for half a number above and below the bar, and for the rule.
    Box space = box;
    const float head = heatMap.title.empty() ? 0 : lineHeight(title.size) + 0.25f * em;
    const float foot = heatMap.bar && !heatMap.rangeRule.empty() ? 2 * label.size : label.size / 2;
    space.y += std::max(head, label.size / 2);
    space.height -= std::max(head, label.size / 2) + foot;
    const Range range = heatRange(heatMap);
    if (!heatMap.title.empty()) addMarkup(figure, {box.x, box.y + 1.05f * em}, heatMap.title, title, view.theme);
    if (heatMap.rows <= 0 || heatMap.columns <= 0 || space.empty()) return {space.x, space.y, 0, 0};

    const Box at = fittedBesideBar(space, heatMap, range, view);
    if (at.empty()) return at;
    figure.primitives.push_back(
        Image{.box = at, .pixels = heatPixels(heatMap, range, view.theme), .smooth = heatMap.smooth});
    const Color frame = isRole(heatMap.role) ? roleColor(roleNamed(heatMap.role), view.theme) : surfaces.hairline;
    figure.primitives.push_back(Rectangle{.box = at, .stroke = frame, .strokeWidth = 2 * view.scale});
    if (heatMap.bar) {
        const Box barBox{at.right() + kBarGap * em, at.y, kBarWidth * em, barHeight(at, space, view)};
        addColorBar(figure, barBox, heatMap.map, range, view);
        const TextStyle words{.size = label.size, .font = Font::Words, .color = label.color};
        addText(figure, {barBox.x, barBox.bottom() + 1.7f * label.size}, heatMap.rangeRule, words);
    }
    if (std::size_t(heatMap.rows) * std::size_t(heatMap.columns) <= std::size_t(kMaximumCells))
        addCellRegions(figure, at, heatMap);
    else
        addMapRegion(figure, at, heatMap);
    return at;
}

}  // namespace seglab::figure
