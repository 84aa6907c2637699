#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

// Regions as a person reads them in a terminal.
namespace seglab::lab {

/// "12", "az + bx", "?", "128 × 128, −1 to 4.5"; empty for a region without number or text.
std::string valueText(const figure::Region& region);

/// "input(1,0)·kernel(0,1) + …" and "3·4 + …", or "" without terms: the sum in names and in numbers.
struct SumText {
    std::string names, numbers;
};
SumText sumText(const std::vector<figure::Term>& terms);

/// A name of the form base(row,column).
struct CellName {
    std::string base;
    int row = 0, column = 0;
    bool parsed = false;

    explicit CellName(const std::string& name);
};

/// The cells of one base as a matrix with its row and column numbers; "" where they do not fill a rectangle.
std::string gridText(const std::vector<const figure::Region*>& cells);

}  // namespace seglab::lab
