#pragma once

#include <vector>

#include "figure/figure.h"

// How primitives become pixels, in numbers. The painter and the SVG writer draw by these rules and no others, so that
// window, PNG and SVG agree. Strokes have butt ends and round joins; the fill of a stroked shape reaches the middle of
// its stroke; colours blend in gamma space, as browsers do.
namespace seglab::figure {

/// Axis-aligned edges on the pixel grid: a stroke becomes a whole number of pixels wide (at least one) and covers whole
/// pixels, an edge without a stroke lies between two pixels. Circles and slanted lines stay where they are, and so do
/// sides below one pixel.
Rectangle snapped(Rectangle rectangle);
/// Only paths whose segments are all horizontal or vertical.
Path snapped(Path path);
Image snapped(Image image);

/// Whether anything of the stroke can be seen.
bool hasStroke(const Rectangle& rectangle);
bool hasStroke(const Path& path);

/// Marks and gaps along a stroke, starting with a mark. Dots are marks of length 0 with round caps of the stroke's
/// width. On a closed outline a whole number of periods fits `length`; on an open one the pattern is cut off.
struct DashPattern {
    float mark = 0, gap = 0;
    bool round = false;
    float period() const { return mark + gap; }
};
DashPattern dashPattern(Dash dash, float strokeWidth, float length, bool closed);

/// The outline of a rectangle as SVG walks it: clockwise from the end of the top left corner's arc, corners flattened.
std::vector<Point> outline(const Box& box, float radius);
float outlineLength(const Box& box, float radius);

/// The shadow under a lifted stamp: the box moved down by `dy` and blurred, black at `opacity`. Nothing of it lies
/// under the box itself, which may be translucent.
struct ShadowStyle {
    float dy = 4, sigma = 6, opacity = 0.22f;
};
ShadowStyle shadowStyle(const Rectangle& rectangle);  ///< grows with the corners, that is, with the scale

// Hatches are anchored at the figure's origin, so that neighbouring cells join. In the frame turned by 45°
// u = (x + y)/√2 and v = (y − x)/√2; s is the spacing, a line is 1 px wide:
//   Forward "/"  u mod s < 1      Backward "\"  v mod s < 1      Cross  both
//   Vertical     x mod s < 1      Horizontal    y mod s < 1      Dots   discs at ((i + 1/2)·s, (j + 1/2)·s)
inline float hatchDotRadius(float spacing) {
    return spacing / 6 > 1 ? spacing / 6 : 1;
}

}  // namespace seglab::figure
