#include "data/scenes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/error.h"
#include "core/unknown_name.h"
#include "data/kept_samples.h"
#include "data/scenery/scenery.h"

namespace seglab::data {

namespace {

using scenery::Canvas;

struct SceneMaker {
    const char* name;
    std::vector<ClassInfo> classes;
    std::vector<std::string> kinds;
    void (*paint)(Canvas&, core::Random);
    std::string (*kindOf)(const Scene&);
};

// The animal of which most is seen.
std::string pastureKind(const Scene& scene) {
    std::int64_t cats = 0, dogs = 0;
    for (const SceneObject& object : scene.objects) (object.label == scenery::kCat ? cats : dogs) += object.pixels;
    return cats >= dogs ? "cat" : "dog";
}

std::string cellsKind(const Scene& scene) {
    std::int64_t covered = 0;
    for (const SceneObject& object : scene.objects) covered += object.pixels;
    return covered * 10 < std::int64_t(scene.sample.labels.values.size()) * 4 ? "sparse" : "dense";
}

const std::array<SceneMaker, 2>& makers() {
    static const std::array<SceneMaker, 2> all{{
        {"pasture",
         {{"sky", 0x56B4E9},
          {"grass", 0xF0E442},
          {"ground", 0xE69F00},
          {"tree", 0x009E73},
          {"cat", 0x0072B2},
          {"dog", 0xD55E00}},
         {"cat", "dog"},
         scenery::paintPasture,
         pastureKind},
        {"cells", {{"background", 0x1B1F24}, {"cell", 0xE69F00}}, {"sparse", "dense"}, scenery::paintCells, cellsKind},
    }};
    return all;
}

const SceneMaker& makerNamed(const std::string& name) {
    for (const SceneMaker& maker : makers())
        if (maker.name == name) return maker;
    throw core::unknownName("set of scenes", name, sceneNames());
}

void requireSide(int side) {
    if (side < kSmallestScene || side > kLargestScene)
        throw Error(Kind::BadInput, fmt::format("scenes of {} pixels a side are not made", side),
                    fmt::format("choose from {} to {}", kSmallestScene, kLargestScene));
}

// As a picture file would keep it.
float eightBits(float value) {
    return float(int(scenery::clamp01(value) * 255 + 0.5f)) / 255;
}

core::Tensor<float> imageOf(const Canvas& canvas) {
    core::Tensor<float> image({3, canvas.side(), canvas.side()});
    const std::size_t plane = canvas.colours.size();
    for (std::size_t at = 0; at < plane; ++at) {
        const scenery::Rgb colour = canvas.colours[at];
        image.values[at] = eightBits(colour.r);
        image.values[plane + at] = eightBits(colour.g);
        image.values[2 * plane + at] = eightBits(colour.b);
    }
    return image;
}

std::vector<SceneObject> objectsOf(const Canvas& canvas) {
    std::map<std::uint16_t, SceneObject> found;
    for (int y = 0; y < canvas.side(); ++y)
        for (int x = 0; x < canvas.side(); ++x) {
            const auto at = std::size_t(y) * std::size_t(canvas.side()) + std::size_t(x);
            const std::uint16_t id = canvas.instances[at];
            if (id == 0) continue;
            SceneObject& object =
                found.try_emplace(id, SceneObject{id, canvas.labels[at], y, x, y, x, 0}).first->second;
            object.left = std::min(object.left, x);
            object.right = std::max(object.right, x);
            object.bottom = y;
            ++object.pixels;
        }
    std::vector<SceneObject> objects;
    for (const auto& [id, object] : found) objects.push_back(object);
    return objects;
}

// Neighbouring seeds and indices start far apart (the finaliser of SplitMix64).
core::Random randomOf(std::uint64_t seed, std::uint64_t index) {
    std::uint64_t z = seed * 0xD1342543DE82EF95u + index * 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return core::Random(z ^ z >> 31, index);
}

Scene sceneOf(const SceneMaker& maker, int side, std::uint64_t seed, std::uint64_t index) {
    Canvas canvas(side);
    maker.paint(canvas, randomOf(seed, index));
    Scene scene;
    scene.sample.name = fmt::format("{}-{}-{}", maker.name, seed, index);
    scene.sample.image = imageOf(canvas);
    scene.objects = objectsOf(canvas);
    scene.sample.labels = {{side, side}, std::move(canvas.labels)};
    scene.instances = {{side, side}, std::move(canvas.instances)};
    scene.kind = maker.kindOf(scene);
    return scene;
}

}  // namespace

std::vector<std::string> sceneNames() {
    std::vector<std::string> names;
    for (const SceneMaker& maker : makers()) names.emplace_back(maker.name);
    return names;
}

std::vector<ClassInfo> sceneClasses(const std::string& name) {
    return makerNamed(name).classes;
}

std::vector<std::string> sceneKinds(const std::string& name) {
    return makerNamed(name).kinds;
}

Scene scene(const std::string& name, int side, std::uint64_t seed, std::uint64_t index) {
    requireSide(side);
    return sceneOf(makerNamed(name), side, seed, index);
}

Dataset scenes(const std::string& name, std::size_t count, int side, std::uint64_t seed) {
    const SceneMaker& maker = makerNamed(name);
    requireSide(side);
    const auto paint = [&maker, side, seed](std::size_t index) { return sceneOf(maker, side, seed, index).sample; };
    return {fmt::format("scenes:{}", name), maker.classes, count, keptSamples(paint), {}};
}

}  // namespace seglab::data
