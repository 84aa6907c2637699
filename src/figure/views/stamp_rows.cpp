#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/stamp_view.h"

// One row of cells: the stamps stand below each other in the columns of the canvas, as in a written addition.
namespace seglab::figure {

using core::Pair;

namespace {

struct Rows {
    Box area;
    float em, title;
    int stamps, columns, kernel;
    float label = 0;   ///< width of the column with the words and the input
    float cell = 0;    ///< width of a cell of the canvas
    float row = 0;     ///< height of a cell
    float legend = 0;  ///< height, 0 where there is no room for it

    float gap() const { return 0.22f * row; }               ///< between two stamps
    float head() const { return row + 0.9f * em + title; }  ///< the kernel and the input's title
    float middle() const { return float(stamps) * row + float(stamps - 1) * gap(); }
    float foot() const { return 2.4f * em + row + 1.4f * em + legend; }
    float height() const { return head() + middle() + foot(); }
    float width() const { return label + float(columns) * cell + 1.5f * em; }
    float canvasX() const { return area.x + (area.width - width()) / 2 + label; }
    float legendWidth() const { return std::max(float(columns) * cell, 10 * em); }
    float top() const { return area.y + (area.height - height()) / 2; }
    float rowY(int stamp) const { return top() + head() + float(stamp) * (row + gap()); }
};

Rows layOut(const Box& area, const TransposedScene& scene, const std::vector<LegendEntry>& legend) {
    const core::TransposedTrace& t = scene.trace;
    Rows rows{.area = area,
              .em = scene.view.em(),
              .title = titleHeight(scene.view),
              .stamps = t.input().columns,
              .columns = t.extent().width,
              .kernel = t.kernel().columns};
    rows.label = 7.5f * rows.em;
    const int across = std::max(rows.columns, rows.kernel);
    rows.cell = std::min(std::floor((area.width - rows.label - 1.5f * rows.em) / float(across)), 13 * rows.em);
    const float wished = legendSize(rows.legendWidth(), legend, scene.view).height;
    for (float offered : {wished, 0.0f}) {
        rows.legend = offered;
        rows.row = std::min(std::max(rows.cell, 1.5f * rows.em), 6.5f * rows.em);
        while (rows.row > 2 && rows.height() > area.height) rows.row -= 1;
        if (rows.row >= 1.3f * rows.em) break;
    }
    return rows;
}

Grid rowOf(const Rows& rows, float y, int cells) {
    Grid grid({rows.canvasX(), y}, {1, cells}, rows.cell);
    grid.height = rows.row;
    return grid;
}

/// Words in the left column, level with a row of cells.
float labelBaseline(const Rows& rows, float y, const View& view) {
    return y + rows.row / 2 + 0.36f * titleSize(view) + 0.6f * titleSize(view);
}

void drawStampRow(Figure& figure, const Rows& rows, const TransposedScene& scene, int stamp, Places& places) {
    const core::TransposedTrace& t = scene.trace;
    const Pair input{0, stamp};
    const bool begun = t.multiply(input, {0, 0}).index < scene.after, now = scene.currentInput(input);
    const int every = t.settings().dilation.width;
    const Box from = places.input.cell(stamp, 0);
    Grid row = rowOf(rows, rows.rowY(stamp), 1);
    const float target = row.at.x + float(t.stampOrigin(input).width) * rows.cell;
    const bool flies = now && scene.inMotion();
    const float start = from.right();
    row.at.x = flies ? start + (target - start) * scene.progress : target;

    // The thread from the input cell; bold for the stamp of this moment.
    const float y = from.centre().y;
    figure.primitives.push_back(Path{.points = {{from.right() + 2 * scene.view.scale, y}, {row.at.x, y}},
                                     .stroke = now ? scene.color(Role::Selection) : scene.inks().hairline,
                                     .strokeWidth = (now ? 1.75f : 1.0f) * scene.view.scale,
                                     .dash = Dash::Dotted});
    if (flies)
        figure.primitives.push_back(
            Rectangle{.box = {row.at.x, row.at.y, float(every * (rows.kernel - 1) + 1) * rows.cell, rows.row},
                      .fill = scene.inks().raised.withAlpha(0.85f),
                      .radius = 3 * scene.view.scale,
                      .shadow = true});
    GridLook look = scene.gridLook(Role::Kernel);
    look.border = kNone;
    if (!begun) look.line = scene.inks().hairline;
    for (int b = 0; b < rows.kernel; ++b) {
        Grid cell = row;
        cell.at.x += float(b * every) * rows.cell;
        auto one = [&](int, int) { return begun ? scene.stampLook(input, {0, b}) : Cell{}; };
        drawCells(figure, cell, look, one, scene.view);
        const bool lit = std::any_of(scene.focus.begin(), scene.focus.end(), [&](const core::Multiply& m) {
            return m.input == input && m.kernel == Pair{0, b};
        });
        if (lit && begun)
            drawChosenFrames(
                figure, cell, [](Pair) { return true; }, scene.view);
    }
    if (now)
        drawFrame(figure, {row.at.x, row.at.y, float(every * (rows.kernel - 1) + 1) * rows.cell, rows.row},
                  {.color = scene.color(Role::Selection), .width = 3}, scene.view);
    if (now && every == 1) places.stamp = rowOf(rows, row.at.y, rows.kernel), places.stamp.at.x = row.at.x;
}

/// The line under the stamps: what stands below it is their sum.
void drawSumLine(Figure& figure, const Rows& rows, const TransposedScene& scene, float y) {
    const float left = rows.canvasX() - 1.2f * rows.em, right = rows.canvasX() + float(rows.columns) * rows.cell;
    figure.primitives.push_back(
        Path{.points = {{left, y}, {right, y}}, .stroke = scene.inks().muted, .strokeWidth = 1.5f * scene.view.scale});
    addText(figure, {left, y - 0.45f * rows.em}, "+",
            {.size = 1.2f * titleSize(scene.view), .font = Font::Numbers, .color = scene.inks().muted});
}

std::string countText(int count) {
    return " [n|" + std::to_string(count) + "]";
}

}  // namespace

void drawStampRows(Figure& figure, const Box& area, const TransposedScene& scene, Places& places) {
    const std::vector<LegendEntry> legend = cropLegend(scene);
    const Rows rows = layOut(area, scene, legend);
    const float words = rows.canvasX() - rows.label, y = rows.top();

    places.kernel = rowOf(rows, y, rows.kernel);
    drawGridTitle(figure, {words, labelBaseline(rows, y, scene.view)}, "[kernel|kernel]" + countText(rows.kernel),
                  scene.view);
    drawCells(
        figure, places.kernel, scene.gridLook(Role::Kernel),
        [&](int r, int c) {
            return scene.kernelLook({r, c});
        },
        scene.view);

    // The input stands upright: one cell at the head of each stamp's row.
    drawGridTitle(figure, {words, y + rows.head()}, "[input|input]" + countText(rows.stamps), scene.view);
    places.input = Grid({words, rows.rowY(0)}, {rows.stamps, 1}, std::min(rows.cell, 3.2f * rows.em));
    places.input.height = rows.row + rows.gap();
    GridLook look = scene.gridLook(Role::Input);
    for (int i = 0; i < rows.stamps; ++i) {
        Grid one({words, rows.rowY(i)}, {1, 1}, places.input.width);
        one.height = rows.row;
        drawCells(
            figure, one, look,
            [&](int, int) {
                return scene.inputLook({0, i});
            },
            scene.view);
        if (scene.currentInput({0, i}))
            drawFrame(figure, one.box(), {.color = scene.color(Role::Selection), .width = 3}, scene.view);
        if (scene.litInput({0, i}))
            drawChosenFrames(
                figure, one, [](Pair) { return true; }, scene.view);
        drawStampRow(figure, rows, scene, i, places);
    }
    const float line = rows.rowY(rows.stamps - 1) + rows.row + 0.6f * rows.em;
    drawSumLine(figure, rows, scene, line);

    places.canvas = rowOf(rows, line + 1.8f * rows.em, rows.columns);
    drawOutputTitle(figure, {words, labelBaseline(rows, places.canvas.at.y, scene.view)}, rows.label, "", scene);
    drawCanvas(figure, scene, places.canvas);
    drawChosenFrames(
        figure, places.kernel, [&](Pair at) { return scene.litKernel(at); }, scene.view);
    if (rows.legend > 0)
        drawLegend(figure, {rows.canvasX(), places.canvas.box().bottom() + 1.4f * rows.em}, rows.legendWidth(), legend,
                   scene.view);
}

}  // namespace seglab::figure
