#include "core/picture_operation.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "core/limits.h"
#include "core/random.h"

using namespace seglab;
using namespace seglab::core;

namespace {

RgbPixels noise(int height, int width, std::uint64_t seed) {
    Random random(seed);
    auto values = std::make_shared<std::vector<std::uint8_t>>(std::size_t(height) * std::size_t(width) * 3);
    for (auto& v : *values) v = std::uint8_t(random.integer(0, 255));
    return {height, width, std::shared_ptr<const std::uint8_t>(values, values->data()), {}};
}

Matrix plane(const RgbPixels& picture, int channel) {
    Matrix m(picture.height, picture.width);
    for (std::size_t i = 0; i < m.values.size(); ++i) m.values[i] = picture.values.get()[3 * i + std::size_t(channel)];
    return m;
}

/// What the picture of a moment shows: finished rows, begun rows, nothing.
double shown(const PictureOperation& op, int channel, int r, int c, int finished) {
    const ReducedRows begun = op.unfinishedAt(finished);
    if (r >= begun.end) return 0;
    const ReducedRows& rows = r < begun.begin ? op.reduced() : begun;
    return rows.values[std::size_t(3 * ((r - rows.begin) * rows.columns + c) + channel)];
}

/// A block mean, computed from single cells.
double meanOf(const PictureOperation& op, int channel, int r, int c, int factor, int finished) {
    double sum = 0;
    int count = 0;
    for (int y = r * factor; y < std::min((r + 1) * factor, op.outputSize().height); ++y)
        for (int x = c * factor; x < std::min((c + 1) * factor, op.outputSize().width); ++x, ++count)
            sum += op.at(channel, {y, x}, finished);
    return sum / count;
}

}  // namespace

TEST_CASE("each channel of a picture goes through the trace's own operation, at every moment", "[picture_operation]") {
    Random random(5);
    for (int round = 0; round < 60; ++round) {
        TransposedSettings s{.stride = {int(random.integer(1, 4)), int(random.integer(1, 4))},
                             .padding = {int(random.integer(0, 2)), int(random.integer(0, 2))},
                             .dilation = {int(random.integer(1, 3)), int(random.integer(1, 3))}};
        for (int axis = 0; axis < 2; ++axis)
            s.outputPadding[axis] = int(random.integer(0, std::max(s.stride[axis], s.dilation[axis]) - 1));
        Matrix kernel(int(random.integer(1, 4)), int(random.integer(1, 4)));
        for (double& v : kernel.values) v = double(random.integer(-3, 4));
        RgbPixels picture = noise(int(random.integer(5, 8)), int(random.integer(5, 8)), 100 + std::uint64_t(round));
        const int channel = int(random.integer(0, 2));
        TransposedTrace trace(plane(picture, channel), kernel, s);
        PictureOperation op(picture, kernel, s);
        REQUIRE(op.outputSize() == trace.outputSize());
        REQUIRE(op.canvasSize() == trace.canvasSize());
        for (int rows = 0; rows <= op.rowCount(); ++rows) {
            const int finished = trace.finishedAt(rows, Granularity::Row);
            Matrix sum = trace.cropped(trace.sumAt(finished)), count = trace.cropped(trace.overlapAt(finished));
            Matrix overlap = op.reducedOverlap(rows, 1024);
            REQUIRE(overlap.values == count.values);
            for (int y = 0; y < sum.rows; ++y)
                for (int x = 0; x < sum.columns; ++x) {
                    REQUIRE(op.at(channel, {y, x}, rows) == sum(y, x));
                    REQUIRE(op.overlapAt({y, x}, rows) == count(y, x));
                    // Whole numbers below 2^24 are exact in float32.
                    REQUIRE(shown(op, channel, y, x, rows) == sum(y, x));
                    double terms = 0;
                    for (const Multiply& m : op.termsOf(channel, {y, x}, rows)) terms += m.product;
                    REQUIRE(terms == sum(y, x));
                }
        }
    }
}

TEST_CASE("extremes and the counts outside 0 to 255 are those of all cells", "[picture_operation]") {
    RgbPixels picture = noise(9, 11, 8);
    PictureOperation op(picture, Matrix(3, 3, {0.1, -0.4, 0.3, 0.7, 1.1, -0.2, 0.25, 0.3, 0.05}),
                        {.stride = {2, 2}, .padding = {1, 1}, .outputPadding = {1, 1}});
    for (int rows : {0, 1, 4, 8, 9}) {
        PictureOperation::Extremes all{1e9, -1e9};
        std::int64_t below = 0, above = 0;
        for (int channel = 0; channel < 3; ++channel) {
            PictureOperation::Extremes one{1e9, -1e9};
            for (int y = 0; y < op.outputSize().height; ++y)
                for (int x = 0; x < op.outputSize().width; ++x) {
                    double v = op.at(channel, {y, x}, rows);
                    one = {std::min(one.minimum, v), std::max(one.maximum, v)};
                    below += v < 0;
                    above += v > 255;
                }
            CHECK(op.extremesAt(channel, rows).minimum == one.minimum);
            CHECK(op.extremesAt(channel, rows).maximum == one.maximum);
            all = {std::min(all.minimum, one.minimum), std::max(all.maximum, one.maximum)};
        }
        if (rows < 9) continue;
        CHECK(op.extremes().minimum == all.minimum);
        CHECK(op.extremes().maximum == all.maximum);
        CHECK(op.below() == below);
        CHECK(op.above() == above);
    }
    CHECK(op.count() == 3 * 18 * 22);
    CHECK(op.overlapExtremes(9).minimum == 1);
    CHECK(op.overlapExtremes(9).maximum == 4);
    CHECK(op.overlapExtremes(4).minimum == 0);
}

TEST_CASE("a large output is shown as means of blocks, also in the middle of the way", "[picture_operation]") {
    PictureOperation op(noise(700, 30, 2), Matrix(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1}),
                        {.stride = {3, 3}, .padding = {1, 1}});
    REQUIRE(op.reduced().factor == 3);
    REQUIRE(op.reduced().end == 700);
    REQUIRE(op.reduced().columns == 30);
    for (int rows : {0, 1, 350, 699, 700}) {
        Matrix overlap = op.reducedOverlap(rows, 1024);
        for (int r = 0; r < 700; r += 1)
            for (int c = 0; c < 30; c += 7) {
                INFO("rows " << rows << " block " << r << "," << c);
                double count = 0, cells = 0;
                for (int y = 3 * r; y < std::min(3 * r + 3, op.outputSize().height); ++y)
                    for (int x = 3 * c; x < std::min(3 * c + 3, op.outputSize().width); ++x, ++cells)
                        count += op.overlapAt({y, x}, rows);
                REQUIRE(overlap(r, c) == Approx(count / cells));
                if (c == 7 && (r < 5 || std::abs(r - rows) < 4))
                    REQUIRE(shown(op, 1, r, c, rows) == Approx(meanOf(op, 1, r, c, 3, rows)).epsilon(1e-5));
            }
    }
}

TEST_CASE("blocks hold whole periods of the stride", "[picture_operation]") {
    PictureOperation op(noise(60, 30, 2), Matrix(3, 3, 1.0), {.stride = {2, 2}});
    CHECK(op.reducingFactor(200) == 1);
    CHECK(op.reducingFactor(100) == 2);
    CHECK(op.reducingFactor(50) == 4);
    // The interior of a periodic overlap is then flat.
    Matrix overlap = op.reducedOverlap(60, 50);
    CHECK(overlap(5, 3) == overlap(6, 4));
}

TEST_CASE("a row of stamps reaches the rows that it changes, and no others", "[picture_operation]") {
    PictureOperation op(noise(6, 4, 1), Matrix(4, 2, 1.0), {.stride = {2, 1}, .padding = {1, 0}});
    for (int row = 0; row < op.rowCount(); ++row) {
        auto reached = op.rowsOf(row);
        for (int y = 0; y < op.outputSize().height; ++y) {
            bool changed = op.overlapAt({y, 1}, row + 1) != op.overlapAt({y, 1}, row);
            CHECK(changed == (y >= reached.begin && y < reached.end));
        }
    }
}

TEST_CASE("an output beyond 16 megapixels is refused before it is computed", "[picture_operation]") {
    // Nothing is read: the size decides.
    RgbPixels large{2001, 2000, nullptr, {}};
    CHECK_THROWS_WITH(PictureOperation(large, Matrix(2, 2, 1.0), {.stride = {2, 2}}),
                      Catch::Contains("an output of 4002 × 4000 is 16.0 megapixels"));
    CHECK_THROWS_AS(PictureOperation(noise(2, 2, 1), Matrix(2, 2, 1.0), {.padding = {2, 2}}), Error);
}

TEST_CASE("the same operation is computed once", "[picture_operation]") {
    RgbPixels picture = noise(4, 4, 1);
    auto first = cachedPictureOperation(picture, Matrix(2, 2, 1.0), {.stride = {2, 2}});
    CHECK(cachedPictureOperation(picture, Matrix(2, 2, 1.0), {.stride = {2, 2}}) == first);
    CHECK(cachedPictureOperation(picture, Matrix(2, 2, 2.0), {.stride = {2, 2}}) != first);
    RgbPixels named = noise(4, 4, 1), again = noise(4, 4, 1);
    named.key = again.key = "hash";
    CHECK(named == again);
    CHECK_FALSE(named == picture);
    CHECK(cachedPictureOperation(noise(4, 4, 1), Matrix(2, 2, 1.0), {.stride = {2, 2}}) != first);
}
