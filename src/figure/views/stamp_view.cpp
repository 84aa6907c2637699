#include "figure/views/stamp_view.h"

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"

namespace seglab::figure {

using core::Pair;

namespace {

/// Sides of the cells and what is drawn at all.
struct Layout {
    float operand = 0, canvas = 0;  ///< side of a cell
    bool stamp = true;              ///< the weighed kernel stands below the kernel
    bool beside = false;            ///< kernel and stamp beside the input, not below
    float legend = 0;               ///< height
    float score = -1;
};

struct Measures {
    Box area;
    Pair input, kernel, extent;
    float em, title, gap, marks;
};

Measures measure(const Box& area, const TransposedScene& s) {
    const core::TransposedTrace& t = s.trace;
    return {.area = area,
            .input = {t.input().rows, t.input().columns},
            .kernel = {t.kernel().rows, t.kernel().columns},
            .extent = t.extent(),
            .em = s.view.em(),
            .title = titleHeight(s.view),
            .gap = 1.1f * s.view.em(),
            .marks = 1.5f * s.view.em()};
}

Size operandsSize(const Measures& m, const Layout& layout) {
    const float stacked = float(m.kernel.height) * layout.operand + m.title;
    const float kernels = layout.stamp ? 2 * stacked + m.gap : stacked;
    const float input = float(m.input.height) * layout.operand + m.title;
    const float kernelWidth = std::max(float(m.kernel.width) * layout.operand, 5.5f * m.em);
    const float inputWidth = std::max(float(m.input.width) * layout.operand, 5.5f * m.em);
    if (layout.beside) return {inputWidth + 2 * m.gap + kernelWidth, std::max(input, kernels)};
    return {std::max(inputWidth, kernelWidth), input + m.gap + kernels};
}

Size canvasBlock(const Measures& m, const Layout& layout) {
    return {float(m.extent.width) * layout.canvas + 2 * m.marks,
            m.title + float(m.extent.height) * layout.canvas + 2 * m.marks + layout.legend};
}

bool fits(const Measures& m, const Layout& layout) {
    const Size left = operandsSize(m, layout), right = canvasBlock(m, layout);
    return left.width + 2 * m.em + right.width <= m.area.width && left.height <= m.area.height &&
           right.height <= m.area.height;
}

/// The largest cells that fit for this arrangement: the canvas first, then the operands up to their share of it.
Layout largest(const Measures& m, Layout layout) {
    const float least = 2;
    for (layout.canvas = std::floor(6 * m.em); layout.canvas >= least; layout.canvas -= 1) {
        layout.operand = std::clamp(0.72f * layout.canvas, std::min(layout.canvas, 1.4f * m.em), 3.6f * m.em);
        while (layout.operand > least && operandsSize(m, layout).height > m.area.height) layout.operand -= 1;
        if (fits(m, layout)) break;
    }
    // A legible operand is worth more than a larger canvas; the stamp is worth a little.
    layout.score = std::min(layout.canvas, 5 * m.em) + 1.5f * std::min(layout.operand, 2.2f * m.em) +
                   (layout.stamp ? 0.5f * m.em : 0) - (layout.beside ? 0.25f * m.em : 0);
    return layout;
}

Layout solve(const Measures& m, float legend) {
    Layout best;
    for (bool beside : {false, true})
        for (bool stamp : {true, false}) {
            Layout candidate = largest(m, {.stamp = stamp, .beside = beside, .legend = legend});
            if (candidate.score > best.score) best = candidate;
        }
    return best;
}

std::string sizeText(Pair size) {
    return "[n|" + std::to_string(size.height) + " × " + std::to_string(size.width) + "]";
}

/// "3 · kernel", or which of many.
std::string stampTitle(const TransposedScene& scene) {
    if (scene.after == 0) return "[selection|stamp] input cell · kernel";
    return "[selection|" + scene.inputText(scene.lastInput()) + " · kernel]";
}

void drawOperands(Figure& figure, Point at, const Measures& m, const Layout& layout, const TransposedScene& scene,
                  Places& places) {
    Point next{at.x, at.y + m.title};
    places.input = Grid(next, m.input, layout.operand);
    next.y += places.input.box().height + m.gap + m.title;
    if (layout.beside) {
        const float width = std::max(places.input.box().width, 5.5f * m.em);
        next = {at.x + width + 2 * m.gap, at.y + m.title};
    }
    places.kernel = Grid(next, m.kernel, layout.operand);
    next.y += places.kernel.box().height + m.gap + m.title;
    if (layout.stamp) places.stamp = Grid(next, m.kernel, layout.operand);

    drawGridTitle(figure, places.input.at, "[input|input] " + sizeText(m.input), scene);
    drawCells(
        figure, places.input, scene.gridLook(Role::Input),
        [&](int r, int c) {
            return scene.inputLook({r, c});
        },
        scene.view);
    drawGridTitle(figure, places.kernel.at, "[kernel|kernel] " + sizeText(m.kernel), scene);
    drawCells(
        figure, places.kernel, scene.gridLook(Role::Kernel),
        [&](int r, int c) {
            return scene.kernelLook({r, c});
        },
        scene.view);
    if (places.stamp.empty()) return;
    drawGridTitle(figure, places.stamp.at, stampTitle(scene), scene);
    GridLook look = scene.gridLook(Role::Kernel);
    look.border = scene.after > 0 ? scene.color(Role::Selection) : scene.inks().hairline;
    if (scene.after == 0) look.line = scene.inks().hairline;
    drawCells(
        figure, places.stamp, look,
        [&](int r, int c) {
            return scene.after > 0 ? scene.stampLook(scene.lastInput(), {r, c}) : Cell{};
        },
        scene.view);
}

}  // namespace

void drawStampView(Figure& figure, const Box& area, const TransposedScene& scene, Places& places) {
    const Measures m = measure(area, scene);
    const std::vector<LegendEntry> legend = cropLegend(scene);
    const float legendWidth = std::max(0.55f * area.width, 12 * m.em);
    const Layout layout = solve(m, legendHeight(legendWidth, legend, scene.view));

    // Operands on the left, the canvas on the right, the whole in the middle of the stage.
    const Size left = operandsSize(m, layout), right = canvasBlock(m, layout);
    const float spare = area.width - left.width - right.width;
    const float between = std::min(spare, std::max(2 * m.em, std::min(6 * m.em, spare / 2)));
    const float height = std::max(left.height, right.height);
    const Point at{area.x + (spare - between) / 2, area.y + (area.height - height) / 2};
    drawOperands(figure, {at.x, at.y + (height - left.height) / 2}, m, layout, scene, places);
    const Point canvas{at.x + left.width + between + m.marks, at.y + (height - right.height) / 2 + m.title + m.marks};
    places.canvas = Grid(canvas, m.extent, layout.canvas);

    const std::string tail = scene.options.overlap ? "[kernel|overlap]: how many stamps land on each cell"
                             : scene.trace.canvasSize() == scene.trace.outputSize()
                                 ? ""
                                 : "inside the crop; canvas " + sizeText(scene.trace.canvasSize());
    drawOutputTitle(figure, {canvas.x, canvas.y - m.marks}, area.right() - canvas.x, tail, scene);
    drawCanvas(figure, scene, places.canvas);
    drawStamps(figure, scene, places);
    drawLinkedFrames(figure, scene, places.input, places.kernel);
    drawLegend(figure, {canvas.x, places.canvas.box().bottom() + m.marks},
               std::min(legendWidth, area.right() - canvas.x), legend, scene.view);
}

}  // namespace seglab::figure
