#include "figure/views/upsampling_captions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "figure/text.h"

namespace seglab::figure {

using core::Matrix;
using core::Pair;
using core::Share;
using core::UpsamplingMethod;
using core::UpsamplingTrace;

namespace {

std::string cellText(const char* role, const char* stem, Pair cell, double value) {
    return fmt::format("[{}|{} = {}]", role, cellName(stem, cell.height, cell.width), formatNumber(value));
}

std::string count(std::size_t cells) {
    return cells == 1 ? "one cell" : fmt::format("{} cells", cells);
}

/// "nearest neighbour repeats it in 4 cells"
std::string doing(const UpsamplingTrace& way, Pair cell) {
    const auto reach = way.reachOf(cell);
    switch (way.settings().method) {
        case UpsamplingMethod::Nearest:
            return fmt::format("nearest neighbour repeats it in {}", count(reach.size()));
        case UpsamplingMethod::BedOfNails:
            return fmt::format("bed of nails puts it at {}", cellName("", reach[0].cell.height, reach[0].cell.width));
        case UpsamplingMethod::MaxUnpooling:
            return fmt::format("max unpooling at the remembered {}",
                               cellName("", reach[0].cell.height, reach[0].cell.width));
        case UpsamplingMethod::Bilinear:
            return fmt::format("bilinear mixes it into {}", count(reach.size()));
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return fmt::format("its stamp covers {}", count(reach.size()));
}

Pair cellAt(int index, Pair size) {
    return {index / size.width, index % size.width};
}

std::string poolCaption(const PinsStory& story, int index) {
    const Pair at = cellAt(index, story.pooled.positions.pooled),
               place = story.pooled.positions.cells[std::size_t(index)];
    const double value = story.pooled.values(at.height, at.width);
    return fmt::format(
        "Window {}: the maximum {} stands at [skip|{}]; max pooling keeps the value and remembers the place{}.",
        pinLetter(index), cellText("b", "pooled", at, value), cellName("source", place.height, place.width),
        story.pooled.tied[std::size_t(index)]
            ? ". It is a tie: the first in reading order wins, and that is a rule, not a fact"
            : "");
}

std::string unpoolCaption(const PinsStory& story, int index) {
    const Pair at = cellAt(index, story.pooled.positions.pooled),
               place = story.way.settings().positions.cells[std::size_t(index)];
    std::string text = fmt::format("{} goes to the place that pin {} remembers, [output|{}]",
                                   cellText("input", "input", at, story.way.input()(at.height, at.width)),
                                   pinLetter(index), cellName("output", place.height, place.width));
    for (int earlier = 0; earlier < index; ++earlier)
        if (story.way.settings().positions.cells[std::size_t(earlier)] == place)
            return text + fmt::format(
                              ", where the value of pin {} stood: the last in reading order stays. That is our rule; "
                              "PyTorch leaves it open.",
                              pinLetter(earlier));
    if (story.derivedSize && story.way.outputSize() != Pair{story.source.rows, story.source.columns})
        return text + fmt::format(
                          ": the output size was not given, so the flat position is read in a plane of {} × {} and "
                          "lands elsewhere.",
                          story.way.outputSize().height, story.way.outputSize().width);
    if (!story.ownPositions)
        return text + ": the position belongs to another picture, so the value stands where that one had its maximum.";
    return text + "; every other cell stays 0.";
}

/// y for the identity ⟨U·x, y⟩ = ⟨x, Uᵀ·y⟩: small whole numbers by a seed.
Matrix probe(Pair size) {
    Matrix plane(size.height, size.width);
    core::Random generator(3);
    for (double& value : plane.values) value = double(generator.integer(-3, 3));
    return plane;
}

double dot(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) sum += a.values[i] * b.values[i];
    return sum;
}

std::string wayDown(const UpsamplingTrace& way) {
    const Pair f = way.settings().factor;
    switch (way.settings().method) {
        case UpsamplingMethod::Nearest:
            return fmt::format("sum pooling over {} × {}: [n|{}] times the average", f.height, f.width,
                               f.height * f.width);
        case UpsamplingMethod::BedOfNails:
            return fmt::format("subsampling: the top left of each {} × {}", f.height, f.width);
        case UpsamplingMethod::MaxUnpooling:
            return "max pooling with its positions held";
        case UpsamplingMethod::Bilinear:
            return "the same weights, gathered";
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return "the convolution with the same kernel";
}

/// What else a student may have computed for this cell, each with the sentence that it deserves.
struct Mistake {
    double value;
    const char* sentence;
};

double at(const Matrix& m, Pair cell) {
    return m(cell.height, cell.width);
}

std::vector<Mistake> mistakesAt(const UpsamplingTrace& way, Pair cell) {
    const Matrix& input = way.input();
    const Pair out = way.outputSize();
    const Pair block{std::min(cell.height * input.rows / out.height, input.rows - 1),
                     std::min(cell.width * input.columns / out.width, input.columns - 1)};
    const double nearest = at(input, block);
    const bool corner = cell.height * input.rows % out.height == 0 && cell.width * input.columns % out.width == 0;
    switch (way.settings().method) {
        case UpsamplingMethod::Nearest:
            return {{corner ? nearest : 0,
                     "That is the bed of nails: nearest neighbour repeats the value in the whole block."},
                    {nearest / (double(out.height) * out.width / (double(input.rows) * input.columns)),
                     "You shared the value out among its block; nearest neighbour repeats it whole."}};
        case UpsamplingMethod::BedOfNails:
            return {{nearest,
                     "That is nearest neighbour: a bed of nails keeps the value at the top left and puts zeros "
                     "elsewhere."}};
        case UpsamplingMethod::MaxUnpooling:
            return {{corner ? nearest : 0,
                     "That is the bed of nails: max unpooling puts the value where the maximum stood, not at the top "
                     "left."},
                    {nearest,
                     "That is nearest neighbour: max unpooling puts each value at one place, and zeros elsewhere."}};
        case UpsamplingMethod::Bilinear:
            return {{nearest, "That is nearest neighbour: bilinear mixes the nearest cells by their distance."}};
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    const auto shares = way.sharesOf(cell, way.inputCells());
    double last = 0, sum = 0;
    for (const Share& share : shares) sum += last = share.weight * at(input, share.cell);
    return {{last, "You overwrote where stamps add."},
            {shares.empty() ? 0 : sum / double(shares.size()), "You averaged where stamps add."}};
}

}  // namespace

std::string upsamplingCaption(const std::vector<UpsamplingTrace>& ways, int before, int after) {
    const Matrix& input = ways[0].input();
    if (after == 0)
        return fmt::format(
            "[input|{} × {}] values are to become [output|{} × {}]: where does each one go, and what fills the rest?",
            input.rows, input.columns, ways[0].outputSize().height, ways[0].outputSize().width);
    const Pair cell{(after - 1) / input.columns, (after - 1) % input.columns};
    if (after - before > 1) return fmt::format("The values of [input|input row {}] have gone up.", cell.height);
    std::string text = cellText("input", "input", cell, input(cell.height, cell.width)) + " goes up: ";
    for (std::size_t way = 0; way < ways.size(); ++way) text += (way == 0 ? "" : ", ") + doing(ways[way], cell);
    return text + ".";
}

std::string pinsCaption(const PinsStory& story, int step) {
    const int cells = story.way.inputCells();
    if (step == 0)
        return "Max pooling will keep the largest value of every window, and remember [skip|where it stood].";
    return step <= cells ? poolCaption(story, step - 1) : unpoolCaption(story, step - cells - 1);
}

std::vector<Term> pinsTerms(const PinsScene& scene, const std::string& name) {
    const auto cell = parseCellName(name);
    const Pair out = scene.way.outputSize();
    if (!cell || cell->stem != "output" || cell->row >= out.height || cell->column >= out.width) return {};
    std::vector<Term> terms;
    for (const Share& share : scene.way.sharesOf({cell->row, cell->column}, scene.unpooledCells)) {
        const double value = at(scene.values, share.cell);
        terms.push_back({.factors = {cellName("input", share.cell.height, share.cell.width)},
                         .values = {value},
                         .product = value,
                         .text = {}});
    }
    return terms;
}

UpsamplingMatrixScene upsamplingMatrixScene(const UpsamplingTrace& way, int before, int after, const View& view) {
    UpsamplingMatrixScene scene{way, way.matrix(), {}, wayDown(way), {}, before, after, view};
    scene.down = Matrix(scene.matrix.columns, scene.matrix.rows);
    for (int row = 0; row < scene.matrix.rows; ++row)
        for (int column = 0; column < scene.matrix.columns; ++column)
            scene.down(column, row) = scene.matrix(row, column);
    if (way.settings().method == UpsamplingMethod::MaxUnpooling)
        scene.down = core::heldPoolingMatrix(way.settings().positions);
    const Matrix y = probe(way.outputSize());
    Matrix downY(way.input().rows, way.input().columns);
    for (int row = 0; row < scene.down.rows; ++row)
        for (int column = 0; column < scene.down.columns; ++column)
            downY.values[std::size_t(row)] += scene.down(row, column) * y.values[std::size_t(column)];
    const double up = dot(way.result(), y), down = dot(way.input(), downY);
    scene.identity = fmt::format(
        "Rows and columns changed places. For any plane y of the output's size, up·x with y gives [n|{}], and x with "
        "down·y gives [n|{}]{}",
        formatNumber(up), formatNumber(down),
        std::abs(up - down) < 1e-9
            ? ": the way up is the adjoint of the way down."
            : ": not the adjoint, because two values share one place: the transpose adds, unpooling overwrites.");
    return scene;
}

std::string upsamplingMistake(const std::vector<UpsamplingTrace>& ways, const std::string& stem,
                              const std::string& region, double guess) {
    const auto cell = parseCellName(region);
    if (!cell) return {};
    for (const UpsamplingTrace& way : ways) {
        const Pair out = way.outputSize();
        if (cell->stem != (stem.empty() ? wayStem(way.settings().method) : stem) || cell->row >= out.height ||
            cell->column >= out.width)
            continue;
        const double truth = way.result()(cell->row, cell->column);
        for (const Mistake& mistake : mistakesAt(way, {cell->row, cell->column}))
            if (std::abs(mistake.value - guess) < 1e-9 && std::abs(mistake.value - truth) > 1e-9)
                return mistake.sentence;
    }
    return {};
}

}  // namespace seglab::figure
