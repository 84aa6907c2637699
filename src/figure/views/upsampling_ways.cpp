#include "figure/views/upsampling_ways.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::figure {

using core::Pair;
using core::Share;
using core::UpsamplingMethod;
using core::UpsamplingTrace;

namespace {

/// Equal slots in rows, filled in reading order; `cell` is the side of an output cell.
struct Slots {
    Box area;
    int columns = 1, rows = 1;
    float gap = 0, heading = 0, cell = 0;
    Size content = {};  ///< of a slot, without its heading

    Point at(int index) const {
        const float width = content.width + gap, height = heading + content.height + gap;
        const float x = area.x + (area.width - (float(columns) * width - gap)) / 2;
        const float y = area.y + (area.height - (float(rows) * height - gap)) / 2;
        return {std::round(x + float(index % columns) * width),
                std::round(y + float(index / columns) * height + heading)};
    }
};

Pair largestOutput(const UpsamplingScene& scene) {
    Pair most;
    for (const UpsamplingTrace& way : scene.ways) {
        most.height = std::max(most.height, way.outputSize().height);
        most.width = std::max(most.width, way.outputSize().width);
    }
    return most;
}

/// The arrangement with the largest cells.
Slots arrange(const Box& area, const UpsamplingScene& scene) {
    const Pair most = largestOutput(scene);
    const int count = int(scene.ways.size()) + 1;
    const float em = scene.view.em();
    Slots best;
    for (int columns = 1; columns <= count; ++columns) {
        Slots slots{.area = area, .columns = columns, .rows = (count + columns - 1) / columns, .gap = 2 * em};
        slots.heading = gridHeadingHeight(scene.view, true);
        const float width = (area.width - slots.gap * float(columns - 1)) / float(columns);
        const float height = (area.height - slots.gap * float(slots.rows - 1)) / float(slots.rows) - slots.heading;
        slots.cell = std::floor(std::min({width / float(most.width), height / float(most.height), 5.5f * em}));
        // A slot is at least wide enough for its title.
        slots.content = {std::max(slots.cell * float(most.width), std::min(width, 11 * em)),
                         slots.cell * float(most.height)};
        if (slots.cell > best.cell) best = slots;
    }
    return best;
}

void drawKernel(Figure& figure, Point at, float room, const UpsamplingScene& scene, UpsamplingPlaces& places,
                float cell) {
    const core::Matrix* kernel = nullptr;
    for (const UpsamplingTrace& way : scene.ways)
        if (way.settings().method == UpsamplingMethod::TransposedConvolution) kernel = &way.settings().kernel;
    if (!kernel) return;
    const float side = std::floor(std::min(cell, room / float(kernel->columns)));
    if (side < 0.6f * scene.view.em()) return;
    places.kernel = Grid(at, {kernel->rows, kernel->columns}, side);
    drawGridHeading(figure, at, room, "[kernel|kernel]", "", scene.view);
    const auto look = [&](int row, int column) {
        return Cell{.text = formatNumber((*kernel)(row, column)), .fill = palette(scene.view.theme).raised};
    };
    drawCells(figure, places.kernel, scene.gridLook(Role::Kernel), look, scene.view);
}

void drawOperands(Figure& figure, const Slots& slots, const UpsamplingScene& scene, UpsamplingPlaces& places) {
    const core::Matrix& input = scene.input();
    const float em = scene.view.em();
    const float widest = (slots.content.width - em) / float(input.columns + 2);
    const float cell = std::floor(std::min({slots.cell, widest, slots.content.height / float(input.rows)}));
    places.input = Grid(slots.at(0), {input.rows, input.columns}, cell);
    drawGridHeading(figure, places.input.at, slots.content.width,
                    fmt::format("[input|input] [n|{} × {}]", input.rows, input.columns), "", scene.view);
    drawCells(
        figure, places.input, scene.gridLook(Role::Input),
        [&](int row, int column) {
            return scene.inputLook({row, column});
        },
        scene.view);
    const float used = std::max(places.input.box().width, 4.6f * em) + 1.5f * em;
    drawKernel(figure, {std::round(places.input.at.x + used), places.input.at.y}, slots.content.width - used, scene,
               places, cell);
}

void drawPins(Figure& figure, const UpsamplingTrace& way, const Grid& grid, const UpsamplingScene& scene) {
    if (way.settings().method != UpsamplingMethod::MaxUnpooling) return;
    const auto& cells = way.settings().positions.cells;
    for (std::size_t index = 0; index < cells.size(); ++index)
        drawPin(figure, grid.cell(cells[index].height, cells[index].width),
                {int(index), pinCorner(cells, int(index)), scene.color(Role::Skip)}, scene.view);
}

/// A frame around each cell that is lit.
void drawLit(Figure& figure, const UpsamplingScene& scene, const UpsamplingPlaces& places) {
    const FrameLook frame{.color = scene.color(Role::Selection)};
    for (int row = 0; row < scene.input().rows; ++row)
        for (int column = 0; column < scene.input().columns; ++column)
            if (scene.litInput({row, column})) drawFrame(figure, places.input.cell(row, column), frame, scene.view);
    for (std::size_t way = 0; way < scene.ways.size(); ++way) {
        const Pair size = scene.ways[way].outputSize();
        for (int row = 0; row < size.height; ++row)
            for (int column = 0; column < size.width; ++column)
                if (scene.litOutput(way, {row, column}))
                    drawFrame(figure, places.outputs[way].cell(row, column), frame, scene.view);
    }
}

/// The smallest block of cells that an input cell goes to.
Box reachBox(const UpsamplingTrace& way, const Grid& grid, Pair input) {
    Pair low{1 << 20, 1 << 20}, high{-1, -1};
    for (const Share& share : way.reachOf(input)) {
        low = {std::min(low.height, share.cell.height), std::min(low.width, share.cell.width)};
        high = {std::max(high.height, share.cell.height), std::max(high.width, share.cell.width)};
    }
    if (high.height < 0) return {};
    return grid.block(float(low.height), float(low.width), high.height - low.height + 1, high.width - low.width + 1);
}

Box between(const Box& from, const Box& to, float t) {
    const auto lerp = [t](float a, float b) { return a + (b - a) * t; };
    return {lerp(from.x, to.x), lerp(from.y, to.y), lerp(from.width, to.width), lerp(from.height, to.height)};
}

/// This step's cell, in the input and where it goes: travelling while the step moves, dashed at rest.
void drawStep(Figure& figure, const UpsamplingScene& scene, const UpsamplingPlaces& places) {
    if (scene.after - scene.before != 1) return;
    const Pair cell{scene.before / scene.input().columns, scene.before % scene.input().columns};
    const Box from = places.input.cell(cell.height, cell.width);
    const FrameLook frame{
        .color = scene.color(Role::Selection), .width = 2, .dash = scene.moving ? Dash::Solid : Dash::Dashed};
    for (std::size_t way = 0; way < scene.ways.size(); ++way) {
        const Box to = reachBox(scene.ways[way], places.outputs[way], cell);
        if (!to.empty()) drawFrame(figure, scene.moving ? between(from, to, scene.view.phase) : to, frame, scene.view);
    }
    drawFrame(figure, from, {.color = scene.color(Role::Selection)}, scene.view);
}

}  // namespace

void drawUpsamplingWays(Figure& figure, const Box& area, const UpsamplingScene& scene, UpsamplingPlaces& places) {
    const Slots slots = arrange(area, scene);
    drawOperands(figure, slots, scene, places);
    for (std::size_t way = 0; way < scene.ways.size(); ++way) {
        const UpsamplingTrace& trace = scene.ways[way];
        const Grid grid(slots.at(int(way) + 1), trace.outputSize(), slots.cell);
        places.outputs[way] = grid;
        drawGridHeading(figure, grid.at, slots.content.width, "[output|" + wayTitle(trace.settings().method) + "]",
                        wayRule(trace), scene.view);
        drawCells(
            figure, grid, scene.gridLook(Role::Output),
            [&](int row, int column) {
                return scene.outputLook(way, {row, column});
            },
            scene.view);
        drawPins(figure, trace, grid, scene);
    }
    drawStep(figure, scene, places);
    drawLit(figure, scene, places);
}

}  // namespace seglab::figure
