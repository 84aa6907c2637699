#include "figure/views/zero_insertion_view.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/operand_layout.h"
#include "figure/views/stamp_view.h"

namespace seglab::figure {

using core::Multiply;
using core::Pair;

namespace {

/// Zeros of the border, of output padding, and between the input cells; each has its own look.
Cell zeroLook(const TransposedScene& scene, Pair at) {
    const core::TransposedTrace& t = scene.trace;
    const Palette& p = scene.inks();
    const Pair size = t.spreadSize();
    Cell cell{.text = "0", .fill = p.panel, .ink = p.muted};
    bool border = false, added = false;
    for (int axis = 0; axis < 2; ++axis) {
        const int before = t.borderBefore(axis), after = t.borderAfter(axis), op = t.settings().outputPadding[axis];
        border = border || at[axis] < before || at[axis] >= size[axis] - after;
        added = added || at[axis] >= size[axis] - std::min(op, std::max(0, after));
    }
    if (added)
        cell.hatch = Hatch::Dots, cell.hatchColor = p.muted.withAlpha(0.45f);
    else if (border)
        cell.hatch = Hatch::Forward, cell.hatchColor = p.muted.withAlpha(0.22f);
    return cell;
}

Cell spreadLook(const TransposedScene& scene, Pair at) {
    if (scene.view.hidden.count("spread")) return coveredCell(std::nullopt, false, scene.view.theme);
    Pair input;
    if (!scene.trace.inputAt(at, input)) return zeroLook(scene, at);
    Cell cell = scene.inputLook(input);
    // A place that waits for its input cell.
    if (!scene.begun(input)) cell.text.clear(), cell.fill = scene.inks().raised;
    return cell;
}

/// The kernel's cell that the window lays on this cell of the spread input.
bool windowTap(const TransposedScene& scene, Pair output, Pair at, Pair& kernel) {
    const core::TransposedTrace& t = scene.trace;
    const Pair d = t.settings().dilation, offset{at.height - output.height, at.width - output.width};
    if (offset.height < 0 || offset.width < 0 || offset.height % d.height || offset.width % d.width) return false;
    kernel = {t.kernel().rows - 1 - offset.height / d.height, t.kernel().columns - 1 - offset.width / d.width};
    return kernel.height >= 0 && kernel.width >= 0;
}

/// Where the window is: on its way from the cell of the step before while a step moves.
Point windowCorner(const TransposedScene& scene, const Grid& spread) {
    const Pair to = scene.trace.toOutput(scene.spotlight);
    Pair from = to;
    if (scene.inMotion() && scene.moving > 1 && scene.view.focus().empty()) {
        View rest = scene.view;
        rest.phase = 1;
        const TransposedScene earlier(scene.trace, scene.options, scene.moving - 1, rest);
        if (scene.trace.keeps(earlier.spotlight)) from = scene.trace.toOutput(earlier.spotlight);
    }
    const float t = scene.progress;
    const Box box = spread.block(float(from.height) + t * float(to.height - from.height),
                                 float(from.width) + t * float(to.width - from.width), 1, 1);
    return {box.x, box.y};
}

/// Where input cells stand; this step's in the selection's colour.
void frameInputs(Figure& figure, const TransposedScene& scene, const Grid& grid) {
    if (std::min(grid.width, grid.height) < 8 * scene.view.scale) return;
    const core::TransposedTrace& t = scene.trace;
    for (int i = 0; i < t.input().rows; ++i)
        for (int j = 0; j < t.input().columns; ++j) {
            const Pair at = t.toSpread({i, j});
            if (at.height < 0 || at.width < 0 || at.height >= grid.rows || at.width >= grid.columns) continue;
            const bool now = scene.currentInput({i, j});
            drawFrame(figure, grid.cell(at.height, at.width),
                      {.color = scene.color(now ? Role::Selection : Role::Input), .width = now ? 3.0f : 1.5f},
                      scene.view);
        }
    drawChosenFrames(
        figure, grid,
        [&](Pair at) {
            Pair input;
            return t.inputAt(at, input) && scene.litInput(input);
        },
        scene.view);
}

void drawSpread(Figure& figure, const TransposedScene& scene, const Grid& grid) {
    const core::TransposedTrace& t = scene.trace;
    const bool window = scene.hasSpotlight && t.keeps(scene.spotlight);
    const Pair output = t.toOutput(scene.spotlight);
    GridLook look{.line = scene.inks().hairline, .border = scene.inks().muted, .borderWidth = 1.5f};
    auto cell = [&](int r, int c) {
        Cell own = spreadLook(scene, {r, c});
        Pair kernel;
        if (!window || !windowTap(scene, output, {r, c}, kernel)) return own;
        own.fill = mix(own.fill.a ? own.fill : scene.inks().raised, scene.color(Role::Kernel), 0.22f);
        own.note = "·" + scene.kernelText(kernel);
        own.noteInk = scene.textColor(Role::Kernel);
        return own;
    };
    drawCells(figure, grid, look, cell, scene.view);
    frameInputs(figure, scene, grid);
    if (!window) return;
    const Pair d = t.settings().dilation;
    const Point at = windowCorner(scene, grid);
    const Box frame{at.x, at.y, float(d.width * (t.kernel().columns - 1) + 1) * grid.width,
                    float(d.height * (t.kernel().rows - 1) + 1) * grid.height};
    drawFrame(figure, frame, {.color = scene.color(Role::Kernel), .width = 4}, scene.view);
}

void drawOutput(Figure& figure, const TransposedScene& scene, const Grid& grid) {
    GridLook look = scene.gridLook(Role::Output);
    look.line = scene.inks().hairline, look.borderWidth = 3;
    const bool words = !isImage(grid);
    drawCells(
        figure, grid, look,
        [&](int r, int c) {
            return scene.canvasLook(scene.trace.toCanvas({r, c}), words);
        },
        scene.view);
    if (!scene.hasSpotlight || !scene.trace.keeps(scene.spotlight)) return;
    const Pair at = scene.trace.toOutput(scene.spotlight);
    drawFrame(figure, grid.cell(at.height, at.width), {.color = scene.color(Role::Selection), .width = 3}, scene.view);
}

std::vector<LegendEntry> spreadLegend(const TransposedScene& scene) {
    const core::TransposedTrace& t = scene.trace;
    const Palette& p = scene.inks();
    std::vector<LegendEntry> entries;
    auto perAxis = [&](auto value) { return pairText(scene, {value(0), value(1)}); };
    const core::TransposedSettings& s = t.settings();
    const std::string between = perAxis([&](int axis) { return s.stride[axis] - 1; });
    if (s.stride.width > 1 || (!scene.oneRow() && s.stride.height > 1))
        entries.push_back(
            {Hatch::None, kNone, p.panel, p.muted,
             "[stride|stride − 1 = " + between + "] " + (between == "1" ? "zero" : "zeros") + " between input cells"});
    const std::string border = perAxis([&](int axis) { return t.borderBefore(axis); });
    entries.push_back({Hatch::Forward, p.muted.withAlpha(0.5f), p.panel, p.muted,
                       "border of [dilation|d](k − 1) − [padding|p] = " + border +
                           (t.borderBefore(0) < 0 || t.borderBefore(1) < 0 ? ": a negative one crops" : "")});
    if (s.outputPadding.width || s.outputPadding.height)
        entries.push_back(
            {Hatch::Dots, p.muted.withAlpha(0.7f), p.panel, p.muted,
             "[output_padding|output padding " + pairText(scene, s.outputPadding) + "] more at the far end"});
    return entries;
}

/// Kernel, turned by half a turn.
void drawFlipped(Figure& figure, const TransposedScene& scene, const Grid& grid) {
    if (grid.empty()) return;
    drawGridTitle(figure, grid.at, "[kernel|flipped kernel]", scene.view);
    drawCells(
        figure, grid, scene.gridLook(Role::Kernel),
        [&](int r, int c) {
            return scene.kernelLook({grid.rows - 1 - r, grid.columns - 1 - c});
        },
        scene.view);
}

struct Blocks {
    Pair spread, output;
    bool alone, stacked;
    float title, gap, line;
    float spreadWords, outputWords;  ///< width of the words above

    float spreadWidth(float cell) const { return std::max(float(spread.width) * cell, spreadWords); }
    Size size(float cell) const {
        const Size first{spreadWidth(cell), title + float(spread.height) * cell};
        if (!alone) return {first.width, first.height + line};
        const Size second{std::max(float(output.width) * cell, outputWords), title + float(output.height) * cell};
        if (stacked) return {std::max(first.width, second.width), first.height + gap + second.height + line};
        return {first.width + gap + second.width, std::max(first.height, second.height) + line};
    }
};

void drawEquation(Figure& figure, Point at, float width, const TransposedScene& scene) {
    if (!scene.hasSpotlight) return;
    const float size = titleSize(scene.view);
    for (std::size_t most : {9u, 6u, 4u, 2u, 0u}) {
        const std::string text = equationOf(scene, scene.spotlight, most);
        const TextStyle style{.size = size, .font = Font::Words, .color = scene.inks().ink};
        if (markupWidth(text, style) > width) continue;
        addMarkup(figure, at, text, style, scene.view.theme);
        return;
    }
}

}  // namespace

std::string equationOf(const TransposedScene& scene, Pair canvas, std::size_t most) {
    const core::TransposedTrace& t = scene.trace;
    const bool kept = t.keeps(canvas);
    const Pair name = kept ? t.toOutput(canvas) : canvas;
    const std::string cell = cellName(kept ? "output" : "canvas", name.height, name.width);
    const std::vector<Multiply> terms = t.termsOf(canvas);
    std::string sum;
    std::size_t count = 0;
    for (const Multiply& m : terms) {
        if (!scene.happened(m)) continue;
        if (++count <= most)
            sum += (sum.empty() ? "" : " + ") + ("[input|" + scene.inputText(m.input)) + "]·[kernel|" +
                   scene.kernelText(m.kernel) + "]";
    }
    if (count > most) sum = fmt::format("{} {}", count, count == 1 ? "product" : "products");
    if (count == 0) sum = terms.empty() ? "0, no stamp reaches it" : "nothing yet";
    const bool open = scene.covered(canvas) && !scene.guessedRight(canvas);
    const std::string value = open                ? "?"
                              : t.reaches(canvas) ? formatNumber(scene.sum(canvas.height, canvas.width))
                                                  : "0";
    const bool partial = count > 0 && count < terms.size();
    std::string text = "[output|" + cell + "] = " + sum;
    if (count > 0 && (!scene.options.letters || open)) text += " = [output|" + value + "]";
    return text + (partial ? " so far" : "") + (kept ? "" : ", cropped");
}

void drawZeroInsertionView(Figure& figure, const Box& area, const TransposedScene& scene, bool alone, Places& places) {
    const core::TransposedTrace& t = scene.trace;
    const float title = titleHeight(scene.view), gap = 2.5f * scene.view.em();
    const std::string spreadTitle = "[input|zero-inserted input] " + sizeText(t.spreadSize());
    const TextStyle words{.size = titleSize(scene.view), .font = Font::Words, .color = scene.inks().muted};
    Blocks blocks{.spread = t.spreadSize(),
                  .output = t.outputSize(),
                  .alone = alone,
                  .stacked = false,
                  .title = title,
                  .gap = gap,
                  .line = 1.2f * title,
                  .spreadWords = markupWidth(spreadTitle, words),
                  .outputWords = outputTitleWidth(scene)};
    LayoutRequest request{.area = area,
                          .block = [&blocks](float cell) { return blocks.size(cell); },
                          .third = {t.kernel().rows, t.kernel().columns},
                          .operands = alone,
                          .legend = spreadLegend(scene)};
    OperandLayout layout = layOutOperands(request, scene);
    blocks.stacked = true;
    if (const OperandLayout stacked = layOutOperands(request, scene); alone && stacked.cell > 1.15f * layout.cell)
        layout = stacked;
    else
        blocks.stacked = false;

    const OperandGrids operands = placeOperands(layout, request, scene);
    Point at{layout.block.x, layout.block.y + title};
    places.spread = Grid(at, blocks.spread, layout.cell);
    const Box spread = places.spread.box();
    if (alone) {
        places.input = operands.input, places.kernel = operands.kernel, places.flipped = operands.third;
        const Point corner = blocks.stacked ? Point{at.x, spread.bottom() + gap + title}
                                            : Point{at.x + blocks.spreadWidth(layout.cell) + gap, at.y};
        places.output = Grid(corner, blocks.output, layout.cell);
        drawOperands(figure, scene, operands);
        drawFlipped(figure, scene, operands.third);
        drawOutputTitle(figure, corner, area.right() - corner.x, "", scene);
        drawOutput(figure, scene, places.output);
        drawLinkedFrames(figure, scene, places.input, places.kernel);
    }
    drawGridTitle(figure, at, spreadTitle, scene.view);
    drawSpread(figure, scene, places.spread);
    const float below = alone ? std::max(spread.bottom(), places.output.box().bottom()) : spread.bottom();
    drawEquation(figure, {at.x, below + 0.95f * title}, area.right() - at.x, scene);
    if (layout.legend > 0) drawLegend(figure, layout.legendAt, layout.legendWidth, request.legend, scene.view);
}

}  // namespace seglab::figure
