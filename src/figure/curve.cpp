#include "figure/curve.h"

#include <algorithm>
#include <cmath>

namespace seglab::figure {

namespace {

constexpr float kTolerance = 0.1f;  // px

float distance(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

Point between(Point a, Point b, float t) {
    return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

Point at(const Cubic& c, float t) {
    const Point a = between(c.from, c.control1, t), b = between(c.control1, c.control2, t);
    const Point d = between(c.control2, c.to, t);
    return between(between(a, b, t), between(b, d, t), t);
}

/// The largest second difference of the control points bounds how far a chord strays: error <= 3/4 · m / n².
int segments(const Cubic& c) {
    const auto bend = [](Point a, Point b, Point d) { return std::hypot(a.x - 2 * b.x + d.x, a.y - 2 * b.y + d.y); };
    const float most = std::max(bend(c.from, c.control1, c.control2), bend(c.control1, c.control2, c.to));
    return std::clamp(int(std::ceil(std::sqrt(0.75f * most / kTolerance))), 1, 256);
}

/// Takes `length` off the end; keeps at least the first point.
void shorten(std::vector<Point>& points, float length) {
    while (points.size() >= 2) {
        const Point end = points.back(), before = points[points.size() - 2];
        const float last = distance(before, end);
        if (last > length) {
            points.back() = between(end, before, length / last);
            return;
        }
        length -= last;
        points.pop_back();
    }
}

}  // namespace

std::vector<Point> curve(const Cubic& cubic) {
    const int count = segments(cubic);
    std::vector<Point> points;
    points.reserve(std::size_t(count) + 1);
    for (int i = 0; i <= count; ++i) points.push_back(at(cubic, float(i) / float(count)));
    return points;
}

std::vector<Point> link(Point from, Point to) {
    const float reach = (to.x - from.x) / 2;
    return curve({from, {from.x + reach, from.y}, {to.x - reach, to.y}, to});
}

std::vector<Point> ellipse(const Box& box) {
    constexpr float kTurn = 6.28318530718f;
    const Point centre = box.centre();
    const float radius = std::max({box.width, box.height, 1.0f}) / 2;
    const int count = std::clamp(int(std::ceil(kTurn / 2 * std::sqrt(radius / (2 * kTolerance)))), 12, 256);
    std::vector<Point> points;
    for (int i = 0; i < count; ++i) {
        const float angle = kTurn * float(i) / float(count);
        points.push_back({centre.x + box.width / 2 * std::cos(angle), centre.y + box.height / 2 * std::sin(angle)});
    }
    return points;
}

void addArrow(Figure& figure, const Arrow& arrow) {
    if (arrow.points.size() < 2) return;
    std::vector<Point> line = arrow.points;
    const Point tip = line.back();
    shorten(line, arrow.headLength * 0.8f);

    // The head points along the last stretch of the line, as long as the head itself, so that curves arrive well.
    const float along = distance(line.back(), tip);
    if (along > 0) {
        const Point forward{(tip.x - line.back().x) / along, (tip.y - line.back().y) / along};
        const Point base{tip.x - forward.x * arrow.headLength, tip.y - forward.y * arrow.headLength};
        const float half = arrow.headLength * 0.4f;
        figure.primitives.push_back(Path{.points = {tip,
                                                    {base.x - forward.y * half, base.y + forward.x * half},
                                                    {base.x + forward.y * half, base.y - forward.x * half}},
                                         .strokeWidth = 0,
                                         .closed = true,
                                         .fill = arrow.color});
    }
    if (line.size() >= 2)
        figure.primitives.push_back(
            Path{.points = line, .stroke = arrow.color, .strokeWidth = arrow.strokeWidth, .dash = arrow.dash});
}

}  // namespace seglab::figure
