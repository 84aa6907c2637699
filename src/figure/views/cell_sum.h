#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "figure/palette.h"

// The arithmetic of one cell of a feature map: what each map before it contributes, with its numbers.
namespace seglab::figure {

/// One number that is read, and the weight it is multiplied by.
struct CellTap {
    std::string cell = {};    ///< region "down1.relu1/3(24,27)"; empty in the padding
    double value = 0;
    std::string weight = {};  ///< region "down1.conv2.weight[5,3](0,1)"; empty where nothing is multiplied
    double factor = 1;
};

/// What comes from one map.
struct MapShare {
    std::string map;         ///< "down1.relu1/3"
    Role role = Role::Ink;   ///< Skip for what came across
    int rows = 1, columns = 1;
    std::vector<CellTap> taps = {};  ///< [rows, columns]
    double sum = 0;
};

struct CellSum {
    enum class Kind { Sum, Largest, Copy };
    Kind kind = Kind::Sum;
    std::string cell;                   ///< "down1.relu2/5(25,28)"
    std::vector<MapShare> shares = {};  ///< the largest contribution first
    std::optional<double> bias = {};
    std::string biasName = {};
    double sum = 0;          ///< of all shares and the bias
    bool rectified = false;
    double value = 0;        ///< as the engine computed it

    std::vector<Term> terms() const;  ///< all products, and the bias
};

/// Draws as many shares as have room, in one or more columns, each with its window, kernel and sum; then what is left,
/// the bias, the sum, the rectifier. Regions: the cells and weights by their names, share(map), rest, bias, sum, and
/// the cell itself.
void addCellSum(Figure& figure, const Box& box, const CellSum& sum, const View& view);

}  // namespace seglab::figure
