#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/window_trace.h"
#include "figure/views/cell_grid.h"

// What the views of a sliding window share: one moment, one selection, one look and one name for every cell. The view
// says where cells stand (WindowPlaces); the regions are made once from all of it.
namespace seglab::figure {

/// Names of grids, for several channels and filters counted from 1: input, input_2; kernel, kernel_2_1 (filter,
/// channel); product, product_2; output, output_2; padded, padded_2 with the border.
std::string channelStem(const char* word, int index);
std::string kernelStem(int map, int channel);

struct WindowPlaces {
    std::vector<Grid> padded;   ///< [channels] with the border
    std::vector<Grid> kernel;   ///< [channels] of the window's filter
    std::vector<Grid> product;  ///< [channels] of the window
    std::vector<Grid> output;   ///< [maps]
};

/// Where in time a step is, as taps; `view` says how far its motion has come.
struct WindowMoment {
    WindowMoment(const core::WindowTrace& trace, core::WindowGranularity granularity, int step, const View& view);

    const core::WindowTrace& trace;
    core::WindowGranularity granularity;

    int step = 0;
    int moving = 0;             ///< the step that moves, or has just happened; 0: none
    float progress = 1;         ///< of its motion
    int before = 0, after = 0;  ///< taps finished before and after the moving step
    int finished = 0;           ///< taps that the outputs show

    int map = 0;        ///< of the window that is shown: a selected output's, else the moving step's
    core::Pair output;  ///< its place

    bool inMotion() const { return moving > 0 && progress < 1; }
    bool pooling() const { return trace.pooling(); }
    int firstChannel() const { return pooling() ? map : 0; }  ///< channels that the window reads:
    int lastChannel() const { return pooling() ? map : trace.channels() - 1; }
    /// Tap of the shown window, and whether it has happened.
    core::Tap tap(int channel, core::Pair kernel) const { return trace.tap(map, output, channel, kernel); }
    bool happened(const core::Tap& tap) const { return tap.index < finished; }
    bool current(const core::Tap& tap) const { return tap.index >= before && tap.index < after; }
    /// "input(0,1)", or "padded(0,2)" on the border.
    std::string cellNameAt(int channel, core::Pair padded) const;
};

/// One moment of the trace, ready to draw.
struct WindowScene : WindowMoment {
    WindowScene(const core::WindowTrace& trace, core::WindowGranularity granularity, int step, const View& view);

    const View& view;
    bool selected = false;         ///< the window is the selection's
    core::WindowSum window;        ///< now
    core::Matrix reads;            ///< [input] how many windows of a map read each cell
    double peak = 1;               ///< largest absolute output of all, above 0
    std::vector<core::Tap> focus;  ///< what is selected or pointed at; empty without a selection

    bool largest() const { return trace.settings().operation == core::WindowOperation::MaxPooling; }
    core::WindowSum at(int of, core::Pair cell) const { return trace.windowAt(of, cell, finished); }

    /// Whether a region with this role in this grid is covered.
    bool hides(const std::string& role, const std::string& stem, core::Pair cell) const;
    bool covered(int of, core::Pair cell) const;  ///< hidden until it is guessed or revealed
    bool guessedRight(int of, core::Pair cell) const;
    std::optional<double> guess(int of, core::Pair cell) const;
    bool unread(core::Pair input) const { return reads(input.height, input.width) == 0; }

    bool litPadded(int channel, core::Pair cell) const;
    bool litKernel(int of, int channel, core::Pair cell) const;
    bool litOutput(int of, core::Pair cell) const;

    std::string cellText(int channel, core::Pair padded) const;
    std::string outputText(int of, core::Pair cell) const;  ///< "" where no tap has happened yet

    Cell paddedLook(int channel, core::Pair padded) const;
    Cell kernelLook(int channel, core::Pair cell) const;
    Cell productLook(int channel, core::Pair cell) const;
    Cell outputLook(int of, core::Pair cell) const;

    GridLook gridLook(Role role) const;
    Color color(Role role) const { return roleColor(role, view.theme); }
    Color textColor(Role role) const { return roleTextColor(role, view.theme); }
    const Palette& inks() const { return palette(view.theme); }

private:
    void select();

    std::vector<std::vector<char>> litPadded_, litKernel_, litOutput_;
};

/// A part of the addition that makes the shown window's output: "partial(0)", "bias", "sum", "relu", "mean", "maximum".
struct LedgerLine {
    std::string name;    ///< of its region
    std::string markup;  ///< what it is
    std::string text;    ///< the number, "?" while the output is covered, "" before anything has happened
    std::optional<double> value = {};
    bool ruled = false;  ///< a line above it: what follows is the result
};
std::vector<LedgerLine> ledgerOf(const WindowScene& scene);

/// The regions of every grid, drawn or not; of a view that wants no others, those that are drawn.
void addWindowRegions(Figure& figure, const WindowScene& scene, const WindowPlaces& places);
/// One region, also of a grid that stands as one; none for an unknown name.
std::optional<Region> windowRegion(const WindowScene& scene, const std::string& name);
/// The terms of an output cell, of a product, of a partial sum, as the inspector writes them.
std::vector<Term> windowTerms(const WindowMoment& moment, const std::string& name);
/// The map and the cell that "output_2(0,1)" stands for.
struct OutputCell {
    int map;
    core::Pair cell;
};
std::optional<OutputCell> outputCellNamed(const core::WindowTrace& trace, const std::string& name);

}  // namespace seglab::figure
