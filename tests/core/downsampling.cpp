#include "core/downsampling.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/random.h"

using namespace seglab;
using namespace seglab::core;

namespace {

const Matrix kKernel(3, 3, {1, 2, 1, 2, 4, 2, 1, 2, 1});

Matrix wave(int side, double cyclesPerCell) {
    Matrix m(side, side);
    for (int r = 0; r < side; ++r)
        for (int c = 0; c < side; ++c) m(r, c) = std::cos(2 * M_PI * cyclesPerCell * c);
    return m;
}

const Downsampled& way(const std::vector<Downsampled>& all, DownsamplingMethod method) {
    return all[std::size_t(method)];
}

}  // namespace

TEST_CASE("stripes of two pixels vanish or stay by where they stand when every second pixel is taken") {
    const auto all = downsampleAll(wave(32, 0.5), {2, kKernel});
    // +1, −1, +1, … : every second pixel is +1 everywhere, and −1 after a shift by one.
    CHECK(way(all, DownsamplingMethod::EveryNth).folded == Approx(1));
    CHECK(way(all, DownsamplingMethod::EveryNth).contrast == Approx(0).margin(1e-12));
    CHECK(way(all, DownsamplingMethod::EveryNth).mostChange == Approx(2));
    // The mean of a pair is zero wherever it begins.
    CHECK(way(all, DownsamplingMethod::AveragePooling).meanChange < 0.1);
}

TEST_CASE("a wave that the smaller grid can carry is not folded; one that it cannot is") {
    const auto slow = downsampleAll(wave(32, 0.125), {2, kKernel});
    const auto fast = downsampleAll(wave(32, 0.375), {2, kKernel});
    CHECK(way(slow, DownsamplingMethod::EveryNth).folded == Approx(0).margin(1e-12));
    CHECK(way(fast, DownsamplingMethod::EveryNth).folded == Approx(1).margin(1e-12));
    CHECK(way(fast, DownsamplingMethod::EveryNth).contrast == Approx(1).margin(1e-9));
    CHECK(way(fast, DownsamplingMethod::BlurredFirst).contrast < 0.25);
}

TEST_CASE("blurring first folds less and moves less than taking every second pixel, on noise") {
    Random random(7);
    Matrix noise(48, 48);
    for (double& v : noise.values) v = random.uniform();
    for (int stride = 2; stride <= 4; ++stride) {
        const auto all = downsampleAll(noise, {stride, kKernel});
        const Downsampled &plain = way(all, DownsamplingMethod::EveryNth),
                          &blurred = way(all, DownsamplingMethod::BlurredFirst);
        CHECK(blurred.folded < plain.folded);
        CHECK(blurred.meanChange < 0.5 * plain.meanChange);
        CHECK(plain.output.rows == (48 - 1) / stride + 1);
    }
}

TEST_CASE("a constant plane stays what it is by every way, and no shift changes it") {
    for (const Downsampled& d : downsampleAll(Matrix(16, 20, 3.0), {2, kKernel})) {
        for (double v : d.output.values) CHECK(v == Approx(3));
        CHECK(d.folded < 1e-9);
        CHECK(d.mostChange == Approx(0).margin(1e-12));
    }
}

TEST_CASE("a kernel whose cells sum to zero is used as it is") {
    const auto all = downsampleAll(Matrix(8, 8, 5.0), {2, Matrix(1, 2, {-1, 1})});
    for (double v : way(all, DownsamplingMethod::Convolution).output.values) CHECK(v == 0);
}

TEST_CASE("the blur is the binomial row by itself and sums to one") {
    const Matrix k = binomialKernel(2);
    REQUIRE(k.rows == 5);
    CHECK(k(2, 2) == Approx(36.0 / 256));
    CHECK(k(0, 1) == Approx(4.0 / 256));
    CHECK(std::accumulate(k.values.begin(), k.values.end(), 0.0) == Approx(1));
}

TEST_CASE("a picture too small for its stride is refused") {
    CHECK_THROWS_AS(downsampleAll(Matrix(1, 1, 1.0), {2, kKernel}), Error);
    CHECK_THROWS_AS(downsampleAll(Matrix(8, 8, 1.0), {2, {}}), Error);
}
