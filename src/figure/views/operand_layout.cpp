#include "figure/views/operand_layout.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::figure {

using core::Pair;

namespace {

// em
constexpr float kGap = 1.1f;      // between two operands
constexpr float kLeast = 6.0f;    // width of the operands' column: their titles
constexpr float kBetween = 2.0f;  // least room between operands and block
constexpr float kLargestCell = 10.0f;
constexpr float kLargestOperand = 6.0f;
constexpr float kLeastOperand = 1.4f;
constexpr float kLegible = 2.2f;      // an operand's cell above this gains little
constexpr float kColumnShare = 0.5f;  // of the width, for the operands at most

/// Sizes of one arrangement, before it is placed.
struct Draft {
    const LayoutRequest* request;
    Pair input, kernel;
    float em, title;
    OperandLayout layout;
    float score = -1e9f;

    Size operands() const {
        if (!layout.operandsShown) return {0, 0};
        const float side = layout.operand, gap = kGap * em;
        const float stacked = float(kernel.height) * side + title;
        const float lower = layout.third ? stacked + gap + float(request->third.height) * side + title : stacked;
        const float first = float(input.height) * side + title;
        const int widest = layout.third ? std::max(kernel.width, request->third.width) : kernel.width;
        const float lowerWidth = std::max(float(widest) * side, kLeast * em);
        const float firstWidth = std::max(float(input.width) * side, kLeast * em);
        if (layout.beside) return {firstWidth + 2 * gap + lowerWidth, std::max(first, lower)};
        return {std::max(firstWidth, lowerWidth), first + gap + lower};
    }

    float between() const { return layout.operandsShown ? kBetween * em : 0; }

    bool fits() const {
        const Size left = operands(), right = request->block(layout.cell);
        return left.width + between() + right.width <= request->area.width && left.height <= request->area.height &&
               right.height + layout.legend <= request->area.height;
    }

    /// The operands' cells follow the block's, as far as the column has room for them.
    float operandFor(float cell) {
        const float least =
            request->leastOperand > kLeastOperand ? request->leastOperand : std::min(cell / em, kLeastOperand);
        layout.operand = std::clamp(0.72f * cell, least * em, kLargestOperand * em);
        for (Size size = operands(); layout.operand > 2; size = operands()) {
            if (size.height <= request->area.height && size.width <= kColumnShare * request->area.width) break;
            layout.operand -= 1;
        }
        return layout.operand;
    }

    /// The largest cells of the block that fit, and what they are worth.
    void grow() {
        bool fit = false;
        for (layout.cell = std::floor(kLargestCell * em); layout.cell > 0.02f && !fit;) {
            operandFor(layout.cell);
            fit = fits();
            if (!fit) layout.cell = layout.cell > 2 ? layout.cell - 1 : layout.cell * 0.8f;
        }
        // A legible operand is worth more than a larger canvas; the third grid is worth a little.
        score = std::min(layout.cell, 8 * em) - (fit ? 0 : 1000 * em) - (layout.beside ? 0.25f * em : 0);
        if (layout.operandsShown)
            score += 1.5f * std::min(layout.operand, kLegible * em) + (layout.third ? 0.5f * em : 0);
    }
};

Draft best(const Draft& from, float legend) {
    Draft best = from;
    auto consider = [&](bool shown, bool beside, bool third) {
        Draft draft = from;
        draft.layout.operandsShown = shown, draft.layout.beside = beside, draft.layout.third = third;
        draft.layout.legend = legend;
        draft.grow();
        if (draft.score > best.score) best.layout = draft.layout, best.score = draft.score;
    };
    consider(false, false, false);
    if (!from.request->operands) return best;
    for (bool beside : {false, true})
        for (bool third : {true, false})
            if (!third || from.request->third.height > 0) consider(true, beside, third);
    return best;
}

float legendWidth(const Draft& draft) {
    return draft.request->area.width - draft.operands().width - draft.between() - draft.request->legendIndent;
}

/// The legend goes where the block would pay too much for it.
Draft withLegend(const Draft& from, const View& view) {
    const Draft bare = best(from, 0);
    if (from.request->legend.empty()) return bare;
    Draft full = bare;
    // The operands' column may change with the legend, and its width decides how the legend is broken.
    for (int pass = 0; pass < 2; ++pass)
        full = best(from, legendSize(legendWidth(full), from.request->legend, view).height + 0.5f * from.em);
    const float needed = legendSize(legendWidth(full), from.request->legend, view).height + 0.5f * from.em;
    const bool dear = full.layout.cell < 0.8f * bare.layout.cell && full.layout.cell < 2.5f * from.em;
    const bool lost = bare.layout.operandsShown && !full.layout.operandsShown;
    return dear || lost || needed > full.layout.legend + 0.5f || full.score < 0 ? bare : full;
}

}  // namespace

OperandLayout layOutOperands(const LayoutRequest& request, const TransposedScene& scene) {
    const core::TransposedTrace& t = scene.trace;
    const Draft draft = withLegend({.request = &request,
                                    .input = {t.input().rows, t.input().columns},
                                    .kernel = {t.kernel().rows, t.kernel().columns},
                                    .em = scene.view.em(),
                                    .title = titleHeight(scene.view),
                                    .layout = {}},
                                   scene.view);
    OperandLayout layout = draft.layout;

    // Spare width goes between operands and block first, then to both sides, but never out of the legend's.
    const Box& area = request.area;
    const Size left = draft.operands(), right = request.block(layout.cell);
    const float em = draft.em, spare = area.width - left.width - right.width;
    float words = right.width;
    if (layout.legend > 0)
        words =
            std::max(words, request.legendIndent + legendSize(legendWidth(draft), request.legend, scene.view).width);
    const float room = area.width - left.width - words;
    const float wished = std::max(kBetween * em, std::min(6 * em, spare / 2));
    const float between = layout.operandsShown ? std::max(draft.between(), std::min(room, wished)) : 0;
    const float height = std::max(left.height, right.height + layout.legend);
    const float x = area.x + std::max(0.0f, std::min((spare - between) / 2, room - between));
    const float y = area.y + (area.height - height) / 2;
    layout.operands = {x, y + (height - left.height) / 2, left.width, left.height};
    layout.block = {x + left.width + between, y + (height - right.height - layout.legend) / 2, right.width,
                    right.height};
    layout.legendAt = {layout.block.x + request.legendIndent,
                       layout.block.bottom() + (layout.legend > 0 ? 0.5f * em : 0)};
    layout.legendWidth = legendWidth(draft) + 1;
    return layout;
}

OperandGrids placeOperands(const OperandLayout& layout, const LayoutRequest& request, const TransposedScene& scene) {
    const core::TransposedTrace& t = scene.trace;
    const float em = scene.view.em(), title = titleHeight(scene.view), gap = kGap * em;
    OperandGrids grids;
    if (!layout.operandsShown) return grids;
    Point next{layout.operands.x, layout.operands.y + title};
    grids.input = Grid(next, {t.input().rows, t.input().columns}, layout.operand);
    next.y += grids.input.box().height + gap + title;
    if (layout.beside)
        next = {layout.operands.x + std::max(grids.input.box().width, kLeast * em) + 2 * gap,
                layout.operands.y + title};
    grids.kernel = Grid(next, {t.kernel().rows, t.kernel().columns}, layout.operand);
    next.y += grids.kernel.box().height + gap + title;
    if (layout.third) grids.third = Grid(next, request.third, layout.operand);
    return grids;
}

void drawOperands(Figure& figure, const TransposedScene& scene, const OperandGrids& grids) {
    if (grids.input.empty()) return;
    const View& view = scene.view;
    auto size = [](const Grid& grid) { return sizeText({grid.rows, grid.columns}); };
    drawGridTitle(figure, grids.input.at, "[input|input] " + size(grids.input), scene.view);
    drawCells(
        figure, grids.input, scene.gridLook(Role::Input),
        [&](int r, int c) {
            return scene.inputLook({r, c});
        },
        view);
    drawGridTitle(figure, grids.kernel.at, "[kernel|kernel] " + size(grids.kernel), scene.view);
    drawCells(
        figure, grids.kernel, scene.gridLook(Role::Kernel),
        [&](int r, int c) {
            return scene.kernelLook({r, c});
        },
        view);
}

}  // namespace seglab::figure
