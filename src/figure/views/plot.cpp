#include "figure/views/plot.h"

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

// Lengths in em.
constexpr float kTickGap = 0.4f;      // between an axis and its numbers
constexpr float kLabelGap = 0.6f;     // between a line's end and its name
constexpr float kRowDistance = 2.2f;  // between the numbers of the upright axis, at least
constexpr float kColumnGap = 1.4f;    // between the numbers of the other one
constexpr float kDot = 0.22f;         // radius
constexpr float kDotsFrom = 0.9f;     // distance of neighbours from which dots are drawn
constexpr float kReach = 0.45f;       // half a point's region, at most
constexpr float kBarShare = 0.72f;    // of the distance between neighbours that their bars take

constexpr double kHeadroom = 0.06;  // of the values' span, above and below them

std::size_t pointCount(const Series& series) {
    return std::min(series.x.size(), series.y.size());
}

constexpr const char* kRole = "plot";  // of every region

std::string pointName(const Series& series, std::size_t i) {
    return series.name + "(" + std::to_string(i) + ")";
}

/// Without the points that are covered.
Plot told(Plot plot, const View& view) {
    if (view.hidden.empty()) return plot;
    for (Series& series : plot.series)
        for (std::size_t i = 0; i < pointCount(series); ++i)
            if (view.hides({.name = pointName(series, i), .role = kRole})) series.y[i] = NAN;
    return plot;
}

bool finite(const Series& series, std::size_t i) {
    return std::isfinite(series.x[i]) && std::isfinite(series.y[i]);
}

/// Smallest distance of neighbouring x; 1 where there is only one.
double spacing(const Plot& plot) {
    double smallest = 0;
    for (const Series& s : plot.series)
        for (std::size_t i = 1; i < s.x.size(); ++i) {
            const double step = s.x[i] - s.x[i - 1];
            if (step > 0 && (smallest == 0 || step < smallest)) smallest = step;
        }
    return smallest > 0 ? smallest : 1;
}

Range widened(Range range, double below, double above) {
    if (!(range.maximum > range.minimum)) return {range.minimum - 0.5, range.maximum + 0.5};
    const Range wide{range.minimum - below, range.maximum + above};
    return std::isfinite(wide.maximum - wide.minimum) ? wide : range;
}

Range rangeOfX(const Plot& plot) {
    if (plot.x.range) return *plot.x.range;
    std::vector<double> all;
    double margin = 0;
    for (const Series& s : plot.series) {
        all.insert(all.end(), s.x.begin(), s.x.end());
        if (s.mark == Mark::Bar) margin = 0.5 * spacing(plot);
    }
    const Range range = rangeOf(all);
    return margin > 0 ? Range{range.minimum - margin, range.maximum + margin} : widened(range, 0, 0);
}

Range rangeOfY(const Plot& plot) {
    if (plot.y.range) return *plot.y.range;
    std::vector<double> all;
    bool bars = false;
    for (const Series& s : plot.series) {
        all.insert(all.end(), s.y.begin(), s.y.end());
        bars = bars || s.mark == Mark::Bar;
    }
    if (bars) all.push_back(0);
    const Range range = rangeOf(all);
    const double room = kHeadroom * (range.maximum - range.minimum);
    // Bars stand on the axis; so do values that never go below zero but nearly touch it.
    const bool fromZero = range.minimum == 0;
    return widened(range, fromZero ? 0 : room, room);
}

/// The plot while it is drawn: its axes in numbers and in pixels.
class Drawing {
public:
    Drawing(Figure& figure, const Plot& plot, const View& view)
        : figure_(figure), plot_(plot), view_(view), em_(view.em()), x_(rangeOfX(plot)), y_(rangeOfY(plot)) {
        const float small = std::max(0.8f * em_, smallestText(view));
        const Palette& inks = palette(view.theme);
        numbers_ = {.size = small, .font = Font::Numbers, .color = inks.muted};
        words_ = {.size = std::max(0.875f * em_, smallestText(view)), .color = inks.muted};
        names_ = {.size = words_.size, .font = Font::WordsBold, .color = inks.ink};
    }

    Box draw(const Box& box) {
        frame(box);
        if (area_.width < em_ || area_.height < em_) return {box.x, box.y, 0, 0};
        rows();
        columns();
        axisLabels(box);
        int bars = 0;
        for (const Series& s : plot_.series) bars += s.mark == Mark::Bar;
        int bar = 0;
        for (const Series& s : plot_.series) {
            if (s.mark == Mark::Bar) {
                drawBars(s, bar++, bars);
            } else {
                drawLine(s);
            }
        }
        nameSeries();
        return area_;
    }

private:
    Point at(double x, double y) const {
        return {area_.x + float(x_.position(x)) * area_.width, area_.bottom() - float(y_.position(y)) * area_.height};
    }
    bool inside(const Series& s, std::size_t i) const {
        return finite(s, i) && s.x[i] >= x_.minimum && s.x[i] <= x_.maximum;
    }
    std::vector<double> rowTicks() const {
        return niceTicks(y_, std::clamp(int(area_.height / (kRowDistance * em_)), 2, 8), plot_.y.integers);
    }

    /// Leaves room for the words around the axes.
    void frame(const Box& box) {
        float top = numbers_.size / 2;
        if (!plot_.title.empty()) top += lineHeight(em_);
        if (!plot_.y.label.empty()) top += lineHeight(words_.size);
        const float below =
            kTickGap * em_ + lineHeight(numbers_.size) + (plot_.x.label.empty() ? 0 : lineHeight(words_.size));
        area_ = {box.x, box.y + top, box.width, box.height - top - below};

        float left = 0, right = 0;
        for (const double tick : rowTicks())
            left = std::max(left, textWidth(formatNumber(tick), numbers_.font, numbers_.size));
        for (const Series& s : plot_.series)
            if (!s.label.empty()) right = std::max(right, markupWidth(s.label, names_) + kLabelGap * em_);
        right = std::max(right, numbers_.size);  // half of the last number
        area_.x += left + kTickGap * em_;
        area_.width -= left + kTickGap * em_ + right;
    }

    void rule(Point from, Point to, Color color) {
        figure_.primitives.push_back(
            Path{.points = {from, to}, .stroke = color, .strokeWidth = std::max(1.0f, view_.scale)});
    }

    void rows() {
        const Palette& inks = palette(view_.theme);
        for (const double tick : rowTicks()) {
            const float y = at(x_.minimum, tick).y;
            rule({area_.x, y}, {area_.right(), y}, inks.hairline);
            addText(figure_, {area_.x - kTickGap * em_, y + capHeight(numbers_.font, numbers_.size) / 2},
                    formatNumber(tick), numbers_, Align::Right);
        }
        const double base = std::clamp(0.0, y_.minimum, y_.maximum);
        rule(at(x_.minimum, base), at(x_.maximum, base), inks.muted);
    }

    void columns() {
        const float baseline = area_.bottom() + kTickGap * em_ + numbers_.size;
        const float widest = std::max(textWidth(formatNumber(x_.minimum), numbers_.font, numbers_.size),
                                      textWidth(formatNumber(x_.maximum), numbers_.font, numbers_.size));
        const int room = int(area_.width / (widest + kColumnGap * em_));
        float free = -1e9f;  // right end of the last number
        for (const double tick : niceTicks(x_, std::clamp(room, 2, 12), plot_.x.integers)) {
            const std::string number = formatNumber(tick);
            const float width = textWidth(number, numbers_.font, numbers_.size);
            const float x = at(tick, y_.minimum).x;
            rule({x, area_.bottom()}, {x, area_.bottom() + 0.2f * em_}, numbers_.color);
            if (x - width / 2 < free + 0.5f * em_) continue;
            addText(figure_, {x, baseline}, number, numbers_, Align::Centre);
            free = x + width / 2;
        }
    }

    void axisLabels(const Box& box) {
        const TextStyle title{.size = em_, .color = palette(view_.theme).ink};
        float y = box.y;
        if (!plot_.title.empty()) {
            addMarkup(figure_, {box.x, y + em_}, plot_.title, title, view_.theme);
            y += lineHeight(em_);
        }
        if (!plot_.y.label.empty()) addMarkup(figure_, {box.x, y + words_.size}, plot_.y.label, words_, view_.theme);
        if (!plot_.x.label.empty())
            addMarkup(figure_, {area_.right(), box.bottom() - 0.35f * words_.size}, plot_.x.label, words_, view_.theme,
                      Align::Right);
    }

    Color colorOf(const Series& s) const { return roleColor(s.role, view_.theme); }

    void drawBars(const Series& s, int which, int count) {
        const float step = float(spacing(plot_) / (x_.maximum - x_.minimum)) * area_.width;
        const float width = step * kBarShare / float(count);
        const double base = std::clamp(0.0, y_.minimum, y_.maximum);
        for (std::size_t i = 0; i < pointCount(s); ++i) {
            if (!inside(s, i)) continue;
            const Point top = at(s.x[i], s.y[i]), foot = at(s.x[i], base);
            Box bar{top.x - step * kBarShare / 2 + width * float(which), std::min(top.y, foot.y), width,
                    std::abs(foot.y - top.y)};
            const bool focused = isFocused(s, i);
            figure_.primitives.push_back(
                Rectangle{.box = bar,
                          .fill = roleTint(focused ? Role::Selection : s.role, view_.theme, focused ? 0.7f : 0.55f),
                          .stroke = focused ? roleColor(Role::Selection, view_.theme) : colorOf(s),
                          .strokeWidth = std::max(1.0f, view_.scale),
                          .hatch = s.hatch,
                          .hatchColor = colorOf(s)});
            // Also a bar of no height can be pointed at.
            bar.y = std::min(bar.y, foot.y - kReach * em_);
            bar.height = std::max(bar.height, kReach * em_);
            addRegion(s, i, clipped(bar));
        }
        if (pointCount(s) > std::size_t(kMaximumCells)) addSeriesRegion(s);
    }

    void drawLine(const Series& s) {
        std::vector<Point> points;
        const auto flush = [&] {
            if (points.size() >= 2)
                figure_.primitives.push_back(
                    Path{.points = points, .stroke = colorOf(s), .strokeWidth = 2 * view_.scale, .dash = s.dash});
            points.clear();
        };
        for (std::size_t i = 0; i < pointCount(s); ++i) {
            if (!inside(s, i)) {
                flush();
                continue;
            }
            const Point p = at(s.x[i], s.y[i]);
            if (s.mark == Mark::Step && !points.empty()) points.push_back({p.x, points.back().y});
            points.push_back(p);
        }
        flush();
        drawPoints(s);
    }

    void drawPoints(const Series& s) {
        const float step = float(spacing(plot_) / (x_.maximum - x_.minimum)) * area_.width;
        const bool dots = s.mark == Mark::Line && step >= kDotsFrom * em_;
        const float reach = std::clamp(step / 2, 1.0f, kReach * em_);
        for (std::size_t i = 0; i < pointCount(s); ++i) {
            if (!inside(s, i)) continue;
            const Point p = at(s.x[i], s.y[i]);
            const bool focused = isFocused(s, i);
            if (dots || focused) drawDot(p, focused ? roleColor(Role::Selection, view_.theme) : colorOf(s), focused);
            addRegion(s, i, clipped({p.x - reach, p.y - kReach * em_, 2 * reach, 2 * kReach * em_}));
        }
        if (pointCount(s) > std::size_t(kMaximumCells)) addSeriesRegion(s);
    }

    void drawDot(Point p, Color color, bool large) {
        const float radius = kDot * em_ * (large ? 1.4f : 1);
        figure_.primitives.push_back(Path{.points = ellipse({p.x - radius, p.y - radius, 2 * radius, 2 * radius}),
                                          .stroke = palette(view_.theme).background,
                                          .strokeWidth = view_.scale,
                                          .closed = true,
                                          .fill = color});
    }

    bool isFocused(const Series& s, std::size_t i) const {
        return !view_.focus().empty() && view_.focus() == pointName(s, i);
    }

    Box clipped(const Box& box) const {
        const float left = std::max(box.x, area_.x), top = std::max(box.y, area_.y);
        return {left, top, std::min(box.right(), area_.right()) - left, std::min(box.bottom(), area_.bottom()) - top};
    }

    void addRegion(const Series& s, std::size_t i, const Box& box) {
        if (pointCount(s) > std::size_t(kMaximumCells)) return;
        figure_.regions.push_back({.name = pointName(s, i),
                                   .role = kRole,
                                   .box = box,
                                   .value = s.y[i],
                                   .sentence = "At " + formatNumber(s.x[i]) + ": " + formatNumber(s.y[i]) + "."});
    }

    void addSeriesRegion(const Series& s) {
        const Range range = rangeOf(s.y);
        figure_.regions.push_back({.name = s.name,
                                   .role = kRole,
                                   .box = area_,
                                   .shape = {int(pointCount(s))},
                                   .minimum = range.minimum,
                                   .maximum = range.maximum});
    }

    struct Name {
        const Series* series;
        float y;  ///< of its middle
    };

    /// Writes the names beside the lines' ends, pushed apart where they would meet.
    void nameSeries() {
        std::vector<Name> names;
        for (const Series& s : plot_.series)
            for (std::size_t i = pointCount(s); i-- > 0 && !s.label.empty();)
                if (inside(s, i)) {
                    names.push_back({&s, at(s.x[i], s.y[i]).y});
                    break;
                }
        std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
        const float line = 1.2f * names_.size;
        for (std::size_t i = 0; i < names.size(); ++i)
            names[i].y = std::max(names[i].y, i == 0 ? area_.y : names[i - 1].y + line);
        for (std::size_t i = names.size(); i-- > 0;)
            names[i].y = std::min(names[i].y, i + 1 == names.size() ? area_.bottom() : names[i + 1].y - line);
        for (const Name& name : names) {
            TextStyle style = names_;
            style.color = roleTextColor(name.series->role, view_.theme);
            addMarkup(figure_, {area_.right() + kLabelGap * em_, name.y + capHeight(style.font, style.size) / 2},
                      name.series->label, style, view_.theme);
        }
    }

    Figure& figure_;
    const Plot& plot_;
    const View& view_;
    float em_;
    Range x_, y_;
    TextStyle numbers_, words_, names_;
    Box area_;
};

}  // namespace

Box addPlot(Figure& figure, const Box& box, const Plot& plot, const View& view) {
    const Plot shown = told(plot, view);
    return Drawing(figure, shown, view).draw(box);
}

}  // namespace seglab::figure
