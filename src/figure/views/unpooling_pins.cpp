#include "figure/views/unpooling_pins.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"

namespace seglab::figure {

using core::Matrix;
using core::Pair;

namespace {

Pair sizeOf(const Matrix& m) {
    return {m.rows, m.columns};
}
Pair cellAt(int index, Pair size) {
    return {index / size.width, index % size.width};
}

/// The pooled cell (by index) that the selection leads to, or −1.
int focusedPin(const PinsScene& scene) {
    const auto name = parseCellName(scene.view.focus());
    if (!name) return -1;
    const Pair size = scene.pooled.positions.pooled, at{name->row, name->column};
    if ((name->stem == "pooled" || name->stem == "input") && at.height < size.height && at.width < size.width)
        return at.height * size.width + at.width;
    const auto& cells = name->stem == "output" ? scene.way.settings().positions.cells : scene.pooled.positions.cells;
    if (name->stem != "output" && name->stem != "source") return -1;
    const auto found = std::find(cells.rbegin(), cells.rend(), at);
    return found == cells.rend() ? -1 : int(cells.rend() - found) - 1;
}

Box windowBox(const PinsScene& scene, const Grid& source, int index) {
    const Pair at = cellAt(index, scene.pooled.positions.pooled);
    return source.block(float(at.height * scene.stride.height), float(at.width * scene.stride.width),
                        scene.kernel.height, scene.kernel.width);
}

/// All four grids have cells of one size.
void place(const Box& area, const PinsScene& scene, PinsPlaces& places) {
    const float em = scene.view.em(), gap = 3 * em, heading = gridHeadingHeight(scene.view, true);
    const Pair source = sizeOf(scene.source), pooled = sizeOf(scene.pooled.values), output = scene.way.outputSize();
    const int columns = source.width + 2 * pooled.width + output.width, rows = std::max(source.height, output.height);
    const float cell = std::floor(
        std::min({(area.width - 3 * gap) / float(columns), (area.height - heading - em) / float(rows), 4.4f * em}));
    const float width = cell * float(columns) + 3 * gap, height = heading + cell * float(rows);
    const float top = std::round(area.y + (area.height - height) / 2 + heading);
    float x = std::round(area.x + (area.width - width) / 2);
    const auto next = [&](Pair size) {
        // Smaller grids stand in the middle of the tall ones.
        const Grid grid({x, std::round(top + cell * float(rows - size.height) / 2)}, size, cell);
        x += cell * float(size.width) + gap;
        return grid;
    };
    places.source = next(source);
    places.pooled = next(pooled);
    places.values = next(pooled);
    places.output = next(output);
}

struct PinInk {
    Color color;
    float width;
    Dash dash;
};

PinInk pinInk(const PinsScene& scene, int index, int focused) {
    const bool lit = index == focused;
    return {
        lit ? roleColor(Role::Selection, scene.view.theme) : roleColor(Role::Skip, scene.view.theme).withAlpha(0.8f),
        (lit ? 2.5f : 1.25f) * scene.view.scale, scene.ownPositions ? Dash::Solid : Dash::Dashed};
}

/// From the row of each pin in the source to the row of its pin in the output; the grids between stand in front.
void drawLinks(Figure& figure, const PinsScene& scene, const PinsPlaces& places, int focused) {
    const auto& from = scene.pooled.positions.cells;
    const auto& to = scene.way.settings().positions.cells;
    for (int index = 0; index < scene.unpooledCells && scene.ownPositions; ++index) {
        const Box a = places.source.cell(from[std::size_t(index)].height, from[std::size_t(index)].width);
        const Box b = places.output.cell(to[std::size_t(index)].height, to[std::size_t(index)].width);
        const PinInk ink = pinInk(scene, index, focused);
        figure.primitives.push_back(Path{
            .points = link(a.centre(), b.centre()), .stroke = ink.color, .strokeWidth = ink.width, .dash = ink.dash});
    }
}

Cell plain(double value, const PinsScene& scene) {
    return {.text = formatNumber(value), .fill = palette(scene.view.theme).raised};
}

Cell sourceLook(const PinsScene& scene, Pair at) {
    const double value = scene.source(at.height, at.width);
    Cell look = plain(value, scene);
    const auto& cells = scene.pooled.positions.cells;
    const auto end = cells.begin() + scene.pooledCells;
    if (std::find(cells.begin(), end, at) != end) {
        look.fill = mix(look.fill, roleColor(Role::Skip, scene.view.theme), 0.22f);
        look.bold = true;
    }
    return unlessCovered(look, scene.view, "source", "source", at, value);
}

Cell pooledLook(const PinsScene& scene, Pair at) {
    Cell look{.fill = palette(scene.view.theme).raised};
    const std::size_t index = std::size_t(at.height * scene.pooled.values.columns + at.width);
    if (int(index) >= scene.pooledCells) return look;
    const double value = scene.pooled.values.values[index];
    look = plain(value, scene);
    look.fill = mix(look.fill, roleColor(Role::Input, scene.view.theme), 0.15f);
    if (scene.pooled.tied[index]) {
        look.note = "tie";
        look.noteInk = roleTextColor(Role::Selection, scene.view.theme);
    }
    return unlessCovered(look, scene.view, "pooled", "pooled", at, value);
}

Cell valueLook(const PinsScene& scene, Pair at) {
    const double value = scene.values(at.height, at.width);
    return unlessCovered(plain(value, scene), scene.view, "input", "input", at, value);
}

Cell outputLook(const PinsScene& scene, Pair at) {
    const double value = scene.way.outputAt(scene.unpooledCells)(at.height, at.width);
    Cell look = plain(value, scene);
    if (scene.way.sharesOf(at, scene.unpooledCells).empty()) {
        look.ink = palette(scene.view.theme).muted;
    } else {
        look.fill = mix(look.fill, roleColor(Role::Output, scene.view.theme), 0.3f);
        look.bold = true;
    }
    return unlessCovered(look, scene.view, "output", "output", at, value);
}

void drawHeadings(Figure& figure, const Box& area, const PinsScene& scene, const PinsPlaces& places) {
    const View& view = scene.view;
    const float gap = 2.6f * view.em();
    const auto size = [](const Matrix& m) { return fmt::format("[n|{} × {}]", m.rows, m.columns); };
    drawGridHeading(figure, places.source.at, places.source.box().width + gap, "[b|before pooling]", size(scene.source),
                    view);
    drawGridHeading(
        figure, places.pooled.at, places.pooled.box().width + gap, "[b|max pooling]",
        fmt::format("[n|{} × {}], stride [n|{}]", scene.kernel.height, scene.kernel.width, scene.stride.height), view);
    drawGridHeading(figure, places.values.at, places.values.box().width + gap, "[input|input]", "after layers between",
                    view);
    drawGridHeading(figure, places.output.at,
                    std::min(places.output.box().width + gap, area.right() - places.output.at.x),
                    "[output|max unpooling]",
                    scene.ownPositions ? "to the remembered places" : "to another picture's places", view);
}

/// Where the arrows between the grids cross no link: the height, of some, that is furthest from all pins' rows.
float arrowHeight(const PinsScene& scene, const PinsPlaces& places) {
    const Box pooled = places.pooled.box();
    float best = pooled.centre().y, most = -1;
    for (int part = 1; part < 8; ++part) {
        const float y = pooled.y + pooled.height * float(part) / 8;
        float nearest = pooled.height;
        for (const Pair& cell : scene.pooled.positions.cells)
            nearest = std::min(nearest, std::abs(places.source.cell(cell.height, 0).centre().y - y));
        // The middle wins unless it is crowded.
        const float score = std::min(nearest, 0.7f * scene.view.em()) - 0.01f * std::abs(y - pooled.centre().y);
        if (score > most) best = y, most = score;
    }
    return std::round(best);
}

void drawArrows(Figure& figure, const PinsScene& scene, const PinsPlaces& places) {
    const float y = arrowHeight(scene, places), inset = 0.6f * scene.view.em();
    const auto arrow = [&](const Grid& from, const Grid& to) {
        addArrow(figure, {.points = {{from.box().right() + inset, y}, {to.box().x - inset, y}},
                          .color = palette(scene.view.theme).muted,
                          .strokeWidth = 1.5f * scene.view.scale,
                          .headLength = 0.5f * scene.view.em()});
    };
    arrow(places.source, places.pooled);
    arrow(places.pooled, places.values);
    arrow(places.values, places.output);
}

void drawPinsOf(Figure& figure, const PinsScene& scene, const Grid& grid, const std::vector<Pair>& cells, int count,
                int focused) {
    for (int index = 0; index < count; ++index)
        drawPin(figure, grid.cell(cells[std::size_t(index)].height, cells[std::size_t(index)].width),
                {index, pinCorner(cells, index), pinInk(scene, index, focused).color}, scene.view);
}

/// The window or the place of the step that has just happened, and what the selection leads to.
void drawFrames(Figure& figure, const PinsScene& scene, const PinsPlaces& places, int focused) {
    const FrameLook frame{.color = roleColor(Role::Selection, scene.view.theme)};
    const bool pooling = scene.unpooledCells == 0;
    const int current = focused >= 0 ? focused : (pooling ? scene.pooledCells : scene.unpooledCells) - 1;
    if (current < 0) return;
    const Pair at = cellAt(current, scene.pooled.positions.pooled);
    if (pooling || focused >= 0) {
        drawFrame(figure, windowBox(scene, places.source, current), frame, scene.view);
        drawFrame(figure, places.pooled.cell(at.height, at.width), frame, scene.view);
    }
    if (pooling) return;
    const Pair place = scene.way.settings().positions.cells[std::size_t(current)];
    drawFrame(figure, places.values.cell(at.height, at.width), frame, scene.view);
    drawFrame(figure, places.output.cell(place.height, place.width), frame, scene.view);
}

}  // namespace

void drawUnpoolingPins(Figure& figure, const Box& area, const PinsScene& scene, PinsPlaces& places) {
    place(area, scene, places);
    const int focused = focusedPin(scene);
    const View& view = scene.view;
    const auto look = [&](Role role) {
        return GridLook{.line = mix(palette(view.theme).hairline, roleColor(role, view.theme), 0.35f),
                        .border = roleColor(role, view.theme)};
    };
    const GridLook quiet{
        .line = palette(view.theme).hairline, .border = palette(view.theme).muted, .borderWidth = 1.5f};
    drawLinks(figure, scene, places, focused);
    drawHeadings(figure, area, scene, places);
    drawArrows(figure, scene, places);
    drawCells(
        figure, places.source, quiet,
        [&](int r, int c) {
            return sourceLook(scene, {r, c});
        },
        view);
    drawCells(
        figure, places.output, look(Role::Output),
        [&](int r, int c) {
            return outputLook(scene, {r, c});
        },
        view);
    drawCells(
        figure, places.pooled, quiet,
        [&](int r, int c) {
            return pooledLook(scene, {r, c});
        },
        view);
    drawCells(
        figure, places.values, look(Role::Input),
        [&](int r, int c) {
            return valueLook(scene, {r, c});
        },
        view);
    drawPinsOf(figure, scene, places.source, scene.pooled.positions.cells, scene.pooledCells, focused);
    drawPinsOf(figure, scene, places.output, scene.way.settings().positions.cells, scene.unpooledCells, focused);
    drawFrames(figure, scene, places, focused);
}

void addPinsRegions(Figure& figure, const PinsScene& scene, const PinsPlaces& places) {
    const View& view = scene.view;
    const auto edit = [&view](const Matrix& matrix, const char* parameter) {
        return [&matrix, &view, parameter](Region& region, int row, int column) {
            region.value = matrix(row, column);
            region.text = formatNumber(matrix(row, column));
            region.action = {.kind = Action::Kind::Edit, .parameter = parameter, .row = row, .column = column};
            coverRegion(region, view);
        };
    };
    addRegions(
        figure, places.source,
        {.stem = "source", .role = "source", .size = sizeOf(scene.source), .fill = edit(scene.source, "source")});
    const auto fillPooled = [&](Region& region, int row, int column) {
        const int index = row * scene.pooled.values.columns + column;
        if (index >= scene.pooledCells) return;
        const Pair place = scene.pooled.positions.cells[std::size_t(index)];
        region.value = scene.pooled.values(row, column);
        region.text = formatNumber(*region.value);
        region.sentence = fmt::format(
            "The maximum stood at {}{}.", cellName("source", place.height, place.width),
            scene.pooled.tied[std::size_t(index)] ? "; of equal values the first in reading order wins" : "");
        coverRegion(region, view);
    };
    addRegions(figure, places.pooled,
               {.stem = "pooled", .role = "pooled", .size = sizeOf(scene.pooled.values), .fill = fillPooled});
    addRegions(figure, places.values,
               {.stem = "input", .role = "input", .size = sizeOf(scene.values), .fill = edit(scene.values, "input")});
    const Matrix output = scene.way.outputAt(scene.unpooledCells);
    const auto fillOutput = [&](Region& region, int row, int column) {
        region.value = output(row, column);
        region.text = formatNumber(*region.value);
        coverRegion(region, view);
    };
    addRegions(figure, places.output, {.stem = "output", .role = "output", .size = sizeOf(output), .fill = fillOutput});
}

}  // namespace seglab::figure
