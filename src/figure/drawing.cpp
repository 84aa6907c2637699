#include "figure/drawing.h"

#include <algorithm>
#include <cmath>

namespace seglab::figure {

namespace {

constexpr float kPi = 3.14159265f;

float wholePixels(float strokeWidth) {
    return std::max(1.0f, std::floor(strokeWidth + 0.5f));
}

/// The nearest place for the middle of a stroke of `width` whole pixels; width 0: the nearest gap between pixels.
float onGrid(float x, float width) {
    return std::floor(x - width / 2 + 0.5f) + width / 2;
}

/// Both ends of a side on the grid; a side below one pixel is left alone.
void snapSide(float& start, float& length, float strokeWidth) {
    if (length < 1) return;
    const float low = onGrid(start, strokeWidth), high = onGrid(start + length, strokeWidth);
    start = low;
    length = std::max(high - low, 1.0f);
}

void snapBox(Box& box, float strokeWidth) {
    snapSide(box.x, box.width, strokeWidth);
    snapSide(box.y, box.height, strokeWidth);
}

bool isCircle(const Rectangle& r) {
    return r.radius > 0 && 2 * r.radius >= std::max(r.box.width, r.box.height) - 0.01f;
}

float cornerRadius(const Box& box, float radius) {
    return std::max(0.0f, std::min({radius, box.width / 2, box.height / 2}));
}

}  // namespace

bool hasStroke(const Rectangle& r) {
    return r.stroke.a > 0 && r.strokeWidth > 0;
}

bool hasStroke(const Path& p) {
    return p.stroke.a > 0 && p.strokeWidth > 0;
}

Rectangle snapped(Rectangle r) {
    r.radius = cornerRadius(r.box, r.radius);
    if (r.hatch == Hatch::Horizontal || r.hatch == Hatch::Vertical)
        r.hatchSpacing = std::max(2.0f, std::round(r.hatchSpacing));
    if (isCircle(r)) return r;
    if (hasStroke(r)) r.strokeWidth = wholePixels(r.strokeWidth);
    snapBox(r.box, hasStroke(r) ? r.strokeWidth : 0);
    return r;
}

Path snapped(Path p) {
    const std::size_t count = p.points.size();
    const std::size_t segments = count < 2 ? 0 : p.closed ? count : count - 1;
    for (std::size_t i = 0; i < segments; ++i) {
        const Point a = p.points[i], b = p.points[(i + 1) % count];
        if (a.x != b.x && a.y != b.y) return p;
    }
    if (hasStroke(p)) p.strokeWidth = wholePixels(p.strokeWidth);
    const float width = hasStroke(p) ? p.strokeWidth : 0;
    // A coordinate that a segment shares is the middle of a stroke; the free ends of a line lie between pixels.
    std::vector<Point> points = p.points;
    for (std::size_t i = 0; i < count; ++i) points[i] = {onGrid(p.points[i].x, 0), onGrid(p.points[i].y, 0)};
    for (std::size_t i = 0; i < segments; ++i) {
        const std::size_t j = (i + 1) % count;
        if (p.points[i].x == p.points[j].x) points[i].x = points[j].x = onGrid(p.points[i].x, width);
        if (p.points[i].y == p.points[j].y) points[i].y = points[j].y = onGrid(p.points[i].y, width);
    }
    p.points = std::move(points);
    return p;
}

Image snapped(Image image) {
    snapBox(image.box, 0);
    return image;
}

DashPattern dashPattern(Dash dash, float strokeWidth, float length, bool closed) {
    DashPattern pattern;
    if (dash == Dash::Dashed) pattern = {.mark = 2 + 2 * strokeWidth, .gap = 2 + strokeWidth, .round = false};
    if (dash == Dash::Dotted) pattern = {.mark = 0, .gap = 2 + 2 * strokeWidth, .round = true};
    if (closed && pattern.period() > 0 && length > pattern.period()) {
        const float fit = length / std::round(length / pattern.period()) / pattern.period();
        pattern.mark *= fit;
        pattern.gap *= fit;
    }
    return pattern;
}

std::vector<Point> outline(const Box& box, float radius) {
    const float r = cornerRadius(box, radius);
    if (r == 0) return {{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
    const int steps = std::clamp(int(std::ceil(2 * std::sqrt(r))), 3, 32);
    const Point centres[4] = {{box.right() - r, box.y + r},
                              {box.right() - r, box.bottom() - r},
                              {box.x + r, box.bottom() - r},
                              {box.x + r, box.y + r}};
    std::vector<Point> points;
    for (int corner = 0; corner < 4; ++corner) {
        for (int i = 0; i <= steps; ++i) {
            const float angle = (float(corner - 1) + float(i) / float(steps)) * kPi / 2;
            points.push_back({centres[corner].x + r * std::cos(angle), centres[corner].y + r * std::sin(angle)});
        }
    }
    std::rotate(points.begin(), points.end() - 1, points.end());  // begins where the top left arc ends
    return points;
}

float outlineLength(const Box& box, float radius) {
    const float r = cornerRadius(box, radius);
    return 2 * (box.width + box.height) - 8 * r + 2 * kPi * r;
}

ShadowStyle shadowStyle(const Rectangle& rectangle) {
    const float unit = std::max(4.0f, rectangle.radius);
    return {.dy = unit * 2 / 3, .sigma = unit, .opacity = 0.22f};
}

}  // namespace seglab::figure
