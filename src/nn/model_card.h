#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "nn/network.h"

namespace seglab::nn {

/// How pictures of any size come to a network: `Crop` at their own resolution (training takes random crops), `Resize`
/// all to one size, and the mask back to the picture's.
enum class Fit { Crop, Resize };

struct ModelClass {
    std::string name;
    std::uint32_t colour = 0;  ///< 0xRRGGBB
};

/// What stands beside the tensors in a weights file, so that predicting needs nothing else: which network, what its
/// classes are, and how a picture (0 … 1) becomes its input, (value − mean) / deviation for each band.
struct ModelCard {
    std::string network;                  ///< as namedNetwork knows it
    std::vector<ModelClass> classes;      ///< in the order of their indices
    std::vector<double> mean, deviation;  ///< of each band of the input
    Fit fit = Fit::Crop;
    core::Pair imageSize{};  ///< of the training's crops, or what all pictures are resized to

    int inputChannels() const { return int(mean.size()); }
    /// Throws Usage as namedNetwork does.
    Network build() const;
};

/// A safetensors file's metadata: "net", "class_names" (one a line), "class_colours" ("3b6ea5,…"), "mean", "deviation"
/// ("0.5,0.5,0.5"), "fit" ("crop", "resize"), "image_size" ("128x128").
using Metadata = std::map<std::string, std::string>;
Metadata toMetadata(const ModelCard& card);

/// Other keys are left alone. Throws BadInput, naming the key, for what is missing or unreadable; `path` is where it
/// came from.
ModelCard modelCard(const Metadata& metadata, const std::string& path);

}  // namespace seglab::nn
