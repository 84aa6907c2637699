#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/tensor.h"

namespace seglab::data {

inline constexpr std::uint8_t kIgnored = 255;  ///< a label that counts neither in a loss nor in a metric

/// A picture and the class of every pixel.
struct Sample {
    std::string name;                   ///< stem of the file, or the scene's name and seed
    core::Tensor<float> image;          ///< [C,H,W], 0 … 1
    core::Tensor<std::uint8_t> labels;  ///< [H,W], class indices or kIgnored
};

struct ClassInfo {
    std::string name;
    std::uint32_t colour = 0;  ///< 0xRRGGBB, as masks and overlays show it
};

/// Samples that can be had one at a time, by index; a folder, or scenes made by a seed. at() is const and thread-safe.
struct Dataset {
    std::string name;
    std::vector<ClassInfo> classes;
    std::size_t size = 0;
    std::function<Sample(std::size_t)> at;
    std::vector<std::string> notes;  ///< what the user should be told: mapped values, unmatched files
};

}  // namespace seglab::data
