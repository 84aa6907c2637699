#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "figure/views/u_shape.h"
#include "lab/network_run.h"
#include "lab/unet_layers.h"

// From a run of a U-Net to what is drawn of it.
namespace seglab::lab {

struct UScene {
    std::shared_ptr<const NetworkPicture> picture;
    std::shared_ptr<const NetworkRun> run;
    const std::vector<ULayer>& layers;
    const std::vector<std::vector<int>>& orders;  ///< of the layers' channels
    std::vector<SkipUse> skips;                   ///< finest first
    figure::RangeRule rule = figure::RangeRule::PerMap;
    figure::ColorMap colors = figure::ColorMap::Viridis;
    int done = 0;                         ///< layers that are computed
    int before = 0;                       ///< that were computed a step earlier
    std::function<int(int)> stepOf = {};  ///< at which a layer is computed
    double meanIou = 0;                   ///< of the prediction, where the truth is known

    int levels() const { return layers.empty() ? 0 : int(skips.size()); }
    bool predicted() const { return done > int(layers.size()); }
};

/// The maps of a layer, in their order.
figure::MapGrid gridOf(const UScene& scene, int layer);

/// The U in this moment. `focus` is what is pointed at; its place is marked in every map.
figure::UShape uShape(const UScene& scene, const std::string& focus);

/// Class indices in the classes' colours.
std::shared_ptr<const figure::Pixels> labelPixels(const core::Labels& labels, const NetworkPicture& picture);

/// Where in the picture a cell lies, 0 … 1 across and down; none for a name without a cell.
std::optional<figure::Point> placeOf(const UScene& scene, const std::string& focus);

/// A cell of a map that is computed in this moment, of the input, the prediction or the truth.
std::optional<figure::Region> cellOf(const UScene& scene, const std::string& name);

}  // namespace seglab::lab
