#include "figure/views/race_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/panel_title.h"
#include "figure/views/patch_view.h"

namespace seglab::figure {

namespace {

using core::SlidingWindows;

/// Bytes of all layers' outputs, float32: of one window at a time, or of the whole picture.
double mapBytes(const SlidingWindows& sliding, bool ofWindow) {
    double bytes = 0;
    for (int l = 0; l < int(sliding.layers().size()); ++l) {
        const core::Pair plane = ofWindow ? sliding.planeInPatch(l) : sliding.planeOf(l);
        bytes += sizeof(float) * double(sliding.layers()[std::size_t(l)].outputChannels) *
                 double(SlidingWindows::area(plane));
    }
    return bytes;
}

Table costsOf(const RaceScene& s) {
    const SlidingWindows& sliding = s.windows.sliding;
    const double perWindow = double(sliding.multiplyAddsPerWindow()), pass = double(sliding.multiplyAddsInOnePass());
    const double all = double(sliding.windowCount()), done = double(s.windows.done);
    const double one = mapBytes(sliding, true), whole = mapBytes(sliding, false);
    const double window = s.windows.clock.perWindow, onePass = s.windows.clock.onePass,
                 bound = double(sliding.mostOften(0));
    const auto adds = [](const char* name, double value) { return TableCell{.name = name, .value = value}; };
    const auto bytes = [](const char* name, double value) {
        return TableCell{.name = name, .value = value, .text = formatBytes(value)};
    };
    const auto clocked = [](const char* name, double value) {
        return measuredCell(name, value, formatMilliseconds(value));
    };
    const TableCell none;
    return {
        .headings = {"multiply-adds", "time", "memory"},
        .rows = {
            {.label = "[selection|windows] so far",
             .cells = {adds("done_multiply_adds", done * perWindow), clocked("done_time", window * done), none}},
            {.label = "all [selection|windows]",
             .cells = {adds("all_multiply_adds", all * perWindow), clocked("all_time", window * all),
                       bytes("window_memory", one)}},
            {.label = "[output|one pass]",
             .cells = {adds("pass_multiply_adds", pass), clocked("pass_time", onePass), bytes("pass_memory", whole)}},
            {.label = "times as much",
             .cells = {{.name = "ratio_multiply_adds", .value = sliding.ratio(), .text = formatTimes(sliding.ratio())},
                       measuredCell("ratio_time", window * all / onePass, formatTimes(window * all / onePass)),
                       {.name = "ratio_memory", .value = one / whole, .text = fmt::format("1 / {:.0f}", whole / one)}},
             .strong = true,
             .ruled = true},
            {.label = "layer 1, the upper bound",
             .cells = {{.name = "bound", .value = bound, .text = formatTimes(bound)}, none, none}}}};
}

/// How much of the way one side has gone: a bar as wide as its picture.
struct Progress {
    double share = 0;
    std::string words;
    Role role = Role::Ink;
    float room = 0;  ///< of the words
};

float progressHeight(const View& view) {
    return 2.1f * std::max(0.85f * view.em(), smallestText(view));
}

void addProgress(Figure& figure, const Box& picture, const Progress& progress, const View& view) {
    const Palette& inks = palette(view.theme);
    const float size = std::max(0.85f * view.em(), smallestText(view)), thick = std::round(0.3f * size);
    const Box track{picture.x, picture.bottom() + 0.4f * size, picture.width, thick};
    figure.primitives.push_back(Rectangle{.box = track, .fill = inks.hairline});
    Box bar = track;
    bar.width *= float(std::clamp(progress.share, 0.0, 1.0));
    if (bar.width > 0) figure.primitives.push_back(Rectangle{.box = bar, .fill = roleColor(progress.role, view.theme)});
    if (markupWidth(progress.words, {.size = size}) <= progress.room)
        addMarkup(figure, {picture.x, track.bottom() + 1.2f * size}, progress.words,
                  {.size = size, .font = Font::Words, .color = inks.muted}, view.theme);
}

bool passFinished(const RaceScene& s) {
    return s.finished == int(s.windows.sliding.layers().size());
}

/// The padded picture with its classes where the last layer is finished.
void addPassPicture(Figure& figure, const Box& box, const RaceScene& s) {
    SlidingScene whole = s.windows;
    whole.done = passFinished(s) ? whole.sliding.windowCount() : 0;
    const Box drawn = addSlidingPicture(figure, box, whole, false);
    figure.regions.push_back({.name = "pass",
                              .role = "output",
                              .box = drawn,
                              .text = fmt::format("{} of {} layers", s.finished, whole.sliding.layers().size())});
}

void addLayers(Figure& figure, const Box& box, const RaceScene& s) {
    PatchPath path{
        .layers = s.maps, .finished = s.finished, .patch = s.windows.padded, .source = "picture", .role = Role::Input};
    for (const MapGrid& grid : s.maps) path.titles.push_back(grid.name);
    addPatchPath(figure, box, path, s.windows.view);
}

/// Where everything stands.
struct Layout {
    Box left, right;  ///< the pictures
    Box table;
    Box strip;  ///< of the layers; no height: no room
    float legend = 0;
    float source = 0;  ///< their tops
};

/// Two pictures side by side, the costs below them or at their right, the layers across, then legend and source.
Layout laidOut(const Box& area, const RaceScene& s, const Table& costs, bool costsBeside) {
    const View& view = s.windows.view;
    const core::Pair padded = s.windows.sliding.picture();
    const float gap = view.em(), between = 2 * view.em(), title = panelTitleHeight(view);
    const float shape = float(padded.height) / float(padded.width);
    const float legend = legendSize(area.width, s.classes, view).height + 0.5f * gap + sourceHeight(view);
    const float column = costsBeside ? std::max(0.34f * area.width, 27 * view.em()) + between : 0;
    const float table = costsBeside ? 0 : tableHeight(area.width, costs, view) + gap;
    float strip = 8.2f * std::max(view.em(), smallestText(view)) + gap;
    const float height = area.height - title - progressHeight(view) - gap - table - legend;
    // The layers are left out where the pictures would become small.
    if (s.maps.empty() || height - strip < 11 * view.em()) strip = 0;
    const float across = 0.5f * (area.width - column - between);
    float width = std::max(1.0f, std::min(across, (height - strip) / shape));
    // As the picture is drawn: whole pixels to a cell.
    if (const float cell = width / float(padded.width); cell >= 3) width = std::floor(cell) * float(padded.width);
    Layout at;
    at.left = {area.x, area.y + title, width, width * shape};
    at.right = at.left;
    // Beside the costs the pictures keep together; above them they share the width.
    at.right.x += costsBeside ? width + between : std::max(width + between, 0.5f * area.width);
    float y = at.left.bottom() + progressHeight(view) + gap;
    if (strip > 0) at.strip = {area.x, y, area.width, strip - gap};
    y += strip;
    at.table = {area.x, y, area.width, std::max(0.0f, table - gap)};
    if (costsBeside) {
        const float x = at.right.right() + between;
        at.table = {x, at.left.y, area.right() - x, at.left.height + progressHeight(view)};
    }
    y += table;
    at.legend = y;
    at.source = y + legend - sourceHeight(view);
    return at;
}

/// Whichever makes the pictures larger.
Layout laidOut(const Box& area, const RaceScene& s, const Table& costs) {
    const Layout below = laidOut(area, s, costs, false), beside = laidOut(area, s, costs, true);
    const bool fits = tableFits(beside.table, costs, s.windows.view);
    return fits && beside.left.width >= below.left.width ? beside : below;
}

}  // namespace

void addRace(Figure& figure, const Box& area, const RaceScene& s) {
    const View& view = s.windows.view;
    const SlidingWindows& sliding = s.windows.sliding;
    const Table costs = costsOf(s);
    const Layout at = laidOut(area, s, costs);
    const double all = double(sliding.windowCount()), done = double(s.windows.done);
    const float room = at.right.x - at.left.x - view.em();  // of the words of each
    const auto wide = [&](Box box) {
        box.width = room;
        return box;
    };
    addPanelTitle(figure, wide(at.left), {"[selection|window by window]", "each pixel's own patch"}, view);
    const Box drawn = addSlidingPicture(figure, at.left, s.windows);
    addProgress(figure, drawn,
                {.share = done / all,
                 .words = fmt::format("{} of {} pixels", formatQuantity(done), formatQuantity(all)),
                 .role = Role::Selection,
                 .room = room},
                view);
    addPanelTitle(figure, wide(at.right), {"[output|one pass]", "the same weights, the whole picture"}, view);
    addPassPicture(figure, at.right, s);
    addProgress(figure, {at.right.x, at.right.y, drawn.width, drawn.height},
                {.share = s.passSpent / double(sliding.multiplyAddsInOnePass()),
                 .words = fmt::format("{} of {} layers", s.finished, sliding.layers().size()),
                 .role = Role::Output,
                 .room = room},
                view);
    if (at.strip.height > 0) addLayers(figure, at.strip, s);
    addTable(figure, at.table, costs, view);
    drawLegend(figure, {area.x, at.legend}, area.width, s.classes, view);
    addSource(figure, {area.x, at.source}, area.width, s.source, view);
}

}  // namespace seglab::figure
