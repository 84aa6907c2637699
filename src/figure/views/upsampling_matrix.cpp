#include "figure/views/upsampling_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::figure {

using core::Matrix;
using core::Pair;

namespace {

Pair sizeOf(const Matrix& m) {
    return {m.rows, m.columns};
}

double peakOf(const Matrix& m) {
    double peak = 1e-12;
    for (double value : m.values) peak = std::max(peak, std::abs(value));
    return peak;
}

/// Row and column of `matrix` that the selection leads to; −1 for none.
struct Focus {
    int row = -1, column = -1;
};

Focus focusOf(const UpsamplingMatrixScene& scene) {
    const auto name = parseCellName(scene.view.focus());
    const Pair out = scene.way.outputSize();
    Focus focus;
    if (!name) return focus;
    if (name->stem == "matrix") focus = {name->row, name->column};
    if (name->stem == "down") focus = {name->column, name->row};
    if (name->stem == "vector") focus.column = name->row;
    if (name->stem == "result") focus.row = name->row;
    if (name->stem == "input") focus.column = name->row * scene.way.input().columns + name->column;
    if (name->stem == wayStem(scene.way.settings().method)) focus.row = name->row * out.width + name->column;
    if (focus.row >= scene.matrix.rows) focus.row = -1;
    if (focus.column >= scene.matrix.columns) focus.column = -1;
    return focus;
}

void place(const Box& area, const UpsamplingMatrixScene& scene, MatrixPlaces& places, float under) {
    const float em = scene.view.em(), heading = gridHeadingHeight(scene.view, true);
    const int rows = scene.matrix.rows, columns = scene.matrix.columns;
    const float gaps = 2 * 1.8f * em + 4 * em, narrow = 3 * em;
    const float height = area.height - heading - em;
    float cell = std::min({(area.width - gaps - 2 * narrow) / float(columns + rows), height / float(rows),
                           (height - under) / float(columns), 3 * em});
    cell = cell < 1 ? cell : std::floor(cell);
    const float vector = std::max(cell, std::min(narrow, height / float(rows) * 3));
    const float width = float(columns + rows) * cell + 2 * vector + gaps;
    const float top = std::round(area.y + (area.height - heading - cell * float(rows)) / 2 + heading);
    float x = std::round(area.x + (area.width - width) / 2);
    places.matrix = Grid({x, top}, {rows, columns}, cell);
    x += cell * float(columns) + 1.8f * em;
    places.vector = Grid({std::round(x), top}, {columns, 1}, cell);
    places.vector.width = vector;
    x += vector + 1.8f * em;
    places.result = Grid({std::round(x), top}, {rows, 1}, cell);
    places.result.width = vector;
    x += vector + 4 * em;
    places.down = Grid({std::round(x), top}, {columns, rows}, cell);
}

Cell weightLook(const UpsamplingMatrixScene& scene, double weight, double peak, Role role) {
    const Palette& inks = palette(scene.view.theme);
    if (weight == 0) return {.text = "0", .fill = inks.raised, .ink = inks.muted};
    // Three places: a weight of 1/16 has the width of the others.
    return {.text = formatNumber(std::round(weight * 1000) / 1000),
            .fill = mix(inks.raised, roleColor(role, scene.view.theme), float(0.15 + 0.45 * std::abs(weight) / peak))};
}

void drawLit(Figure& figure, const UpsamplingMatrixScene& scene, const MatrixPlaces& places) {
    const Focus focus = focusOf(scene);
    const FrameLook frame{.color = roleColor(Role::Selection, scene.view.theme)};
    const int rows = scene.matrix.rows, columns = scene.matrix.columns;
    const auto show = [&](const Box& box) { drawFrame(figure, box, frame, scene.view); };
    if (focus.row >= 0) {
        show(places.matrix.block(float(focus.row), 0, 1, columns));
        show(places.result.cell(focus.row, 0));
        show(places.down.block(0, float(focus.row), columns, 1));
    }
    if (focus.column >= 0) {
        show(places.matrix.block(0, float(focus.column), rows, 1));
        show(places.vector.cell(focus.column, 0));
        show(places.down.block(float(focus.column), 0, 1, rows));
    }
    if (focus.row >= 0 || focus.column >= 0 || scene.after == scene.before) return;
    show(places.matrix.block(0, float(scene.before), rows, scene.after - scene.before));
    show(places.vector.block(float(scene.before), 0, 1, scene.after - scene.before));
}

void drawSign(Figure& figure, const Grid& left, const Grid& right, const char* sign, const View& view) {
    const float x = left.box().right(), middle = left.at.y + std::min(left.box().height, right.box().height) / 2;
    addTextCentred(figure, {x, std::max(middle - view.em(), left.at.y), right.at.x - x, 2 * view.em()}, sign,
                   {.size = 1.25f * view.em(), .font = Font::Numbers, .color = palette(view.theme).muted});
}

void drawHeadings(Figure& figure, const Box& area, const UpsamplingMatrixScene& scene, const MatrixPlaces& places) {
    const View& view = scene.view;
    const float near = 0.4f * view.em();
    drawGridHeading(figure, places.matrix.at, places.vector.at.x - places.matrix.at.x - near, "[kernel|matrix]",
                    fmt::format("[n|{} × {}]", scene.matrix.rows, scene.matrix.columns), view);
    drawGridHeading(figure, places.vector.at, places.result.at.x - places.vector.at.x - near, "[input|input]", "",
                    view);
    drawGridHeading(figure, places.result.at, places.down.at.x - places.result.at.x - near, "[output|output]", "",
                    view);
    drawGridHeading(figure, places.down.at, area.right() - places.down.at.x, "[b|the way down]", scene.downTitle, view);
}

/// A number of the vectors, by its place in them.
Cell listLook(const UpsamplingMatrixScene& scene, const char* role, const char* stem, int index, Cell look,
              double value) {
    const View& view = scene.view;
    if (!view.hidden.count(role) && !view.hidden.count(stem) && !view.hidden.count(fmt::format("{}({})", stem, index)))
        return look;
    return unlessCovered(look, view, role, stem, {index, 0}, value);
}

void drawGrids(Figure& figure, const UpsamplingMatrixScene& scene, const MatrixPlaces& places) {
    const View& view = scene.view;
    const auto look = [&](Role role) {
        return GridLook{.line = palette(view.theme).hairline, .border = roleColor(role, view.theme)};
    };
    const Matrix result = scene.way.outputAt(scene.after);
    const double peak = peakOf(scene.matrix), most = peakOf(scene.way.result());
    const auto matrixCell = [&](int r, int c) {
        const double weight = scene.matrix(r, c);
        return unlessCovered(weightLook(scene, weight, peak, Role::Kernel), view, "matrix", "matrix", {r, c}, weight);
    };
    const auto downCell = [&](int r, int c) {
        const double weight = scene.down(r, c);
        Cell cell = weightLook(scene, weight, peak, Role::Kernel);
        if (weight != scene.matrix(c, r))
            cell.hatch = Hatch::Cross, cell.hatchColor = roleColor(Role::Selection, view.theme);
        return unlessCovered(cell, view, "matrix", "down", {r, c}, weight);
    };
    const auto inputCell = [&](int r, int) {
        const double value = scene.way.input().values[std::size_t(r)];
        return listLook(scene, "input", "vector", r, {.text = formatNumber(value), .fill = palette(view.theme).raised},
                        value);
    };
    const auto resultCell = [&](int r, int) {
        const double value = result.values[std::size_t(r)];
        return listLook(scene, "output", "result", r, weightLook(scene, value, most, Role::Output), value);
    };
    drawCells(figure, places.matrix, look(Role::Kernel), matrixCell, view);
    drawCells(figure, places.vector, look(Role::Input), inputCell, view);
    drawCells(figure, places.result, look(Role::Output), resultCell, view);
    drawCells(figure, places.down, look(Role::Kernel), downCell, view);
}

/// Below the way down, where it fits.
void drawIdentity(Figure& figure, const Box& area, const UpsamplingMatrixScene& scene, const MatrixPlaces& places,
                  const TextStyle& body) {
    const Box down = places.down.box();
    const float em = scene.view.em(), width = std::min(area.right() - down.x, std::max(down.width, 18 * em));
    const float top = down.bottom() + em;
    if (width < 10 * em || top + paragraphHeight(width, scene.identity, body) > area.bottom()) return;
    addParagraph(figure, {down.x, top}, width, scene.identity, body, scene.view.theme);
}

}  // namespace

void drawUpsamplingMatrix(Figure& figure, const Box& area, const UpsamplingMatrixScene& scene, MatrixPlaces& places) {
    const View& view = scene.view;
    const TextStyle body{.size = std::max(view.em(), smallestText(view)), .color = palette(view.theme).ink};
    place(area, scene, places, paragraphHeight(16 * view.em(), scene.identity, body) + 2 * view.em());
    drawHeadings(figure, area, scene, places);
    drawGrids(figure, scene, places);
    drawSign(figure, places.matrix, places.vector, "·", view);
    drawSign(figure, places.vector, places.result, "=", view);
    drawIdentity(figure, area, scene, places, body);
    drawLit(figure, scene, places);
}

void addMatrixRegions(Figure& figure, const UpsamplingMatrixScene& scene, const MatrixPlaces& places) {
    const View& view = scene.view;
    const auto values = [&view](const Matrix& matrix) {
        return [&matrix, &view](Region& region, int row, int column) {
            region.value = matrix(row, column);
            region.text = formatNumber(matrix(row, column));
            coverRegion(region, view);
        };
    };
    const double peak = peakOf(scene.matrix);
    addRegions(figure, places.matrix,
               {.stem = "matrix",
                .role = "matrix",
                .size = sizeOf(scene.matrix),
                .fill = values(scene.matrix),
                .minimum = 0,
                .maximum = peak});
    addRegions(figure, places.down,
               {.stem = "down",
                .role = "matrix",
                .size = sizeOf(scene.down),
                .fill = values(scene.down),
                .minimum = 0,
                .maximum = peak});
    const auto list = [&](const Grid& grid, const char* stem, const char* role, const Matrix& cells) {
        for (std::size_t i = 0; i < cells.values.size(); ++i) {
            Region& region = figure.regions.emplace_back();
            region.name = fmt::format("{}({})", stem, i);
            region.role = role;
            if (!grid.empty()) region.box = grid.cell(int(i), 0);
            region.value = cells.values[i];
            region.text = formatNumber(cells.values[i]);
            coverRegion(region, view);
        }
    };
    list(places.vector, "vector", "input", scene.way.input());
    list(places.result, "result", "output", scene.way.outputAt(scene.after));
}

}  // namespace seglab::figure
