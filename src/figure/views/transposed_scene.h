#pragma once

#include <string>
#include <vector>

#include "core/transposed_convolution.h"
#include "figure/views/cell_grid.h"

// What the views of a transposed convolution share: one moment, one selection, one look for every cell. Each view says
// where cells stand (Places); their regions are made once, from all of it, whether a view is shown or not.
namespace seglab::figure {

/// Letters in place of numbers: a, b, … for the input, … y, z for the kernel (x, y, z where three are enough), in
/// reading order; where the alphabet is too short, a₀, a₁, … and x₀, x₁, ….
class OperandLetters {
public:
    explicit OperandLetters(const core::TransposedTrace& trace);
    std::string input(core::Pair cell) const;
    std::string kernel(core::Pair cell) const;
    std::string product(const core::Multiply& m) const { return input(m.input) + kernel(m.kernel); }

private:
    int inputColumns_, kernelColumns_;
    bool indexed_;
    char firstKernelLetter_;
};

struct TransposedOptions {
    core::Granularity granularity = core::Granularity::Stamp;
    bool letters = false;  ///< symbols instead of numbers
    bool overlap = false;  ///< the canvas shows how many stamps land on each cell

    bool operator==(const TransposedOptions& o) const {
        return granularity == o.granularity && letters == o.letters && overlap == o.overlap;
    }
};

/// Where the cells stand in this picture; an empty grid is not drawn.
struct Places {
    Grid input, kernel, stamp;
    Grid canvas;  ///< the extent: canvas(0,0) at its corner
    Grid output;  ///< beside the spread input; elsewhere the output stands within the canvas
    Grid spread, flipped;
    Grid forward, matrix, vector, result;
};

/// Where in time a step is, as multiplies; `view` says how far its motion has come.
struct TransposedMoment {
    TransposedMoment(const core::TransposedTrace& trace, TransposedOptions options, int step, const View& view);

    const core::TransposedTrace& trace;
    TransposedOptions options;

    int step = 0;
    int moving = 0;             ///< the step that moves, or has just happened; 0: none
    float progress = 1;         ///< of its motion
    int before = 0, after = 0;  ///< multiplies finished before and after the moving step
    int finished = 0;           ///< multiplies that the canvas shows

    bool inMotion() const { return moving > 0 && progress < 1; }
    bool happened(const core::Multiply& m) const { return m.index < finished; }
    bool current(const core::Multiply& m) const { return m.index >= before && m.index < after; }
    core::Pair lastInput() const;  ///< of the moving step
};

/// One moment of the trace, ready to draw.
struct TransposedScene : TransposedMoment {
    TransposedScene(const core::TransposedTrace& trace, TransposedOptions options, int step, const View& view);

    const View& view;
    OperandLetters letters;

    core::Matrix sum, overlap;  ///< [canvas] now
    core::Matrix previous;      ///< [canvas] sums before the moving step
    core::Matrix previousOverlap;
    double peak = 1;  ///< largest absolute sum on the canvas in the end, above 0
    double mostOverlap = 1;
    double kernelPeak = 1, inputPeak = 1;  ///< largest absolute values, above 0

    /// What is selected or pointed at, as multiplies; empty without a selection.
    std::vector<core::Multiply> focus;
    bool focusOnCanvas = false;  ///< the selection is a cell of the canvas: spotlight
    bool hasSpotlight = false;
    core::Pair spotlight;  ///< the canvas cell that zero insertion and matrix explain

    /// Everything has height 1.
    bool oneRow() const { return trace.extent().height == 1 && trace.input().rows == 1 && trace.kernel().rows == 1; }
    bool currentInput(core::Pair cell) const;
    bool stamped(core::Pair input) const;  ///< whether all its multiplies are finished
    bool begun(core::Pair input) const;    ///< whether any is
    bool litInput(core::Pair cell) const;
    bool litKernel(core::Pair cell) const;
    bool litCanvas(core::Pair cell) const;
    bool covered(core::Pair canvas) const;  ///< hidden until it is guessed or revealed
    bool hidesSize(int axis) const;         ///< covered and not yet guessed right
    bool guessedRight(core::Pair canvas) const;
    std::optional<double> guess(core::Pair canvas) const;

    std::string inputText(core::Pair cell) const;
    std::string kernelText(core::Pair cell) const;
    std::string productText(const core::Multiply& m) const;
    bool hidesInput(core::Pair cell) const;
    bool hidesKernel(core::Pair cell) const;
    std::string sumText(core::Pair canvas) const;  ///< "" where nothing has landed yet
    Color tint(double value) const;                ///< of an output cell's fill

    Cell inputLook(core::Pair cell) const;
    Cell kernelLook(core::Pair cell) const;
    Cell stampLook(core::Pair input, core::Pair kernel) const;    ///< input(i,j) · kernel(a,b)
    Cell canvasLook(core::Pair canvas, bool words = true) const;  ///< without words where the grid is an image

    GridLook gridLook(Role role) const;
    Color color(Role role) const { return roleColor(role, view.theme); }
    Color textColor(Role role) const { return roleTextColor(role, view.theme); }
    const Palette& inks() const { return palette(view.theme); }

private:
    void select();

    std::vector<char> litInput_, litKernel_, litCanvas_;  ///< for each cell; empty without a selection
};

/// The canvas cell that a name stands for: an output cell, a canvas cell, a row of the matrix.
std::optional<core::Pair> canvasCellNamed(const core::TransposedTrace& trace, const CellName& name);
/// The regions of every view; of a view that wants no others, those that are drawn.
void addTransposedRegions(Figure& figure, const TransposedScene& scene, const Places& places);
/// The numbers of the operation that are regions of their own, without boxes: sizes and crops.
std::vector<Region> namedNumbers(const TransposedScene& scene);
/// One region, also of a grid that stands as one; none for an unknown name.
std::optional<Region> transposedRegion(const TransposedScene& scene, const std::string& name);
/// The terms of a region as the inspector writes them.
std::vector<Term> transposedTerms(const TransposedMoment& moment, const std::string& name);

/// "input(i,j) · kernel(a,b)" as a term.
Term termOf(const core::TransposedTrace& trace, const core::Multiply& m, bool letters);

}  // namespace seglab::figure
