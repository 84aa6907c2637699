#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.h"
#include "figure/figure.h"
#include "figure/palette.h"

// A grid of cells with numbers: operands, canvases, matrices. Where the cells stand (Grid), how they look (Cell) and
// what they are called (regions) are three things, so that one cell can stand in several views under one name.
namespace seglab::figure {

/// Text is never smaller than this: 11 px at scale 1, in presentation mode 1/45 of the window's height. The stage is
/// taken to be four fifths of the window, the rest is caption and scrubber.
float smallestText(const View& view);

/// Where the cells of a grid stand. An empty grid (no rows) is drawn nowhere: all its boxes are empty.
struct Grid {
    Point at;  ///< top left corner
    int rows = 0, columns = 0;
    float width = 0, height = 0;  ///< of a cell, in pixels

    Grid() = default;
    Grid(Point at_, core::Pair size, float cell)
        : at(at_), rows(size.height), columns(size.width), width(cell), height(cell) {}

    bool empty() const { return rows == 0 || columns == 0; }
    Box box() const { return {at.x, at.y, float(columns) * width, float(rows) * height}; }
    Box cell(int row, int column) const { return block(row, column, 1, 1); }
    /// Some cells; row and column may be fractions (a window on its way) or outside of the grid.
    Box block(float row, float column, int rows_, int columns_) const {
        return {at.x + column * width, at.y + row * height, float(columns_) * width, float(rows_) * height};
    }
};

/// How one cell looks.
struct Cell {
    std::string text = {};  ///< centred; may break before a " + "; left out where it does not fit
    std::string note = {};  ///< small, at the top right: what was added in this step, "1+3"
    Color fill = kNone;
    Color ink = kNone;      ///< of the text; none: the theme's
    Color noteInk = kNone;  ///< of the note
    Color line = kNone;     ///< of its edges; none: the grid's
    Hatch hatch = Hatch::None;
    Color hatchColor = kNone;
    bool bold = false;
};

struct GridLook {
    Color line;             ///< between the cells
    Color border = kNone;   ///< around the grid
    float borderWidth = 2;  ///< at scale 1
};

using CellRule = std::function<Cell(int row, int column)>;

/// Whether cells are smaller than a few pixels, or too many, and a grid is drawn as an image of their fills.
bool isImage(const Grid& grid);
/// Draws all cells. All numbers of a grid have one size.
void drawCells(Figure& figure, const Grid& grid, const GridLook& look, const CellRule& rule, const View& view);

/// One pixel per cell, stretched over the grid.
using FillRule = std::function<Color(int row, int column)>;
void drawFills(Figure& figure, const Grid& grid, const GridLook& look, const FillRule& rule, const View& view);

/// Whether a text of so many characters would be drawn in cells of this size.
bool numbersFit(const Grid& grid, const View& view, int characters = 2);

/// A frame over some cells: the stamp's, the selection's. `width` at scale 1.
struct FrameLook {
    Color color;
    float width = 2.5f;
    Dash dash = Dash::Solid;
    float outset = 0;  ///< pixels at scale 1 by which it is larger than the cells
};
void drawFrame(Figure& figure, const Box& box, const FrameLook& look, const View& view);

/// The look of a cell that is covered until its value is told: hatched, with a question mark or the guess.
Cell coveredCell(std::optional<double> guess, bool right, Theme theme);

/// Takes the number out of a region that is hidden, unless it has been guessed: a click on it asks for a guess.
void coverHidden(Region& region, const View& view);
/// The cell of a region: its text on `fill`, or covered with the guess that was wrong.
Cell cellOf(const Region& region, Color fill, const View& view);

/// "input(1,0)"
std::string cellName(std::string_view stem, int row, int column);
struct CellName {
    std::string stem;
    int row = 0, column = 0;
};
/// Reads what cellName writes, and "vector(3)" as row 3; nothing for any other name.
std::optional<CellName> parseCellName(const std::string& name);

/// What the regions of a grid say. One region per cell; a grid of more than kMaximumCells is one region.
struct GridRegions {
    std::string stem, role;
    core::Pair size;  ///< of the grid, whether it is drawn or not
    /// The rest of a cell's region: value, text, action. Its name, role, layer and box are set already.
    std::function<void(Region&, int row, int column)> fill;
    double minimum = 0, maximum = 0;  ///< for a grid that is one region
    int layer = 0;
    bool single = false;  ///< a column of cells that are named by one number: "result(3)"
};
/// `grid` may be empty, or a column vector of all cells in reading order.
void addRegions(Figure& figure, const Grid& grid, const GridRegions& regions);

struct NamedGrid {
    GridRegions regions;
    Grid grid;
};
/// All of them in this order, what is drawn later above what is drawn before. A view that wants no others gets those of
/// the grids that are drawn.
void addRegions(Figure& figure, const std::vector<NamedGrid>& grids, const View& view);
/// The region with this name, also of a grid that stands as one; none for a name that is in no grid.
std::optional<Region> regionOf(const std::vector<NamedGrid>& grids, const std::string& name);

}  // namespace seglab::figure
