#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figure/color_map.h"
#include "figure/figure.h"
#include "figure/palette.h"

namespace seglab::figure {

enum class Mark {
    Line,  ///< with a dot at every point, where there is room
    Step,  ///< holds each value until the next point
    Bar,   ///< from zero; series of bars stand beside each other
};

struct Series {
    std::string name;        ///< of its regions: "loss" gives loss(3)
    std::string label = {};  ///< marked up, written at its right end in its colour; empty: none
    Role role = Role::Ink;
    Mark mark = Mark::Line;
    Dash dash = Dash::Solid;             ///< tells lines apart without colour
    Hatch hatch = Hatch::None;           ///< tells bars apart without colour
    std::vector<double> x = {}, y = {};  ///< of equal length, x rising; a y that is not finite leaves a gap
};

struct Axis {
    std::string label = {};           ///< marked up: "overlaps", "frequency (cycles per pixel)"
    std::optional<Range> range = {};  ///< unset: that of the values, bars always from zero
    bool integers = false;            ///< ticks at whole numbers only
};

/// A small plot: few grid lines, ticks at round numbers, series named where they end instead of in a legend.
struct Plot {
    std::string title = {};  ///< marked up
    Axis x = {}, y = {};
    std::vector<Series> series = {};
};

/// Draws the plot into `box` with all its words. Every point is a region `name(i)` with its y as value; with more than
/// kMaximumCells points a series is one region. The focused region (view.focus()) is marked.
/// Returns the box between the axes.
Box addPlot(Figure& figure, const Box& box, const Plot& plot, const View& view);

}  // namespace seglab::figure
