#include "data/test_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "core/random.h"

namespace seglab::data {
namespace {

constexpr double kPi = 3.14159265358979323846;
using Rgb = std::array<double, 3>;  // 0 … 1

Rgb blend(const Rgb& from, const Rgb& to, double t) {
    Rgb result;
    for (std::size_t i = 0; i < 3; ++i) result[i] = from[i] + (to[i] - from[i]) * std::clamp(t, 0.0, 1.0);
    return result;
}

Rgb grey(double value) {
    return {value, value, value};
}

/// What a seed changes.
struct Variant {
    explicit Variant(std::uint64_t seed) {
        if (seed == 1) return;
        core::Random random(seed);
        plateX = random.number(-0.3, 0.3), plateY = random.number(-0.3, 0.3);
        rays = int(random.integer(8, 26));
        turn = random.number(0, 2 * kPi);
        firstWidth = int(random.integer(1, 2));
        sunX = random.number(0.15, 0.85), sunY = random.number(0.15, 0.4);
        hillPhase = random.number(0, 2 * kPi), hillWaves = random.number(3, 8);
        posts = int(random.integer(14, 26));
    }
    double plateX = 0, plateY = 0;  ///< centre of the zone plate, in sides from the middle
    int rays = 20;
    double turn = 0;     ///< of the star, radians
    int firstWidth = 0;  ///< of the lines in the first band, less one
    double sunX = 0.72, sunY = 0.28, hillPhase = 0.6, hillWaves = 5;
    int posts = 20;  ///< of the fence
};

// cos(π·r²/n) from the centre: the local frequency is r/n cycles per pixel, one half at the edge r = n/2.
double zonePlate(double x, double y, double side) {
    return 0.5 + 0.5 * std::cos(kPi * (x * x + y * y) / side);
}

double spokes(double x, double y, const Variant& v) {
    return std::sin(v.rays * (std::atan2(y, x) + v.turn)) > 0 ? 1.0 : 0.12;
}

// Lines 1, 2, 3 … pixels wide with gaps of the same width, in bands; slanted in the lower half.
double lines(int x, int y, int side, const Variant& v) {
    const int band = 6 * y / side, width = 1 + (band + v.firstWidth) % 3;
    const int along = band < 3 ? x : x + y / 2;
    return along / width % 2 == 0 ? 0.1 : 0.95;
}

// A sky with a sun, a hill in front of it and a fence of thin posts.
Rgb landscape(double u, double v, int x, int side, const Variant& variant) {
    Rgb color = blend({0.33, 0.58, 0.82}, {0.93, 0.90, 0.80}, v * 1.3);
    const double sun = std::hypot(u - variant.sunX, v - variant.sunY);
    if (sun < 0.14) color = {0.98, 0.80, 0.30};
    const double hill = 0.62 + 0.12 * std::sin(variant.hillWaves * u + variant.hillPhase);
    if (v > hill) color = blend({0.30, 0.52, 0.24}, {0.16, 0.33, 0.15}, (v - hill) * 3);
    const int period = std::max(4, side / variant.posts);
    const bool post = x % period < std::max(1, period / 4) && v > 0.60,
               rail = std::abs(v - 0.70) < 0.012 || std::abs(v - 0.82) < 0.012;
    return (post || rail) && v < 0.90 ? Rgb{0.93, 0.91, 0.87} : color;
}

std::shared_ptr<const Picture> painted(int side, const Variant& variant) {
    auto picture = std::make_shared<Picture>();
    picture->width = picture->height = side;
    picture->rgb.reserve(std::size_t(side) * std::size_t(side) * 3);
    const int half = side / 2;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const int column = x % half, row = y % half;
            const double dx = column - half / 2 + 0.5, dy = row - half / 2 + 0.5;
            Rgb color;
            if (y < half)
                color = grey(x < half ? zonePlate(dx - variant.plateX * half, dy - variant.plateY * half, half)
                                      : lines(column, row, half, variant));
            else if (x < half)
                color = landscape(double(column) / half, double(row) / half, column, half, variant);
            else
                color = std::hypot(dx, dy) < 0.46 * half ? grey(spokes(dx, dy, variant)) : Rgb{0.20, 0.36, 0.55};
            for (double channel : color)
                picture->rgb.push_back(std::uint8_t(std::lround(255 * std::clamp(channel, 0.0, 1.0))));
        }
    return picture;
}

}  // namespace

std::shared_ptr<const Picture> testPicture(int side, std::uint64_t seed) {
    static std::mutex mutex;
    static std::shared_ptr<const Picture> last;
    static std::uint64_t lastSeed = 0;
    const std::lock_guard<std::mutex> lock(mutex);
    if (!last || last->width != side || lastSeed != seed) last = painted(side, Variant(seed)), lastSeed = seed;
    return last;
}

}  // namespace seglab::data
