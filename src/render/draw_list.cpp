#include "render/draw_list.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "figure/drawing.h"
#include "figure/fonts.h"
#include "figure/utf8.h"

namespace seglab::render {

using figure::Box;
using figure::Color;
using figure::Point;

namespace {

constexpr int kTile = 8;  // pixels

std::array<float, 4> corners(const Box& box) {
    return {box.x, box.y, box.right(), box.bottom()};
}

Box grown(const Box& box, float by) {
    return box.inset(-by);
}

}  // namespace

DrawList::DrawList(const figure::Figure& figure, GlyphAtlas& atlas)
    : atlas_(atlas),
      columns_(std::max(1, int(figure.size.width) / kTile + 1)),
      rows_(std::max(1, int(figure.size.height) / kTile + 1)),
      latest_(std::size_t(columns_) * std::size_t(rows_), -1) {
    if (figure.background.a > 0) addBlock({0, 0, figure.size.width, figure.size.height}, figure.background);
    for (const figure::Primitive& primitive : figure.primitives)
        std::visit([this](const auto& p) { add(p); }, primitive);
}

Batch& DrawList::batchFor(Batch like, const Box& area) {
    auto tile = [](float x, int count) { return int(std::clamp(x / kTile, 0.0f, float(count - 1))); };
    const int left = tile(area.x, columns_), right = tile(area.right(), columns_);
    const int top = tile(area.y, rows_), bottom = tile(area.bottom(), rows_);
    int below = -1;
    for (int row = top; row <= bottom; ++row)
        for (int column = left; column <= right; ++column)
            below = std::max(below, latest_[std::size_t(row * columns_ + column)]);

    auto joins = [&](const Batch& b) {
        return b.pipeline == like.pipeline && b.page == like.page && b.pixels == like.pixels &&
               b.smooth == like.smooth && b.minified == like.minified;
    };
    const auto first = batches_.begin() + std::max(below, 0);
    const auto found = std::find_if(first, batches_.end(), joins);
    const int index = int(found - batches_.begin());
    if (found == batches_.end()) batches_.push_back(std::move(like));
    for (int row = top; row <= bottom; ++row)
        std::fill_n(latest_.begin() + row * columns_ + left, right - left + 1, index);
    return batches_[std::size_t(index)];
}

template <class T>
void DrawList::put(const Batch& like, const Box& area, const T& item, int count) {
    Batch& batch = batchFor(like, area);
    const auto bytes = reinterpret_cast<const std::byte*>(&item);
    batch.bytes.insert(batch.bytes.end(), bytes, bytes + sizeof item);
    batch.count += count;
}

void DrawList::addBlock(const Box& box, Color color) {
    const auto [left, top, right, bottom] = corners(box);
    const std::array<MeshVertex, 6> vertices{{{left, top, color},
                                              {right, top, color},
                                              {left, bottom, color},
                                              {left, bottom, color},
                                              {right, top, color},
                                              {right, bottom, color}}};
    put({.pipeline = Pipeline::Mesh}, box, vertices, 6);
}

// ---- rectangles -------------------------------------------------------------------------------------------------

void DrawList::add(const figure::Rectangle& original) {
    figure::Rectangle r = figure::snapped(original);
    if (r.box.width < 0 || r.box.height < 0) return;
    if (r.shadow) addShadow(r);
    const bool stroked = figure::hasStroke(r);
    const bool hatched = r.hatch != figure::Hatch::None && r.hatchColor.a > 0;
    if (stroked && r.dash != figure::Dash::Solid) {
        figure::Rectangle inner = r;
        inner.stroke = figure::kNone;
        if (r.fill.a > 0 || hatched) addShape(inner);
        addStroke({.points = figure::outline(r.box, r.radius),
                   .stroke = r.stroke,
                   .strokeWidth = r.strokeWidth,
                   .dash = r.dash,
                   .closed = true});
        return;
    }
    const bool onGrid = r.box.width >= 1 && r.box.height >= 1 && r.radius == 0 && !hatched;
    const bool plain = onGrid && (!stroked || r.stroke.a == 255);
    if (plain && stroked) return addFrame(r);
    if (plain && r.fill.a > 0) return addBlock(r.box, r.fill);
    if (r.fill.a > 0 || stroked || hatched) addShape(r);
}

/// A square-cornered rectangle on the pixel grid: four bars and what is between them, no distance to compute.
void DrawList::addFrame(const figure::Rectangle& r) {
    const float w = r.strokeWidth;
    const Box outer = grown(r.box, w / 2), inner = outer.inset(w);
    if (inner.empty()) return addBlock(outer, r.stroke);
    addBlock({outer.x, outer.y, outer.width, w}, r.stroke);
    addBlock({outer.x, inner.bottom(), outer.width, w}, r.stroke);
    addBlock({outer.x, inner.y, w, inner.height}, r.stroke);
    addBlock({inner.right(), inner.y, w, inner.height}, r.stroke);
    if (r.fill.a > 0) addBlock(inner, r.fill);
}

void DrawList::addShadow(const figure::Rectangle& r) {
    const figure::ShadowStyle style = figure::shadowStyle(r);
    const Box fallen{r.box.x, r.box.y + style.dy, r.box.width, r.box.height};
    const Box area = grown(fallen, 3 * style.sigma);
    const ShapeInstance shape{.area = corners(area),
                              .box = {r.box.centre().x, r.box.centre().y, r.box.width / 2, r.box.height / 2},
                              .style = {r.radius, style.dy, -1, style.sigma},
                              .fill = Color{0, 0, 0, 255}.withAlpha(style.opacity),
                              .stroke = figure::kNone,
                              .hatch = figure::kNone};
    put({.pipeline = Pipeline::Shape}, area, shape);
}

void DrawList::addShape(const figure::Rectangle& r) {
    const bool stroked = figure::hasStroke(r);
    const float halfStroke = stroked ? r.strokeWidth / 2 : 0;
    const Box area = grown(r.box, halfStroke + 1);
    const bool hatched = r.hatchColor.a > 0 && r.hatchSpacing > 0;
    const ShapeInstance shape{
        .area = corners(area),
        .box = {r.box.centre().x, r.box.centre().y, r.box.width / 2, r.box.height / 2},
        .style = {r.radius, halfStroke, hatched ? float(r.hatch) : 0, std::max(2.0f, r.hatchSpacing)},
        .fill = r.fill,
        .stroke = stroked ? r.stroke : figure::kNone,
        .hatch = r.hatchColor};
    put({.pipeline = Pipeline::Shape}, area, shape);
}

// ---- paths ------------------------------------------------------------------------------------------------------

namespace {

float length(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

Point direction(Point a, Point b) {
    const float l = length(a, b);
    return {(b.x - a.x) / l, (b.y - a.y) / l};
}

/// Normal of the line that divides a joint between the segments before and after it.
Point bisector(Point before, Point after) {
    const Point sum{before.x + after.x, before.y + after.y};
    const float l = std::hypot(sum.x, sum.y);
    if (l < 1e-3f) return before;  // the path turns back on itself
    return {sum.x / l, sum.y / l};
}

Box boundsOf(Point a, Point b, float margin) {
    const float x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return grown({x, y, std::fabs(a.x - b.x), std::fabs(a.y - b.y)}, margin);
}

std::vector<Point> withoutRepeats(const std::vector<Point>& points, bool closed) {
    std::vector<Point> kept;
    for (Point p : points)
        if (kept.empty() || length(kept.back(), p) > 1e-3f) kept.push_back(p);
    while (closed && kept.size() > 1 && length(kept.back(), kept.front()) <= 1e-3f) kept.pop_back();
    return kept;
}

float totalLength(const std::vector<Point>& points, bool closed) {
    float sum = 0;
    for (std::size_t i = 1; i < points.size(); ++i) sum += length(points[i - 1], points[i]);
    return closed ? sum + length(points.back(), points.front()) : sum;
}

}  // namespace

void DrawList::add(const figure::Path& original) {
    const figure::Path path = figure::snapped(original);
    if (path.closed && path.fill.a > 0) addPolygon(withoutRepeats(path.points, true), path.fill);
    if (figure::hasStroke(path)) addStroke(path);
}

void DrawList::addStroke(const figure::Path& path) {
    const std::vector<Point> points = withoutRepeats(path.points, path.closed);
    const std::size_t count = points.size();
    if (count < 2) return;
    const bool closed = path.closed && count > 2;
    const figure::DashPattern dash =
        figure::dashPattern(path.dash, path.strokeWidth, totalLength(points, closed), closed);
    const std::size_t segments = closed ? count : count - 1;
    auto along = [&](std::size_t segment) { return direction(points[segment % count], points[(segment + 1) % count]); };
    float travelled = 0;
    for (std::size_t i = 0; i < segments; ++i) {
        const Point a = points[i], b = points[(i + 1) % count];
        const bool jointA = closed || i > 0, jointB = closed || i + 1 < segments;
        const Point normalA = jointA ? bisector(along(i + count - 1), along(i)) : along(i);
        const Point normalB = jointB ? bisector(along(i), along(i + 1)) : along(i);
        const StrokeInstance stroke{.ends = {a.x, a.y, b.x, b.y},
                                    .normals = {normalA.x, normalA.y, normalB.x, normalB.y},
                                    .style = {path.strokeWidth / 2, travelled, dash.mark, dash.gap},
                                    .joints = {float(jointA), float(jointB), float(dash.round), 0},
                                    .color = path.stroke};
        put({.pipeline = Pipeline::Stroke}, boundsOf(a, b, path.strokeWidth / 2 + 1), stroke);
        travelled += length(a, b);
    }
}

void DrawList::addPolygon(const std::vector<Point>& points, Color fill) {
    const std::size_t count = points.size();
    if (count < 3) return;
    float doubleArea = 0;
    Box bounds{points[0].x, points[0].y, 0, 0};
    for (std::size_t i = 0; i < count; ++i) {
        const Point a = points[i], b = points[(i + 1) % count];
        doubleArea += a.x * b.y - b.x * a.y;
        const float right = std::max(bounds.right(), b.x), bottom = std::max(bounds.bottom(), b.y);
        bounds.x = std::min(bounds.x, b.x);
        bounds.y = std::min(bounds.y, b.y);
        bounds.width = right - bounds.x;
        bounds.height = bottom - bounds.y;
    }
    // Move every corner half a pixel in and half a pixel out; coverage falls from 1 to 0 between.
    const float side = doubleArea > 0 ? 1.0f : -1.0f;
    const Color clear{fill.r, fill.g, fill.b, 0};
    std::vector<MeshVertex> inner, outer;
    for (std::size_t i = 0; i < count; ++i) {
        const Point before = direction(points[(i + count - 1) % count], points[i]);
        const Point after = direction(points[i], points[(i + 1) % count]);
        const Point sum{(before.y + after.y) * side, -(before.x + after.x) * side};  // outward normals, added
        const float along = std::max(0.25f, 1 + before.x * after.x + before.y * after.y);
        const Point move{0.5f * sum.x / along, 0.5f * sum.y / along};
        inner.push_back({points[i].x - move.x, points[i].y - move.y, fill});
        outer.push_back({points[i].x + move.x, points[i].y + move.y, clear});
    }
    const Batch like{.pipeline = Pipeline::Mesh};
    const Box area = grown(bounds, 1);
    for (std::size_t i = 2; i < count; ++i)
        put(like, area, std::array<MeshVertex, 3>{inner[0], inner[i - 1], inner[i]}, 3);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t j = (i + 1) % count;
        put(like, area, std::array<MeshVertex, 6>{inner[i], outer[i], inner[j], inner[j], outer[i], outer[j]}, 6);
    }
}

// ---- text and pictures ------------------------------------------------------------------------------------------

void DrawList::add(const figure::Text& text) {
    if (text.color.a == 0 || text.size <= 0) return;
    const float baseline = std::floor(text.origin.y + 0.5f);
    float pen = text.origin.x;
    for (std::string_view rest = text.text; !rest.empty();) {
        const char32_t codepoint = figure::takeCodepoint(rest);
        const float quarters = std::floor(pen * 4 + 0.5f), whole = std::floor(quarters / 4);
        const GlyphAtlas::Glyph& glyph = atlas_.glyph({text.font, codepoint, text.size, int(quarters - 4 * whole)});
        pen += figure::advance(text.font, codepoint) * text.size;
        if (glyph.page < 0) continue;
        const Box box{whole + float(glyph.left), baseline + float(glyph.top), float(glyph.width), float(glyph.height)};
        const GlyphInstance instance{corners(box), {float(glyph.x), float(glyph.y)}, text.color};
        put({.pipeline = Pipeline::Glyph, .page = glyph.page}, box, instance);
    }
}

void DrawList::add(const figure::Image& original) {
    const figure::Image image = figure::snapped(original);
    if (!image.pixels || image.pixels->rgba.empty() || image.box.empty()) return;
    const bool minified =
        image.box.width < float(image.pixels->width) || image.box.height < float(image.pixels->height);
    put({.pipeline = Pipeline::Image, .pixels = image.pixels, .smooth = image.smooth, .minified = minified}, image.box,
        ImageInstance{corners(image.box)});
}

}  // namespace seglab::render
