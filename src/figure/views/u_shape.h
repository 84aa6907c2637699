#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "figure/views/map_grid.h"

// A U-Net as its paper draws it: the encoder down the left, the decoder up the right, resolution goes down the page,
// skips go across. Filled with the maps that the layers computed.
namespace seglab::figure {

/// Some channels of one layer under its name.
struct UBlock {
    std::string place;           ///< of the block in the U: "down1"
    std::string title;           ///< the layer whose maps stand here: "down1.conv2"; also the name of its region
    MapGrid grid = {};           ///< without maps: not computed yet
    std::vector<int> size = {};  ///< channels, rows, columns of what stands or will stand here
    int most = 8;                ///< maps that are drawn; the first of grid.order
    bool now = false;            ///< computed in this step
    std::string sentence = {};
    Action action = {};  ///< of a click on the title

    int half = 0;  ///< channels that stand here, where the other half of a concatenation stands elsewhere

    bool computed() const { return grid.maps != nullptr; }
    int thickness() const { return half > 0 ? half : size[0]; }  ///< channels
};

/// What the decoder works on at one level: the maps that came over the skip above those that came up.
struct UJoin {
    UBlock skip, up;  ///< an addition has its sum in `up`, and no `skip`
    bool concatenated = true;
};

/// What one skip carries.
struct USkip {
    std::string name;       ///< of its region: "skip1"
    std::string text = {};  ///< on the arrow: "copied", "off: zeros"
    bool there = true;      ///< a network without skips has none
    bool altered = false;   ///< not what the network was trained with
    bool passed = false;    ///< has been read by this step
    bool now = false;
    Action action = {};  ///< of a click
};

/// A picture beside the maps: the input, the prediction, the truth.
struct UPicture {
    std::string name, title;
    std::string role;
    std::shared_ptr<const Pixels> pixels = {};  ///< none: not known yet
    std::string note = {};                      ///< below it
    std::vector<int> shape = {};
    bool now = false;
};

struct UShape {
    std::vector<UBlock> down, refine;  ///< finest level first
    std::vector<UJoin> join;
    std::vector<USkip> skips;
    UBlock bottleneck;
    UPicture input;
    UBlock scores;                   ///< one map for each class
    std::vector<UPicture> results;   ///< at the upper end of the decoder
    std::string poolWords, upWords;  ///< on the arrows down and up: "max pooling 2×2"
    std::optional<Point> place;      ///< of the picture, 0 … 1 across and down, marked in every map
    ColorMap colors = ColorMap::Viridis;
    std::string rangeWords;  ///< what the colours span: "each map by itself"

    int levels() const { return int(down.size()); }
    float aspect() const;  ///< width of a map for a height of 1
};

/// Where everything stands: boxes of the maps alone, titles above them; of the legend its bar.
struct ULayout {
    float tile = 0;              ///< height of a map of the finest level
    bool twoLines = false;       ///< sizes stand below the names
    float words = 0, title = 0;  ///< size of the words; height of a title
    Box input, scores, bottleneck, legend;
    std::vector<Box> results, down, skipMaps, upMaps, refine;
};
/// The arrangement with the largest maps in this box: pictures beside the blocks or above them.
ULayout layoutU(const Box& box, const UShape& shape, const View& view);

/// Draws the U. Regions: the layers' titles, every map ("down1.relu2/5"), skip1 …, the pictures, channels(down1) ….
void addUShape(Figure& figure, const Box& box, const UShape& shape, const View& view);

}  // namespace seglab::figure
