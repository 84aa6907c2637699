#include "data/augmentation.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seglab::data {

namespace {

struct Plane {
    std::int64_t height, width;
    std::size_t pixels() const { return std::size_t(height * width); }
};

Plane planeOf(const Sample& sample) {
    return {sample.labels.size(0), sample.labels.size(1)};
}

/// Every pixel of a plane `to` is that of index source(row, column) of the sample.
template <class Source>
Sample moved(const Sample& sample, Plane to, const Source& source) {
    Sample result{sample.name, core::Tensor<float>({sample.image.size(0), to.height, to.width}),
                  core::Tensor<std::uint8_t>({to.height, to.width})};
    const std::size_t plane = to.pixels();
    std::size_t at = 0;
    for (std::int64_t y = 0; y < to.height; ++y)
        for (std::int64_t x = 0; x < to.width; ++x, ++at) {
            const auto from = std::size_t(source(y, x));
            result.labels.values[at] = sample.labels.values[from];
            for (std::size_t band = 0; band < result.image.values.size() / plane; ++band)
                result.image.values[band * plane + at] = sample.image.values[band * plane + from];
        }
    return result;
}

/// The same place inside of 0 … last, as in a mirror at each end.
double reflected(double position, double last) {
    if (last <= 0) return 0;
    const double period = 2 * last, rest = position - period * std::floor(position / period);
    return std::min(rest, period - rest);
}

/// Weights of the three grid points of an axis at t = 0 … 2, by cubic convolution (R. Keys 1981, a = −½). Beyond the
/// ends the grid goes on straight, so that a plane stays a plane.
std::array<double, 3> gridWeights(double t) {
    const int cell = t < 1 ? 0 : 1;
    const double u = t - cell, w[4] = {((-0.5 * u + 1) * u - 0.5) * u, (1.5 * u - 2.5) * u * u + 1,
                                       ((-1.5 * u + 2) * u + 0.5) * u, (0.5 * u - 0.5) * u * u};
    // The point before the first is 2·p0 − p1, the one after the last 2·p2 − p1.
    if (cell == 0) return {w[1] + 2 * w[0], w[2] - w[0], w[3]};
    return {w[0], w[1] - w[3], w[2] + 2 * w[3]};
}

double displacement(const double (&grid)[3][3], const std::array<double, 3>& rows,
                    const std::array<double, 3>& columns) {
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) sum += rows[i] * columns[j] * grid[i][j];
    return sum;
}

std::vector<std::array<double, 3>> axisWeights(std::int64_t size) {
    std::vector<std::array<double, 3>> weights;
    for (std::int64_t at = 0; at < size; ++at)
        weights.push_back(gridWeights(size > 1 ? 2 * double(at) / double(size - 1) : 1));
    return weights;
}

struct Place {
    double y, x;
};

float bilinear(const float* plane, Plane size, Place place) {
    const auto top = std::int64_t(place.y), left = std::int64_t(place.x);
    const auto bottom = std::min(top + 1, size.height - 1), right = std::min(left + 1, size.width - 1);
    const auto v = float(place.y - double(top)), u = float(place.x - double(left));
    const auto at = [&](std::int64_t y, std::int64_t x) { return plane[y * size.width + x]; };
    return (1 - v) * ((1 - u) * at(top, left) + u * at(top, right)) +
           v * ((1 - u) * at(bottom, left) + u * at(bottom, right));
}

}  // namespace

Sample mirrored(const Sample& sample) {
    const Plane plane = planeOf(sample);
    return moved(sample, plane, [&](std::int64_t y, std::int64_t x) { return y * plane.width + plane.width - 1 - x; });
}

Sample upsideDown(const Sample& sample) {
    const Plane plane = planeOf(sample);
    return moved(sample, plane,
                 [&](std::int64_t y, std::int64_t x) { return (plane.height - 1 - y) * plane.width + x; });
}

Sample turned(const Sample& sample, int quarters) {
    const int turns = (quarters % 4 + 4) % 4;
    if (turns == 0) return sample;
    if (turns == 2) return upsideDown(mirrored(sample));
    const Plane from = planeOf(sample), to{from.width, from.height};
    return moved(sample, to, [&](std::int64_t y, std::int64_t x) {
        return turns == 1 ? x * from.width + from.width - 1 - y : (from.height - 1 - x) * from.width + y;
    });
}

Sample brightened(const Sample& sample, double contrast, double offset) {
    Sample result = sample;
    for (float& value : result.image.values) value = std::clamp(value * float(contrast) + float(offset), 0.0f, 1.0f);
    return result;
}

Sample warped(const Sample& sample, const Warp& warp) {
    const Plane plane = planeOf(sample);
    const auto rows = axisWeights(plane.height), columns = axisWeights(plane.width);
    const double lastY = double(plane.height - 1), lastX = double(plane.width - 1);
    Sample result = sample;
    std::size_t at = 0;
    for (std::int64_t y = 0; y < plane.height; ++y)
        for (std::int64_t x = 0; x < plane.width; ++x, ++at) {
            const auto& row = rows[std::size_t(y)];
            const auto& column = columns[std::size_t(x)];
            const double fromY =
                lastY / 2 + (double(y) - lastY / 2) / warp.scale + displacement(warp.down, row, column);
            const double fromX =
                lastX / 2 + (double(x) - lastX / 2) / warp.scale + displacement(warp.right, row, column);
            const Place place{reflected(fromY, lastY), reflected(fromX, lastX)};
            const auto nearest = std::int64_t(place.y + 0.5) * plane.width + std::int64_t(place.x + 0.5);
            result.labels.values[at] = sample.labels.values[std::size_t(nearest)];
            for (std::size_t band = 0; band < sample.image.values.size() / plane.pixels(); ++band)
                result.image.values[band * plane.pixels() + at] =
                    bilinear(sample.image.values.data() + band * plane.pixels(), plane, place);
        }
    return result;
}

namespace {

/// Mean 0, standard deviation 1: twelve uniform numbers are as good as normal here, and the same on every machine.
double normal(core::Random& random) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform();
    return sum;
}

Warp someWarp(const AugmentationSettings& settings, core::Random& random) {
    Warp warp;
    const double stretch = random.number(1, 1 + settings.scaling);
    warp.scale = random.integer(0, 1) ? stretch : 1 / stretch;
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j) {
            warp.down[i][j] = settings.elastic * normal(random);
            warp.right[i][j] = settings.elastic * normal(random);
        }
    return warp;
}

}  // namespace

Sample augmented(const Sample& sample, const AugmentationSettings& settings, core::Random& random) {
    // As many numbers are drawn whatever is switched on, so that one switch changes one thing.
    const bool flipX = random.integer(0, 1) == 1, flipY = random.integer(0, 1) == 1;
    const int quarters = int(random.integer(0, 3));
    const Warp warp = someWarp(settings, random);
    const double contrast = 1 + random.number(-1, 1) * settings.brightness;
    const double offset = random.number(-1, 1) * settings.brightness;

    Sample result = sample;
    if (settings.flips && flipX) result = mirrored(result);
    if (settings.flips && flipY) result = upsideDown(result);
    const bool square = sample.labels.size(0) == sample.labels.size(1);
    if (settings.quarterTurns) result = turned(result, square ? quarters : quarters / 2 * 2);
    if (settings.scaling > 0 || settings.elastic > 0) result = warped(result, warp);
    if (settings.brightness > 0) result = brightened(result, contrast, offset);
    return result;
}

}  // namespace seglab::data
