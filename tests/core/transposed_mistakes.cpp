#include "core/transposed_mistakes.h"

#include <catch2/catch.hpp>

using namespace seglab::core;
using Catch::Matchers::Contains;

namespace {

const Matrix kInput{2, 2, {1, 2, 3, 4}};
const Matrix kKernel{3, 3, {1, 2, 1, 2, 5, 2, 1, 3, 7}};

/// The lecture's 3×3, stride 2, padding 1, output padding 1, with a kernel that is not its own mirror image.
TransposedTrace lecture() {
    return TransposedTrace(kInput, kKernel, {.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}});
}

}  // namespace

TEST_CASE("a guess is explained by the wrong procedure that gives it", "[transposed_mistakes]") {
    const TransposedTrace t = lecture();
    // output(1,1) is canvas(2,2), where four stamps meet: 1·7 + 2·1 + 3·1 + 4·1 = 16.
    REQUIRE(t.result()(1, 1) == 16);
    CHECK_THAT(explainValue(t, {1, 1}, 4), Contains("overwrote where stamps add"));
    CHECK_THAT(explainValue(t, {1, 1}, 7), Contains("first stamp only"));
    CHECK_THAT(explainValue(t, {0, 1}, 3), Contains("averaged"));
    CHECK_THAT(explainValue(t, {1, 1}, 34), Contains("flipped the kernel"));
    // output(3,0) is uncovered by output padding: 3·3 = 9.
    REQUIRE(t.result()(3, 0) == 9);
    CHECK_THAT(explainValue(t, {3, 0}, 0), Contains("output padding with zeros"));
    CHECK_THAT(explainValue(t, {3, 0}, 3), Contains("bare kernel"));
}

TEST_CASE("flipping the kernel is recognised", "[transposed_mistakes]") {
    const TransposedTrace t({1, 1, 2}, {2, 2, {1, 4, 2, 3}}, {.stride = {2, 2}});
    CHECK_THAT(explainValue(t, {0, 0}, 6), Contains("flipped the kernel"));
    CHECK_THAT(explainValue(t, {0, 0}, 1), Contains("bare kernel"));
}

TEST_CASE("padding that is added, or not yet cropped, is recognised", "[transposed_mistakes]") {
    const TransposedTrace t({2, 2, {1, 2, 3, 5}}, kKernel, {.stride = {2, 2}, .padding = {1, 1}});
    REQUIRE(t.result()(1, 1) == 1 * 7 + 2 * 1 + 3 * 1 + 5 * 1);
    CHECK_THAT(explainValue(t, {0, 0}, 0), Contains("added padding"));
    // canvas(0,0) = 1 stands where output(0,0) = canvas(1,1) = 5 should.
    CHECK_THAT(explainValue(t, {0, 0}, 1), Contains("padding crops it first"));
}

TEST_CASE("stride and dilation swapped is recognised", "[transposed_mistakes]") {
    const TransposedTrace t({1, 2, {1, 10}}, {1, 2, {1, 2}}, {.stride = {1, 3}, .outputPadding = {0, 0}});
    REQUIRE(t.result() == Matrix(1, 5, {1, 2, 0, 10, 20}));
    CHECK_THAT(explainValue(t, {0, 1}, 10), Contains("swapped stride and dilation"));
    CHECK_THAT(explainValue(t, {0, 3}, 2), Contains("swapped stride and dilation"));
}

TEST_CASE("inverting the convolution is recognised", "[transposed_mistakes]") {
    // Without overlap the least-norm solution of C·y = x is k·x/|k|².
    const TransposedTrace t({1, 2, {10, 20}}, {1, 2, {1, 3}}, {.stride = {1, 2}});
    CHECK_THAT(explainValue(t, {0, 0}, 1), Contains("bare kernel"));
    CHECK_THAT(explainValue(t, {0, 1}, 10.0 / 3), Contains("undoes its shape, not its values"));
    CHECK_THAT(explainValue(t, {0, 3}, 6), Contains("undoes the shape, not the values"));
}

TEST_CASE("the truth and what nothing explains are left alone", "[transposed_mistakes]") {
    const TransposedTrace t = lecture();
    for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 4; ++c) {
            CHECK(explainValue(t, {r, c}, t.result()(r, c)).empty());
            CHECK(explainValue(t, {r, c}, 12345).empty());
        }
    for (int axis : {0, 1}) CHECK(explainSize(t, axis, 4).empty());
    CHECK(explainSize(t, 0, 77).empty());
    CHECK(explainSize(t, 0, 4.5).empty());
}

TEST_CASE("a wrong size is explained, too", "[transposed_mistakes]") {
    const TransposedTrace t({4, 4, 1.0}, {3, 3, 1.0},
                            {.stride = {3, 3}, .padding = {1, 1}, .dilation = {2, 2}, .outputPadding = {1, 1}});
    REQUIRE(t.outputSize() == Pair{13, 13});
    CHECK_THAT(explainSize(t, 0, 12), Contains("stride times input"));
    CHECK_THAT(explainSize(t, 0, 17), Contains("added padding"));
    CHECK_THAT(explainSize(t, 1, 15), Contains("canvas"));
    CHECK_THAT(explainSize(t, 1, 1), Contains("goes the other way"));
    CHECK_THAT(explainSize(t, 1, 11), Contains("left out dilation"));
    CHECK_THAT(explainSize(t, 1, 16), Contains("One stride too many"));
    CHECK_THAT(explainSize(t, 1, 14), Contains("does not invert"));
    const TransposedTrace plain({1, 4, 1.0}, {1, 2, 1.0}, {.stride = {1, 3}});
    CHECK_THAT(explainSize(plain, 1, 7), Contains("swapped stride and dilation"));
    const TransposedTrace lectures = lecture();
    CHECK_THAT(explainSize(lectures, 0, 3), Contains("output padding"));
}
