#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/upsampling.h"
#include "figure/views/cell_grid.h"

// One input and its ways up, at one moment, ready to draw. What the views of a lab on up-sampling share: one selection,
// one look and one name for every cell.
namespace seglab::figure {

/// Of a way's output regions: "nearest", "bed_of_nails", "max_unpooling", "bilinear", "transposed".
std::string wayStem(core::UpsamplingMethod method);
/// As on the screen: "nearest neighbour".
std::string wayTitle(core::UpsamplingMethod method);
/// One line: what it does with a value.
std::string wayRule(const core::UpsamplingTrace& way);

struct UpsamplingScene {
    /// `before` and `after`: input cells, in reading order, that have gone up before and after the step that has just
    /// happened.
    UpsamplingScene(const std::vector<core::UpsamplingTrace>& ways, const View& view, int before, int after);

    const std::vector<core::UpsamplingTrace>& ways;  ///< of one input; never empty
    const View& view;
    int before, after;
    bool moving = false;                ///< the values of this step are still on their way
    std::vector<core::Matrix> outputs;  ///< of each way, with the values that have arrived
    double peak = 1;                    ///< largest absolute value of all finished outputs, above 0

    const core::Matrix& input() const { return ways[0].input(); }
    int shown() const { return moving ? before : after; }
    int index(core::Pair input) const { return input.height * this->input().columns + input.width; }
    bool current(core::Pair input) const { return index(input) >= before && index(input) < after; }
    /// Selected, pointed at, or a part of what is.
    bool litInput(core::Pair cell) const;
    bool litOutput(std::size_t way, core::Pair cell) const;

    Cell inputLook(core::Pair cell) const;
    Cell outputLook(std::size_t way, core::Pair cell) const;
    GridLook gridLook(Role role) const;
    Color color(Role role) const { return roleColor(role, view.theme); }

private:
    void light(const std::string& name);

    std::vector<bool> litInputs_;
    std::vector<std::vector<bool>> litOutputs_;
};

/// Where the cells stand in this picture; an empty grid is not drawn.
struct UpsamplingPlaces {
    Grid input, kernel;
    std::vector<Grid> outputs;  ///< one for each way
};

void addUpsamplingRegions(Figure& figure, const UpsamplingScene& scene, const UpsamplingPlaces& places);
/// The products that make an output cell of a way at this moment; nothing for other names.
std::vector<Term> upsamplingTerms(const UpsamplingScene& scene, const std::string& name);

/// Whether a cell is covered until it is guessed or revealed: by its role, its grid's name or its own.
bool isCovered(const View& view, const std::string& role, const std::string& stem, core::Pair cell);
/// The cell as it looks, or covered, with the guess that was typed for it.
Cell unlessCovered(Cell look, const View& view, const std::string& role, const std::string& stem, core::Pair cell,
                   double value);
/// Takes value and text from a region that is covered, and lets it be answered.
void coverRegion(Region& region, const View& view);

/// A remembered position: a round pin in a corner of a cell, with its letter where there is room. `corner`: how many
/// pins the cell has already; from the fifth on they are not drawn.
struct Pin {
    int index = 0, corner = 0;
    Color color;
};
void drawPin(Figure& figure, const Box& cell, const Pin& pin, const View& view);
/// The corner for the pin of cells[index]: how many before it remember the same cell.
int pinCorner(const std::vector<core::Pair>& cells, int index);
/// "A", "B", … "Z", "27", …
std::string pinLetter(int index);

/// A bold title and a muted line below it, above a grid. The title becomes smaller, then loses its last word, to fit
/// `width`; a line that does not fit is left out.
void drawGridHeading(Figure& figure, Point at, float width, const std::string& title, const std::string& rule,
                     const View& view);
float gridHeadingHeight(const View& view, bool withRule);

}  // namespace seglab::figure
