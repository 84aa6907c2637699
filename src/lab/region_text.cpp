#include "lab/region_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "figure/text.h"
#include "lab/regions.h"
#include "lab/text_columns.h"

namespace seglab::lab {

namespace {

std::string number(double value) {
    return std::isfinite(value) ? figure::formatNumber(value) : kCovered;
}

/// Negative numbers in brackets: 3·(−1).
std::string factor(double value) {
    return value < 0 ? "(" + number(value) + ")" : number(value);
}

}  // namespace

std::string valueText(const figure::Region& region) {
    if (!region.shape.empty())
        return fmt::format("{}, {} to {}", fmt::join(region.shape, " × "), number(region.minimum),
                           number(region.maximum));
    if (!region.text.empty()) return region.text;
    return region.value ? number(*region.value) : std::string();
}

SumText sumText(const std::vector<figure::Term>& terms) {
    SumText sum;
    for (const figure::Term& term : terms) {
        const char* plus = &term == terms.data() ? "" : " + ";
        std::vector<std::string> factors;
        for (const double value : term.values) factors.push_back(factor(value));
        sum.names += fmt::format("{}{}", plus, fmt::join(term.factors, "·"));
        sum.numbers += plus + (term.text.empty() ? fmt::format("{}", fmt::join(factors, "·")) : term.text);
    }
    return sum;
}

CellName::CellName(const std::string& name) {
    const std::size_t open = name.rfind('(');
    int read = 0;
    if (open == std::string::npos) return;
    if (std::sscanf(name.c_str() + open, "(%d,%d)%n", &row, &column, &read) != 2) return;
    base = name.substr(0, open);
    parsed = open + std::size_t(read) == name.size() && row >= 0 && column >= 0;
}

std::string gridText(const std::vector<const figure::Region*>& cells) {
    int rows = 0, columns = 0;
    for (const figure::Region* cell : cells) {
        const CellName name(cell->name);
        rows = std::max(rows, name.row + 1);
        columns = std::max(columns, name.column + 1);
    }
    if (std::size_t(rows) * std::size_t(columns) != cells.size()) return "";
    Rows grid(std::size_t(rows) + 1, std::vector<std::string>(std::size_t(columns) + 1));
    for (int row = 0; row < rows; ++row) grid[std::size_t(row) + 1][0] = fmt::format("{}:", row);
    for (int column = 0; column < columns; ++column) grid[0][std::size_t(column) + 1] = fmt::to_string(column);
    for (const figure::Region* cell : cells) {
        const CellName name(cell->name);
        const std::string text = valueText(*cell);
        grid[std::size_t(name.row) + 1][std::size_t(name.column) + 1] = text.empty() ? "·" : text;
    }
    return aligned(grid, Side::Right);
}

}  // namespace seglab::lab
