#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/parameter_table.h"
#include "core/tensor.h"
#include "data/sample.h"
#include "nn/job.h"

// The picture that a network works on in a lab: a scene by its seed, or a part of a photograph. The parameters
//   scene seed image crop side
// have the same names and meaning in every lab that has a network.
namespace seglab::lab {

struct NetworkPicture {
    core::Tensor<float> image;          ///< [3,H,W], 0 … 1
    core::Tensor<std::uint8_t> labels;  ///< [H,W]; empty for a photograph, whose truth nobody knows
    std::vector<data::ClassInfo> classes;
    std::string data;      ///< "pasture", "cells": what the network was trained on
    std::string key = {};  ///< names everything that made it, for jobs over it

    int height() const { return int(image.size(1)); }
    int width() const { return int(image.size(2)); }
    bool labelled() const { return !labels.values.empty(); }
    bool operator==(const NetworkPicture& o) const {
        return data == o.data && image.shape == o.image.shape && image.values == o.image.values &&
               labels.values == o.labels.values;
    }
};

struct NetworkPictureUse {
    int smallestSide = 16, largestSide = 128, side = 64;  ///< pixels
    std::function<bool(const core::ParameterTable&)> relevant = {};
};
core::ParameterList networkPictureParameters(const NetworkPictureUse& use);

/// Of a photograph the part that `crop` says, at most side × side, at its own resolution; smaller ones are taken whole.
/// Through a cache, so that a model can be built anew at every change. Throws as data::openPicture.
std::shared_ptr<const NetworkPicture> networkPicture(const core::ParameterTable& table);

/// The same, of a photograph that takes long to read behind the window: until then the part of its preview.
nn::SoFar<NetworkPicture> networkPictureSoFar(const core::ParameterTable& table);

}  // namespace seglab::lab
