#include "core/resizing.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "core/operators.h"
#include "core/pooling.h"
#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

ResizeTarget targetOf(const Reference& reference) {
    if (reference.has("size")) return ResizeTarget::of(reference.pair("size"));
    std::istringstream factors(reference.text("factor"));
    double height = 0, width = 0;
    char comma = 0;
    factors >> height >> comma >> width;
    return ResizeTarget::byFactors(reference.shape("input"), height, width);
}

template <class T>
Tensor<T> apply(const Reference& reference, const Tensor<T>& input) {
    if (reference.op == "upsample_nearest") return upsampleNearestTo(input, targetOf(reference));
    return upsampleBilinear(input, targetOf(reference), reference.number("align_corners") == 1);
}

}  // namespace

TEST_CASE("resizing to sizes and by factors agrees with PyTorch", "[resizing][reference]") {
    int compared = 0;
    for (const Reference& reference : readReferences("pooling_and_resizing.txt")) {
        if (reference.op.rfind("upsample_", 0) != 0) continue;
        INFO(reference.line);
        const auto input = Draws(reference.number("seed")).tensor(reference.shape("input"));
        CHECK(largestDifference(apply(reference, input), reference.expected()) <= 1e-12);
        CHECK(closeInFloat(apply(reference, toFloat(input)), reference.expected()));
        ++compared;
    }
    CHECK(compared == 120);
}

TEST_CASE("a whole factor repeats each cell, whatever the sizes", "[resizing]") {
    Random random(41);
    for (int factor = 1; factor <= 64; ++factor) {
        const auto input = randomTensor(random, {1, 2, 3});
        const auto repeated = upsampleNearest(input, {factor, factor});
        CHECK(upsampleNearestTo(input, ResizeTarget::of({2 * factor, 3 * factor})) == repeated);
        CHECK(upsampleNearestTo(input, ResizeTarget::byFactors(input.shape, factor, factor)) == repeated);
    }
}

TEST_CASE("bilinear keeps a constant and a size, and aligned corners keep the corners", "[resizing]") {
    Random random(42);
    const auto input = randomTensor(random, {2, 3, 4, 5});
    CHECK(largestDifference(upsampleBilinear(input, ResizeTarget::of({4, 5}), false), input) <= 1e-12);
    const auto large = upsampleBilinear(input, ResizeTarget::of({9, 11}), true);
    CHECK(large.at(1, 2, 8, 10) == Approx(input.at(1, 2, 3, 4)));
    CHECK(large.at(1, 2, 0, 10) == Approx(input.at(1, 2, 0, 4)));
    const Tensor<double> constant({1, 3, 3}, 0.7);
    for (double value : upsampleBilinear(constant, ResizeTarget::of({7, 2}), false).values) CHECK(value == Approx(0.7));
}

TEST_CASE("up-samplings by whole factors are adjoints of downsamplings", "[resizing]") {
    Random random(43);
    for (int run = 0; run < 50; ++run) {
        const Pair factor{int(random.integer(1, 4)), int(random.integer(1, 4))};
        const auto small = randomTensor(random, {2, 2, random.integer(1, 5), random.integer(1, 5)});
        const auto large = randomTensor(random, upsampleNearest(small, factor).shape);

        // Nearest neighbour: of sum pooling, which is the average times the cells of a window.
        const auto averages = avgPool2d(large, {.kernel = factor, .stride = factor});
        const double cells = double(factor.height) * factor.width;
        CHECK(std::abs(innerProduct(averages, small) * cells - innerProduct(large, upsampleNearest(small, factor))) <=
              1e-10);

        // Bed of nails: of taking every factor-th cell.
        const auto subsampled = maxPool2d(large, {.kernel = {1, 1}, .stride = factor}).values;
        CHECK(std::abs(innerProduct(subsampled, small) - innerProduct(large, bedOfNails(small, factor))) <= 1e-10);
    }
}

TEST_CASE("a target without cells or beyond memory is refused", "[resizing]") {
    const Tensor<float> input({1, 2, 2});
    CHECK_THROWS_AS(upsampleNearestTo(input, ResizeTarget::of({0, 2})), Error);
    CHECK_THROWS_AS(upsampleBilinear(input, ResizeTarget::of({2, -1}), false), Error);
    CHECK_THROWS_AS(upsampleBilinear(input, ResizeTarget::of({2000000000, 2000000000}), false), Error);
    CHECK_THROWS_AS(upsampleNearestTo(Tensor<float>({0, 1, 2, 2}), ResizeTarget::of({2000000000, 1})), Error);
    CHECK_THROWS_AS(upsampleNearestTo(Tensor<float>({1, 0, 2}), ResizeTarget::of({2, 2})), Error);
    for (double factor : {0.0, -1.0, 0.4, 1e300, std::nan("")})
        CHECK_THROWS_AS(ResizeTarget::byFactors(input.shape, 1, factor), Error);
}
