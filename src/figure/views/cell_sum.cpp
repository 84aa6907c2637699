#include "figure/views/cell_sum.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/color_map.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

// Lengths in em.
constexpr float kCell = 2.3f, kSign = 1.4f, kNumber = 4.2f, kColumnGap = 2.2f, kShareGap = 0.9f;

/// Two decimals: what a cell has room for.
std::string shortNumber(double value) {
    return formatNumber(std::round(value * 100) / 100);
}

class Writer {
public:
    Writer(Figure& figure, const Box& box, const CellSum& sum, const View& view)
        : figure_(figure), box_(box), sum_(sum), view_(view), inks_(palette(view.theme)) {
        size_ = std::max(0.85f * view.em(), smallestText(view));
        cell_ = std::max(kCell * view.em(), 2.2f * smallestText(view));
        for (const MapShare& share : sum.shares)
            for (const CellTap& tap : share.taps) {
                largestValue_ = std::max(largestValue_, std::abs(tap.value));
                largestFactor_ = std::max(largestFactor_, std::abs(tap.factor));
            }
    }

    void draw() {
        const float shareWidth = this->shareWidth(), shareHeight = this->shareHeight();
        const float total = 1.9f * size_ * 5;  // rest, bias, sum, rectifier, and air
        const int columns = std::max(1, int((box_.width + em(kColumnGap)) / (shareWidth + em(kColumnGap))));
        const int rows = std::max(0, int((box_.height - total) / shareHeight));
        const int shown = std::min(int(sum_.shares.size()), rows * columns);
        const int perColumn = columns > 0 ? (shown + columns - 1) / columns : 0;
        for (int i = 0; i < shown; ++i)
            share(sum_.shares[std::size_t(i)], {box_.x + float(i / perColumn) * (shareWidth + em(kColumnGap)),
                                                box_.y + float(i % perColumn) * shareHeight});
        result({box_.x, box_.y + float(perColumn) * shareHeight}, std::min(box_.width, shareWidth), shown);
    }

private:
    float em(float count) const { return count * view_.em(); }
    bool multiplied() const { return !sum_.shares.empty() && !sum_.shares.front().taps.front().weight.empty(); }
    float windowWidth() const { return sum_.shares.empty() ? 0 : cell_ * float(sum_.shares.front().columns); }
    float windowHeight() const { return sum_.shares.empty() ? 0 : cell_ * float(sum_.shares.front().rows); }
    float shareWidth() const {
        return windowWidth() * (multiplied() ? 2 : 1) + em(multiplied() ? 2 * kSign : kSign) + em(kNumber);
    }
    float shareHeight() const { return windowHeight() + 1.5f * size_ + em(kShareGap); }
    TextStyle style(Font font, Color color) const { return {size_, font, color}; }

    Cell look(const Region& region, double value, ColorMap map, double most) {
        if (view_.hides(region)) return coveredCell({}, false, view_.theme);
        const Range range = map == ColorMap::Diverging ? Range{-most, most} : Range{std::min(0.0, -0.0), most};
        Cell cell{.text = shortNumber(value), .fill = colorAt(map, range.position(value), view_.theme)};
        cell.ink = inkOn(cell.fill);
        if (view_.focus() == region.name) {
            cell.fill = roleTint(Role::Selection, view_.theme, 0.4f);
            cell.ink = inks_.ink;
        }
        return cell;
    }

    /// The numbers that are read, or their weights, as cells.
    void cells(const MapShare& share, Point at, bool weights) {
        const Grid grid(at, {share.rows, share.columns}, cell_);
        const Color padding = inks_.panel;
        const auto rule = [&](int row, int column) -> Cell {
            const CellTap& tap = share.taps[std::size_t(row * share.columns + column)];
            if (tap.cell.empty() && !weights)
                return {.text = "0", .fill = padding, .ink = inks_.muted, .hatch = Hatch::Forward,
                        .hatchColor = inks_.hairline};
            Region region{.name = weights ? tap.weight : tap.cell, .role = weights ? "kernel" : "window"};
            region.box = grid.cell(row, column);
            const Cell cell = weights ? look(region, tap.factor, ColorMap::Diverging, largestFactor_)
                                      : look(region, tap.value, ColorMap::Viridis, largestValue_);
            if (!view_.hides(region)) region.value = weights ? tap.factor : tap.value;
            region.text = cell.text;
            figure_.regions.push_back(std::move(region));
            return cell;
        };
        const Role role = weights ? Role::Kernel : share.role == Role::Skip ? Role::Skip : Role::Input;
        drawCells(figure_, grid, {.line = inks_.background, .border = roleColor(role, view_.theme), .borderWidth = 1.5f},
                  rule, view_);
    }

    void share(const MapShare& s, Point at) {
        const Color ink = s.role == Role::Skip ? roleTextColor(Role::Skip, view_.theme) : inks_.muted;
        addText(figure_, {at.x, at.y + size_}, s.map, style(Font::Numbers, ink));
        const float top = at.y + 1.5f * size_, middle = top + windowHeight() / 2 + 0.36f * size_;
        float x = at.x;
        cells(s, {x, top}, false);
        x += windowWidth();
        if (multiplied()) {
            addText(figure_, {x + em(kSign) / 2, middle}, "·", style(Font::NumbersBold, inks_.ink), Align::Centre);
            x += em(kSign);
            cells(s, {x, top}, true);
            x += windowWidth();
        }
        addText(figure_, {x + em(kSign) / 2, middle}, "=", style(Font::Numbers, inks_.muted), Align::Centre);
        number({.name = "share(" + s.map + ")", .role = "share", .value = s.sum}, at.x + shareWidth(), middle,
               Font::NumbersBold);
    }

    /// A number with its right end at x; covered as "?".
    void number(Region region, float x, float baseline, Font font) {
        region.text = formatNumber(*region.value);
        if (view_.hides(region)) {
            region.text = "?";
            region.value.reset();
            region.action.kind = Action::Kind::Answer;
        }
        const bool result = region.name == sum_.cell;
        const Color ink = result ? roleTextColor(Role::Output, view_.theme) : inks_.ink;
        const float width = addText(figure_, {x, baseline}, region.text, style(font, ink), Align::Right);
        region.box = {x - width, baseline - size_, width, 1.3f * size_};
        figure_.regions.push_back(std::move(region));
    }

    void line(Point& at, float width, const std::string& markup, Region region, Font font = Font::Numbers) {
        at.y += 1.9f * size_;
        addMarkup(figure_, at, markup, style(Font::Words, inks_.muted), view_.theme);
        number(std::move(region), at.x + width, at.y, font);
    }

    void rule(Point at, float width) {
        const float y = at.y + 0.65f * size_;
        figure_.primitives.push_back(
            Path{.points = {{at.x, y}, {at.x + width, y}}, .stroke = inks_.hairline, .strokeWidth = view_.scale});
    }

    void result(Point at, float width, int shown) {
        if (sum_.kind == CellSum::Kind::Sum) {
            double rest = 0;
            const int left = int(sum_.shares.size()) - shown;
            for (std::size_t i = std::size_t(shown); i < sum_.shares.size(); ++i) rest += sum_.shares[i].sum;
            if (left > 0)
                line(at, width, fmt::format("{} more {}", left, left == 1 ? "map" : "maps"),
                     {.name = "rest", .role = "share", .value = rest});
            if (sum_.bias) line(at, width, "bias", {.name = sum_.biasName, .role = "kernel", .value = *sum_.bias});
            rule(at, width);
            if (sum_.rectified) line(at, width, "sum", {.name = "sum", .role = "share", .value = sum_.sum});
        }
        const std::string words = sum_.kind == CellSum::Kind::Largest ? "the largest"
                                  : sum_.kind == CellSum::Kind::Copy  ? "copied"
                                  : sum_.rectified                    ? "[output|ReLU], what is positive"
                                                                      : "[output|sum]";
        line(at, width, words, {.name = sum_.cell, .role = "map", .value = sum_.value}, Font::NumbersBold);
    }

    Figure& figure_;
    Box box_;
    const CellSum& sum_;
    const View& view_;
    const Palette& inks_;
    float size_ = 0, cell_ = 0;
    double largestValue_ = 1e-12, largestFactor_ = 1e-12;
};

}  // namespace

std::vector<Term> CellSum::terms() const {
    std::vector<Term> all;
    for (const MapShare& share : shares)
        for (const CellTap& tap : share.taps) {
            if (tap.cell.empty() || tap.weight.empty()) continue;
            all.push_back({{tap.cell, tap.weight}, {tap.value, tap.factor}, tap.value * tap.factor, {}});
        }
    if (bias) all.push_back({{biasName}, {*bias}, *bias, {}});
    return all;
}

void addCellSum(Figure& figure, const Box& box, const CellSum& sum, const View& view) {
    Writer(figure, box, sum, view).draw();
}

}  // namespace seglab::figure
