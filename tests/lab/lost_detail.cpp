#include "lab/lost_detail.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "data/scenes.h"

using namespace seglab;

namespace {

std::shared_ptr<const lab::NetworkPicture> pasture(std::uint64_t seed) {
    data::Sample sample = data::scene("pasture", 64, seed, 0).sample;
    return std::make_shared<const lab::NetworkPicture>(
        lab::NetworkPicture{sample.image, sample.labels, data::sceneClasses("pasture"), "pasture"});
}

}  // namespace

TEST_CASE("a coarse label is the block's most frequent one, the smallest of equals", "[lost]") {
    const core::Labels labels({3, 4}, {1, 2, 3, 3,  //
                                       2, 2, 3, 0,  //
                                       5, 4, 255, 255});
    CHECK(lab::coarseLabels(labels, 2).values == std::vector<std::uint8_t>{2, 2, 3, 3,  //
                                                                           2, 2, 3, 3,  //
                                                                           4, 4, 255, 255});
    CHECK(lab::coarseLabels(labels, 1) == labels);
}

TEST_CASE("the coarser the plane, the less it tells, of boundaries first", "[lost]") {
    for (const std::uint64_t seed : {1u, 2u, 3u, 4u, 5u}) {
        const auto details = lab::lostDetails(pasture(seed), 1);
        REQUIRE(details.size() == 6);
        for (int i = 0; i < 2; ++i) {
            CHECK(details[std::size_t(i)].meanIou > details[std::size_t(i) + 1].meanIou);
            CHECK(details[std::size_t(i)].meanBoundaryIou > details[std::size_t(i) + 1].meanBoundaryIou);
        }
        for (const auto& detail : details) CHECK(detail.meanBoundaryIou < detail.meanIou);
    }
}

TEST_CASE("wrong pixels, boundaries and what is not judged are told apart", "[lost]") {
    lab::NetworkPicture picture;
    picture.image = core::Tensor<float>({3, 1, 6});
    picture.labels = {{1, 6}, {0, 0, 0, 1, 1, 255}};
    picture.classes.resize(2);
    const core::Labels said({1, 6}, {1, 0, 0, 1, 0, 0});
    CHECK(lab::errorsOf(said, picture, 1).values == std::vector<std::uint8_t>{2, 0, 1, 1, 2, 3});
}

TEST_CASE("of a photograph only what the networks say is told, without scores", "[lost]") {
    auto picture = std::make_shared<lab::NetworkPicture>(*pasture(1));
    picture->labels = {};
    const auto details = lab::lostDetails(picture, 1);
    REQUIRE(details.size() == 3);
    for (const auto& detail : details) CHECK(std::isnan(detail.meanIou));
}
