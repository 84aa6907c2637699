#include "figure/views/product_view.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/operand_layout.h"
#include "figure/views/stamp_view.h"
#include "figure/views/zero_insertion_view.h"

namespace seglab::figure {

using core::Pair;

namespace {

/// How the three grids stand: the convolution's matrix left of the product, above it, or not at all.
enum class Arrangement { Left, Above, Without };

struct Product {
    int rows, columns;  ///< of the transpose
    Arrangement arrangement;
    float title, sign, gap;           ///< sign: room for "·" and "="
    float forwardWords, matrixWords;  ///< width of the words above the matrices

    /// The transpose, the input and the output as vectors, with the signs between them.
    float across(float cell) const { return std::max(float(columns + 2) * cell + 2 * sign, matrixWords); }
    float forwardWidth(float cell) const { return std::max(float(rows) * cell, forwardWords); }
    Size size(float cell) const {
        const Size product{across(cell), title + float(rows) * cell};
        const Size forward{forwardWidth(cell), title + float(columns) * cell};
        if (arrangement == Arrangement::Left)
            return {forward.width + gap + product.width, std::max(forward.height, product.height)};
        if (arrangement == Arrangement::Above)
            return {std::max(forward.width, product.width), forward.height + gap / 2 + product.height};
        return product;
    }
};

int inputIndex(const TransposedScene& scene, Pair cell) {
    return cell.height * scene.trace.input().columns + cell.width;
}

int spotlightRow(const TransposedScene& scene) {
    if (!scene.hasSpotlight || !scene.trace.keeps(scene.spotlight)) return -1;
    const Pair o = scene.trace.toOutput(scene.spotlight);
    return o.height * scene.trace.outputSize().width + o.width;
}

Color entryFill(const TransposedScene& scene, Pair kernel) {
    const double share = std::min(1.0, std::abs(scene.trace.kernel()(kernel.height, kernel.width)) / scene.kernelPeak);
    return mix(scene.inks().raised, scene.color(Role::Kernel), float(0.14 + 0.3 * share));
}

/// An entry of the transpose: a kernel cell, or a zero by construction.
Cell entryLook(const TransposedScene& scene, int row, int column) {
    if (scene.view.hidden.count("matrix")) return coveredCell(std::nullopt, false, scene.view.theme);
    const Palette& p = scene.inks();
    Pair k;
    if (!scene.trace.kernelAt(row, column, k))
        return {.text = "0", .fill = p.raised, .ink = mix(p.raised, p.muted, 0.75f)};
    return {.text = scene.kernelText(k), .fill = entryFill(scene, k)};
}

/// Large matrices: about 50,000 of the entries, evenly chosen, as an image.
Grid drawn(const Grid& grid) {
    Grid thin = grid;
    while (thin.rows * thin.columns > 50'000) {
        if (thin.rows > thin.columns)
            thin.rows = (thin.rows + 1) / 2;
        else
            thin.columns = (thin.columns + 1) / 2;
    }
    thin.width = grid.box().width / float(thin.columns), thin.height = grid.box().height / float(thin.rows);
    return thin;
}

/// As an image. Most entries are zeros, so the others are found from the multiplies: each is one entry, at the output
/// cell and the input cell that it joins.
void drawSparse(Figure& figure, const TransposedScene& scene, const Grid& grid, bool transposed, const GridLook& look) {
    const core::TransposedTrace& t = scene.trace;
    const Grid thin = drawn(grid);
    // Entry `at` of `all` is shown by pixel i of `shown` where i·all/shown, rounded down, is `at`.
    auto pixelOf = [](int at, int all, int shown) {
        const int i = int((std::int64_t(at) * shown + all - 1) / all);
        return i < shown && int(std::int64_t(i) * all / shown) == at ? i : -1;
    };
    const bool hidden = scene.view.hidden.count("matrix");
    const Cell cover = coveredCell(std::nullopt, false, scene.view.theme);
    const Color ground = hidden ? mix(cover.fill, cover.hatchColor, 0.35f) : scene.inks().raised;
    std::vector<Color> fills(std::size_t(thin.rows) * std::size_t(thin.columns), ground);
    for (int index = 0; index < t.multiplyCount() && !hidden; ++index) {
        const core::Multiply m = t.multiply(index);
        if (!t.keeps(m.canvas)) continue;
        const Pair output = t.toOutput(m.canvas);
        const int row = output.height * t.outputSize().width + output.width, column = inputIndex(scene, m.input);
        const int r = pixelOf(transposed ? row : column, grid.rows, thin.rows);
        const int c = pixelOf(transposed ? column : row, grid.columns, thin.columns);
        if (r >= 0 && c >= 0) fills[std::size_t(r * thin.columns + c)] = entryFill(scene, m.kernel);
    }
    drawFills(
        figure, thin, look, [&](int r, int c) { return fills[std::size_t(r * thin.columns + c)]; }, scene.view);
}

void drawMatrix(Figure& figure, const TransposedScene& scene, const Grid& grid, bool transposed) {
    const GridLook look{.line = scene.inks().hairline, .border = scene.inks().muted, .borderWidth = 1.5f};
    auto entry = [&](int r, int c) { return transposed ? entryLook(scene, r, c) : entryLook(scene, c, r); };
    if (isImage(grid))
        drawSparse(figure, scene, grid, transposed, look);
    else
        drawCells(figure, grid, look, entry, scene.view);
    // This step's stamps are columns of the transpose and rows of the convolution's matrix.
    if (scene.after > scene.before) {
        const int first = inputIndex(scene, scene.trace.multiply(scene.before).input);
        const int count = inputIndex(scene, scene.lastInput()) - first + 1;
        drawFrame(figure,
                  transposed ? grid.block(0, float(first), grid.rows, count)
                             : grid.block(float(first), 0, count, grid.columns),
                  {.color = scene.color(Role::Selection), .width = 3}, scene.view);
    }
    if (const int row = spotlightRow(scene); row >= 0)
        drawFrame(figure,
                  transposed ? grid.block(float(row), 0, 1, grid.columns) : grid.block(0, float(row), grid.rows, 1),
                  {.color = scene.color(Role::Selection), .width = 2, .dash = Dash::Dashed}, scene.view);
}

void drawVectors(Figure& figure, const TransposedScene& scene, const Places& places, float sign) {
    const core::TransposedTrace& t = scene.trace;
    const int columns = t.input().columns, width = t.outputSize().width;
    drawCells(
        figure, places.vector, scene.gridLook(Role::Input),
        [&](int i, int) {
            return scene.inputLook({i / columns, i % columns});
        },
        scene.view);
    GridLook look = scene.gridLook(Role::Output);
    look.line = scene.inks().hairline;
    const bool words = !isImage(places.result);
    drawCells(
        figure, places.result, look,
        [&](int i, int) {
            Cell cell = scene.canvasLook(t.toCanvas({i / width, i % width}), words);
            cell.note.clear();
            return cell;
        },
        scene.view);
    for (int i = 0; i < places.vector.rows; ++i)
        if (scene.currentInput({i / columns, i % columns}))
            drawFrame(figure, places.vector.cell(i, 0), {.color = scene.color(Role::Selection), .width = 3},
                      scene.view);
    if (const int row = spotlightRow(scene); row >= 0)
        drawFrame(figure, places.result.cell(row, 0),
                  {.color = scene.color(Role::Selection), .width = 2, .dash = Dash::Dashed}, scene.view);
    drawChosenFrames(
        figure, places.vector,
        [&](Pair at) {
            return scene.litInput({at.height / columns, at.height % columns});
        },
        scene.view);

    // "Cᵀ · x = y"
    const float size = 1.3f * titleSize(scene.view);
    const TextStyle style{.size = size, .font = Font::Numbers, .color = scene.inks().muted};
    const float y = places.vector.box().centre().y;
    addTextCentred(figure, {places.vector.at.x - sign, y - size, sign, 2 * size}, "·", style);
    addTextCentred(figure, {places.result.at.x - sign, y - size, sign, 2 * size}, "=", style);
}

/// The word above a column vector, centred, where it stands clear of `left`. Returns its right end.
float nameVector(Figure& figure, const TransposedScene& scene, const Grid& grid, const std::string& markup,
                 float left) {
    const TextStyle style{.size = titleSize(scene.view), .font = Font::Words, .color = scene.inks().muted};
    const float width = markupWidth(markup, style), x = grid.box().centre().x;
    if (x - width / 2 < left + 0.5f * style.size || x + width / 2 > scene.view.size.width) return left;
    addMarkup(figure, {x, grid.at.y - 0.6f * style.size}, markup, style, scene.view.theme, Align::Centre);
    return x + width / 2;
}

Product arrange(const TransposedScene& scene, const LayoutRequest& request, Product& product) {
    Product best = product;
    float cell = 0;
    for (Arrangement each : {Arrangement::Left, Arrangement::Above, Arrangement::Without}) {
        product.arrangement = each;
        float found = layOutOperands(request, scene).cell;
        // The convolution's matrix is left out only where that makes the rest legible.
        const float legible = 1.25f * smallestText(scene.view);
        if (each == Arrangement::Without && (cell >= legible || found < legible)) break;
        if (found > cell) best = product, cell = found;
    }
    return best;
}

}  // namespace

void drawProductView(Figure& figure, const Box& area, const TransposedScene& scene, bool alone, Places& places) {
    const core::TransposedTrace& t = scene.trace;
    const float em = scene.view.em(), title = titleHeight(scene.view);
    const TextStyle words{.size = titleSize(scene.view), .font = Font::Words, .color = scene.inks().muted};
    auto titled = [&](const std::string& word, Pair size) {
        const std::string full = word + " " + sizeText(size);
        return markupWidth(full, words) <= area.width ? full : word;
    };
    const std::string forwardTitle = titled("[b|convolution]", {t.matrixColumns(), t.matrixRows()});
    const std::string matrixTitle = titled("[b|transpose]", {t.matrixRows(), t.matrixColumns()});
    Product product{.rows = t.matrixRows(),
                    .columns = t.matrixColumns(),
                    .arrangement = Arrangement::Left,
                    .title = title,
                    .sign = 1.8f * em,
                    .gap = 2.5f * em,
                    .forwardWords = markupWidth(forwardTitle, words),
                    .matrixWords = markupWidth(matrixTitle, words)};
    const LayoutRequest request{.area = area,
                                .block = [&product](float cell) { return product.size(cell); },
                                .operands = alone,
                                .leastOperand = 2.2f};
    product = arrange(scene, request, product);
    const OperandLayout layout = layOutOperands(request, scene);
    const OperandGrids operands = placeOperands(layout, request, scene);
    if (alone) places.input = operands.input, places.kernel = operands.kernel;

    // Place the convolution's matrix, then the product.
    const float cell = layout.cell;
    Point at{layout.block.x, layout.block.y + title};
    if (product.arrangement != Arrangement::Without) {
        places.forward = Grid(at, {product.columns, product.rows}, cell);
        if (product.arrangement == Arrangement::Left)
            at.x += product.forwardWidth(cell) + product.gap;
        else
            at.y = places.forward.box().bottom() + product.gap / 2 + title;
    }
    places.matrix = Grid(at, {product.rows, product.columns}, cell);
    const float x = places.matrix.box().right() + product.sign;
    const float middle = std::max(0.0f, places.matrix.box().height - float(product.columns) * cell) / 2;
    places.vector = Grid({x, at.y + middle}, {product.columns, 1}, cell);
    places.result = Grid({x + cell + product.sign, at.y}, {product.rows, 1}, cell);

    drawOperands(figure, scene, operands);
    drawLinkedFrames(figure, scene, places.input, places.kernel);
    if (!places.forward.empty()) {
        drawGridTitle(figure, places.forward.at, forwardTitle, scene.view);
        drawMatrix(figure, scene, places.forward, false);
    }
    drawGridTitle(figure, places.matrix.at, matrixTitle, scene.view);
    drawMatrix(figure, scene, places.matrix, true);
    drawVectors(figure, scene, places, product.sign);
    // The input's vector stands lower, unless it is as high as the output's.
    const bool level = places.vector.at.y - title < places.matrix.at.y;
    const float titleEnd = places.matrix.at.x + product.matrixWords;
    const float taken =
        nameVector(figure, scene, places.vector, "[input|input]", level ? titleEnd : places.matrix.box().right());
    nameVector(figure, scene, places.result, "[output|output]", level ? std::max(taken, titleEnd) : titleEnd);
}

}  // namespace seglab::figure
