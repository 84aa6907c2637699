#include "core/joining.h"

#include <catch2/catch.hpp>

using namespace seglab;
using namespace seglab::core;

TEST_CASE("branches meet along the channels, in the order of the parts", "[joining]") {
    const Tensor<float> a({2, 1, 1, 2}, {1, 2, 3, 4}), b({2, 2, 1, 2}, {5, 6, 7, 8, 9, 10, 11, 12});
    const auto both = concatenate<float>({&a, &b});
    CHECK(both == Tensor<float>({2, 3, 1, 2}, {1, 2, 5, 6, 7, 8, 3, 4, 9, 10, 11, 12}));
    CHECK(takeChannels(both, 0, 1) == a);
    CHECK(takeChannels(both, 1, 2) == b);
    CHECK(add(a, a) == Tensor<float>({2, 1, 1, 2}, {2, 4, 6, 8}));
}

TEST_CASE("a crop takes the middle; the odd cell is cut at the end", "[joining]") {
    const Tensor<float> x({1, 3, 4}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    CHECK(cropCentre(x, {1, 1}) == Tensor<float>({1, 1, 1}, std::vector<float>{5}));
    CHECK(cropCentre(x, {2, 2}) == Tensor<float>({1, 2, 2}, {1, 2, 5, 6}));
    CHECK(cropCentre(x, {3, 4}) == x);
}

TEST_CASE("what does not meet is refused", "[joining]") {
    const Tensor<float> a({1, 2, 3, 3}), wide({1, 2, 3, 4});
    CHECK_THROWS_AS(add(a, wide), Error);
    CHECK_THROWS_AS(concatenate<float>({&a, &wide}), Error);
    CHECK_THROWS_AS(concatenate<float>({}), Error);
    CHECK_THROWS_AS(takeChannels(a, 1, 2), Error);
    CHECK_THROWS_AS(cropCentre(a, {4, 3}), Error);
    CHECK_THROWS_AS(cropCentre(a, {0, 3}), Error);
    CHECK_THROWS_AS(cropCentreBackward(wide, a.shape), Error);
}
