#pragma once

#include <functional>
#include <string>

#include "figure/views/cell_grid.h"

// What stands around a grid in any lab: its title, its size as numbers that can be covered, distances, frames.
namespace seglab::figure {

/// "2 × 2", and the same in the font of numbers: "[n|2 × 2]".
std::string timesText(core::Pair size);
std::string sizeText(core::Pair size);

/// Size of titles, and what they take above a grid.
float titleSize(const View& view);
float titleHeight(const View& view);
/// Marked-up words above a grid whose corner is `at`, and how far they reach, in pixels.
float gridTitleWidth(const std::string& markup, const View& view);
void drawGridTitle(Figure& figure, Point at, const std::string& markup, const View& view);

/// "output 4 × 4 tail" above a grid: the numbers are the regions size(height) and size(width), covered on request.
struct SizeTitle {
    std::string markup;  ///< "[output|output]"
    core::Pair size;
    bool oneRow = false;  ///< only the width is told
    float width = 0;      ///< the tail is dropped where it does not fit
    std::string tail = {};
};
void drawSizeTitle(Figure& figure, Point at, const SizeTitle& title, const View& view);

/// A distance along a grid's edge, as in a technical drawing: bars at both ends, an arrow between, a word on it.
struct Distance {
    Point from, to;  ///< horizontal or vertical
    std::string markup;
    Color color;
};
void drawDistance(Figure& figure, const Distance& distance, const View& view);

/// A ring that can be dragged, with a line from it towards the edge of a grid that it moves: crop and padding.
struct EdgeHandle {
    std::string name, role;  ///< of its region
    std::string parameter;   ///< the pair that a drag changes, along `axis`
    int axis = 0;            ///< 0: a horizontal edge, moved down and up; 1: a vertical one
    Point edge;              ///< the end of the edge at the ring's side
    float cell = 1;          ///< pixels for one unit
    int value = 0;
    std::string sentence;
    Color color;
};
void drawEdgeHandle(Figure& figure, const EdgeHandle& handle, const View& view);

/// Dashed frames in the selection's colour around the chosen cells; nothing without a selection.
void drawChosenFrames(Figure& figure, const Grid& grid, const std::function<bool(core::Pair)>& chosen,
                      const View& view);

}  // namespace seglab::figure
