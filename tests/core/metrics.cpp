#include "core/metrics.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/random.h"

using namespace seglab;
using core::boundaryIou;
using core::ConfusionMatrix;
using core::Labels;

namespace {

Labels labels(std::int64_t height, std::vector<std::uint8_t> values) {
    const auto width = std::int64_t(values.size()) / height;
    return {{height, width}, std::move(values)};
}

ConfusionMatrix judged(int classes, std::vector<std::uint8_t> truth, std::vector<std::uint8_t> prediction) {
    ConfusionMatrix matrix(classes, std::uint8_t(255));
    matrix.add(labels(1, std::move(truth)), labels(1, std::move(prediction)));
    return matrix;
}

/// A square of ones, `size` a side, with its corner at (row, column) of an n × n picture.
Labels square(int n, int size, int row, int column) {
    Labels picture({n, n});
    for (int y = row; y < row + size; ++y)
        for (int x = column; x < column + size; ++x) picture.values[std::size_t(y * n + x)] = 1;
    return picture;
}

/// The definition, pixel by pixel: in the mask, with something else or the border within `distance`.
std::vector<bool> boundaryByDefinition(const Labels& picture, int distance) {
    const auto height = int(picture.size(0)), width = int(picture.size(1));
    std::vector<bool> region(picture.values.size());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int v = y - distance; v <= y + distance; ++v)
                for (int u = x - distance; u <= x + distance; ++u) {
                    const bool outside = v < 0 || u < 0 || v >= height || u >= width;
                    if (picture.values[std::size_t(y * width + x)] == 1 &&
                        (outside || picture.values[std::size_t(v * width + u)] != 1))
                        region[std::size_t(y * width + x)] = true;
                }
    return region;
}

}  // namespace

TEST_CASE("accuracy, IoU and Dice of a case worked by hand") {
    //               truth 0 0 0 1 1 2 2 2 | prediction 0 0 1 1 2 2 2 0
    const ConfusionMatrix matrix = judged(3, {0, 0, 0, 1, 1, 2, 2, 2}, {0, 0, 1, 1, 2, 2, 2, 0});
    CHECK(matrix.count(0, 0) == 2);
    CHECK(matrix.count(0, 1) == 1);
    CHECK(matrix.count(2, 0) == 1);
    CHECK(matrix.pixels() == 8);
    CHECK(core::pixelAccuracy(matrix) == 5.0 / 8);
    CHECK(core::iou(matrix) == std::vector<double>{2.0 / 4, 1.0 / 3, 2.0 / 4});
    CHECK(core::dice(matrix) == std::vector<double>{4.0 / 6, 2.0 / 4, 4.0 / 6});
    CHECK(core::meanDefined(core::iou(matrix)) == Approx((0.5 + 1.0 / 3 + 0.5) / 3));
}

TEST_CASE("a class that nobody has is undefined and left out of the mean, one that only one has scores 0") {
    const ConfusionMatrix matrix = judged(4, {0, 0, 2}, {0, 0, 1});
    const std::vector<double> scores = core::iou(matrix);
    CHECK(scores[0] == 1);
    CHECK(scores[1] == 0);
    CHECK(scores[2] == 0);
    CHECK(std::isnan(scores[3]));
    CHECK(std::isnan(core::dice(matrix)[3]));
    CHECK(core::meanDefined(scores) == Approx(1.0 / 3));
    const ConfusionMatrix empty(2);
    CHECK(std::isnan(core::pixelAccuracy(empty)));
    CHECK(std::isnan(core::meanDefined(core::iou(empty))));
}

TEST_CASE("an ignored pixel counts nowhere, an ignored prediction misses") {
    const ConfusionMatrix matrix = judged(2, {0, 255, 255, 1, 1}, {0, 1, 255, 255, 1});
    CHECK(matrix.pixels() == 3);
    CHECK(matrix.ignoredPixels() == 2);
    CHECK(core::pixelAccuracy(matrix) == 2.0 / 3);
    CHECK(core::iou(matrix) == std::vector<double>{1, 0.5});
    CHECK(matrix.predictionPixels(1) == 1);
}

TEST_CASE("matrices of parts add up to that of the whole") {
    ConfusionMatrix sum = judged(2, {0, 1}, {1, 1});
    sum.add(judged(2, {0, 255}, {0, 0}));
    const ConfusionMatrix whole = judged(2, {0, 1, 0, 255}, {1, 1, 0, 0});
    CHECK(core::iou(sum) == core::iou(whole));
    CHECK(sum.ignoredPixels() == 1);
}

TEST_CASE("labels beyond the classes and shapes that differ are refused") {
    CHECK_THROWS_WITH(judged(2, {0, 2}, {0, 0}), Catch::Contains("2, which is none of 2 classes"));
    CHECK_NOTHROW(judged(2, {0, 1}, {0, 2}));
    CHECK_THROWS_WITH(judged(2, {0, 1}, {0}), Catch::Contains("1 x 1 for a truth of 1 x 2"));
    CHECK_THROWS_WITH(ConfusionMatrix(0), Catch::Contains("1 to 255"));
    CHECK_THROWS(ConfusionMatrix(256));
    CHECK_NOTHROW(ConfusionMatrix(255));
}

TEST_CASE("boundary IoU of squares worked by hand") {
    // A 6×6 square has a rim of 20 pixels; moved by one to the right, the two rims share 2·5 of the long sides.
    const Labels truth = square(10, 6, 2, 1), moved = square(10, 6, 2, 2);
    CHECK(boundaryIou(truth, truth, 1) == 1);
    CHECK(boundaryIou(truth, moved, 1) == 10.0 / 30);
    // At d = 3 nothing is left of the square: the boundary IoU is the IoU.
    CHECK(boundaryIou(truth, moved, 1, {.distance = 3}) == 30.0 / 42);
    // The border of the picture is a boundary, too: a full picture has a rim.
    const Labels full = square(5, 5, 0, 0), hole = square(5, 3, 1, 1);
    CHECK(boundaryIou(full, hole, 1) == 0);
    CHECK(boundaryIou(full, full, 1, {.distance = 9}) == 1);
    CHECK(std::isnan(boundaryIou(full, full, 0)));
    CHECK(core::boundaryIous(truth, moved, 2).size() == 2);
    CHECK_THROWS(boundaryIou(truth, moved, 1, {.distance = 0}));
}

TEST_CASE("boundary IoU leaves out what is ignored") {
    Labels truth = square(8, 4, 2, 2), prediction = truth;
    for (int x = 0; x < 8; ++x)
        truth.values[std::size_t(5 * 8 + x)] = 255, prediction.values[std::size_t(5 * 8 + x)] = 0;
    CHECK(boundaryIou(truth, prediction, 1, {.distance = 1, .ignored = std::uint8_t(255)}) == 1);
}

TEST_CASE("boundary regions are what the definition says") {
    core::Random random(5);
    for (int trial = 0; trial < 60; ++trial) {
        const auto height = random.integer(1, 9), width = random.integer(1, 9);
        const int distance = int(random.integer(1, 4));
        Labels a({height, width}), b({height, width});
        for (auto* picture : {&a, &b})
            for (auto& value : picture->values) value = random.integer(0, 4) > 0;
        const auto one = boundaryByDefinition(a, distance), other = boundaryByDefinition(b, distance);
        int both = 0, either = 0;
        for (std::size_t at = 0; at < one.size(); ++at) both += one[at] && other[at], either += one[at] || other[at];
        const double score = boundaryIou(a, b, 1, {.distance = distance});
        CHECK((either == 0 ? std::isnan(score) : score == double(both) / either));
    }
}

TEST_CASE("the published distance is 2 % of the diagonal, at least one pixel") {
    CHECK(core::publishedBoundaryDistance(300, 400) == 10);
    CHECK(core::publishedBoundaryDistance(8, 8) == 1);
}
