#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/metrics.h"
#include "data/picture.h"
#include "figure/figure.h"
#include "nn/engine.h"
#include "nn/model_card.h"

// A trained network on a photograph: from a weights file and a picture to the class of every pixel.
namespace seglab::lab {

struct Model {
    nn::Network network;
    nn::Weights weights;
    nn::ModelCard card;
    std::vector<std::string> notes;  ///< what the user should be told
};

/// From a .safetensors or .npz file. Without a model card in it the network is recognised by its tensors
/// (nn/weight_mapping.h), or is `net`; classes are then called "class 0", … and the input is the picture's 0 … 1.
/// Throws File, BadInput, Usage for an unknown `net` or one that contradicts the file.
Model openModel(const std::string& path, const std::string& net = {});

/// The network's input for a picture: [1,bands,H,W], normalised as the card says; of one band the Rec. 709 luma, of
/// three red, green and blue. In the fit `Resize` of the card's size, bilinear. Throws BadInput for other bands.
core::Tensor<float> inputOf(const data::Picture& picture, const nn::ModelCard& card);

struct Segmentation {
    core::Labels labels;             ///< [H,W] of the picture
    core::Pair input;                ///< plane that the network was given
    std::vector<std::string> notes;  ///< padded, resized, tiled
};

/// In one pass, after which the engine's activations are the picture's, or in tiles where the picture is too large.
enum class Pass { Whole, Tiled };

/// `engine` holds the model's network and weights. Throws BadInput as inferShapes does.
Segmentation segment(nn::Engine& engine, const nn::ModelCard& card, const data::Picture& picture,
                     Pass pass = Pass::Tiled);

/// The picture and the classes' colours half and half, borders between classes in the colour alone.
figure::Pixels overlay(const data::Picture& picture, const core::Labels& labels, const nn::ModelCard& card);

}  // namespace seglab::lab
