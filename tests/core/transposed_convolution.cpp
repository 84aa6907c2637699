#include "core/transposed_convolution.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>

#include "core/error.h"

using namespace seglab;
using namespace seglab::core;

namespace {

Matrix counting(int rows, int columns, double first) {
    Matrix m(rows, columns);
    for (std::size_t i = 0; i < m.values.size(); ++i) m.values[i] = first + double((i * 7) % 5) - 2 * double(i % 3);
    return m;
}

/// The definition, cell by cell: O(x) = Σ I(i)·K((x + p − i·s)/d) where that is a whole number within the kernel.
Matrix byDefinition(const TransposedTrace& t) {
    const TransposedSettings& s = t.settings();
    Matrix output(t.outputSize().height, t.outputSize().width);
    for (int x = 0; x < output.rows; ++x)
        for (int y = 0; y < output.columns; ++y)
            for (int i = 0; i < t.input().rows; ++i)
                for (int j = 0; j < t.input().columns; ++j) {
                    int a = x + s.padding.height - i * s.stride.height, b = y + s.padding.width - j * s.stride.width;
                    if (a < 0 || b < 0 || a % s.dilation.height || b % s.dilation.width) continue;
                    a /= s.dilation.height, b /= s.dilation.width;
                    if (a < t.kernel().rows && b < t.kernel().columns)
                        output(x, y) += t.input()(i, j) * t.kernel()(a, b);
                }
    return output;
}

/// A convolution of stride 1 with the flipped kernel over the spread input.
Matrix byZeroInsertion(const TransposedTrace& t) {
    Matrix output(t.outputSize().height, t.outputSize().width);
    for (int r = 0; r < output.rows; ++r)
        for (int c = 0; c < output.columns; ++c)
            for (int a = 0; a < t.kernel().rows; ++a)
                for (int b = 0; b < t.kernel().columns; ++b) {
                    Pair input, cell = t.windowCell({r, c}, {a, b});
                    REQUIRE(cell.height < t.spreadSize().height);
                    REQUIRE(cell.width < t.spreadSize().width);
                    if (t.inputAt(cell, input)) output(r, c) += t.input()(input.height, input.width) * t.kernel()(a, b);
                }
    return output;
}

Matrix byMatrix(const TransposedTrace& t) {
    Matrix output(t.outputSize().height, t.outputSize().width);
    for (int row = 0; row < t.matrixRows(); ++row)
        for (int column = 0; column < t.matrixColumns(); ++column)
            if (Pair k; t.kernelAt(row, column, k))
                output.values[std::size_t(row)] +=
                    t.kernel()(k.height, k.width) * t.input().values[std::size_t(column)];
    return output;
}

/// Legal settings from a counter, so that the loops below meet every kind of combination.
TransposedTrace traceNumber(std::uint64_t seed) {
    auto draw = [&](int low, int high) {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        return low + int((seed >> 33) % std::uint64_t(high - low + 1));
    };
    TransposedSettings s;
    int in[2], k[2];
    for (int axis = 0; axis < 2; ++axis) {
        in[axis] = draw(1, 5), k[axis] = draw(1, 4);
        s.stride[axis] = draw(1, 4), s.dilation[axis] = draw(1, 3);
        s.outputPadding[axis] = draw(0, std::max(s.stride[axis], s.dilation[axis]) - 1);
        int canvas = (in[axis] - 1) * s.stride[axis] + s.dilation[axis] * (k[axis] - 1) + 1;
        s.padding[axis] = draw(0, (canvas + s.outputPadding[axis] - 1) / 2);
    }
    return TransposedTrace(counting(in[0], in[1], 1), counting(k[0], k[1], -2), s);
}

const Matrix kInput{2, 2, {0, 1, 2, 3}};

}  // namespace

TEST_CASE("the lecture's stamps with stride 2 lie side by side", "[transposed_convolution]") {
    TransposedTrace t(kInput, {2, 2, {1, 4, 2, 3}}, {.stride = {2, 2}});
    CHECK(t.result() == Matrix(4, 4, {0, 0, 1, 4, 0, 0, 2, 3, 2, 8, 3, 12, 4, 6, 6, 9}));
    CHECK(t.overlapAt(t.multiplyCount()) == Matrix(4, 4, 1));
}

TEST_CASE("the lecture's stamps with stride 1 overlap and add", "[transposed_convolution]") {
    TransposedTrace t(kInput, {2, 2, {4, 1, 2, 3}}, {});
    CHECK(t.result() == Matrix(3, 3, {0, 4, 1, 8, 16, 6, 4, 12, 9}));
    CHECK(t.overlapAt(t.multiplyCount()) == Matrix(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1}));
}

TEST_CASE("3×3, stride 2, padding 1 takes 2×2 to 4×4 with output padding 1 and to 3×3 without",
          "[transposed_convolution]") {
    TransposedTrace with(kInput, counting(3, 3, 1), {.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}});
    TransposedTrace without(kInput, counting(3, 3, 1), {.stride = {2, 2}, .padding = {1, 1}});
    CHECK(with.outputSize() == Pair{4, 4});
    CHECK(without.outputSize() == Pair{3, 3});
    // Output padding uncovers what was computed: the cells that both have are equal, the others are sums as well.
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) CHECK(with.result()(r, c) == without.result()(r, c));
    for (int i = 0; i < 4; ++i) CHECK_FALSE(with.termsOf(with.toCanvas({3, i})).empty());
    CHECK(with.uncovered({4, 2}));
    CHECK_FALSE(with.uncovered({3, 3}));
}

TEST_CASE("output padding above padding adds cells that no stamp reaches", "[transposed_convolution]") {
    TransposedTrace t({1, 2, {5, 7}}, {1, 2, {1, 1}}, {.stride = {1, 3}, .outputPadding = {0, 2}});
    CHECK(t.canvasSize() == Pair{1, 5});
    CHECK(t.outputSize() == Pair{1, 7});
    CHECK(t.extent() == Pair{1, 7});
    CHECK_FALSE(t.reaches({0, 5}));
    CHECK(t.termsOf({0, 6}).empty());
    CHECK(t.result() == Matrix(1, 7, {5, 5, 0, 7, 7, 0, 0}));
}

TEST_CASE("stamps, zero insertion, matrix and definition agree for every kind of settings",
          "[transposed_convolution]") {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        TransposedTrace t = traceNumber(seed);
        Matrix result = t.result();
        INFO("seed " << seed);
        REQUIRE(result == byDefinition(t));
        REQUIRE(result == byZeroInsertion(t));
        REQUIRE(result == byMatrix(t));
    }
}

TEST_CASE("a negative border crops input cells out of the spread", "[transposed_convolution]") {
    TransposedTrace t({1, 3, {1, 2, 3}}, {1, 1, 10}, {.padding = {0, 1}});
    CHECK(t.borderBefore(1) == -1);
    CHECK(t.spreadSize() == Pair{1, 1});
    CHECK(t.toSpread({0, 0}).width == -1);
    CHECK(t.result() == Matrix(1, 1, 20));
    CHECK(byZeroInsertion(t) == t.result());
}

TEST_CASE("the terms of a cell add up to it at every moment", "[transposed_convolution]") {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        TransposedTrace t = traceNumber(seed);
        int finished = t.multiplyCount() / 2;
        Matrix sum = t.sumAt(finished), overlap = t.overlapAt(finished);
        for (int r = 0; r < sum.rows; ++r)
            for (int c = 0; c < sum.columns; ++c) {
                double total = 0, count = 0;
                int before = -1;
                for (const Multiply& m : t.termsOf({r, c})) {
                    CHECK(m.index > before);
                    before = m.index;
                    if (m.index < finished) total += m.product, ++count;
                }
                CHECK(total == sum(r, c));
                CHECK(count == overlap(r, c));
            }
    }
}

TEST_CASE("granularities meet at whole stamps and rows", "[transposed_convolution]") {
    TransposedTrace t(counting(3, 2, 0), counting(2, 2, 0), {});
    CHECK(t.stepCount(Granularity::Multiply) == 24);
    CHECK(t.stepCount(Granularity::Stamp) == 6);
    CHECK(t.stepCount(Granularity::Row) == 3);
    for (Granularity g : {Granularity::Multiply, Granularity::Stamp, Granularity::Row}) {
        CHECK(t.finishedAt(0, g) == 0);
        CHECK(t.finishedAt(t.stepCount(g), g) == 24);
        for (int step = 0; step <= t.stepCount(g); ++step) CHECK(t.stepOf(t.finishedAt(step, g), g) == step);
    }
    // The multiply that was done last stays done: number 5 belongs to the second stamp and the first row.
    CHECK(t.stepOf(5, Granularity::Stamp) == 2);
    CHECK(t.stepOf(5, Granularity::Row) == 1);
    CHECK(t.multiply(4).input == Pair{0, 1});
    CHECK(t.multiply(4).kernel == Pair{0, 0});
}

TEST_CASE("settings that PyTorch refuses are refused with a cure", "[transposed_convolution]") {
    Matrix one(1, 1, 1), three(3, 3, 1);
    CHECK_THROWS_AS(TransposedTrace(one, three, {.stride = {0, 1}}), Error);
    CHECK_THROWS_AS(TransposedTrace(one, three, {.dilation = {1, 0}}), Error);
    CHECK_THROWS_AS(TransposedTrace(one, three, {.padding = {-1, 0}}), Error);
    CHECK_THROWS_AS(TransposedTrace(one, three, {.outputPadding = {1, 0}}), Error);
    CHECK_THROWS_AS(TransposedTrace(one, three, {.padding = {2, 0}}), Error);
    CHECK_THROWS_AS(TransposedTrace(Matrix(), three, {}), Error);
    CHECK_NOTHROW(TransposedTrace(one, three, {.dilation = {2, 2}, .outputPadding = {1, 1}}));
    try {
        TransposedTrace(one, three, {.padding = {0, 2}});
        FAIL("padding 2 crops everything");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        CHECK(error.where() == "transposed convolution, width");
        CHECK(error.problem() == "padding 2 crops all 3 cells of the canvas");
        CHECK_FALSE(error.cure().empty());
    }
}
