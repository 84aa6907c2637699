#include "figure/views/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

constexpr float kLine = 1.85f;      // em, of a row
constexpr float kColumnGap = 1.6f;  // em

std::string cellText(const TableCell& cell) {
    if (!cell.text.empty()) return cell.text;
    return cell.value ? formatQuantity(*cell.value) : "";
}

/// Widths at a size of text of one pixel.
struct Widths {
    float label = 0, column = 0;
    float whole(std::size_t columns) const { return label + float(columns) * (kColumnGap + column); }
};

Widths widths(const Table& table) {
    Widths w;
    constexpr float kUnit = 100;
    for (const TableRow& row : table.rows) {
        w.label = std::max(w.label, markupWidth(row.label, {.size = kUnit, .font = Font::WordsBold}) / kUnit);
        for (const TableCell& cell : row.cells)
            w.column = std::max(w.column, textWidth(cellText(cell), Font::NumbersBold, kUnit) / kUnit);
    }
    for (const std::string& heading : table.headings)
        w.column = std::max(w.column, textWidth(heading, Font::Words, kUnit) / kUnit);
    return w;
}

float textSize(float width, const Table& table, const View& view) {
    const float wanted = std::max(view.em(), smallestText(view));
    const float whole = widths(table).whole(table.headings.size());
    return whole <= 0 ? wanted : std::clamp(width / whole, smallestText(view), wanted);
}

/// Where even the smallest text is too wide: labels without what follows their first comma.
Table fitted(Table table, float width, const View& view) {
    if (widths(table).whole(table.headings.size()) * smallestText(view) <= width) return table;
    for (TableRow& row : table.rows) row.label = row.label.substr(0, row.label.find(','));
    return table;
}

class Writer {
public:
    Writer(Figure& figure, const Box& box, const Table& table, const View& view)
        : figure_(figure), table_(table), view_(view), box_(box), size_(textSize(box.width, table, view)) {
        const Widths w = widths(table);
        const float columns = float(std::max<std::size_t>(1, table.headings.size()));
        // Columns spread over what the labels leave, but not further apart than the eye can follow.
        const float spread = (box.width - w.label * size_) / columns;
        step_ = std::clamp(spread, (w.column + kColumnGap) * size_, std::max(9.0f, w.column + kColumnGap) * size_);
        left_ = box.x + w.label * size_ + kColumnGap * size_;
    }

    void draw() {
        for (std::size_t c = 0; c < table_.headings.size(); ++c)
            addText(figure_, {at(c), baseline(0)}, table_.headings[c], style(Font::Words, inks().muted));
        for (std::size_t r = 0; r < table_.rows.size(); ++r) row(table_.rows[r], r + 1);
    }

private:
    const Palette& inks() const { return palette(view_.theme); }
    TextStyle style(Font font, Color color) const { return {.size = size_, .font = font, .color = color}; }
    float at(std::size_t column) const { return left_ + step_ * float(column); }
    float top(std::size_t line) const { return box_.y + kLine * size_ * float(line); }
    float baseline(std::size_t line) const { return top(line) + 0.5f * kLine * size_ + 0.36f * size_; }

    void row(const TableRow& row, std::size_t line) {
        if (row.ruled)
            figure_.primitives.push_back(
                Path{.points = {{box_.x, top(line)}, {at(table_.headings.size()) - kColumnGap * size_, top(line)}},
                     .stroke = inks().hairline,
                     .strokeWidth = view_.scale});
        const Color ink = row.strong ? inks().ink : inks().muted;
        addMarkup(figure_, {box_.x, baseline(line)}, row.label, style(row.strong ? Font::WordsBold : Font::Words, ink),
                  view_.theme);
        for (std::size_t c = 0; c < row.cells.size(); ++c)
            if (!row.cells[c].name.empty()) cell(row.cells[c], {at(c), top(line)}, row.strong);
    }

    void cell(const TableCell& cell, Point corner, bool strong) {
        Region region{.name = cell.name, .role = cell.role, .value = cell.value, .text = cellText(cell)};
        std::string drawn = region.text;
        if (cell.role == "measured" && !view_.measure) {
            region.value.reset();
            region.text = drawn = "—";
        } else if (view_.hides(region)) {
            const auto guess = view_.guesses.find(cell.name);
            const bool guessed = guess != view_.guesses.end();
            if (!(guessed && cell.value && guess->second == *cell.value)) {
                region.value.reset();
                region.text = "?";
                region.action.kind = Action::Kind::Answer;
                drawn = guessed ? formatQuantity(guess->second) + " ✗" : "?";
            }
        }
        const float height = kLine * size_;
        const float used = addText(figure_, {corner.x, corner.y + 0.5f * height + 0.36f * size_}, drawn,
                                   style(strong ? Font::NumbersBold : Font::Numbers, inks().ink));
        region.box = {corner.x - 0.2f * size_, corner.y, std::max(used, 2 * size_) + 0.4f * size_, height};
        figure_.regions.push_back(region);
    }

    Figure& figure_;
    const Table& table_;
    const View& view_;
    Box box_;
    float size_, step_ = 0, left_ = 0;
};

std::string significant(double value, const char* unit) {
    const int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return fmt::format("{:.{}f} {}", value, digits, unit);
}

}  // namespace

float tableHeight(float width, const Table& table, const View& view) {
    return kLine * textSize(width, table, view) * float(table.rows.size() + 1);
}

bool tableFits(const Box& box, const Table& table, const View& view) {
    const Table least = fitted(table, box.width, view);
    return widths(least).whole(least.headings.size()) * smallestText(view) <= box.width &&
           tableHeight(box.width, table, view) <= box.height;
}

float addTable(Figure& figure, const Box& box, const Table& table, const View& view) {
    Writer(figure, box, fitted(table, box.width, view), view).draw();
    return tableHeight(box.width, table, view);
}

std::string formatWhole(std::int64_t value) {
    if (std::abs(value) < 1000) return formatNumber(double(value));
    return fmt::format("{}\u00a0{:03}", formatWhole(value / 1000), std::abs(value % 1000));
}

std::string formatQuantity(double value) {
    const double size = std::abs(value);
    if (!std::isfinite(value) || size < 1000 || (size < 99'999.5 && value != std::floor(value)))
        return formatNumber(value);
    if (size < 99'999.5) {
        const auto whole = std::int64_t(value);
        return fmt::format("{} {:03}", whole / 1000, std::abs(whole % 1000));
    }
    constexpr const char* kUnits[] = {"k", "M", "G", "T", "P"};
    double scaled = value / 1e3;
    std::size_t unit = 0;
    while (std::abs(scaled) >= 999.5 && unit + 1 < std::size(kUnits)) scaled /= 1e3, ++unit;
    return significant(scaled, kUnits[unit]);
}

std::string formatBytes(double bytes) {
    if (bytes < 1e3) return formatNumber(bytes) + " B";
    if (bytes < 999.5e3) return significant(bytes / 1e3, "kB");
    return bytes < 999.5e6 ? significant(bytes / 1e6, "MB") : significant(bytes / 1e9, "GB");
}

std::string formatMilliseconds(double milliseconds) {
    if (!std::isfinite(milliseconds)) return "…";
    return milliseconds < 1000 ? fmt::format("{:.{}f} ms", milliseconds, milliseconds < 9.95 ? 1 : 0)
                               : fmt::format("{:.1f} s", milliseconds / 1000);
}

std::string formatTimes(double ratio) {
    if (!std::isfinite(ratio)) return "…";
    return fmt::format("{:.{}f} ×", ratio, ratio < 9.95 ? 1 : 0);
}

TableCell measuredCell(const std::string& name, double value, const std::string& text) {
    TableCell cell{.name = name, .role = "measured", .text = text};
    if (std::isfinite(value)) cell.value = value;
    return cell;
}

}  // namespace seglab::figure
