#include "figure/views/window_view.h"

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/grid_parts.h"
#include "figure/views/upsampling_scene.h"
#include "figure/views/window_layout.h"

namespace seglab::figure {

using core::Pair;
using core::Tap;

namespace {

std::vector<LegendEntry> legendOf(const WindowScene& s) {
    const Palette& p = s.inks();
    std::vector<LegendEntry> entries;
    const core::WindowSettings& w = s.trace.settings();
    if (w.padding.height || w.padding.width) {
        const char* what = s.largest()                            ? "never the largest"
                           : w.mode == core::PaddingMode::Zeros   ? "zeros"
                           : w.mode == core::PaddingMode::Reflect ? "the input, reflected at its edge cells"
                                                                  : "the nearest edge cell, repeated";
        entries.push_back({Hatch::Backward, p.muted.withAlpha(0.5f), p.background, p.muted,
                           std::string("[padding|padding]: ") + what});
    }
    if (const int count = s.trace.unreadCount(); count > 0) {
        const Pair left = s.trace.leftOver();
        const bool floor = left.height > w.padding.height || left.width > w.padding.width;
        entries.push_back({Hatch::Cross, p.muted.withAlpha(0.6f), p.raised, p.muted,
                           std::to_string(count) + (count == 1 ? " cell" : " cells") + " that no window reads" +
                               (floor ? ": the floor in the size formula" : "")});
    }
    if (s.largest())
        entries.push_back({Hatch::None, kNone, p.raised, s.color(Role::Output),
                           "pins: where each maximum stood, which unpooling needs"});
    return entries;
}

/// The window's outer box on a padded grid, at its place or on its way from the one before.
Box windowBox(const WindowScene& s, const Grid& padded) {
    const Pair reach = s.trace.reach();
    Pair to = s.trace.origin(s.output);
    float row = float(to.height), column = float(to.width);
    const int window = (std::max(1, s.after) - 1) / s.trace.windowSize();
    const bool arrives = s.after > 0 && s.trace.tap(s.before).index % s.trace.windowSize() == 0;
    if (s.inMotion() && !s.selected && arrives && window > 0) {
        const Tap last = s.trace.tap(window * s.trace.windowSize() - 1);
        if (last.map == s.map) {
            const Pair from = s.trace.origin(last.output);
            const float t = std::min(1.0f, s.progress / 0.8f);
            row = float(from.height) + t * float(to.height - from.height);
            column = float(from.width) + t * float(to.width - from.width);
        }
    }
    return padded.block(row, column, reach.height, reach.width);
}

bool showsWindow(const WindowScene& s) {
    return s.moving > 0 || s.selected;
}

void drawGrids(Figure& figure, const WindowScene& s, const WindowPlaces& places) {
    for (int c = 0; c < s.trace.channels(); ++c) {
        const std::size_t i = std::size_t(c);
        GridLook look = s.gridLook(Role::Input);
        look.border = kNone;
        drawCells(
            figure, places.padded[i], look,
            [&](int r, int k) {
                return s.paddedLook(c, {r, k});
            },
            s.view);
        const Pair p = s.trace.settings().padding, in = s.trace.inputSize();
        drawFrame(figure, places.padded[i].block(float(p.height), float(p.width), in.height, in.width),
                  {.color = s.color(Role::Input), .width = 2.5f}, s.view);
        if (!s.pooling())
            drawCells(
                figure, places.kernel[i], s.gridLook(Role::Kernel),
                [&](int r, int k) {
                    return s.kernelLook(c, {r, k});
                },
                s.view);
        if (places.product[i].empty()) continue;
        GridLook products = s.gridLook(Role::Kernel);
        products.border = showsWindow(s) ? s.color(Role::Selection) : s.inks().hairline;
        if (!showsWindow(s)) products.line = s.inks().hairline;
        drawCells(
            figure, places.product[i], products,
            [&](int r, int k) {
                return s.productLook(c, {r, k});
            },
            s.view);
    }
    for (int m = 0; m < s.trace.maps(); ++m)
        drawCells(
            figure, places.output[std::size_t(m)], s.gridLook(Role::Output),
            [&](int r, int k) {
                return s.outputLook(m, {r, k});
            },
            s.view);
}

/// The first of the titles that fits.
void drawTitle(Figure& figure, const Grid& grid, float up, float width, const std::vector<std::string>& titles,
               const WindowScene& s) {
    const TextStyle style{.size = titleSize(s.view)};
    for (const std::string& title : titles)
        if (&title == &titles.back() || markupWidth(title, style) <= width)
            return drawGridTitle(figure, {grid.at.x, grid.at.y - up}, title, s.view);
}

void drawTitles(Figure& figure, const WindowScene& s, const WindowPlaces& places, const WindowLayout& l) {
    const bool several = s.trace.channels() > 1, filters = s.trace.maps() > 1 && !s.pooling();
    const std::string k = " [n|" + timesText(s.trace.kernelSize()) + "]";
    const float operand = l.operandWidth() + 0.5f * l.gap(), input = l.inputWidth() - l.marks + 0.5f * l.gap();
    const std::string filter = filters ? "[kernel|filter " + std::to_string(s.map + 1) + "]" : "[kernel|kernel]";
    for (int c = 0; c < s.trace.channels(); ++c) {
        const std::size_t i = std::size_t(c);
        const std::string number = std::to_string(c + 1);
        drawTitle(figure, places.padded[i], l.marks, input,
                  several ? std::vector<std::string>{"[input|input], channel " + number, "[input|input " + number + "]"}
                          : std::vector<std::string>{"[input|input] [n|" + timesText(s.trace.inputSize()) + "]",
                                                     "[input|input]"},
                  s);
        if (!s.pooling()) drawTitle(figure, places.kernel[i], 0, operand, {filter + (several ? "" : k), filter}, s);
        if (!places.product[i].empty())
            drawTitle(figure, places.product[i], 0, operand,
                      s.pooling() ? std::vector<std::string>{"[selection|window]" + k, "[selection|window]"}
                                  : std::vector<std::string>{"products"},
                      s);
    }
    for (int m = 0; m < s.trace.maps(); ++m) {
        const Grid& grid = places.output[std::size_t(m)];
        if (m > 0)
            drawTitle(figure, grid, l.marks, 0, {"[output|output " + std::to_string(m + 1) + "]"}, s);
        else
            drawSizeTitle(
                figure, {grid.at.x, grid.at.y - l.marks},
                {.markup = s.trace.maps() > 1 ? "[output|output 1]" : "[output|output]", .size = s.trace.outputSize()},
                s.view);
    }
}

/// Between the columns: window · kernel = products, and dotted from the window to the kernel and on to the output.
void drawThreads(Figure& figure, const WindowScene& s, const WindowPlaces& places, const WindowLayout& l) {
    auto dotted = [&](Point from, Point to) {
        figure.primitives.push_back(Path{.points = link(from, to),
                                         .stroke = s.color(Role::Selection),
                                         .strokeWidth = 1.75f * s.view.scale,
                                         .dash = Dash::Dotted});
    };
    const TextStyle sign{.size = 1.25f * l.em, .font = Font::Words, .color = s.inks().muted};
    for (int c = s.firstChannel(); c <= s.lastChannel(); ++c) {
        const std::size_t i = std::size_t(c);
        const Box product = places.product[i].box();
        const Box first = s.pooling() ? product : places.kernel[i].box();
        if (showsWindow(s)) {
            const Box window = windowBox(s, places.padded[i]);
            const float clear = places.padded[i].box().right();
            dotted({std::max(clear, window.right()), window.centre().y}, {first.x, first.centre().y});
            const Box out = places.output[std::size_t(s.map)].cell(s.output.height, 0);
            dotted({product.right(), product.centre().y}, {out.x, out.centre().y});
        }
        if (!s.pooling() && !l.stacked)
            addText(figure, {(first.right() + product.x) / 2, first.centre().y + 0.35f * sign.size}, "=", sign,
                    Align::Centre);
    }
}

/// The sum below each channel's products.
void drawPartialSums(Figure& figure, const WindowScene& s, const WindowPlaces& places, const WindowLayout& l) {
    if (s.pooling()) return;
    const std::vector<LedgerLine> ledger = ledgerOf(s);
    for (int c = 0; c < s.trace.channels(); ++c) {
        const Grid& grid = places.product[std::size_t(c)];
        const std::string text = ledger[std::size_t(c)].text;
        if (text.empty()) continue;
        const float size = std::max(smallestText(s.view), 0.95f * l.em);
        const TextStyle style{.size = size, .font = Font::Words, .color = s.inks().ink};
        const std::string sum = "Σ = [n|" + text + "]";
        const bool wide = markupWidth(sum, style) > grid.box().width;
        addMarkup(figure, {wide ? grid.at.x : grid.box().right(), grid.box().bottom() + 0.35f * l.em + size}, sum,
                  style, s.view.theme, wide ? Align::Left : Align::Right);
    }
}

/// Partial sums, bias, sum, ReLU below the outputs, as one adds on paper.
void drawLedger(Figure& figure, const WindowScene& s, const WindowPlaces& places, const WindowLayout& l) {
    const Grid& last = places.output.back();
    const float x = last.at.x, width = std::max(8.5f * l.em, std::min(last.box().width, 13 * l.em));
    const float size = l.line() / 1.5f;
    float y = last.box().bottom() + 2 * l.rowGap();
    const TextStyle words{.size = size, .font = Font::Words, .color = s.inks().muted};
    const std::vector<LedgerLine> lines = ledgerOf(s);
    for (const LedgerLine& line : lines) {
        if (line.ruled && l.ledger)
            figure.primitives.push_back(Path{
                .points = {{x, y}, {x + width, y}}, .stroke = s.inks().muted, .strokeWidth = 1.25f * s.view.scale});
        if (!l.ledger) {
            figure.regions.push_back({.name = line.name, .role = "sum", .value = line.value, .text = line.text});
            continue;
        }
        const float baseline = y + 0.72f * l.line();
        addMarkup(figure, {x, baseline}, line.markup, words, s.view.theme);
        const bool final = &line == &lines.back();
        addText(figure, {x + width, baseline}, line.text,
                {.size = size,
                 .font = final ? Font::NumbersBold : Font::Numbers,
                 .color = final ? s.textColor(Role::Output) : s.inks().ink},
                Align::Right);
        figure.regions.push_back(
            {.name = line.name, .role = "sum", .box = {x, y, width, l.line()}, .value = line.value, .text = line.text});
        y += l.line();
    }
}

/// How far the window goes in the input for one cell of the output, along an axis.
void drawMoves(Figure& figure, const WindowScene& s, const WindowPlaces& places, const WindowLayout& l) {
    if (!showsWindow(s) || l.marks == 0) return;
    const Grid &in = places.padded[std::size_t(s.firstChannel())], &out = places.output[std::size_t(s.map)];
    for (int axis = 0; axis < 2; ++axis) {
        if (s.trace.outputSize()[axis] < 2) continue;
        const int at = s.output[axis], from = at > 0 ? at - 1 : at, stride = s.trace.settings().stride[axis];
        auto draw = [&](const Grid& grid, float begin, float end, int number) {
            const float off = 0.55f * l.em, cell = axis == 0 ? grid.height : grid.width;
            Point a{grid.at.x + begin * cell, grid.at.y - off}, b{grid.at.x + end * cell, grid.at.y - off};
            if (axis == 0)
                a = {grid.at.x - off, grid.at.y + begin * cell}, b = {grid.at.x - off, grid.at.y + end * cell};
            drawDistance(figure, {.from = a, .to = b, .markup = std::to_string(number), .color = s.inks().muted},
                         s.view);
        };
        draw(in, float(from * stride), float((from + 1) * stride), stride);
        draw(out, float(from), float(from + 1), 1);
    }
}

/// Rings at the far corners: the padding, which a drag outwards raises. Nothing moves there, unlike at the near edges.
void drawPaddingHandles(Figure& figure, const WindowScene& s, const WindowPlaces& places, const WindowLayout& l) {
    if (l.marks == 0) return;
    const Grid& grid = places.padded[0];
    const Box box = grid.box();
    for (int axis = 0; axis < 2; ++axis) {
        const EdgeHandle handle{.name = axis == 0 ? "border(bottom)" : "border(right)",
                                .role = "padding",
                                .parameter = "padding",
                                .axis = axis,
                                .edge = axis == 0 ? Point{box.x, box.bottom()} : Point{box.right(), box.y},
                                .cell = axis == 0 ? grid.height : grid.width,
                                .value = s.trace.settings().padding[axis],
                                .sentence = "Drag: padding on every side.",
                                .color = s.inks().muted};
        drawEdgeHandle(figure, handle, s.view);
    }
}

void drawWindowFrames(Figure& figure, const WindowScene& s, const WindowPlaces& places) {
    if (!showsWindow(s)) return;
    const FrameLook look{.color = s.color(Role::Selection), .width = 3.5f};
    const bool row = s.granularity == core::WindowGranularity::Row && !s.selected && !s.inMotion();
    for (int c = s.firstChannel(); c <= s.lastChannel(); ++c) {
        const Grid& padded = places.padded[std::size_t(c)];
        Box box = windowBox(s, padded);
        if (row) box.width += box.x - padded.at.x, box.x = padded.at.x;
        drawFrame(figure, box, look, s.view);
    }
    Box out = places.output[std::size_t(s.map)].cell(s.output.height, s.output.width);
    if (row)
        out.width += out.x - places.output[std::size_t(s.map)].at.x, out.x = places.output[std::size_t(s.map)].at.x;
    drawFrame(figure, out, look, s.view);
    if (s.granularity != core::WindowGranularity::Multiply || s.selected || s.after == 0) return;
    const Tap t = s.trace.tap(s.after - 1);
    for (const std::vector<Grid>* grids : {&places.kernel, &places.product})
        if (!grids->empty())
            drawFrame(figure, (*grids)[std::size_t(t.channel)].cell(t.kernel.height, t.kernel.width),
                      {.color = s.color(Role::Selection), .width = 3}, s.view);
}

/// Where the maxima stood, by letters that the output shares.
void drawPins(Figure& figure, const WindowScene& s, const WindowPlaces& places) {
    if (!s.largest()) return;
    const Pair out = s.trace.outputSize();
    for (int m = 0; m < s.trace.maps(); ++m) {
        std::vector<Pair> taken;
        for (int i = 0; i < out.height * out.width; ++i) {
            const Pair cell{i / out.width, i % out.width};
            const core::WindowSum w = s.at(m, cell);
            const bool hidden = s.covered(m, cell) && !s.guessedRight(m, cell);
            taken.push_back(w.winner ? w.winner->padded : Pair{-1, -1});
            if (!w.finished() || !w.winner || hidden) continue;
            const Pin pin{.index = i,
                          .corner = pinCorner(taken, i),
                          .color = s.color(s.litOutput(m, cell) ? Role::Selection : Role::Output)};
            const Pair at = w.winner->padded;
            drawPin(figure, places.padded[std::size_t(m)].cell(at.height, at.width), pin, s.view);
            drawPin(figure, places.output[std::size_t(m)].cell(cell.height, cell.width),
                    {.index = i, .corner = 0, .color = pin.color}, s.view);
        }
    }
}

void drawLinks(Figure& figure, const WindowScene& s, const WindowPlaces& places) {
    if (s.focus.empty()) return;
    for (int c = 0; c < s.trace.channels(); ++c) {
        drawChosenFrames(
            figure, places.padded[std::size_t(c)], [&](Pair at) { return s.litPadded(c, at); }, s.view);
        if (!s.pooling())
            drawChosenFrames(
                figure, places.kernel[std::size_t(c)], [&](Pair at) { return s.litKernel(s.map, c, at); }, s.view);
    }
    for (int m = 0; m < s.trace.maps(); ++m)
        drawChosenFrames(
            figure, places.output[std::size_t(m)], [&](Pair at) { return s.litOutput(m, at); }, s.view);
}

}  // namespace

void drawWindowView(Figure& figure, const Box& area, const WindowScene& scene, WindowPlaces& places) {
    const std::vector<LegendEntry> legend = legendOf(scene);
    const WindowLayout layout = layOutWindow(area, scene, legend);
    places = placeWindow(layout);
    drawThreads(figure, scene, places, layout);
    drawTitles(figure, scene, places, layout);
    drawGrids(figure, scene, places);
    drawMoves(figure, scene, places, layout);
    drawPaddingHandles(figure, scene, places, layout);
    drawWindowFrames(figure, scene, places);
    drawPins(figure, scene, places);
    drawLinks(figure, scene, places);
    drawPartialSums(figure, scene, places, layout);
    drawLedger(figure, scene, places, layout);
    if (layout.legend > 0) {
        float x = places.padded[0].at.x;
        if (legendSize(area.right() - x, legend, scene.view).height > layout.legend) x = area.x;
        const float y = area.y + std::max(0.0f, (area.height - layout.height() - layout.legend) / 2) + layout.height();
        drawLegend(figure, {x, y + 0.8f * layout.em}, area.right() - x, legend, scene.view);
    }
}

}  // namespace seglab::figure
