#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/tensor.h"
#include "figure/color_map.h"
#include "figure/figure.h"

// Feature maps as small pictures in a grid: what one layer of a network makes of its input.
namespace seglab::figure {

enum class RangeRule {
    PerMap,    ///< each map by its own extremes
    PerLayer,  ///< all maps of the layer by the same
    Fixed,     ///< given
};

/// The channels of one layer.
struct MapGrid {
    std::string name;  ///< of the layer, and of its regions: "conv1" gives conv1/0, conv1/1 …
    std::shared_ptr<const core::Tensor<float>> maps = {};  ///< [C,H,W] or [1,C,H,W]
    ColorMap colors = ColorMap::Viridis;
    RangeRule rule = RangeRule::PerLayer;
    Range fixed = {};
    std::vector<int> order = {};  ///< which channels, in which order; empty: all as they are
    std::string role = "map";
    float caption = 0;   ///< height of the room below each map, in pixels
    Action action = {};  ///< of a click on a map

    int channels() const;
    int rows() const;
    int columns() const;
    float value(int channel, int row, int column) const;
    /// How many maps are drawn.
    int shown() const { return order.empty() ? channels() : int(order.size()); }
};

/// The range by which a channel is coloured.
Range mapRange(const MapGrid& grid, int channel);

/// Where the maps stand in a box: as large as fits, at least one pixel per side.
struct MapPlaces {
    std::vector<Box> maps;  ///< in the order shown
    int perRow = 1;
    Box all;
};
MapPlaces placeMaps(const Box& box, const MapGrid& grid, const View& view);

/// Draws the maps as one picture at the screen's resolution, each a region with shape, minimum and maximum; the focused
/// one is framed. A cell of a map is named "conv1/7(25,28)" and is had by mapCell.
MapPlaces addMapGrid(Figure& figure, const Box& box, const MapGrid& grid, const View& view);

/// The region of "conv1/7(25,28)" or of "conv1/7"; none for any other name or a place outside.
std::optional<Region> mapCell(const MapGrid& grid, const std::string& name);

/// "conv1/7(25,28)" in its parts; row and column are −1 for a whole map.
struct MapName {
    std::string layer;
    int channel = 0, row = -1, column = -1;
};
std::optional<MapName> parseMapName(const std::string& name);
std::string mapName(const std::string& layer, int channel);

}  // namespace seglab::figure
