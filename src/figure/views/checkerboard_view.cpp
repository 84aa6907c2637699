#include "figure/views/checkerboard_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/bar_below.h"
#include "figure/views/cell_grid.h"
#include "figure/views/checkerboard_words.h"
#include "figure/views/heat_map.h"

namespace seglab::figure {

namespace {

using core::CheckerboardStage;
using core::Evenness;
using core::Matrix;
using core::Pair;

constexpr double kFloor = -60;  // dB; what is lower is drawn so
constexpr float kLeastMap = 7;  // em, with the row's title
constexpr const char* kLegend =
    "Inside the dashed frames no border is felt. Spectra: the mean in the middle, half a cycle per cell at the edge. "
    "Odena, Dumoulin, Olah (2016).";

/// The spectrum in decibels below the mean.
std::vector<double> decibels(const CheckerboardStage& stage) {
    std::vector<double> out;
    const double mean = std::max(1e-300, std::abs(stage.evenness.mean));
    for (double v : stage.spectrum.values) out.push_back(std::max(kFloor, 20 * std::log10(std::max(v / mean, 1e-30))));
    return out;
}

/// One of the two ways: its maps and what they are called.
struct Way {
    const std::vector<CheckerboardStage>& stages;
    const char* stem;      ///< "layer" or "cure"
    const char* spectrum;  ///< name of the spectrum's region
};

Way stackedWay(const CheckerboardScene& scene) {
    return {scene.board->stacked, "layer", "spectrum"};
}

Way curedWay(const CheckerboardScene& scene) {
    return {scene.board->cured, "cure", "cure spectrum"};
}

HeatMap layerMap(const Way& way, int layer) {
    const CheckerboardStage& stage = way.stages[std::size_t(layer)];
    return {.name = fmt::format("{} {}", way.stem, layer),
            .role = way.stem,
            .rows = stage.map.rows,
            .columns = stage.map.columns,
            .values = stage.map.values,
            .rangeRule = "",
            .bar = false};
}

HeatMap spectrumMap(const Way& way, int step) {
    const CheckerboardStage& stage = way.stages[std::size_t(step)];
    return {.name = way.spectrum,
            .role = "spectrum",
            .rows = stage.spectrum.rows,
            .columns = stage.spectrum.columns,
            .values = decibels(stage),
            .map = ColorMap::Magma,
            .range = Range{kFloor, 0},
            .rangeRule = "",
            .bar = false};
}

struct Styles {
    explicit Styles(const View& view)
        : words{.size = std::max(smallestText(view), 0.84f * view.em()), .color = palette(view.theme).ink},
          muted{.size = std::max(smallestText(view), 0.78f * view.em()), .color = palette(view.theme).muted} {}
    TextStyle words, muted;
};

/// The part of a map that no border has reached.
void frameInterior(Figure& figure, const Box& map, const CheckerboardStage& stage, const View& view) {
    const float cell = map.width / float(stage.map.columns);
    const Box box{map.x + cell * float(stage.interiorStart.width), map.y + cell * float(stage.interiorStart.height),
                  cell * float(stage.interiorSize.width), cell * float(stage.interiorSize.height)};
    drawFrame(figure, box, {.color = roleColor(Role::Selection, view.theme), .width = 1.5f, .dash = Dash::Dashed},
              view);
}

/// A map with its title above, its colour bar and two lines below.
struct Panel {
    HeatMap map;
    std::string title;
    std::vector<std::string> notes = {};
    const char* unit = "";
};

/// Lines above and below a map.
float headHeight(const View& view) {
    return 1.2f * lineHeight(Styles(view).words.size);
}

float footHeight(const View& view) {
    return barBelowHeight(view) + 2 * lineHeight(Styles(view).muted.size);
}

bool covered(const HeatMap& map, const View& view) {
    return view.hidden.count(map.name) > 0 || view.hidden.count(map.role) > 0;
}

/// A question mark in place of the map, and one region without a number.
void drawCovered(Figure& figure, const Box& box, const HeatMap& map, const View& view) {
    const Palette& p = palette(view.theme);
    figure.primitives.push_back(Rectangle{.box = box,
                                          .fill = p.panel,
                                          .stroke = p.hairline,
                                          .strokeWidth = view.scale,
                                          .hatch = Hatch::Forward,
                                          .hatchColor = p.hairline,
                                          .hatchSpacing = 6 * view.scale});
    addTextCentred(figure, box, "?", {.size = 1.5f * view.em(), .font = Font::Numbers, .color = p.muted});
    Region region;
    region.name = map.name;
    region.role = map.role;
    region.box = box;
    region.text = "?";
    region.shape = {map.rows, map.columns};
    region.minimum = region.maximum = std::nan("");
    figure.regions.push_back(std::move(region));
}

/// Returns the box of the map itself; empty where it is covered.
Box drawPanel(Figure& figure, const Box& box, const Panel& panel, const View& view) {
    const Styles s(view);
    addMarkup(figure, {box.x, box.y + 0.75f * lineHeight(s.words.size)}, panel.title, s.words, view.theme);
    const float side = std::min(box.width, box.height - headHeight(view) - footHeight(view));
    const Box space{box.x, box.y + headHeight(view), side, side};
    if (covered(panel.map, view)) {
        drawCovered(figure, space, panel.map, view);
        return {};
    }
    // addHeatMap keeps room for half a line above and below.
    const float air = 0.5f * std::max(0.8f * view.em(), smallestText(view));
    const Box map = addHeatMap(figure, {space.x, space.y - air, side, side + 2 * air}, panel.map, view);
    float y = addBarBelow(figure, map,
                          {.colors = [&](double t) { return colorAt(panel.map.map, t, view.theme); },
                           .range = heatRange(panel.map),
                           .unit = panel.unit},
                          view);
    for (const std::string& note : panel.notes) {
        // What does not fit stands in the column.
        if (markupWidth(note, s.muted) > box.width) continue;
        addMarkup(figure, {box.x, y + 0.75f * lineHeight(s.muted.size)}, note, s.muted, view.theme);
        y += lineHeight(s.muted.size);
    }
    return map;
}

void drawLayer(Figure& figure, const Box& box, const Way& way, int layer, const View& view) {
    const CheckerboardStage& stage = way.stages[std::size_t(layer)];
    Panel panel{.map = layerMap(way, layer), .title = layer == 0 ? "[b|input]" : fmt::format("[b|layer {}]", layer)};
    const std::string size = " [muted|" + by({stage.map.rows, stage.map.columns}) + "]";
    if (markupWidth(panel.title + size, Styles(view).words) <= box.width) panel.title += size;
    if (layer > 0) panel.notes = {rangeText(stage.evenness), ratioText(stage.evenness)};
    const Box map = drawPanel(figure, box, panel, view);
    if (layer > 0 && !map.empty()) frameInterior(figure, map, stage, view);
}

void drawSpectrum(Figure& figure, const Box& box, const Way& way, int step, const View& view) {
    const Evenness& e = way.stages[std::size_t(step)].evenness;
    drawPanel(figure, box,
              {.map = spectrumMap(way, step),
               .title = "[b|spectrum]",
               .notes = {rounded(100 * e.unevenEnergy, 1) + " % uneven"},
               .unit = " dB"},
              view);
}

/// What is still to come.
void drawPending(Figure& figure, const Box& box, int layer, const View& view) {
    const Styles s(view);
    const float side = std::min(box.width, box.height - headHeight(view) - footHeight(view));
    addMarkup(figure, {box.x, box.y + 0.75f * lineHeight(s.words.size)}, fmt::format("[muted|layer {}]", layer),
              s.words, view.theme);
    figure.primitives.push_back(Rectangle{.box = {box.x, box.y + headHeight(view), side, side},
                                          .stroke = palette(view.theme).hairline,
                                          .strokeWidth = view.scale,
                                          .dash = Dash::Dashed});
}

/// Of a row of maps.
struct Row {
    float map, gap, width;  ///< of a layer's map, between maps, of all

    Row(const Size& area, int layers, const View& view) : gap(1.4f * view.em()) {
        const float tallest = area.height - headHeight(view) - footHeight(view) - 1.5f * view.em();
        map = std::min((area.width - gap * float(layers + 1)) / (float(layers) + 1.5f), tallest);
        width = map * (float(layers) + 1.5f) + gap * float(layers + 1);
    }
};

/// The input, which holds nothing to see, is drawn at half width; then the layers and the spectrum.
void drawWay(Figure& figure, const Box& area, const Way& way, const std::string& title, int step, const View& view) {
    const float em = view.em(), head = 1.5f * em;
    const TextStyle style{.size = std::max(smallestText(view), em), .color = palette(view.theme).ink};
    addMarkup(figure, {area.x, area.y + capHeight(style.font, style.size)}, title, style, view.theme);
    const int layers = int(way.stages.size()) - 1;
    Box box{area.x, area.y + head, area.width, area.height - head};
    const Row row({area.width, area.height}, layers, view);
    const float width = row.map, gap = row.gap;
    box.width = width / 2;
    drawLayer(figure, box, way, 0, view);
    box.x += width / 2 + gap;
    box.width = width;
    for (int layer = 1; layer <= layers; ++layer, box.x += width + gap)
        if (layer <= step)
            drawLayer(figure, box, way, layer, view);
        else
            drawPending(figure, box, layer, view);
    drawSpectrum(figure, box, way, step, view);
}

std::string stackedTitle(const CheckerboardScene& scene) {
    return fmt::format("[b|Transposed convolutions]   {}, [stride|stride {}]", kernelText(scene),
                       strideText(scene.settings.stride));
}

std::string curedTitle(const CheckerboardScene& scene) {
    return "[b|The cure]   " + cureText(scene.settings) + ", then a convolution, stride 1";
}

std::optional<Region> cellOf(const HeatMap& map, const CellName& cell) {
    if (cell.row < 0 || cell.row >= map.rows || cell.column < 0 || cell.column >= map.columns) return std::nullopt;
    const double value = map.values[std::size_t(cell.row) * std::size_t(map.columns) + std::size_t(cell.column)];
    Region region;
    region.name = cellName(map.name, cell.row, cell.column);
    region.role = map.role;
    region.value = value;
    region.text = formatNumber(value);
    return region;
}

}  // namespace

CheckerboardScene::CheckerboardScene(const core::CheckerboardSettings& settings_)
    : settings(settings_), board(std::make_shared<const core::Checkerboard>(core::checkerboard(settings_))) {}

void drawCheckerboard(Figure& figure, Box area, const CheckerboardScene& scene, int step, const View& view) {
    const Styles s(view);
    const float foot = paragraphHeight(area.width, kLegend, s.muted), gap = 1.2f * view.em();
    // On a low stage the figure becomes higher than it, and scrolls.
    const float least = foot + gap + 2 * (kLeastMap * view.em() + headHeight(view) + footHeight(view));
    if (area.height < least) {
        figure.size.height += least - area.height;
        area.height = least;
    }
    const float height = (area.height - foot - gap) / 2;
    const float used = Row({area.width, height}, int(scene.board->stacked.size()) - 1, view).width;
    if (used >= markupWidth(kLegend, s.muted)) area.x += (area.width - used) / 2, area.width = used;
    drawWay(figure, {area.x, area.y, area.width, height}, stackedWay(scene), stackedTitle(scene), step, view);
    drawWay(figure, {area.x, area.y + height + gap, area.width, height}, curedWay(scene), curedTitle(scene), step,
            view);
    addParagraph(figure, {area.x, area.bottom() - foot}, area.width, kLegend, s.muted, view.theme);
}

std::optional<Region> checkerboardRegion(const CheckerboardScene& scene, int step, const std::string& name) {
    const std::optional<CellName> cell = parseCellName(name);
    if (!cell) return std::nullopt;
    for (const Way& way : {stackedWay(scene), curedWay(scene)}) {
        if (cell->stem == way.spectrum) return cellOf(spectrumMap(way, step), *cell);
        for (int layer = 0; layer <= step; ++layer)
            if (cell->stem == layerMap(way, layer).name) return cellOf(layerMap(way, layer), *cell);
    }
    return std::nullopt;
}

}  // namespace seglab::figure
