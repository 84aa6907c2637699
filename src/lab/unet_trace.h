#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/parameter_table.h"
#include "lab/network_run.h"
#include "lab/unet_layers.h"
#include "lab/unet_scene.h"

// A trained U-Net on a picture, layer by layer or block by block: what all views of the lab share.
namespace seglab::lab {

inline constexpr int kSkips = 3;  ///< of the networks that are built in

/// Immutable. Reads network, skips, skip_seed, ablate, sort, range, colors and granularity.
class UTrace {
public:
    UTrace(const core::ParameterTable& table, std::shared_ptr<const NetworkPicture> picture);

    const NetworkPicture& picture() const { return *picture_; }
    const std::shared_ptr<const NetworkPicture>& picturePointer() const { return picture_; }
    const NetworkRun& run() const { return *run_; }
    const std::shared_ptr<const NetworkRun>& runPointer() const { return run_; }
    const RunSettings& settings() const { return settings_; }
    const std::vector<ULayer>& layers() const { return layers_; }
    const ULayer& layer(int index) const { return layers_[std::size_t(index)]; }
    const std::vector<int>& order(int layer) const { return orders_[std::size_t(layer)]; }
    const RunScores& scores() const { return scores_; }  ///< nothing where the truth is not known

    int stepCount() const { return int(ends_.size()); }
    /// Layers that are computed at the end of a step; one more than there are when the prediction is made, too.
    int doneAt(int step) const { return step == 0 ? 0 : ends_[std::size_t(step) - 1]; }
    int stepOf(int layer) const;  ///< that computes the layer
    std::string caption(int step) const;
    UScene at(int step) const;  ///< holds references into this

private:
    std::string predictionCaption() const;

    std::shared_ptr<const NetworkPicture> picture_;
    RunSettings settings_;
    std::shared_ptr<const NetworkRun> run_;
    std::vector<ULayer> layers_;
    figure::RangeRule rule_;
    figure::ColorMap colors_;
    std::vector<std::vector<int>> orders_;  // of the layers' channels
    RunScores scores_;
    std::vector<int> ends_;  // layers that are computed at the end of each step
};

/// A cell of a map, or of the map that stands for a layer.
struct UPlace {
    int layer = -1;  ///< index; −1: nothing is computed yet
    int channel = 0, row = 0, column = 0;
};
/// Of the map that `focus` names, where it is computed; else of the layer that the step computed last, its first map,
/// in the place that is focused, or in the middle.
UPlace placeShown(const UTrace& trace, int step, const std::string& focus);
/// "down1.relu2/5(3,4)"
std::string nameOf(const UTrace& trace, const UPlace& place);
/// The same place of the picture in another layer's first map.
UPlace sameIn(const UTrace& trace, const UPlace& place, int layer);

}  // namespace seglab::lab
