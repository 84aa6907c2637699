#include "data/augmentation.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "data/kept_samples.h"
#include "data/scenes.h"

using namespace seglab;
using data::Sample;

namespace {

/// Every value is its own index, as far as eight bits go.
Sample counted(std::int64_t height, std::int64_t width) {
    Sample sample{"counted", core::Tensor<float>({2, height, width}), core::Tensor<std::uint8_t>({height, width})};
    for (std::size_t at = 0; at < sample.image.values.size(); ++at) sample.image.values[at] = float(at % 64) / 64;
    for (std::size_t at = 0; at < sample.labels.values.size(); ++at) sample.labels.values[at] = std::uint8_t(at);
    return sample;
}

bool same(const Sample& a, const Sample& b) {
    return a.image == b.image && a.labels == b.labels;
}

std::vector<std::uint8_t> sorted(std::vector<std::uint8_t> values) {
    std::sort(values.begin(), values.end());
    return values;
}

}  // namespace

TEST_CASE("flips and quarter turns move pixels and nothing else", "[augmentation]") {
    const Sample sample = counted(2, 3);
    CHECK(data::mirrored(sample).labels.values == std::vector<std::uint8_t>{2, 1, 0, 5, 4, 3});
    CHECK(data::upsideDown(sample).labels.values == std::vector<std::uint8_t>{3, 4, 5, 0, 1, 2});
    const Sample turned = data::turned(sample, 1);  // numpy.rot90
    CHECK(turned.labels.shape == core::Shape{3, 2});
    CHECK(turned.labels.values == std::vector<std::uint8_t>{2, 5, 1, 4, 0, 3});
    CHECK(turned.image.values[6] == sample.image.values[6 + 2]);
    CHECK(same(data::turned(turned, 3), sample));
    CHECK(same(data::turned(data::turned(sample, 2), -2), sample));
    CHECK(same(data::mirrored(data::mirrored(sample)), sample));
}

TEST_CASE("a warp that moves nothing changes nothing, one by whole pixels moves them", "[augmentation]") {
    const Sample sample = counted(5, 7);
    CHECK(same(data::warped(sample, {}), sample));
    data::Warp shift;
    for (auto& row : shift.right) std::fill(std::begin(row), std::end(row), 2.0);
    const Sample moved = data::warped(sample, shift);
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 5; ++x) {
            CHECK(int(moved.labels.values[std::size_t(y * 7 + x)]) == y * 7 + x + 2);
            CHECK(moved.image.values[std::size_t(y * 7 + x)] ==
                  Approx(sample.image.values[std::size_t(y * 7 + x + 2)]));
        }
    CHECK(moved.labels.values[5] == 5);  // reflected at the edge
    CHECK(moved.labels.values[6] == 4);
}

TEST_CASE("the displacements between the grid's points are smooth and meet the points", "[augmentation]") {
    // A grid that grows evenly from left to right displaces evenly: the picture is stretched.
    data::Warp stretch;
    for (auto& row : stretch.right) row[0] = 2, row[1] = 0, row[2] = -2;
    Sample sample = counted(1, 9);
    for (std::size_t x = 0; x < 9; ++x) sample.image.values[x] = float(x);
    const Sample result = data::warped(sample, stretch);
    for (int x = 0; x < 9; ++x) CHECK(result.image.values[std::size_t(x)] == Approx(x + 2 - x / 2.0));
}

TEST_CASE("scaling leaves the middle where it is", "[augmentation]") {
    const Sample sample = counted(5, 5);
    data::Warp larger;
    larger.scale = 2;
    const Sample result = data::warped(sample, larger);
    CHECK(result.labels.values[12] == 12);
    CHECK(result.labels.values[4] == 8);
    CHECK(result.labels.values[20] == 16);
}

TEST_CASE("brightness stays in range and leaves labels alone", "[augmentation]") {
    const Sample sample = counted(4, 4), bright = data::brightened(sample, 2, 0.1);
    CHECK(bright.labels == sample.labels);
    CHECK(bright.image.values[0] == Approx(0.1));
    CHECK(*std::max_element(bright.image.values.begin(), bright.image.values.end()) == 1);
}

TEST_CASE("augmentation is the generator's: the same state gives the same sample, and labels stay classes",
          "[augmentation]") {
    const Sample sample = data::scenes("pasture", 1, 48, 1).at(0);
    const data::AugmentationSettings settings{.elastic = 3};
    core::Random one(4), again(4);
    const Sample first = data::augmented(sample, settings, one);
    CHECK(same(first, data::augmented(sample, settings, again)));
    CHECK_FALSE(same(first, data::augmented(sample, settings, one)));
    CHECK(first.image.shape == sample.image.shape);
    for (const std::uint8_t label : first.labels.values)
        CHECK(std::count(sample.labels.values.begin(), sample.labels.values.end(), label) > 0);
    const data::AugmentationSettings nothing{
        .flips = false, .quarterTurns = false, .scaling = 0, .elastic = 0, .brightness = 0};
    CHECK(same(data::augmented(sample, nothing, one), sample));
}

TEST_CASE("a picture that is not square keeps its shape and its pixels under flips and turns", "[augmentation]") {
    const Sample sample = counted(4, 6);
    core::Random random(2);
    for (int trial = 0; trial < 12; ++trial) {
        const Sample result = data::augmented(sample, {.scaling = 0, .brightness = 0}, random);
        CHECK(result.labels.shape == sample.labels.shape);
        CHECK(sorted(result.labels.values) == sorted(sample.labels.values));
    }
}

TEST_CASE("samples that are kept come back as they were, and are made once", "[augmentation]") {
    int made = 0;
    const auto scenes = data::scenes("cells", 3, 32, 1);
    const auto kept = data::keptSamples([&](std::size_t index) {
        ++made;
        return scenes.at(index);
    });
    const Sample first = kept(2);
    CHECK(same(kept(2), first));
    CHECK(kept(2).name == first.name);
    CHECK(same(first, data::scene("cells", 32, 1, 2).sample));
    CHECK(made == 1);
}
