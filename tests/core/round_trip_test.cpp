#include "core/round_trip.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/random.h"

using namespace seglab::core;

namespace {

PicturePlanes randomPlanes(int channels, int rows, int columns) {
    Random generator(11);
    PicturePlanes planes(std::size_t(channels), Matrix(rows, columns));
    for (Matrix& plane : planes)
        for (double& value : plane.values) value = double(generator.integer(0, 255));
    return planes;
}

const Matrix kBilinearKernel(4, 4,
                             {1. / 16, 3. / 16, 3. / 16, 1. / 16, 3. / 16, 9. / 16, 9. / 16, 3. / 16,  //
                              3. / 16, 9. / 16, 9. / 16, 3. / 16, 1. / 16, 3. / 16, 3. / 16, 1. / 16});

}  // namespace

TEST_CASE("each doubling is the way up that the cells show", "[round_trip]") {
    const PicturePlanes planes = randomPlanes(1, 12, 8);
    for (const auto method : {UpsamplingMethod::Nearest, UpsamplingMethod::BedOfNails, UpsamplingMethod::MaxUnpooling,
                              UpsamplingMethod::Bilinear, UpsamplingMethod::TransposedConvolution}) {
        const RoundTrip trip(planes, {method, 1, kBilinearKernel});
        UpsamplingSettings settings;
        settings.method = method;
        settings.positions = maxPoolWithPositions(planes[0], {2, 2}, {2, 2}).positions;
        settings.kernel = kBilinearKernel;
        settings.transposed = {.stride = {2, 2}, .padding = {1, 1}, .dilation = {1, 1}, .outputPadding = {0, 0}};
        const Matrix expected = UpsamplingTrace(trip.at(1)[0], settings).result();
        REQUIRE(trip.result()[0].values.size() == expected.values.size());
        for (std::size_t i = 0; i < expected.values.size(); ++i)
            CHECK(trip.result()[0].values[i] == Approx(expected.values[i]).margin(1e-9));
    }
}

TEST_CASE("an odd kernel doubles the size with output padding", "[round_trip]") {
    const PicturePlanes planes = randomPlanes(1, 8, 6);
    const Matrix kernel(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1});
    const RoundTrip trip(planes, {UpsamplingMethod::TransposedConvolution, 1, kernel});
    UpsamplingSettings settings;
    settings.method = UpsamplingMethod::TransposedConvolution;
    settings.kernel = kernel;
    settings.transposed = {.stride = {2, 2}, .padding = {1, 1}, .dilation = {1, 1}, .outputPadding = {1, 1}};
    const Matrix expected = UpsamplingTrace(trip.at(1)[0], settings).result();
    REQUIRE(trip.result()[0].rows == expected.rows);
    for (std::size_t i = 0; i < expected.values.size(); ++i)
        CHECK(trip.result()[0].values[i] == Approx(expected.values[i]).margin(1e-9));
}

TEST_CASE("a constant picture survives averages, and loses three of four cells to nails", "[round_trip]") {
    const PicturePlanes flat = {Matrix(32, 32, 100)};
    CHECK(RoundTrip(flat, {UpsamplingMethod::Nearest, 5, {}}).meanError() == 0);
    CHECK(RoundTrip(flat, {UpsamplingMethod::Bilinear, 5, {}}).meanError() == Approx(0).margin(1e-12));
    CHECK(RoundTrip(flat, {UpsamplingMethod::BedOfNails, 1, {}}).meanError() == 75);
    CHECK(RoundTrip(flat, {UpsamplingMethod::MaxUnpooling, 1, {}}).meanError() == 75);
    CHECK(RoundTrip(flat, {UpsamplingMethod::BedOfNails, 1, {}}).rootMeanSquare() == Approx(std::sqrt(7500.)));
}

TEST_CASE("sizes halve level by level and come back, far borders cropped", "[round_trip]") {
    const RoundTrip trip(randomPlanes(3, 37, 50), {UpsamplingMethod::MaxUnpooling, 3, {}});
    CHECK(trip.stepCount() == 6);
    const int rows[] = {32, 16, 8, 4, 8, 16, 32}, columns[] = {48, 24, 12, 6, 12, 24, 48};
    for (int step = 0; step <= 6; ++step) {
        CHECK(trip.at(step).size() == 3);
        CHECK(trip.at(step)[0].rows == rows[step]);
        CHECK(trip.at(step)[0].columns == columns[step]);
    }
    CHECK(trip.meanError() > 0);
}

TEST_CASE("the error stands at the edges", "[round_trip]") {
    Matrix plane(16, 16);
    for (int row = 0; row < 16; ++row)
        for (int column = 7; column < 16; ++column) plane(row, column) = 200;
    const RoundTrip trip({plane}, {UpsamplingMethod::Nearest, 1, {}});
    CHECK(trip.edgeError() > 4 * trip.meanError());
    CHECK(trip.errorMap()(3, 7) == 100);
    CHECK(trip.errorMap()(3, 2) == 0);
}

TEST_CASE("a picture that is too small and an empty kernel are refused", "[round_trip]") {
    CHECK_THROWS_WITH(RoundTrip({Matrix(7, 40)}, {UpsamplingMethod::Nearest, 3, {}}),
                      Catch::Contains("too small to be halved 3 times"));
    CHECK_THROWS_WITH(RoundTrip({Matrix(8, 8)}, {UpsamplingMethod::TransposedConvolution, 1, Matrix()}),
                      Catch::Contains("the kernel has no cells"));
    CHECK_THROWS_AS(RoundTrip({}, {UpsamplingMethod::Nearest, 1, {}}), seglab::Error);
    CHECK_THROWS_AS(RoundTrip({Matrix(8, 8), Matrix(8, 9)}, {UpsamplingMethod::Nearest, 1, {}}), seglab::Error);
}
