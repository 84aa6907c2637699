#include "figure/views/sliding_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/heat_map.h"

namespace seglab::figure {

using core::Pair;

namespace {

/// Cells before the first pixel: half a patch.
Pair border(const SlidingScene& s) {
    const Pair patch = s.sliding.patch();
    return {(patch.height - 1) / 2, (patch.width - 1) / 2};
}

Pair windowAt(const SlidingScene& s, std::int64_t index) {
    const int columns = s.sliding.windows().width;
    return {int(index / columns), int(index % columns)};
}

Box cellsOf(const Grid& grid, Pair first, Pair size) {
    return grid.block(float(first.height), float(first.width), size.height, size.width);
}

/// The classified pixels as a translucent picture of their class's colours; only as many rows as there are.
std::shared_ptr<const Pixels> classifiedSoFar(const SlidingScene& s) {
    const Pair windows = s.sliding.windows();
    auto pixels = std::make_shared<Pixels>();
    pixels->width = windows.width;
    pixels->height = windows.height;
    pixels->rgba.assign(std::size_t(windows.width) * std::size_t(windows.height) * 4, 0);
    for (std::int64_t i = 0; i < s.done; ++i) {
        const Color color = s.classes ? s.classColors[std::size_t((*s.classes)[std::size_t(i)])]
                                      : roleColor(Role::Output, s.view.theme);
        std::uint8_t* out = &pixels->rgba[std::size_t(i) * 4];
        out[0] = color.r, out[1] = color.g, out[2] = color.b, out[3] = 170;
    }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

/// The padding around the picture: hatched, as padding is everywhere.
void drawPadding(Figure& figure, const Grid& grid, const SlidingScene& s) {
    const Pair all = s.sliding.picture(), windows = s.sliding.windows(), before = border(s);
    const Pair after{all.height - windows.height - before.height, all.width - windows.width - before.width};
    const Color ink = roleColor(Role::Padding, s.view.theme);
    const auto strip = [&](Pair first, Pair size) {
        if (size.height > 0 && size.width > 0)
            figure.primitives.push_back(Rectangle{.box = cellsOf(grid, first, size),
                                                  .fill = palette(s.view.theme).background.withAlpha(0.6f),
                                                  .hatch = Hatch::Backward,
                                                  .hatchColor = ink.withAlpha(0.6f),
                                                  .hatchSpacing = 6 * s.view.scale});
    };
    strip({0, 0}, {before.height, all.width});
    strip({all.height - after.height, 0}, {after.height, all.width});
    strip({before.height, 0}, {windows.height, before.width});
    strip({before.height, all.width - after.width}, {windows.height, after.width});
}

/// The cell of the counts that is pinned or pointed at.
std::optional<Pair> focusedCell(const SlidingScene& s) {
    const auto name = parseCellName(s.view.focus());
    if (!name || name->stem != "times") return std::nullopt;
    const Pair plane = s.sliding.planeOf(s.layer);
    if (name->row < 0 || name->column < 0 || name->row >= plane.height || name->column >= plane.width)
        return std::nullopt;
    return Pair{name->row, name->column};
}

/// The window with its centre, and all those that need the focused cell.
void drawWindow(Figure& figure, const Grid& grid, const SlidingScene& s) {
    const Pair before = border(s), patch = s.sliding.patch();
    if (const auto focus = focusedCell(s)) {
        // All patches that hold the cell, from the first one's corner to the last one's.
        const auto block = s.sliding.windowsThatNeed(s.layer, *focus);
        drawFrame(figure,
                  cellsOf(grid, {block.first.height + before.height, block.first.width + before.width}, block.size),
                  {.color = roleColor(Role::Selection, s.view.theme), .width = 1.75f, .dash = Dash::Dashed}, s.view);
    }
    const Pair window = s.window();
    const Box frame = cellsOf(grid, window, patch);
    drawFrame(figure, frame, {.color = roleColor(Role::Selection, s.view.theme), .width = 2.5f}, s.view);
    Box centre = cellsOf(grid, {window.height + before.height, window.width + before.width}, {1, 1});
    const float least = 3 * s.view.scale;
    if (centre.width < least) centre = {centre.centre().x - least / 2, centre.centre().y - least / 2, least, least};
    figure.primitives.push_back(Rectangle{.box = centre, .fill = roleColor(Role::Selection, s.view.theme)});
    figure.regions.push_back({.name = "window",
                              .role = "selection",
                              .box = frame,
                              .text = fmt::format("({}, {})", window.height, window.width),
                              .sentence = fmt::format("The patch of {} × {} around pixel ({}, {}).", patch.height,
                                                      patch.width, window.height, window.width)});
}

/// Activations done so far, of all windows, of one pass; and their ratio.
std::array<TableCell, 4> activationColumn(const SlidingScene& s, double done, double all) {
    double perWindow = 0, inOnePass = 0;
    for (int l = 0; l < int(s.sliding.layers().size()); ++l) {
        const double channels = s.sliding.layers()[std::size_t(l)].outputChannels;
        perWindow += channels * double(core::SlidingWindows::area(s.sliding.planeInPatch(l)));
        inOnePass += channels * double(core::SlidingWindows::area(s.sliding.planeOf(l)));
    }
    const double ratio = all * perWindow / inOnePass;
    return {{{.name = "done_activations", .value = done * perWindow},
             {.name = "all_activations", .value = all * perWindow},
             {.name = "pass_activations", .value = inOnePass},
             {.name = "ratio_activations", .value = ratio, .text = formatTimes(ratio)}}};
}

std::array<TableCell, 4> timeColumn(const SlidingScene& s, double done, double all) {
    const double window = s.clock.perWindow, pass = s.clock.onePass, ratio = window * all / pass;
    const auto time = [](const char* name, double value) {
        return measuredCell(name, value, formatMilliseconds(value));
    };
    return {{time("done_time", window * done), time("all_time", window * all), time("pass_time", pass),
             measuredCell("ratio_time", ratio, formatTimes(ratio))}};
}

}  // namespace

Pair SlidingScene::window() const {
    return windowAt(*this, std::clamp<std::int64_t>(done - 1, 0, sliding.windowCount() - 1));
}

Box addSlidingPicture(Figure& figure, const Box& box, const SlidingScene& s, bool window) {
    const Pair all = s.sliding.picture(), before = border(s);
    float cell = std::min(box.width / float(all.width), box.height / float(all.height));
    if (cell >= 3) cell = std::floor(cell);
    const Grid grid({box.x, box.y}, all, cell);
    figure.primitives.push_back(Image{.box = grid.box(), .pixels = s.padded});
    if (s.done > 0)
        figure.primitives.push_back(
            Image{.box = cellsOf(grid, before, s.sliding.windows()), .pixels = classifiedSoFar(s)});
    drawPadding(figure, grid, s);
    drawFrame(figure, cellsOf(grid, before, s.sliding.windows()),
              {.color = roleColor(Role::Input, s.view.theme), .width = 2}, s.view);
    if (window) drawWindow(figure, grid, s);
    return grid.box();
}

Box addTimesComputed(Figure& figure, const Box& box, const SlidingScene& s) {
    const Pair plane = s.sliding.planeOf(s.layer);
    HeatMap map{.name = "times", .role = "times", .rows = plane.height, .columns = plane.width};
    map.values.reserve(std::size_t(core::SlidingWindows::area(plane)));
    for (int r = 0; r < plane.height; ++r)
        for (int c = 0; c < plane.width; ++c) {
            const bool hidden = s.view.hides({.name = cellName("times", r, c), .role = "times"});
            map.values.push_back(hidden ? NAN : double(s.sliding.timesComputed(s.layer, {r, c}, s.done)));
        }
    map.range = Range{0, double(s.sliding.mostOften(s.layer))};
    map.rangeRule = "times";
    const Box at = addHeatMap(figure, box, map, s.view);
    if (const auto focus = focusedCell(s)) {
        const float cell = at.width / float(plane.width), least = 6 * s.view.scale;
        Box frame{at.x + float(focus->width) * cell, at.y + float(focus->height) * cell, cell, cell};
        if (cell < least) frame = {frame.centre().x - least / 2, frame.centre().y - least / 2, least, least};
        drawFrame(figure, frame, {.color = roleColor(Role::Selection, s.view.theme), .width = 2}, s.view);
    }
    return at;
}

std::optional<Region> timesComputedCell(const SlidingScene& s, const std::string& region) {
    const auto name = parseCellName(region);
    const Pair plane = s.sliding.planeOf(s.layer);
    if (!name || name->stem != "times" || name->row < 0 || name->column < 0 || name->row >= plane.height ||
        name->column >= plane.width)
        return std::nullopt;
    const Pair cell{name->row, name->column};
    const auto block = s.sliding.windowsThatNeed(s.layer, cell);
    const double times = double(s.sliding.timesComputed(s.layer, cell, s.done));
    return Region{.name = region,
                  .role = "times",
                  .value = times,
                  .text = formatNumber(times),
                  .sentence = fmt::format("Layer {} needs it for {} windows: rows {} to {}, columns {} to {}. One pass "
                                          "computes it once.",
                                          s.layer + 1, core::SlidingWindows::area(block.size), block.first.height,
                                          block.first.height + block.size.height - 1, block.first.width,
                                          block.first.width + block.size.width - 1)};
}

Table slidingCosts(const SlidingScene& s, SlidingColumn column) {
    const core::SlidingWindows& sliding = s.sliding;
    const double done = double(s.done), all = double(sliding.windowCount());
    const double adds = double(sliding.multiplyAddsPerWindow()), passAdds = double(sliding.multiplyAddsInOnePass());
    const double ratio = all * adds / passAdds;
    const std::array<TableCell, 4> second =
        column == SlidingColumn::Time ? timeColumn(s, done, all) : activationColumn(s, done, all);
    return {.headings = {"multiply-adds", column == SlidingColumn::Time ? "time" : "activations"},
            .rows = {{.label = fmt::format("[selection|window by window], {} of {} pixels", formatQuantity(done),
                                           formatQuantity(all)),
                      .cells = {{.name = "done_multiply_adds", .value = done * adds}, second[0]}},
                     {.label = "window by window, all pixels",
                      .cells = {{.name = "all_multiply_adds", .value = all * adds}, second[1]}},
                     {.label = "[output|one pass] over the whole picture",
                      .cells = {{.name = "pass_multiply_adds", .value = passAdds}, second[2]}},
                     {.label = "times as much",
                      .cells = {{.name = "ratio_multiply_adds", .value = ratio, .text = formatTimes(ratio)}, second[3]},
                      .strong = true,
                      .ruled = true}}};
}

}  // namespace seglab::figure
