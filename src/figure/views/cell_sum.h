#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "figure/figure.h"
#include "figure/palette.h"

// The arithmetic of one cell of a feature map: what each map before it contributes, with its numbers.
namespace seglab::figure {

/// A number that is read, or one of a kernel.
struct SumNumber {
    std::string name = {};  ///< of its region: "down1.relu1/3(24,27)"; empty: a zero of the padding
    double value = 0;
    bool used = true;  ///< takes part in this cell
};

/// What comes from one map.
struct MapShare {
    std::string map;  ///< "down1.relu1/3"
    core::Pair window{1, 1};
    std::vector<SumNumber> read = {};  ///< [window], in reading order
    core::Pair kernelSize{0, 0};
    std::vector<SumNumber> kernel = {};  ///< [kernelSize]; empty: what is read is not multiplied
    double sum = 0;

    /// Number i of the window that is multiplied, and number k of the kernel: those of one product.
    struct Product {
        std::size_t read, kernel;
    };
    std::vector<Product> products() const;
};

/// Shares that belong together: of a concatenation those of one half.
struct ShareGroup {
    std::string title = {};  ///< marked up: "[skip|W₁a] from across"
    std::string name = {};   ///< of the region of its sum: "across"
    Role role = Role::Input;
    std::vector<MapShare> shares = {};  ///< the largest contribution first
    double sum() const;
};

struct CellSum {
    enum class Kind { Sum, Largest, Copy };
    Kind kind = Kind::Sum;
    std::string cell = {};  ///< "down1.relu2/5(25,28)"
    std::vector<ShareGroup> groups = {};
    std::optional<SumNumber> bias = {};
    bool rectified = false;
    double value = 0;  ///< as the engine computed it

    double sum() const;  ///< of all shares and the bias
    /// Every product, what is read without one, the bias.
    std::vector<Term> terms() const;
};

/// Window and kernel of every map: with numbers as many as have room, the largest contributions first, of the others
/// the colours. Regions: every number by its name, share(map) with what a map contributes. `regions` of numbers that
/// stand for a cell of a map can be pinned: a click goes on to the arithmetic of that cell.
void addCellSum(Figure& figure, const Box& box, const CellSum& sum, const View& view);
/// What it takes with at least one row of numbers.
float cellSumHeight(float width, const CellSum& sum, const View& view);

/// How the shares make the cell: the groups' sums, the bias, the sum, the rectifier. Regions sum, the groups' names,
/// the bias, and the cell itself.
void addCellResult(Figure& figure, const Box& box, const CellSum& sum, const View& view);
float cellResultHeight(const CellSum& sum, const View& view);

}  // namespace seglab::figure
