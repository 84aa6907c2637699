#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/sample.h"

// Scenes made by a seed, with exact labels: the same on every machine, and the same scene at every size. Colours have
// 8 bits, so that a scene that is written as a PNG and read again is the same sample.
namespace seglab::data {

inline constexpr int kSmallestScene = 16, kLargestScene = 1024;  ///< pixels a side

/// One countable thing of a scene.
struct SceneObject {
    std::uint16_t id = 0;  ///< its value in Scene::instances; 1, 2, … from the back to the front
    std::uint8_t label = 0;
    int top = 0, left = 0, bottom = 0, right = 0;  ///< pixels of the box around what is visible, all included
    std::int64_t pixels = 0;                       ///< visible
};

struct Scene {
    Sample sample;
    core::Tensor<std::uint16_t> instances;  ///< [H,W]; 0 where there is no thing
    std::vector<SceneObject> objects;       ///< those of which something is visible
    std::string kind;                       ///< the scene's own class: one of sceneKinds(name)
};

/// What may be asked of scenes(): "pasture" and "cells".
std::vector<std::string> sceneNames();

/// Classes of a scene by name, in order of their index; of pasture, the animals are things and the rest is stuff.
std::vector<ClassInfo> sceneClasses(const std::string& name);

/// The scene's classes as a whole: of pasture the animal that covers most ("cat", "dog"), of cells "sparse" or "dense".
std::vector<std::string> sceneKinds(const std::string& name);

/// Scene `index` of a seed. 3 × side × side. Throws Usage for an unknown name (naming the nearest), BadInput for a side
/// out of range.
Scene scene(const std::string& name, int side, std::uint64_t seed, std::uint64_t index);

/// Scenes 0 … count − 1 of a seed as a dataset: painted when they are asked for, kept as data/kept_samples.h says.
Dataset scenes(const std::string& name, std::size_t count, int side, std::uint64_t seed);

}  // namespace seglab::data
