#include "figure/views/picture_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/bar_below.h"
#include "figure/views/cell_grid.h"
#include "figure/views/heat_map.h"

namespace seglab::figure {

using core::Pair;
using core::PictureOperation;

bool Magnified::contains(Pair cell) const {
    return cell.height >= start.height && cell.height < start.height + size.height && cell.width >= start.width &&
           cell.width < start.width + size.width;
}

namespace {

constexpr float kLeastHeight = 33;                      // em
constexpr int kOverlapSide = 256;                       // cells of the overlap's picture
constexpr float kCellWidth = 3.6f, kCellHeight = 3.2f;  // em, of the magnified cells

struct Stage {
    Figure& figure;
    const PictureScene& scene;
    const PictureOperation& operation;
    const int step;
    const View& view;

    float em(float count) const { return count * view.em(); }
    const Palette& inks() const { return palette(view.theme); }
    TextStyle words() const { return {.size = std::max(smallestText(view), em(0.84f)), .color = inks().ink}; }
    TextStyle muted() const { return {.size = std::max(smallestText(view), em(0.78f)), .color = inks().muted}; }
    float titleHeight() const { return 1.25f * lineHeight(words().size); }
    bool covers(const char* role) const { return view.hidden.count(role) > 0; }

    /// A title above `box`, and what is left below it. `tail` only where it fits.
    Box titled(const Box& box, const std::string& title, const std::string& tail) {
        std::string text = title;
        if (markupWidth(title + tail, words()) <= box.width) text += tail;
        addMarkup(figure, {box.x, box.y + 0.75f * lineHeight(words().size)}, text, words(), view.theme);
        return {box.x, box.y + titleHeight(), box.width, box.height - titleHeight()};
    }
};

std::string by(Pair pair) {
    return fmt::format("{} × {}", pair.height, pair.width);
}

/// The largest box of that shape at the top left, at least a pixel wide and high.
Box fitted(const Box& space, Pair size) {
    const float scale = std::min(space.width / float(size.width), space.height / float(size.height));
    return {space.x, space.y, std::max(1.f, scale * float(size.width)), std::max(1.f, scale * float(size.height))};
}

/// A part of a picture, in cells, on the screen.
Box partOf(const Box& picture, Pair size, const Box& cells) {
    const float w = picture.width / float(size.width), h = picture.height / float(size.height);
    return {picture.x + cells.x * w, picture.y + cells.y * h, cells.width * w, cells.height * h};
}

void frame(Stage& s, const Box& box, Role role, float width) {
    drawFrame(s.figure, box, {.color = roleColor(role, s.view.theme), .width = width}, s.view);
}

/// A place of at least a few pixels, so that it is seen.
void markPlace(Stage& s, Box box) {
    const float least = s.em(0.35f);
    if (box.width < least) box.x -= (least - box.width) / 2, box.width = least;
    if (box.height < least) box.y -= (least - box.height) / 2, box.height = least;
    frame(s, box, Role::Selection, 2);
}

/// The whole map, and its cells where they are few; those that stand magnified have been named already.
void addMapRegions(Stage& s, const char* name, const Box& box, Pair size, PictureOperation::Extremes extremes,
                   const Magnified& magnified) {
    const bool hide = s.covers(name);
    if (std::int64_t(size.height) * size.width > kMaximumCells) {
        Region region;
        region.name = region.role = name;
        region.box = box;
        region.shape = {size.height, size.width};
        region.minimum = hide ? std::nan("") : extremes.minimum;
        region.maximum = hide ? std::nan("") : extremes.maximum;
        s.figure.regions.push_back(std::move(region));
        return;
    }
    for (int r = 0; r < size.height; ++r)
        for (int c = 0; c < size.width; ++c) {
            if (std::string(name) == "output" && magnified.contains({r, c})) continue;
            Region cell = *pictureRegion(s.scene, s.step, cellName(name, r, c));
            cell.box = partOf(box, size, {float(c), float(r), 1, 1});
            if (hide) cell.value.reset();
            cell.text.clear();  // nothing is written in the picture
            s.figure.regions.push_back(std::move(cell));
        }
}

/// The cell of the output that the magnified part is about.
Pair focusedCell(const PictureScene& scene, int step, const std::string& focus) {
    const PictureOperation& op = scene.operation();
    const Pair out = op.outputSize();
    Pair cell{out.height / 2, out.width / 2};
    if (step > 0 && step < op.rowCount()) {
        const PictureOperation::Rows rows = op.rowsOf(step - 1);
        cell.height = (rows.begin + rows.end) / 2;
    }
    if (const auto name = parseCellName(focus); name && (name->stem == "output" || name->stem == "overlap"))
        cell = {name->row, name->column};
    else if (name && name->stem == "input")
        for (int axis : {0, 1}) {
            const int at = axis == 0 ? name->row : name->column;
            const int taps = axis == 0 ? op.kernel().rows : op.kernel().columns;
            cell[axis] = at * op.settings().stride[axis] - op.settings().padding[axis] +
                         op.settings().dilation[axis] * (taps - 1) / 2;
        }
    return {std::clamp(cell.height, 0, out.height - 1), std::clamp(cell.width, 0, out.width - 1)};
}

/// A page of the output. Any of its cells gives the same page, so that it stands still under the pointer.
Magnified magnifiedPart(const Stage& s, const Box& space) {
    const Pair out = s.operation.outputSize(), cell = focusedCell(s.scene, s.step, s.view.focus());
    const Pair page{std::clamp(int(space.height / s.em(kCellHeight)), 1, 7),
                    std::clamp(int(space.width / s.em(kCellWidth)), 1, 15)};
    Magnified m;
    for (int axis : {0, 1}) {
        m.start[axis] = cell[axis] / page[axis] * page[axis];
        m.size[axis] = std::min(page[axis], out[axis] - m.start[axis]);
    }
    return m;
}

/// Input cells that have a part in the magnified cells.
Box sourcesOf(const PictureOperation& op, const Magnified& m) {
    float low[2], high[2];
    for (int axis : {0, 1}) {
        const int s = op.settings().stride[axis], p = op.settings().padding[axis], n = op.inputSize()[axis];
        const int reach = op.settings().dilation[axis] * ((axis == 0 ? op.kernel().rows : op.kernel().columns) - 1);
        low[axis] = float(std::clamp((m.start[axis] + p - reach + s - 1) / s, 0, n - 1));
        high[axis] = float(std::clamp((m.start[axis] + m.size[axis] - 1 + p) / s, 0, n - 1) + 1);
    }
    return {low[1], low[0], high[1] - low[1], high[0] - low[0]};
}

void drawInput(Stage& s, const Box& area, const Magnified& magnified) {
    const Pair size = s.operation.inputSize();
    const Box space = s.titled(area, "[input|input]", "  [muted|" + by(size) + "]");
    const Box box = fitted(space, size);
    s.figure.primitives.push_back(Image{.box = box, .pixels = s.scene.inputPixels(), .smooth = true});
    frame(s, box, Role::Input, 2);
    if (s.step > 0 && s.step < s.operation.rowCount())
        markPlace(s, partOf(box, size, {0, float(s.step - 1), float(size.width), 1}));
    else
        markPlace(s, partOf(box, size, sourcesOf(s.operation, magnified)));
    const Range range = s.scene.inputRange();
    addMapRegions(s, "input", box, size, {range.minimum, range.maximum}, magnified);
}

/// Rows that no stamp has reached are left blank; those that have been begun are drawn over the finished picture.
void drawOutputPixels(Stage& s, const Box& box) {
    const Pair size = s.operation.outputSize();
    s.figure.primitives.push_back(Image{.box = box, .pixels = s.scene.outputPixels(), .smooth = true});
    if (s.step >= s.operation.rowCount()) return;
    const float shown = float(s.operation.reduced().end), factor = float(s.operation.reduced().factor);
    int begin = 0, end = 0;
    const auto begun = s.scene.unfinishedPixels(s.step, begin, end);
    auto rows = [&](float from, float to) {
        const float height = float(size.height);
        return partOf(box, size,
                      {0, std::min(from * factor, height), float(size.width),
                       std::min(to * factor, height) - std::min(from * factor, height)});
    };
    const Box blank = rows(float(end), shown);
    if (begun) s.figure.primitives.push_back(Image{.box = rows(float(begin), float(end)), .pixels = begun});
    if (!blank.empty())
        s.figure.primitives.push_back(Rectangle{.box = blank,
                                                .fill = s.inks().panel,
                                                .hatch = Hatch::Forward,
                                                .hatchColor = s.inks().hairline,
                                                .hatchSpacing = 8 * s.view.scale});
}

void drawOutput(Stage& s, const Box& area, const Magnified& magnified) {
    const Pair size = s.operation.outputSize();
    const int factor = s.operation.reduced().factor;
    const std::string mean = factor == 1 ? "" : fmt::format("[muted|, shown as means of {0} × {0} cells]", factor);
    Box space = s.titled(area, "[output|output]", "  [muted|" + by(size) + "]" + mean);
    space.height -= barBelowHeight(s.view);
    const Box box = fitted(space, size);
    if (s.covers("output"))
        s.figure.primitives.push_back(Rectangle{.box = box,
                                                .fill = s.inks().panel,
                                                .hatch = Hatch::Forward,
                                                .hatchColor = s.inks().hairline,
                                                .hatchSpacing = 8 * s.view.scale});
    else
        drawOutputPixels(s, box);
    frame(s, box, Role::Output, 2);
    if (s.step > 0 && s.step < s.operation.rowCount()) {
        const PictureOperation::Rows rows = s.operation.rowsOf(s.step - 1);
        markPlace(s, partOf(box, size, {0, float(rows.begin), float(size.width), float(rows.end - rows.begin)}));
    }
    markPlace(s, partOf(box, size,
                        {float(magnified.start.width), float(magnified.start.height), float(magnified.size.width),
                         float(magnified.size.height)}));
    if (!s.covers("output"))
        addBarBelow(s.figure, {box.x, box.y, std::min(box.width, s.em(16)), box.height},
                    {.colors =
                         [](double t) {
                             const auto level = std::uint8_t(255 * t + 0.5);
                             return Color{level, level, level, 255};
                         },
                     .range = s.scene.shownRange()},
                    s.view);
    addMapRegions(s, "output", box, size, s.operation.extremesAt(s.scene.options().channel, s.step), magnified);
}

void drawOverlap(Stage& s, const Box& area, const Magnified& magnified) {
    const Pair size = s.operation.outputSize();
    Box space = s.titled(area, "[b|overlap]", "  [muted|stamps per cell]");
    space.height -= barBelowHeight(s.view);
    const Box box = fitted(space, size);
    const core::Matrix counts = s.operation.reducedOverlap(s.step, kOverlapSide);
    const PictureOperation::Extremes all = s.operation.overlapExtremes(s.operation.rowCount());
    const Range range{0, all.maximum};
    const HeatMap map{
        .name = "overlap", .role = "overlap", .rows = counts.rows, .columns = counts.columns, .values = counts.values};
    if (!s.covers("overlap")) {
        s.figure.primitives.push_back(Image{.box = box, .pixels = heatPixels(map, range, s.view.theme)});
        addBarBelow(s.figure, box,
                    {.colors = [&](double t) { return colorAt(map.map, t, s.view.theme); }, .range = range}, s.view);
    }
    frame(s, box, Role::Ink, 1);
    addMapRegions(s, "overlap", box, size, s.operation.overlapExtremes(s.step), magnified);
}

void drawKernel(Stage& s, const Box& area) {
    const core::Matrix& kernel = s.operation.kernel();
    const Pair size{kernel.rows, kernel.columns};
    const Box space = s.titled(area, "[kernel|kernel]", "  [muted|" + by(size) + "]");
    const float cell =
        std::floor(std::min({space.width / float(size.width), space.height / float(size.height), s.em(2.4f)}));
    const Grid grid({space.x, space.y}, size, std::max(2.f, cell));
    drawCells(
        s.figure, grid, {.line = s.inks().hairline, .border = roleColor(Role::Kernel, s.view.theme)},
        [&](int r, int c) {
            return Cell{.text = s.covers("kernel") ? "?" : formatNumber(kernel(r, c)), .fill = s.inks().raised};
        },
        s.view);
    for (int r = 0; r < size.height; ++r)
        for (int c = 0; c < size.width; ++c) {
            Region region = *pictureRegion(s.scene, s.step, cellName("kernel", r, c));
            region.box = grid.cell(r, c);
            if (s.covers("kernel")) region.value.reset(), region.text = "?";
            s.figure.regions.push_back(std::move(region));
        }
}

/// One cell as it is: its colour, the chosen channel's number, how many stamps have met there.
Cell magnifiedCell(const Stage& s, Pair at) {
    const PictureOperation& op = s.operation;
    const int count = op.overlapAt(at, s.step), channel = s.scene.options().channel;
    if (s.covers("output")) return {.text = "?", .fill = s.inks().panel, .ink = s.inks().muted};
    if (count == 0) return {.text = "0", .fill = s.inks().raised, .ink = s.inks().muted};
    const double values[] = {op.at(0, at, s.step), op.at(1, at, s.step), op.at(2, at, s.step)};
    Cell cell{.fill = s.scene.colorOf(values)};
    cell.text = formatNumber(std::round(values[channel] * 10) / 10);
    cell.ink = inkOn(cell.fill);
    cell.note = fmt::format("×{}", count);
    cell.noteInk = cell.ink;
    return cell;
}

void drawMagnified(Stage& s, const Box& space, const Magnified& m) {
    Grid grid({space.x, space.y}, m.size, s.em(kCellWidth));
    grid.height = s.em(kCellHeight);
    drawCells(
        s.figure, grid, {.line = s.inks().hairline, .border = roleColor(Role::Selection, s.view.theme)},
        [&](int r, int c) {
            return magnifiedCell(s, {m.start.height + r, m.start.width + c});
        },
        s.view);
    for (int r = 0; r < m.size.height; ++r)
        for (int c = 0; c < m.size.width; ++c) {
            const std::string name = cellName("output", m.start.height + r, m.start.width + c);
            Region region = *pictureRegion(s.scene, s.step, name);
            region.box = grid.cell(r, c);
            region.layer = 1;
            if (s.covers("output")) region.value.reset(), region.text = "?";
            if (name == s.view.focus()) frame(s, region.box, Role::Selection, 3);
            s.figure.regions.push_back(std::move(region));
        }
}

}  // namespace

void drawPicture(Figure& figure, Box area, const PictureScene& scene, int step, const View& view) {
    Stage s{figure, scene, scene.operation(), step, view};
    // On a low stage the figure becomes higher than it, and scrolls.
    if (area.height < s.em(kLeastHeight)) {
        figure.size.height += s.em(kLeastHeight) - area.height;
        area.height = s.em(kLeastHeight);
    }
    const float gap = s.em(1.75f), left = 0.34f * (area.width - gap), right = area.width - gap - left;
    const float magnifier = std::min(0.42f * area.height, s.titleHeight() + 7 * s.em(kCellHeight));
    const Box lower{area.x + left + gap, area.bottom() - magnifier, right, magnifier};
    const Box cells{lower.x, lower.y + s.titleHeight(), lower.width, lower.height - s.titleHeight()};
    const Magnified magnified = magnifiedPart(s, cells);

    const Pair from = magnified.start,
               to{from.height + magnified.size.height - 1, from.width + magnified.size.width - 1};
    s.titled(lower, fmt::format("[b|rows {}–{}, columns {}–{}]", from.height, to.height, from.width, to.width),
             fmt::format("  [muted|{} channel; ×n: n stamps met]", scene.channelName()));
    drawMagnified(s, cells, magnified);
    drawOutput(s, {lower.x, area.y, right, area.height - magnifier - gap}, magnified);

    const float third = (area.height - 2 * gap) / 3;
    drawInput(s, {area.x, area.y, left, third}, magnified);
    drawOverlap(s, {area.x, area.y + third + gap, left, third}, magnified);
    drawKernel(s, {area.x, area.y + 2 * (third + gap), left, third});
}

}  // namespace seglab::figure
