#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/metrics.h"
#include "lab/network_picture.h"
#include "nn/built_in_weights.h"
#include "nn/fit_input.h"
#include "nn/staged_engine.h"

// A trained network on a picture, with every activation kept and every skip in hand.
namespace seglab::lab {

/// What arrives over a skip.
enum class SkipUse {
    Trained,   ///< what was sent
    Off,       ///< zeros
    Shuffled,  ///< what was sent, its cells in another order, the same one for all channels
    Other,     ///< what another scene sends
};
/// "trained", "off", "shuffled", "other"; in this order.
const std::vector<std::string>& skipUseNames();

/// "trained,off,trained", finest first. Throws BadInput for another count or an unknown word, naming the parameter.
std::vector<SkipUse> skipUses(const std::string& list, int count);
std::string toText(const std::vector<SkipUse>& uses);

/// One channel that gives zeros, whatever it sees: its kernel and bias are zero.
struct SilentChannel {
    std::string node;  ///< with weights: "down1.conv2"
    int channel = 0;
    bool operator==(const SilentChannel& o) const { return node == o.node && channel == o.channel; }
};
/// "down1.conv2:3,down1.conv2:7". Throws BadInput for what the network does not have, naming the parameter.
std::vector<SilentChannel> silentChannels(const std::string& list, const nn::Network& network);

struct RunSettings {
    std::string network = "unet";
    std::vector<SkipUse> skips = {};  ///< finest first; empty: all as trained
    int seed = 1;                     ///< of what is shuffled, and of the other scene
    std::vector<SilentChannel> silent = {};

    bool operator==(const RunSettings& o) const {
        return network == o.network && skips == o.skips && seed == o.seed && silent == o.silent;
    }
};

/// Immutable; any thread.
class NetworkRun {
public:
    /// Throws Usage where no weights for the network and the picture's data are built in.
    NetworkRun(const RunSettings& settings, const NetworkPicture& picture);

    const nn::Network& network() const { return trained_.network; }
    /// With the silent channels' zeros.
    const nn::Weights& weights() const { return weights_; }
    const nn::FittedPlane& plane() const { return plane_; }

    /// The output of a node, [1,C,H,W], of the fitted input.
    const std::shared_ptr<const core::Tensor<float>>& activation(const std::string& node) const;
    /// What came over the skip into a join, [1,C,H,W], where it is not what was sent; else null.
    std::shared_ptr<const core::Tensor<float>> replaced(const std::string& join) const;
    /// Of the picture's pixels, [1,classes,H,W].
    const core::Tensor<float>& logits() const { return logits_; }
    /// Of the picture's pixels, [H,W].
    const core::Labels& prediction() const { return prediction_; }

private:
    const nn::TrainedNetwork& trained_;
    nn::Weights weights_;
    nn::FittedPlane plane_;
    std::map<std::string, std::shared_ptr<const core::Tensor<float>>> activations_, replaced_;
    core::Tensor<float> logits_;
    core::Labels prediction_;
};

/// Through a cache of the last few, so that a model can be built anew at every change of a parameter.
std::shared_ptr<const NetworkRun> networkRun(const RunSettings& settings,
                                             const std::shared_ptr<const NetworkPicture>& picture);

/// How well a prediction agrees with a labelled picture.
struct RunScores {
    std::vector<double> iou, boundaryIou;  ///< of each class; NaN where it is not there
    double meanIou = 0, meanBoundaryIou = 0, accuracy = 0;
};
RunScores scoresOf(const NetworkRun& run, const NetworkPicture& picture, int boundaryDistance);

}  // namespace seglab::lab
