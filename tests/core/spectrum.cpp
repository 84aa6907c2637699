#include "core/spectrum.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/random.h"

using namespace seglab::core;

namespace {

using Complex = std::complex<double>;

/// The definition, term by term.
std::vector<Complex> direct(const std::vector<Complex>& x) {
    const double n = double(x.size());
    std::vector<Complex> out(x.size());
    for (std::size_t f = 0; f < x.size(); ++f)
        for (std::size_t t = 0; t < x.size(); ++t)
            out[f] += x[t] * std::polar(1.0, -2 * std::acos(-1.0) * double(f) * double(t) / n);
    return out;
}

}  // namespace

TEST_CASE("the fast transform is the transform, for every length", "[spectrum]") {
    Random random(3);
    for (int n = 1; n <= 64; ++n) {
        std::vector<Complex> x;
        for (int t = 0; t < n; ++t) x.emplace_back(random.number(-1, 1), random.number(-1, 1));
        auto fast = fourier(x), slow = direct(x);
        REQUIRE(fast.size() == slow.size());
        for (int f = 0; f < n; ++f) {
            INFO("length " << n << " frequency " << f);
            REQUIRE(std::abs(fast[std::size_t(f)] - slow[std::size_t(f)]) < 1e-12 * n);
        }
    }
    CHECK(fourier({}).empty());
}

TEST_CASE("the centre of a spectrum is the mean, and a checkerboard stands in its corner", "[spectrum]") {
    Matrix board(6, 8);
    for (int r = 0; r < 6; ++r)
        for (int c = 0; c < 8; ++c) board(r, c) = (r + c) % 2 == 0 ? 5 : 1;
    Matrix spectrum = centredSpectrum(board);
    for (int r = 0; r < 6; ++r)
        for (int c = 0; c < 8; ++c) {
            double expected = r == 3 && c == 4 ? 3 : r == 0 && c == 0 ? 2 : 0;
            CHECK(spectrum(r, c) == Approx(expected).margin(1e-12));
        }
}

TEST_CASE("the energy of a map is the energy of its spectrum", "[spectrum]") {
    Random random(11);
    for (int rows : {1, 5, 12})
        for (int columns : {1, 7, 9}) {
            Matrix map(rows, columns);
            for (double& v : map.values) v = random.number(-2, 2);
            Matrix spectrum = centredSpectrum(map);
            double inMap = 0, inSpectrum = 0;
            for (double v : map.values) inMap += v * v;
            for (double v : spectrum.values) inSpectrum += v * v * rows * columns;
            CHECK(inSpectrum == Approx(inMap));
        }
}
