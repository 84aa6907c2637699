#include "figure/views/alignment_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/grid_parts.h"
#include "figure/views/window_scene.h"

namespace seglab::figure {

using core::Joining;
using core::JoinStage;
using core::JoinTrace;
using core::Pair;
using core::SizeCure;
using core::Tensor;

namespace {

/// A tensor in a row of grids, one for each channel.
struct Stack {
    const char* stem;  ///< of its regions
    std::string markup;
    Role role = Role::Ink;
    const Tensor<double>* tensor = nullptr;
    Pair real{0, 0};  ///< of its plane, what is no padding; the rest is around it
    Pair kept{0, 0};  ///< what a crop will leave; none: all
    float below = 0;  ///< room across that the words below a channel take, pixels

    int channels() const { return int(tensor->size(0)); }
    Pair plane() const { return {int(tensor->size(1)), int(tensor->size(2))}; }
    double value(int c, int row, int column) const {
        return tensor->values[std::size_t((c * plane().height + row) * plane().width + column)];
    }
};

constexpr float kChannelGap = 0.7f, kStackGap = 2;  // cells
constexpr float kTitleGap = 1;                      // em, at least between two titles
constexpr float kLargestCell = 3.2f;                // em
constexpr float kWidest = 1.5f;                     // of a cell, by its height
constexpr float kWeightRoom = 1.8f;                 // em, below the join

/// From one channel to the next, with cells so wide.
float channelStep(const Stack& stack, float cell) {
    return std::max((float(stack.plane().width) + kChannelGap) * cell, stack.below);
}

/// What it takes across with cells so wide: its grids, or its title where that is wider.
float widthOf(const Stack& stack, float cell, const View& view) {
    const float grids = channelStep(stack, cell) * float(stack.channels() - 1) + float(stack.plane().width) * cell;
    return std::max(grids, gridTitleWidth(stack.markup, view));
}

float gapAt(float cell, const View& view) {
    return std::max(kStackGap * cell, kTitleGap * view.em());
}

float widthOf(const std::vector<Stack>& row, float cell, const View& view) {
    float sum = gapAt(cell, view) * float(row.size() - 1);
    for (const Stack& stack : row) sum += widthOf(stack, cell, view);
    return sum;
}

int rowsOf(const std::vector<Stack>& row) {
    int most = 1;
    for (const Stack& stack : row) most = std::max(most, stack.plane().height);
    return most;
}

bool inMiddle(Pair plane, Pair part, int row, int column) {
    const int top = (plane.height - part.height) / 2, left = (plane.width - part.width) / 2;
    return row >= top && row < top + part.height && column >= left && column < left + part.width;
}

/// "a 2 × 4 × 4", with what differs from the other tensor in the selection's colour.
std::string sizeMarkup(const Tensor<double>& of, const Tensor<double>& other, bool told, bool channelsMatter) {
    std::string text;
    for (int axis = 0; axis < 3; ++axis) {
        const bool wrong = told && of.size(axis) != other.size(axis) && (axis > 0 || channelsMatter);
        if (axis > 0) text += "[n| × ]";
        text += fmt::format("[{}|{}]", wrong ? "selection" : "n", of.size(axis));
    }
    return text;
}

std::vector<Stack> operands(const AlignmentScene& s) {
    const JoinStage stage = s.stage();
    const Tensor<double>&a = s.trace.first(stage), &b = s.trace.second(stage);
    const bool addition = s.trace.settings().joining == Joining::Addition;
    const auto given = [&](const Tensor<double>& t) { return Pair{int(t.size(1)), int(t.size(2))}; };
    const auto markup = [&](const char* name, const Tensor<double>& of, const Tensor<double>& other) {
        return fmt::format("{} {}", name, sizeMarkup(of, other, stage != JoinStage::Mixed, addition));
    };
    std::vector<Stack> row{{.stem = "a", .markup = markup("[skip|a]", a, b), .role = Role::Skip, .tensor = &a},
                           {.stem = "b", .markup = markup("[input|b]", b, a), .role = Role::Input, .tensor = &b}};
    const SizeCure cure = s.trace.settings().cure;
    if (cure == SizeCure::Pad) {
        row[0].real = given(s.trace.first(JoinStage::Given));
        row[1].real = given(s.trace.second(JoinStage::Given));
    }
    if (cure == SizeCure::Crop && stage == JoinStage::Given) {
        row[0].kept = given(s.trace.first(JoinStage::Joined));
        row[1].kept = given(s.trace.second(JoinStage::Joined));
    }
    return row;
}

/// Of a weight, below its channel.
TextStyle weightStyle(const View& view) {
    return {.size = std::max(smallestText(view), 0.95f * view.em()),
            .font = Font::NumbersBold,
            .color = roleTextColor(Role::Kernel, view.theme)};
}

std::string weightText(const std::string& number) {
    return "× " + number;
}

float widestWeight(const AlignmentScene& s) {
    float widest = 0;
    for (const double weight : s.trace.weights())
        widest =
            std::max(widest, textWidth(weightText(formatNumber(weight)), Font::NumbersBold, weightStyle(s.view).size));
    return widest + 0.5f * s.view.em();
}

std::vector<Stack> results(const AlignmentScene& s) {
    if (s.trace.joined().values.empty()) return {};
    const bool addition = s.trace.settings().joining == Joining::Addition;
    const Tensor<double>& joined = s.trace.joined();
    return {{.stem = "joined",
             .markup = fmt::format("{} {}", addition ? "[output|a + b]" : "[output|a, then b]",
                                   sizeMarkup(joined, joined, false, false)),
             .role = Role::Output,
             .tensor = &joined,
             .below = widestWeight(s)},
            {.stem = "mixed",
             .markup = addition ? "[kernel|W](a + b)" : "[kernel|W]_{1}a + [kernel|W]_{2}b",
             .role = Role::Kernel,
             .tensor = &s.trace.mixed()}};
}

/// Which tensor a channel of the join shows: its colour tells.
Role roleOfChannel(const AlignmentScene& s, const Stack& stack, int channel) {
    if (stack.role != Role::Output || s.trace.settings().joining == Joining::Addition) return stack.role;
    return channel < int(s.trace.first(JoinStage::Joined).size(0)) ? Role::Skip : Role::Input;
}

bool isTold(const AlignmentScene& s, const Stack& stack) {
    if (stack.role == Role::Output) return s.stage() >= JoinStage::Joined;
    return stack.role != Role::Kernel || s.stage() == JoinStage::Mixed;
}

/// The region of a cell, with what is hidden taken out and what is not told yet left out.
Region regionOfCell(const AlignmentScene& s, const Stack& stack, int channel, int row, int column) {
    Region region{.name = cellName(channelStem(stack.stem, channel), row, column), .role = stack.stem};
    if (!isTold(s, stack)) return region;
    region.value = stack.value(channel, row, column);
    region.text = formatNumber(*region.value);
    coverHidden(region, s.view);
    return region;
}

Cell lookOf(const AlignmentScene& s, const Stack& stack, int channel, int row, int column) {
    const Region region = regionOfCell(s, stack, channel, row, column);
    const Role role = roleOfChannel(s, stack, channel);
    Cell cell = cellOf(region, roleTint(role, s.view.theme, isTold(s, stack) ? 0.16f : 0.04f), s.view);
    if (region.text == "?") return cell;
    const bool padded = stack.real.height > 0 && !inMiddle(stack.plane(), stack.real, row, column);
    const bool lost = stack.kept.height > 0 && !inMiddle(stack.plane(), stack.kept, row, column);
    if (padded || lost) {
        cell.hatch = lost ? Hatch::Cross : Hatch::Forward;
        cell.hatchColor = roleColor(Role::Padding, s.view.theme).withAlpha(0.6f);
        cell.fill = kNone;
    }
    return cell;
}

/// The stacks in rows, and what a cell measures in them.
struct Rows {
    std::vector<std::vector<Stack>> stacks;
    float cell = 0, width = 0;  ///< height and width of a cell
    float gap = 0, height = 0;
};

/// Draws a stack from its top left corner, with its title; returns its grids.
std::vector<Grid> drawStack(Figure& figure, const AlignmentScene& s, const Stack& stack, Point at, const Rows& rows) {
    drawGridTitle(figure, at, stack.markup, s.view);
    std::vector<Grid> grids;
    for (int c = 0; c < stack.channels(); ++c) {
        Grid grid({at.x + channelStep(stack, rows.width) * float(c), at.y}, stack.plane(), rows.width);
        grid.height = rows.cell;
        const GridLook look{.line = palette(s.view.theme).hairline,
                            .border = roleColor(roleOfChannel(s, stack, c), s.view.theme)};
        drawCells(
            figure, grid, look, [&](int row, int column) { return lookOf(s, stack, c, row, column); }, s.view);
        addRegions(figure, grid,
                   {.stem = channelStem(stack.stem, c),
                    .role = stack.stem,
                    .size = stack.plane(),
                    .fill = [&, c](Region& region, int row, int column) {
                        const Region told = regionOfCell(s, stack, c, row, column);
                        region.value = told.value;
                        region.text = told.text;
                        region.action = told.action;
                    }});
        grids.push_back(grid);
    }
    return grids;
}

/// "× 2" below each channel of the join.
void drawWeights(Figure& figure, const AlignmentScene& s, const std::vector<Grid>& grids) {
    const TextStyle style = weightStyle(s.view);
    for (std::size_t c = 0; c < grids.size(); ++c) {
        const Box box = grids[c].box();
        Region region{.name = fmt::format("weight({})", c),
                      .role = "weight",
                      .value = s.trace.weights()[c],
                      .text = formatNumber(s.trace.weights()[c])};
        coverHidden(region, s.view);
        const float baseline = box.bottom() + 1.35f * style.size;
        addText(figure, {box.centre().x, baseline}, weightText(region.text), style, Align::Centre);
        region.box = {box.x, box.bottom(), box.width, 1.6f * style.size};
        figure.regions.push_back(region);
    }
}

Rows fitted(std::vector<std::vector<Stack>> stacks, const Box& area, const View& view) {
    Rows rows{.stacks = std::move(stacks)};
    rows.gap = 1.2f * view.em();
    const float most = kLargestCell * view.em();
    float cells = 0, across = std::floor(most);
    for (const std::vector<Stack>& row : rows.stacks) {
        while (across > 1 && widthOf(row, across, view) > area.width) across -= 1;
        cells += float(rowsOf(row));
    }
    // The join has its weights below it, a problem its words.
    const float words = float(rows.stacks.size()) * (titleHeight(view) + rows.gap) + kWeightRoom * view.em();
    rows.cell = std::floor(std::min(across, (area.height - words) / cells));
    rows.width = std::min(across, kWidest * rows.cell);
    rows.height = words + cells * rows.cell;
    return rows;
}

/// Two above and two below, or one to three below each other: what has the largest cells.
Rows arranged(const std::vector<Stack>& above, const std::vector<Stack>& below, const Box& area, const View& view) {
    std::vector<std::vector<Stack>> wide{above}, tall{{above[0]}, {above[1]}};
    if (!below.empty()) {
        wide.push_back(below);
        tall.push_back(below);
    }
    const Rows a = fitted(wide, area, view), b = fitted(tall, area, view);
    return b.cell > a.cell ? b : a;
}

/// What does not fit, where the join would stand.
void drawProblem(Figure& figure, const Box& box, const AlignmentScene& s) {
    const TextStyle style{.size = 1.15f * s.view.em(), .color = palette(s.view.theme).muted};
    const std::string cure = s.trace.problem().find("channels") == 0
                                 ? "A 1 × 1 convolution of b would give it as many channels as a has."
                                 : "Crop or pad both, or resize b: each changes what is joined.";
    addParagraph(figure, {box.x, box.y}, box.width, fmt::format("[selection|{}.] {}", s.trace.problem(), cure), style,
                 s.view.theme);
}

const char* cureWords(SizeCure cure) {
    return cure == SizeCure::Crop  ? "[padding|Cropped] to the smaller size, the middle of each: what was cut is lost"
           : cure == SizeCure::Pad ? "[padding|Padded] with zeros to the larger size: a border that says nothing"
                                   : "[padding|Resized] by the nearest cell: b's cells no longer stand where they were "
                                     "computed";
}

std::string mixedCaption(const JoinTrace& trace) {
    const double first = trace.partOfFirst({0, 0}), second = trace.partOfSecond({0, 0});
    const std::string sum = fmt::format("{} {} {} = [n|{}]", formatNumber(first), second < 0 ? "−" : "+",
                                        formatNumber(std::abs(second)), formatNumber(first + second));
    if (trace.settings().joining == Joining::Addition)
        return fmt::format("A filter behind the addition weighs both alike, W₁ = W₂: at (0,0) [kernel|W](a + b) = {}.",
                           sum);
    return fmt::format("A filter behind the concatenation has weights of its own for each: at (0,0) W₁a + W₂b = {}.",
                       sum);
}

}  // namespace

void drawAlignment(Figure& figure, const Box& area, const AlignmentScene& s) {
    const Rows rows = arranged(operands(s), results(s), area, s.view);
    const float title = titleHeight(s.view);
    Point at{area.x, area.y + title + std::max(0.0f, (area.height - rows.height) / 3)};
    for (const std::vector<Stack>& row : rows.stacks) {
        at.x = area.x;
        for (const Stack& stack : row) {
            const std::vector<Grid> grids = drawStack(figure, s, stack, at, rows);
            if (stack.role == Role::Output && s.stage() == JoinStage::Mixed) drawWeights(figure, s, grids);
            at.x += widthOf(stack, rows.width, s.view) + gapAt(rows.width, s.view);
        }
        at.y += float(rowsOf(row)) * rows.cell + rows.gap + title;
    }
    if (!s.trace.problem().empty()) drawProblem(figure, {area.x, at.y - title, area.width, area.bottom() - at.y}, s);
}

std::string alignmentCaption(const JoinTrace& trace, int step) {
    const Tensor<double>&a = trace.first(JoinStage::Joined), &b = trace.second(JoinStage::Joined);
    switch (trace.stages()[std::size_t(step)]) {
        case JoinStage::Given:
            if (trace.stages().size() == 1)
                return fmt::format("[skip|a] and [input|b] cannot be joined: [selection|{}].", trace.problem());
            return "[skip|a] came across the skip, [input|b] came up: they are to be joined.";
        case JoinStage::Sized:
            return fmt::format("{}.", cureWords(trace.settings().cure)) +
                   (trace.problem().empty() ? "" : fmt::format(" Still, [selection|{}].", trace.problem()));
        case JoinStage::Projected:
            return fmt::format(
                "A [kernel|1 × 1 convolution] makes {} channels of b's {}: each is a weighted sum of all.",
                trace.projection().rows, trace.projection().columns);
        case JoinStage::Joined:
            if (trace.settings().joining == Joining::Addition)
                return fmt::format(
                    "[output|Addition], joined cell by cell: {} channels stay {}. Which part came from where can "
                    "no longer be told.",
                    a.size(0), a.size(0));
            return fmt::format(
                "[output|Concatenation], joined one after the other: {} and {} channels are {}. Nothing is lost.",
                a.size(0), b.size(0), a.size(0) + b.size(0));
        case JoinStage::Mixed:
            break;
    }
    return mixedCaption(trace);
}

std::vector<Term> alignmentTerms(const AlignmentScene& s, const std::string& region) {
    const auto name = parseCellName(region);
    if (!name || name->stem != "mixed" || s.stage() != JoinStage::Mixed) return {};
    const Tensor<double>& joined = s.trace.joined();
    if (name->row >= joined.size(1) || name->column >= joined.size(2)) return {};
    std::vector<Term> terms;
    for (int c = 0; c < int(joined.size(0)); ++c) {
        const double value =
            joined.values[std::size_t((c * joined.size(1) + name->row) * joined.size(2) + name->column)];
        const double weight = s.trace.weights()[std::size_t(c)];
        terms.push_back(
            {.factors = {cellName(channelStem("joined", c), name->row, name->column), fmt::format("weight({})", c)},
             .values = {value, weight},
             .product = value * weight});
    }
    return terms;
}

std::string alignmentMistake(const JoinTrace& trace, const std::string& region, double guess) {
    const auto name = parseCellName(region);
    if (!name || name->stem != "mixed" || trace.joined().values.empty()) return {};
    const Tensor<double>& joined = trace.joined();
    if (name->row >= joined.size(1) || name->column >= joined.size(2)) return {};
    const Pair at{name->row, name->column};
    const double first = trace.partOfFirst(at), second = trace.partOfSecond(at);
    if (guess == first + second) return {};
    if (guess == first) return "that is a's part alone: b's is added.";
    if (guess == second) return "that is b's part alone: a's is added.";
    double plain = 0;
    for (int c = 0; c < int(joined.size(0)); ++c)
        plain += joined.values[std::size_t((c * joined.size(1) + at.height) * joined.size(2) + at.width)];
    if (guess == plain) return "you left the weights out: each channel is multiplied by its own.";
    return {};
}

}  // namespace seglab::figure
