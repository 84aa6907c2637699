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
constexpr float kCell = 2.5f, kSmallCell = 0.36f, kSign = 1.1f, kGroupGap = 1.6f;

/// What a cell has room for: two decimals, fewer of larger numbers.
std::string shortNumber(double value) {
    const double parts = std::abs(value) >= 100 ? 1 : std::abs(value) >= 10 ? 10 : 100;
    return formatNumber(std::round(value * parts) / parts);
}

std::string shareText(double value) {
    return formatNumber(std::round(value * 1000) / 1000);
}

struct Ranges {
    double value = 1e-12, factor = 1e-12;
};

Ranges rangesOf(const CellSum& sum) {
    Ranges most;
    for (const ShareGroup& group : sum.groups)
        for (const MapShare& share : group.shares) {
            for (const SumNumber& n : share.read) most.value = std::max(most.value, std::abs(n.value));
            for (const SumNumber& n : share.kernel) most.factor = std::max(most.factor, std::abs(n.value));
        }
    return most;
}

/// Sizes of a share with its numbers, and of one without.
struct Sizes {
    float words, cell, small, sign;
    core::Pair window{1, 1}, kernel{0, 0};
    float name = 0;  ///< the longest one

    Sizes(const CellSum& sum, const View& view) {
        words = std::max(0.8f * view.em(), smallestText(view));
        cell = std::max(kCell * view.em(), 3.6f * smallestText(view));
        small = std::max(4.0f, std::round(kSmallCell * view.em()));
        sign = kSign * view.em();
        const MapShare& first = sum.groups.front().shares.front();
        window = first.window, kernel = first.kernelSize;
        for (const ShareGroup& group : sum.groups)
            for (const MapShare& share : group.shares)
                name = std::max(name, textWidth(share.map, Font::Numbers, words));
    }
    float line() const { return 1.55f * words; }
    float across(float side) const {
        const float signs = kernel.width > 0 ? sign : 0;
        return side * float(window.width + kernel.width) + (side < cell ? 0.4f : 1) * signs;
    }
    float rows() const { return float(std::max(window.height, kernel.height)); }
    float largeWidth() const {
        return std::max(across(cell), name + textWidth(" = −00.123", Font::NumbersBold, words));
    }
    float largeHeight() const { return line() + rows() * cell + 0.8f * words; }
    float smallWidth() const {
        return index() + across(small) + 0.6f * words + textWidth("−0.123", Font::Numbers, words);
    }
    float smallHeight() const { return std::max(rows() * small, 1.1f * words) + 0.55f * words; }
    float index() const { return textWidth("00", Font::Numbers, words) + 0.5f * words; }
};

/// How many shares of a group stand with their numbers, how many without.
struct GroupPlan {
    int perRow = 1, rows = 0, smallPerRow = 1, smallRows = 0;
    int shown = 0;
    float height = 0;
};

GroupPlan planOf(float width, int shares, int rows, const Sizes& s) {
    GroupPlan plan;
    const float gap = s.words * 1.3f;
    plan.perRow = std::max(1, int((width + gap) / (s.largeWidth() + gap)));
    plan.rows = std::min(rows, (shares + plan.perRow - 1) / plan.perRow);
    plan.shown = std::min(shares, plan.rows * plan.perRow);
    plan.smallPerRow = std::max(1, int((width + gap) / (s.smallWidth() + gap)));
    plan.smallRows = (shares - plan.shown + plan.smallPerRow - 1) / plan.smallPerRow;
    plan.height = 1.3f * s.line() + float(plan.rows) * s.largeHeight();
    if (plan.smallRows > 0) plan.height += s.line() + float(plan.smallRows) * s.smallHeight();
    return plan;
}

/// Groups side by side, or below each other where a share would be wider than its half.
bool stacked(float width, const CellSum& sum, const Sizes& sizes, const View& view) {
    const float count = float(sum.groups.size());
    return (width - (count - 1) * kGroupGap * view.em()) / count < sizes.largeWidth();
}

float groupWidth(float width, const CellSum& sum, const Sizes& sizes, const View& view) {
    const float count = float(sum.groups.size());
    return stacked(width, sum, sizes, view) ? width : (width - (count - 1) * kGroupGap * view.em()) / count;
}

/// Of all groups the height with so many rows of numbers.
float heightWith(int rows, float width, const CellSum& sum, const Sizes& sizes, const View& view) {
    const bool below = stacked(width, sum, sizes, view);
    float height = 0;
    for (const ShareGroup& group : sum.groups) {
        const float own = planOf(groupWidth(width, sum, sizes, view), int(group.shares.size()), rows, sizes).height;
        height = below ? height + own : std::max(height, own);
    }
    return height;
}

class Writer {
public:
    Writer(Figure& figure, const CellSum& sum, const View& view)
        : figure_(figure), sum_(sum), view_(view), inks_(palette(view.theme)), s_(sum, view), most_(rangesOf(sum)) {}

    void draw(const Box& box) {
        const bool below = stacked(box.width, sum_, s_, view_);
        const float width = groupWidth(box.width, sum_, s_, view_);
        int rows = 1;
        while (rows < 64 && heightWith(rows + 1, box.width, sum_, s_, view_) <= box.height) ++rows;
        Point at{box.x, box.y};
        for (const ShareGroup& group : sum_.groups) {
            const GroupPlan plan = planOf(width, int(group.shares.size()), rows, s_);
            draw(group, {at.x, at.y, width, plan.height}, plan);
            below ? at.y += plan.height : at.x += width + kGroupGap * view_.em();
        }
    }

private:
    TextStyle style(Font font, Color color) const { return {s_.words, font, color}; }

    void draw(const ShareGroup& group, const Box& box, const GroupPlan& plan) {
        addMarkup(figure_, {box.x, box.y + s_.words}, group.title, style(Font::Words, inks_.ink), view_.theme);
        const float gap = s_.words * 1.3f;
        float y = box.y + 1.3f * s_.line();
        for (int i = 0; i < plan.shown; ++i)
            large(group, group.shares[std::size_t(i)],
                  {box.x + float(i % plan.perRow) * (s_.largeWidth() + gap),
                   y + float(i / plan.perRow) * s_.largeHeight()});
        y += float(plan.rows) * s_.largeHeight();
        const int left = int(group.shares.size()) - plan.shown;
        if (left == 0) return;
        addText(figure_, {box.x, y + s_.words}, fmt::format("the other {}", left), style(Font::Words, inks_.muted));
        y += s_.line();
        for (int i = 0; i < left; ++i)
            little(group, group.shares[std::size_t(plan.shown + i)],
                   {box.x + float(i % plan.smallPerRow) * (s_.smallWidth() + gap),
                    y + float(i / plan.smallPerRow) * s_.smallHeight()});
    }

    /// Name, what it contributes, window and kernel with their numbers.
    void large(const ShareGroup& group, const MapShare& share, Point at) {
        const Color ink = group.role == Role::Skip ? roleTextColor(Role::Skip, view_.theme) : inks_.muted;
        addText(figure_, {at.x, at.y + s_.words}, share.map, style(Font::Numbers, ink));
        number(share, {at.x + s_.largeWidth(), at.y + s_.words}, Font::NumbersBold, "= ");
        const float top = at.y + s_.line();
        cells(group, share, {at.x, top}, s_.cell);
        if (share.kernel.empty()) return;
        const float x = at.x + float(share.window.width) * s_.cell;
        addTextCentred(figure_, {x, top, s_.sign, float(share.window.height) * s_.cell}, "·",
                       style(Font::NumbersBold, inks_.ink));
    }

    /// The same in a line, as colours.
    void little(const ShareGroup& group, const MapShare& share, Point at) {
        const float middle = at.y + s_.rows() * s_.small / 2 + 0.36f * s_.words;
        const std::string index = share.map.substr(share.map.rfind('/') + 1);
        const Color ink = group.role == Role::Skip ? roleTextColor(Role::Skip, view_.theme) : inks_.muted;
        addText(figure_, {at.x + s_.index() - 0.5f * s_.words, middle}, index, style(Font::Numbers, ink), Align::Right);
        cells(group, share, {at.x + s_.index(), at.y}, s_.small);
        number(share, {at.x + s_.smallWidth(), middle}, Font::Numbers, "");
    }

    /// What is contributed, with its right end at `at`; covered as "?".
    void number(const MapShare& share, Point at, Font font, const std::string& before) {
        Region region{.name = "share(" + share.map + ")", .role = "share", .value = share.sum};
        region.text = shareText(share.sum);
        if (view_.hides(region)) {
            region.text = "?";
            region.value.reset();
            region.action.kind = Action::Kind::Answer;
        }
        const float width = addText(figure_, at, before + region.text, style(font, inks_.ink), Align::Right);
        region.box = {at.x - width, at.y - s_.words, width, 1.3f * s_.words};
        figure_.regions.push_back(std::move(region));
    }

    void cells(const ShareGroup& group, const MapShare& share, Point at, float side) {
        const Grid window(at, share.window, side);
        numbers(window, share.read, group.role, false);
        if (share.kernel.empty()) return;
        const float sign = (side < s_.cell ? 0.4f : 1) * s_.sign;
        numbers(Grid({window.box().right() + sign, at.y}, share.kernelSize, side), share.kernel, Role::Kernel, true);
    }

    void numbers(const Grid& grid, const std::vector<SumNumber>& numbers, Role role, bool weights) {
        const bool read = grid.width >= s_.cell;
        const double largest = largestOf(numbers);
        const auto rule = [&](int row, int column) {
            const SumNumber& n = numbers[std::size_t(row * grid.columns + column)];
            const Box box = grid.cell(row, column);
            Cell cell = look(n, weights);
            if (!n.name.empty()) region(n, box, weights, cell);
            if (!read) cell.text.clear();
            if (sum_.kind == CellSum::Kind::Largest && n.value == largest) cell.bold = true;
            return cell;
        };
        drawCells(figure_, grid,
                  {.line = inks_.background, .border = roleColor(role, view_.theme), .borderWidth = read ? 1.5f : 1},
                  rule, view_);
        if (sum_.kind != CellSum::Kind::Largest || weights) return;
        for (std::size_t i = 0; i < numbers.size(); ++i)
            if (numbers[i].value == largest) {
                const int at = int(i);
                return drawFrame(figure_, grid.cell(at / grid.columns, at % grid.columns),
                                 {.color = roleColor(Role::Output, view_.theme)}, view_);
            }
    }

    static double largestOf(const std::vector<SumNumber>& numbers) {
        double largest = -INFINITY;
        for (const SumNumber& n : numbers) largest = std::max(largest, n.value);
        return largest;
    }

    Cell look(const SumNumber& n, bool weight) {
        if (n.name.empty())
            return {.text = "0",
                    .fill = inks_.panel,
                    .ink = inks_.muted,
                    .hatch = Hatch::Forward,
                    .hatchColor = inks_.hairline};
        if (view_.hides({.name = n.name, .role = weight ? "kernel" : "window"}))
            return coveredCell(std::nullopt, false, view_.theme);
        const double most = weight ? most_.factor : most_.value;
        const Range range{weight ? -most : std::min(0.0, lowest()), most};
        Cell cell{
            .text = shortNumber(n.value),
            .fill = colorAt(weight ? ColorMap::Diverging : ColorMap::Viridis, range.position(n.value), view_.theme)};
        if (!n.used) cell.fill = mix(cell.fill, inks_.background, 0.75f);
        cell.ink = n.used ? inkOn(cell.fill) : inks_.muted;
        if (view_.hover == n.name) {
            cell.fill = roleTint(Role::Selection, view_.theme, 0.4f);
            cell.ink = inks_.ink;
        }
        return cell;
    }

    /// What is read may be negative: the input, scores, what a transposed convolution gives.
    double lowest() const {
        double least = 0;
        for (const ShareGroup& group : sum_.groups)
            for (const MapShare& share : group.shares)
                for (const SumNumber& n : share.read) least = std::min(least, n.value);
        return least;
    }

    void region(const SumNumber& n, const Box& box, bool weight, const Cell& cell) {
        Region region{.name = n.name, .role = weight ? "kernel" : "window", .box = box};
        if (!view_.hides(region))
            region.value = n.value;
        else
            region.action.kind = Action::Kind::Answer;
        region.text = region.value ? formatNumber(n.value) : cell.text;
        figure_.regions.push_back(std::move(region));
    }

    Figure& figure_;
    const CellSum& sum_;
    const View& view_;
    const Palette& inks_;
    Sizes s_;
    Ranges most_;
};

}  // namespace

std::vector<MapShare::Product> MapShare::products() const {
    std::vector<Product> all;
    // Cell by cell, or one cell with the one number of the kernel that reaches this place.
    for (std::size_t k = 0; k < kernel.size(); ++k) {
        const std::size_t i = read.size() == 1 ? 0 : k;
        if (kernel[k].used && !read[i].name.empty()) all.push_back({i, k});
    }
    return all;
}

double ShareGroup::sum() const {
    double sum = 0;
    for (const MapShare& share : shares) sum += share.sum;
    return sum;
}

double CellSum::sum() const {
    double sum = bias ? bias->value : 0;
    for (const ShareGroup& group : groups) sum += group.sum();
    return sum;
}

std::vector<Term> CellSum::terms() const {
    std::vector<Term> all;
    for (const ShareGroup& group : groups)
        for (const MapShare& share : group.shares) {
            for (const MapShare::Product& p : share.products()) {
                const SumNumber &read = share.read[p.read], &factor = share.kernel[p.kernel];
                all.push_back({{read.name, factor.name}, {read.value, factor.value}, read.value * factor.value, {}});
            }
            if (!share.kernel.empty()) continue;
            for (const SumNumber& n : share.read) all.push_back({{n.name}, {n.value}, n.value, {}});
        }
    if (bias) all.push_back({{bias->name}, {bias->value}, bias->value, {}});
    return all;
}

void addCellSum(Figure& figure, const Box& box, const CellSum& sum, const View& view) {
    Writer(figure, sum, view).draw(box);
}

float cellSumHeight(float width, const CellSum& sum, const View& view) {
    return heightWith(1, width, sum, Sizes(sum, view), view);
}

}  // namespace seglab::figure
