#include "figure/views/stamp_view.h"

#include <algorithm>

#include "figure/text.h"
#include "figure/views/operand_layout.h"

namespace seglab::figure {

using core::Pair;

namespace {

/// Room for crop marks around the canvas, in em.
constexpr float kMarks = 1.5f;

/// "3 · kernel"
std::string stampTitle(const TransposedScene& scene) {
    if (scene.after == 0) return "[selection|stamp]";
    return "[selection|" + scene.inputText(scene.lastInput()) + " · kernel]";
}

void drawWeighedKernel(Figure& figure, const TransposedScene& scene, const Grid& grid) {
    if (grid.empty()) return;
    drawGridTitle(figure, grid.at, stampTitle(scene), scene.view);
    GridLook look = scene.gridLook(Role::Kernel);
    look.border = scene.after > 0 ? scene.color(Role::Selection) : scene.inks().hairline;
    if (scene.after == 0) look.line = scene.inks().hairline;
    auto cell = [&](int r, int c) { return scene.after > 0 ? scene.stampLook(scene.lastInput(), {r, c}) : Cell{}; };
    drawCells(figure, grid, look, cell, scene.view);
}

std::string canvasTail(const TransposedScene& scene) {
    if (scene.options.overlap) return "[kernel|overlap]: how many stamps land on each cell";
    const Pair canvas = scene.trace.canvasSize();
    return canvas == scene.trace.outputSize() ? "" : "inside the crop; canvas " + sizeText(canvas);
}

}  // namespace

void drawStampView(Figure& figure, const Box& area, const TransposedScene& scene, Places& places) {
    if (scene.oneRow()) return drawStampRows(figure, area, scene, places);
    const Pair extent = scene.trace.extent();
    const float marks = kMarks * scene.view.em(), title = titleHeight(scene.view);
    const float words = outputTitleWidth(scene);
    const LayoutRequest request{.area = area,
                                .block = [=](float cell) -> Size {
                                    return {std::max(float(extent.width) * cell + marks, words) + marks,
                                            title + float(extent.height) * cell + 2 * marks};
                                },
                                .third = {scene.trace.kernel().rows, scene.trace.kernel().columns},
                                .legendIndent = marks,
                                .legend = cropLegend(scene)};
    const OperandLayout layout = layOutOperands(request, scene);
    const OperandGrids operands = placeOperands(layout, request, scene);
    places.input = operands.input, places.kernel = operands.kernel, places.stamp = operands.third;
    places.canvas = Grid({layout.block.x + marks, layout.block.y + title + marks}, extent, layout.cell);

    const Point corner = places.canvas.at;
    drawOutputTitle(figure, {corner.x, corner.y - marks}, area.right() - corner.x, canvasTail(scene), scene);
    drawThreads(figure, scene, places);
    drawOperands(figure, scene, operands);
    drawWeighedKernel(figure, scene, operands.third);
    drawCanvas(figure, scene, places.canvas);
    drawStamps(figure, scene, places);
    drawLinkedFrames(figure, scene, places.input, places.kernel);
    if (layout.legend > 0) drawLegend(figure, layout.legendAt, layout.legendWidth, request.legend, scene.view);
}

}  // namespace seglab::figure
