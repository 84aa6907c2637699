#include "core/tensor.h"

#include <catch2/catch.hpp>

using namespace seglab;
using namespace seglab::core;

TEST_CASE("a shape counts its elements and refuses what cannot be counted", "[tensor]") {
    CHECK(elementCount({}) == 1);
    CHECK(elementCount({2, 3, 4}) == 24);
    CHECK(elementCount({std::int64_t(1) << 40, 0, std::int64_t(1) << 40}) == 0);
    CHECK(elementCount({std::int64_t(1) << 31, std::int64_t(1) << 31}) == std::int64_t(1) << 62);
    CHECK_THROWS_AS(elementCount({std::int64_t(1) << 32, std::int64_t(1) << 31}), Error);
    CHECK_THROWS_AS(elementCount({2, -1}), Error);
}

TEST_CASE("a tensor is row-major and refuses a wrong number of values", "[tensor]") {
    Tensor<double> tensor({1, 2, 2, 3});
    tensor.at(0, 1, 0, 2) = 7;
    CHECK(tensor.values[8] == 7);
    CHECK(toString(tensor.shape) == "1 x 2 x 2 x 3");
    CHECK_THROWS_AS(Tensor<double>({2, 2}, std::vector<double>{1, 2, 3}), Error);
}
