#pragma once

#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// A cubic Bézier curve.
struct Cubic {
    Point from, control1, control2, to;
};

/// The curve as points for Path::points, ends included; nowhere further than about 0.1 px from the curve.
std::vector<Point> curve(const Cubic& cubic);
/// A smooth curve from `from` to `to` that leaves and arrives horizontally: the line of a link between two columns.
std::vector<Point> link(Point from, Point to);
/// A circle or ellipse that touches the box's sides, as a closed polygon.
std::vector<Point> ellipse(const Box& box);

struct Arrow {
    std::vector<Point> points = {};  ///< the line; the head sits on the last point
    Color color = {};
    float strokeWidth = 1.5f;
    float headLength = 8;
    Dash dash = Dash::Solid;
};
/// The line, shortened so that it ends inside the head, and the filled head.
void addArrow(Figure& figure, const Arrow& arrow);

}  // namespace seglab::figure
