#include "data/scenes.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "core/error.h"
#include "core/files.h"

using namespace seglab;
using data::Scene;

namespace {

Kind kindOfError(const std::string& name, int side) {
    try {
        data::scenes(name, 1, side, 1);
    } catch (const Error& error) {
        return error.kind();
    }
    return Kind::Interrupted;
}

// How often each class is seen in `count` scenes.
std::vector<int> seenIn(const std::string& name, std::uint64_t count) {
    std::vector<int> seen(data::sceneClasses(name).size());
    for (std::uint64_t index = 0; index < count; ++index) {
        const Scene scene = data::scene(name, 48, 3, index);
        const std::set<int> present(scene.sample.labels.values.begin(), scene.sample.labels.values.end());
        for (int label : present) ++seen.at(std::size_t(label));
    }
    return seen;
}

double agreement(const Scene& small, const Scene& large) {
    const auto side = small.instances.size(0), step = large.instances.size(0) / side;
    std::int64_t same = 0;
    for (std::int64_t y = 0; y < side; ++y)
        for (std::int64_t x = 0; x < side; ++x) {
            const auto there = (y * step + step / 2) * side * step + x * step + step / 2;
            same +=
                small.sample.labels.values[std::size_t(y * side + x)] == large.sample.labels.values[std::size_t(there)];
        }
    return double(same) / double(side * side);
}

}  // namespace

TEST_CASE("a scene is made again from its seed, in any order") {
    for (const std::string& name : data::sceneNames()) {
        const data::Dataset dataset = data::scenes(name, 4, 32, 7);
        const data::Sample last = dataset.at(3);
        dataset.at(0);
        CHECK(dataset.at(3).image == last.image);
        CHECK(dataset.at(3).labels == last.labels);
        CHECK(dataset.at(3).name == name + "-7-3");
        CHECK_FALSE(dataset.at(2).image == last.image);
        CHECK_FALSE(data::scenes(name, 4, 32, 8).at(3).image == last.image);
    }
}

TEST_CASE("scenes are the same on every machine: built-in weights were trained on these") {
    const std::map<std::string, std::string> expected{
        {"pasture", "a9e72b2fa73966e82b505647f44589c6d7ce4c5d566fd6971c01f4dee2a6bfed"},
        {"cells", "ac5931f7c2c99f16c7168d0434871ab04a9880ca3b1e3a100e478c12a4ef4715"}};
    for (const std::string& name : data::sceneNames()) {
        std::string bytes;
        for (std::uint64_t index = 0; index < 3; ++index) {
            const data::Sample sample = data::scene(name, 64, 1, index).sample;
            for (const float value : sample.image.values) bytes.push_back(char(int(value * 255 + 0.5f)));
            bytes.append(sample.labels.values.begin(), sample.labels.values.end());
        }
        CHECK(core::sha256(bytes) == expected.at(name));
    }
}

TEST_CASE("a scene of any size from 16 to 1024 has a class and a colour in every pixel") {
    for (const std::string& name : data::sceneNames())
        for (int side : {16, 17, 100, 1024}) {
            const Scene scene = data::scene(name, side, 1, 5);
            CHECK(scene.sample.image.shape == core::Shape{3, side, side});
            CHECK(scene.sample.labels.shape == core::Shape{side, side});
            const auto& labels = scene.sample.labels.values;
            CHECK(*std::max_element(labels.begin(), labels.end()) < data::sceneClasses(name).size());
            const auto [low, high] =
                std::minmax_element(scene.sample.image.values.begin(), scene.sample.image.values.end());
            CHECK(*low >= 0);
            CHECK(*high <= 1);
            CHECK(*high - *low > 0.2f);
        }
}

TEST_CASE("an unknown scene names the nearest, a size out of range is refused") {
    CHECK_THROWS_WITH(data::scenes("pastor", 1, 64, 1), Catch::Contains("pasture"));
    CHECK_THROWS_WITH(data::scenes("zzz", 1, 64, 1), Catch::Contains("pasture, cells"));
    CHECK(kindOfError("pastor", 64) == Kind::Usage);
    CHECK(kindOfError("cells", 15) == Kind::BadInput);
    CHECK(kindOfError("cells", 1025) == Kind::BadInput);
}

TEST_CASE("a scene is the same one at every size") {
    for (const std::string& name : data::sceneNames())
        for (std::uint64_t index = 0; index < 3; ++index)
            CHECK(agreement(data::scene(name, 64, 2, index), data::scene(name, 192, 2, index)) > 0.93);
}

TEST_CASE("every class is seen in most scenes") {
    for (const std::string& name : data::sceneNames())
        for (int seen : seenIn(name, 24)) CHECK(seen >= 14);
}

TEST_CASE("the boxes of a scene's objects are tight, their classes and counts those of the pixels") {
    for (const std::string& name : data::sceneNames()) {
        const Scene scene = data::scene(name, 64, 9, 0);
        REQUIRE_FALSE(scene.objects.empty());
        std::int64_t counted = 0;
        for (const data::SceneObject& object : scene.objects) {
            int top = 64, left = 64, bottom = -1, right = -1;
            std::int64_t pixels = 0;
            for (int y = 0; y < 64; ++y)
                for (int x = 0; x < 64; ++x) {
                    if (scene.instances.values[std::size_t(y * 64 + x)] != object.id) continue;
                    top = std::min(top, y), bottom = std::max(bottom, y);
                    left = std::min(left, x), right = std::max(right, x);
                    ++pixels;
                    CHECK(scene.sample.labels.values[std::size_t(y * 64 + x)] == object.label);
                }
            CHECK(std::vector<int>{top, left, bottom, right} ==
                  std::vector<int>{object.top, object.left, object.bottom, object.right});
            CHECK(pixels == object.pixels);
            counted += pixels;
        }
        CHECK(counted == std::count_if(scene.instances.values.begin(), scene.instances.values.end(),
                                       [](std::uint16_t id) { return id != 0; }));
    }
}

TEST_CASE("the class of a whole scene is one of its kinds, and each kind comes up") {
    for (const std::string& name : data::sceneNames()) {
        std::set<std::string> found;
        for (std::uint64_t index = 0; index < 24; ++index) found.insert(data::scene(name, 32, 4, index).kind);
        const std::vector<std::string> kinds = data::sceneKinds(name);
        CHECK(found == std::set<std::string>(kinds.begin(), kinds.end()));
    }
}
