#include "lab/unet_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/map_grid.h"
#include "figure/views/u_shape.h"
#include "figure/views/zoom_line.h"
#include "lab/unet_cell.h"

namespace seglab::lab {

using figure::Action;

namespace {

constexpr float kLeastHeight = 32;  // em; in a lower window the stage scrolls

Action goTo(const char* view) {
    return {.kind = Action::Kind::Set, .parameter = "view", .value = view};
}

Action goTo(const char* view, const std::string& pins) {
    Action action = goTo(view);
    action.pins = pins;
    return action;
}

/// The layers as bars: a click goes to the layer, at the same place of the picture.
std::vector<figure::UStation> stationsOf(const UTrace& trace, int step, const UPlace& place) {
    std::vector<figure::UStation> stations;
    for (int i = 0; i < int(trace.layers().size()); ++i) {
        const ULayer& layer = trace.layer(i);
        figure::UStation station{.name = layer.name,
                                 .level = layer.level,
                                 .channels = layer.size[0],
                                 .text = fmt::format("{} × {} × {}", layer.size[0], layer.size[1], layer.size[2]),
                                 .sentence = sentenceOf(layer, trace.layers()),
                                 .computed = i < trace.doneAt(step),
                                 .shown = i == place.layer};
        station.action = {.kind = Action::Kind::Step, .row = std::max(step, trace.stepOf(i))};
        station.action.pins = nameOf(trace, sameIn(trace, place, i));
        stations.push_back(std::move(station));
    }
    return stations;
}

figure::ZoomStop stop(const std::string& text, const char* view, bool back) {
    figure::ZoomStop at{.text = text, .region = {.name = fmt::format("to {}", view), .role = "zoom"}};
    at.region.sentence = back ? "Back, without losing the place: Escape does it, too." : "Back.";
    at.region.action = goTo(view);
    at.region.action.back = back;
    return at;
}

figure::ZoomLine zoomLine(const UTrace& trace, int step, const UPlace& place, bool cell) {
    const ULayer& layer = trace.layer(place.layer);
    figure::ZoomLine line{.words = sentenceOf(layer, trace.layers()), .stations = stationsOf(trace, step, place)};
    line.stops = {stop("U-Net", "u", !cell)};
    if (!cell) {
        line.stops.push_back({layer.name});
        return line;
    }
    line.stops.push_back(stop(layer.name, "layer", true));
    line.stops.push_back({fmt::format("map {}, cell ({}, {})", place.channel, place.row, place.column)});
    return line;
}

/// Before the first step there is nothing to enlarge but the input.
void drawNothingYet(figure::Figure& figure, const figure::Box& area, const figure::View& view) {
    figure::addText(figure, {area.x, area.y + 1.2f * view.em()}, "No layer is computed yet: step on.",
                    {1.1f * view.em(), figure::Font::Words, figure::palette(view.theme).muted});
}

/// Draws the zoom line; what is left below it.
figure::Box belowZoomLine(figure::Figure& figure, const figure::Box& area, const figure::ZoomLine& line,
                          const figure::View& view) {
    const float height = figure::zoomLineHeight(view);
    figure::addZoomLine(figure, {area.x, area.y, area.width, height}, line, view);
    return {area.x, area.y + height, area.width, area.height - height};
}

/// A frame around the place in a map: at least a few pixels large.
void markPlace(figure::Figure& figure, const figure::Box& map, const ULayer& layer, const UPlace& place,
               const figure::View& view) {
    const float width = map.width / float(layer.size[2]), height = map.height / float(layer.size[1]);
    figure::Box box{map.x + float(place.column) * width, map.y + float(place.row) * height, width, height};
    const float least = 5 * view.scale;
    if (box.width < least) box = {box.centre().x - least / 2, box.y, least, box.height};
    if (box.height < least) box = {box.x, box.centre().y - least / 2, box.width, least};
    figure::drawFrame(figure, box, {.color = figure::roleColor(figure::Role::Selection, view.theme), .width = 1.5f},
                      view);
}

double energyOf(const figure::MapGrid& grid, int channel) {
    double sum = 0;
    for (int row = 0; row < grid.rows(); ++row)
        for (int column = 0; column < grid.columns(); ++column) {
            const double value = double(grid.value(channel, row, column));
            sum += value * value;
        }
    return sum / double(grid.rows() * grid.columns());
}

/// Index and energy below a map, as much as has room.
void captionMap(figure::Figure& figure, const figure::Box& map, int channel, double energy, float size,
                const figure::View& view) {
    const figure::Palette& inks = figure::palette(view.theme);
    const figure::Point at{map.x, map.bottom() + 1.15f * size};
    const float index =
        figure::addText(figure, at, fmt::to_string(channel), {size, figure::Font::NumbersBold, inks.ink});
    const std::string text = energy == 0 ? "silent" : figure::formatNumber(std::round(energy * 1000) / 1000);
    const figure::TextStyle style{size, figure::Font::Numbers, inks.muted};
    if (index + 0.8f * size + figure::textWidth(text, style.font, size) <= map.width)
        figure::addText(figure, {map.right(), at.y}, text, style, figure::Align::Right);
}

}  // namespace

// ---- the whole --------------------------------------------------------------------------------------------------

figure::Figure UWholeView::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view, kLeastHeight);
    figure::UShape shape = uShape(trace().at(step), view.focus());
    figure::addUShape(figure, stageArea(figure, view), shape, view);
    return figure;
}

std::optional<figure::Region> UWholeView::ask(int step, const std::string& region) const {
    return cellOf(trace().at(step), region);
}

// ---- one layer --------------------------------------------------------------------------------------------------

figure::Figure ULayerView::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view, kLeastHeight);
    const figure::Box area = stageArea(figure, view);
    const UPlace place = placeShown(trace(), step, view.selection);
    if (place.layer < 0) {
        drawNothingYet(figure, area, view);
        return figure;
    }
    const ULayer& layer = trace().layer(place.layer);
    const figure::Box rest = belowZoomLine(figure, area, zoomLine(trace(), step, place, false), view);
    const float size = std::max(0.72f * view.em(), figure::smallestText(view));
    figure::MapGrid grid = gridOf(trace().at(step), place.layer);
    grid.caption = 1.5f * size;
    grid.action = goTo("cell", figure::kItself);
    figure::Box room = rest;
    room.height -= grid.caption;
    const figure::MapPlaces places = figure::addMapGrid(figure, room, grid, view);
    const auto pointed = placeOf(trace().at(step), view.hover);
    UPlace marked = place;
    if (pointed) {
        marked.row = std::min(layer.size[1] - 1, int(pointed->y * float(layer.size[1])));
        marked.column = std::min(layer.size[2] - 1, int(pointed->x * float(layer.size[2])));
    }
    for (std::size_t i = 0; i < places.maps.size(); ++i) {
        const int channel = grid.order.empty() ? int(i) : grid.order[i];
        captionMap(figure, places.maps[i], channel, energyOf(grid, channel), size, view);
        if (pointed || !view.selection.empty()) markPlace(figure, places.maps[i], layer, marked, view);
    }
    return figure;
}

// ---- one cell ---------------------------------------------------------------------------------------------------

figure::Figure UCellView::draw(int step, const figure::View& view) const {
    const UPlace place = placeShown(trace(), step, view.selection);
    if (place.layer < 0) {
        figure::Figure figure = emptyStage(view, kLeastHeight);
        drawNothingYet(figure, stageArea(figure, view), view);
        return figure;
    }
    const figure::CellSum sum = cellSum(trace(), place);
    const float aside = std::min(0.26f * view.size.width, 16 * view.em()), gap = 2 * view.em();
    const float across = stageArea(emptyStage(view), view).width - aside - gap;
    const float least = figure::zoomLineHeight(view) + figure::cellSumHeight(across, sum, view) + 6 * view.em();
    figure::Figure figure = emptyStage(view, std::max(kLeastHeight, least / view.em()));
    const figure::Box rest = belowZoomLine(figure, stageArea(figure, view), zoomLine(trace(), step, place, true), view);
    // At the left the map that the cell is in, and how its value comes about; at the right what it reads.
    figure::MapGrid grid = gridOf(trace().at(step), place.layer);
    grid.order = {place.channel};
    const float ladder = figure::cellResultHeight(sum, view), title = 1.4f * view.em();
    const float height = std::max(4 * view.em(), std::min(aside, rest.height - ladder - title - view.em()));
    figure::addText(figure, {rest.x, rest.y + 0.85f * view.em()}, figure::mapName(grid.name, place.channel),
                    {std::max(0.8f * view.em(), figure::smallestText(view)), figure::Font::NumbersBold,
                     figure::roleTextColor(figure::Role::Output, view.theme)});
    const figure::MapPlaces map = figure::addMapGrid(figure, {rest.x, rest.y + title, aside, height}, grid, view);
    markPlace(figure, map.maps.front(), trace().layer(place.layer), place, view);
    figure::addCellResult(figure, {rest.x, map.all.bottom() + view.em(), aside, ladder}, sum, view);
    figure::addCellSum(figure, {rest.x + aside + gap, rest.y, rest.width - aside - gap, rest.height}, sum, view);
    return figure;
}

std::vector<figure::Term> UCellView::terms(int step, const std::string& region) const {
    const auto map = figure::parseMapName(region);
    if (!map || map->row < 0) return {};
    const UPlace place = placeShown(trace(), step, region);
    if (place.layer < 0 || nameOf(trace(), place) != region) return {};
    return cellSum(trace(), place).terms();
}

std::string UCellView::answer(const std::string& region, double guess) const {
    const auto map = figure::parseMapName(region);
    if (!map || map->row < 0) return "";
    const UPlace place = placeShown(trace(), stepCount(), region);
    if (place.layer < 0 || nameOf(trace(), place) != region) return "";
    const figure::CellSum sum = cellSum(trace(), place);
    const auto near = [&](double value) { return std::abs(guess - value) < 0.0015; };
    if (sum.kind != figure::CellSum::Kind::Sum || near(sum.value)) return "";
    if (sum.rectified && near(sum.sum())) return "that is the sum: the ReLU makes zero of what is negative.";
    if (sum.bias && near(sum.sum() - sum.bias->value)) return "that is without the bias.";
    for (const figure::ShareGroup& group : sum.groups)
        if (sum.groups.size() > 1 && near(group.sum())) return "that is one half of the concatenation alone.";
    return "";
}

}  // namespace seglab::lab
