#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// One number of a table. Its region can be covered by its name or role; a measured one is drawn as "—" where clocks
/// are not shown.
struct TableCell {
    std::string name = {};  ///< of its region; empty: no cell here
    std::string role = "number";
    std::optional<double> value = {};
    std::string text = {};  ///< as drawn; empty: formatQuantity(value)
};

struct TableRow {
    std::string label;  ///< marked up
    std::vector<TableCell> cells = {};
    bool strong = false;  ///< the row that the eye shall land on
    bool ruled = false;   ///< a hairline above: sums
};

/// A small table of numbers: labels at the left, columns of equal width at the right, headings above.
struct Table {
    std::vector<std::string> headings = {};
    std::vector<TableRow> rows = {};
};

/// Draws the table; the text shrinks down to smallestText() where the box is narrow. Returns the height used.
float addTable(Figure& figure, const Box& box, const Table& table, const View& view);
float tableHeight(float width, const Table& table, const View& view);
/// Whether it can stay inside of the box.
bool tableFits(const Box& box, const Table& table, const View& view);

/// "614", "120 834", "1 234 567": a whole number in full, its groups of digits held together.
std::string formatWhole(std::int64_t value);
/// "614", "16 384", "1.6 M", "43.6 G": three significant digits from a hundred thousand on.
std::string formatQuantity(double value);
/// "0.3 MB", "8.4 MB": of bytes, powers of 1000.
std::string formatBytes(double bytes);
/// "2.4 ms", "310 ms", "4.2 s"; "…" while it is not known (NaN).
std::string formatMilliseconds(double milliseconds);
/// "3.9 ×", "54 ×": how many times as much; "…" while it is not known (NaN).
std::string formatTimes(double ratio);

/// A value of a clock; without a number while it is not known (NaN).
TableCell measuredCell(const std::string& name, double value, const std::string& text);

}  // namespace seglab::figure
