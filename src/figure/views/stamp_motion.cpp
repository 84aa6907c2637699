#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/stamp_view.h"

// A stamp on its way: it lifts from its input cell, travels along a curve and presses onto the canvas.
namespace seglab::figure {

using core::Pair;

namespace {

Point along(const std::vector<Point>& path, float t) {
    const float at = std::clamp(t, 0.0f, 1.0f) * float(path.size() - 1);
    const std::size_t i = std::min(std::size_t(at), path.size() - 2);
    const float f = at - float(i);
    return {path[i].x + f * (path[i + 1].x - path[i].x), path[i].y + f * (path[i + 1].y - path[i].y)};
}

/// The part of the kernel that this step lays down: all of it, or one cell.
struct Part {
    Pair input, first, last;  ///< kernel cells, both included
};

std::vector<Part> partsOf(const TransposedScene& scene) {
    const core::TransposedTrace& t = scene.trace;
    std::vector<Part> parts;
    if (scene.after == 0) return parts;
    if (scene.options.granularity == core::Granularity::Multiply) {
        const core::Multiply m = t.multiply(scene.after - 1);
        return {{m.input, m.kernel, m.kernel}};
    }
    for (int index = scene.before; index < scene.after; index += t.stampSize())
        parts.push_back({t.multiply(index).input, {0, 0}, {t.kernel().rows - 1, t.kernel().columns - 1}});
    return parts;
}

Box landing(const TransposedScene& scene, const Grid& canvas, const Part& part) {
    const Pair from = scene.trace.multiply(part.input, part.first).canvas;
    const Pair to = scene.trace.multiply(part.input, part.last).canvas;
    return canvas.block(float(from.height), float(from.width), to.height - from.height + 1, to.width - from.width + 1);
}

Path thread(const TransposedScene& scene, std::vector<Point> points) {
    return {.points = std::move(points),
            .stroke = scene.color(Role::Selection),
            .strokeWidth = 1.75f * scene.view.scale,
            .dash = Dash::Dotted};
}

/// From the input's row, clear of the operands, to the canvas and the stamp. The grids are drawn over it.
std::vector<Point> route(const Places& places, const Box& from, const Box& to) {
    const Box in = places.input.box(), canvas = places.canvas.box();
    const float clear = std::max({in.right(), places.kernel.box().right(), places.stamp.box().right()});
    std::vector<Point> points = link({clear, from.centre().y}, {std::min(to.x, canvas.x), to.centre().y});
    points.insert(points.begin(), {in.right(), from.centre().y});
    points.push_back({to.x, to.centre().y});
    return points;
}

void drawFlying(Figure& figure, const TransposedScene& scene, const Box& from, const Box& to, const Part& part) {
    // Grow from the input cell's size while travelling; the curve leads the stamp's left edge.
    const float t = scene.progress, grown = std::min(1.0f, 0.35f + 0.65f * t / 0.8f);
    const Point start{from.centre().x, from.centre().y}, end{to.centre().x, to.centre().y};
    const Point at = along(link(start, end), t);
    const Box box{at.x - to.width * grown / 2, at.y - to.height * grown / 2, to.width * grown, to.height * grown};
    const core::TransposedTrace& trace = scene.trace;
    const Pair d = trace.settings().dilation;
    Grid grid(
        {box.x, box.y},
        {(part.last.height - part.first.height) * d.height + 1, (part.last.width - part.first.width) * d.width + 1}, 1);
    grid.width = box.width / float(grid.columns), grid.height = box.height / float(grid.rows);
    figure.primitives.push_back(Rectangle{.box = box,
                                          .fill = scene.inks().raised.withAlpha(0.82f),
                                          .stroke = scene.color(Role::Selection),
                                          .strokeWidth = 2.5f * scene.view.scale,
                                          .radius = 3 * scene.view.scale,
                                          .shadow = true});
    for (int a = part.first.height; a <= part.last.height; ++a)
        for (int b = part.first.width; b <= part.last.width; ++b) {
            const Box cell = grid.cell((a - part.first.height) * d.height, (b - part.first.width) * d.width);
            drawCells(
                figure,
                [&] {
                    Grid one({cell.x, cell.y}, {1, 1}, 0);
                    one.width = cell.width, one.height = cell.height;
                    return one;
                }(),
                {.line = scene.color(Role::Kernel)},
                [&](int, int) {
                    return scene.stampLook(part.input, {a, b});
                },
                scene.view);
        }
}

}  // namespace

void drawThreads(Figure& figure, const TransposedScene& scene, const Places& places) {
    const std::vector<Part> parts = partsOf(scene);
    if (parts.size() > 3 || places.input.empty()) return;
    for (const Part& part : parts) {
        const Box from = places.input.cell(part.input.height, part.input.width);
        figure.primitives.push_back(thread(scene, route(places, from, landing(scene, places.canvas, part))));
    }
}

void drawStamps(Figure& figure, const TransposedScene& scene, const Places& places) {
    const std::vector<Part> parts = partsOf(scene);
    for (const Part& part : parts) {
        const Box to = landing(scene, places.canvas, part);
        const Box from = places.input.empty() ? to : places.input.cell(part.input.height, part.input.width);
        if (!places.input.empty())
            drawFrame(figure, from, {.color = scene.color(Role::Selection), .width = 3}, scene.view);
        if (scene.inMotion())
            drawFlying(figure, scene, from, to, part);
        else
            drawFrame(figure, to, {.color = scene.color(Role::Selection), .width = 3.5f}, scene.view);
    }
    // One multiply: its kernel cell, too.
    if (scene.options.granularity == core::Granularity::Multiply && !parts.empty() && !places.kernel.empty())
        drawFrame(figure, places.kernel.cell(parts[0].first.height, parts[0].first.width),
                  {.color = scene.color(Role::Selection), .width = 3}, scene.view);
}

}  // namespace seglab::figure
