#include "core/round_trip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/error.h"

namespace seglab::core {
namespace {

struct Halved {
    Matrix values;
    PoolingPositions positions;  // max pooling only
};

template <class Rule>  // double rule(top left of the 2×2 block)
Matrix byBlocks(const Matrix& plane, Rule rule) {
    Matrix half(plane.rows / 2, plane.columns / 2);
    for (int row = 0; row < half.rows; ++row)
        for (int column = 0; column < half.columns; ++column) half(row, column) = rule(2 * row, 2 * column);
    return half;
}

Halved down(const Matrix& plane, UpsamplingMethod method) {
    if (method == UpsamplingMethod::MaxUnpooling) {
        Pooled pooled = maxPoolWithPositions(plane, {2, 2}, {2, 2});
        return {std::move(pooled.values), std::move(pooled.positions)};
    }
    if (method == UpsamplingMethod::BedOfNails)
        return {byBlocks(plane, [&](int row, int column) { return plane(row, column); }), {}};
    const auto average = [&](int row, int column) {
        return (plane(row, column) + plane(row, column + 1) + plane(row + 1, column) + plane(row + 1, column + 1)) / 4;
    };
    return {byBlocks(plane, average), {}};
}

Matrix spread(const Matrix& half, bool repeat) {
    Matrix plane(2 * half.rows, 2 * half.columns);
    for (int row = 0; row < plane.rows; ++row)
        for (int column = 0; column < plane.columns; ++column)
            if (repeat || (row % 2 == 0 && column % 2 == 0)) plane(row, column) = half(row / 2, column / 2);
    return plane;
}

// Twice the size between centres: weights 3/4 and 1/4 of the two nearest cells, one axis after the other.
Matrix bilinear(const Matrix& half) {
    const auto pair = [](int output, int size) {
        const int near = output / 2, other = output % 2 == 0 ? near - 1 : near + 1;
        return std::pair(near, std::clamp(other, 0, size - 1));
    };
    Matrix plane(2 * half.rows, 2 * half.columns);
    for (int row = 0; row < plane.rows; ++row) {
        const auto [r, r2] = pair(row, half.rows);
        for (int column = 0; column < plane.columns; ++column) {
            const auto [c, c2] = pair(column, half.columns);
            plane(row, column) = (9 * half(r, c) + 3 * half(r, c2) + 3 * half(r2, c) + half(r2, c2)) / 16;
        }
    }
    return plane;
}

// Stamp the kernel at every second cell; where stamps overlap, they add. The canvas is cropped by (k − 1)/2.
Matrix stamped(const Matrix& half, const Matrix& kernel) {
    Matrix plane(2 * half.rows, 2 * half.columns);
    const Pair padding{(kernel.rows - 1) / 2, (kernel.columns - 1) / 2};
    for (int i = 0; i < half.rows; ++i)
        for (int a = 0; a < kernel.rows; ++a) {
            const int row = 2 * i + a - padding.height;
            if (row < 0 || row >= plane.rows) continue;
            for (int j = 0; j < half.columns; ++j)
                for (int b = 0; b < kernel.columns; ++b) {
                    const int column = 2 * j + b - padding.width;
                    if (column >= 0 && column < plane.columns) plane(row, column) += half(i, j) * kernel(a, b);
                }
        }
    return plane;
}

Matrix unpooled(const Matrix& half, const PoolingPositions& positions) {
    Matrix plane(positions.source.height, positions.source.width);
    for (std::size_t index = 0; index < half.values.size(); ++index)
        plane(positions.cells[index].height, positions.cells[index].width) = half.values[index];
    return plane;
}

Matrix up(const Matrix& half, const RoundTripSettings& settings, const PoolingPositions& positions) {
    switch (settings.method) {
        case UpsamplingMethod::Nearest:
            return spread(half, true);
        case UpsamplingMethod::BedOfNails:
            return spread(half, false);
        case UpsamplingMethod::MaxUnpooling:
            return unpooled(half, positions);
        case UpsamplingMethod::Bilinear:
            return bilinear(half);
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return stamped(half, settings.kernel);
}

PicturePlanes cropped(const PicturePlanes& picture, int levels) {
    const int unit = 1 << levels;
    PicturePlanes result;
    for (const Matrix& plane : picture) {
        if (plane.rows != picture[0].rows || plane.columns != picture[0].columns)
            throw Error(Kind::BadInput, "the planes differ in size", "give planes of one size", "round trip");
        Matrix part(plane.rows / unit * unit, plane.columns / unit * unit);
        for (int row = 0; row < part.rows; ++row)
            for (int column = 0; column < part.columns; ++column) part(row, column) = plane(row, column);
        result.push_back(std::move(part));
    }
    if (result.empty() || result[0].values.empty())
        throw Error(Kind::BadInput, fmt::format("the picture is too small to be halved {} times", levels),
                    "choose fewer levels", "round trip");
    return result;
}

}  // namespace

RoundTrip::RoundTrip(const PicturePlanes& picture, RoundTripSettings settings) : settings_(std::move(settings)) {
    if (settings_.method == UpsamplingMethod::TransposedConvolution && settings_.kernel.values.empty())
        throw Error(Kind::BadInput, "the kernel has no cells", "give it at least one", "round trip");
    if (settings_.levels < 1 || settings_.levels > 5)
        throw Error(Kind::BadInput, fmt::format("{} levels", settings_.levels), "choose 1 to 5", "round trip");
    stages_.push_back(cropped(picture, settings_.levels));

    std::vector<std::vector<PoolingPositions>> remembered;  // [level][channel]
    for (int level = 0; level < settings_.levels; ++level) {
        PicturePlanes next;
        remembered.emplace_back();
        for (const Matrix& plane : stages_.back()) {
            Halved half = down(plane, settings_.method);
            next.push_back(std::move(half.values));
            remembered.back().push_back(std::move(half.positions));
        }
        stages_.push_back(std::move(next));
    }
    for (int level = settings_.levels - 1; level >= 0; --level) {
        PicturePlanes next;
        for (std::size_t channel = 0; channel < stages_.back().size(); ++channel)
            next.push_back(up(stages_.back()[channel], settings_, remembered[std::size_t(level)][channel]));
        stages_.push_back(std::move(next));
    }
    measure();
}

void RoundTrip::measure() {
    const PicturePlanes &before = picture(), &after = result();
    error_ = Matrix(before[0].rows, before[0].columns);
    double squares = 0;
    for (std::size_t channel = 0; channel < before.size(); ++channel)
        for (std::size_t cell = 0; cell < error_.values.size(); ++cell) {
            const double difference = after[channel].values[cell] - before[channel].values[cell];
            error_.values[cell] += std::abs(difference) / double(before.size());
            squares += difference * difference;
        }
    const double cells = double(error_.values.size());
    for (double value : error_.values) mean_ += value / cells;
    rootMeanSquare_ = std::sqrt(squares / (cells * double(before.size())));

    const Matrix steepness = edgeStrength(before);
    std::vector<double> sorted = steepness.values;
    const std::size_t tenth = sorted.size() - 1 - sorted.size() / 10;
    std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(tenth), sorted.end());
    double sum = 0, count = 0;
    for (std::size_t cell = 0; cell < steepness.values.size(); ++cell)
        if (steepness.values[cell] >= sorted[tenth]) {
            sum += error_.values[cell];
            ++count;
        }
    edge_ = sum / count;
}

Matrix keepingBrightness(Matrix kernel) {
    double sum = 0;
    for (double value : kernel.values) sum += value;
    if (std::abs(sum) > 1e-9)
        for (double& value : kernel.values) value *= 4 / sum;
    return kernel;
}

bool sameTrips(const RoundTrips& a, const RoundTrips& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x == y || *x == *y; });
}

RoundTrips cachedRoundTrips(const std::shared_ptr<const PicturePlanes>& picture,
                            const std::vector<UpsamplingMethod>& methods, const Matrix& kernel, int levels) {
    struct Last {
        std::shared_ptr<const PicturePlanes> picture;
        std::vector<UpsamplingMethod> methods;
        Matrix kernel;
        int levels = 0;
        RoundTrips trips;
    };
    static std::mutex mutex;
    static Last last;
    const std::lock_guard<std::mutex> lock(mutex);
    if (last.picture == picture && last.methods == methods && last.kernel == kernel && last.levels == levels)
        return last.trips;
    RoundTrips trips;
    for (UpsamplingMethod method : methods)
        trips.push_back(std::make_shared<const RoundTrip>(*picture, RoundTripSettings{method, levels, kernel}));
    last = {picture, methods, kernel, levels, trips};
    return trips;
}

Matrix edgeStrength(const PicturePlanes& planes) {
    Matrix strength(planes[0].rows, planes[0].columns);
    const int lastRow = strength.rows - 1, lastColumn = strength.columns - 1;
    for (const Matrix& plane : planes)
        for (int row = 0; row <= lastRow; ++row)
            for (int column = 0; column <= lastColumn; ++column) {
                const double down = plane(std::min(row + 1, lastRow), column) - plane(std::max(row - 1, 0), column);
                const double right = plane(row, std::min(column + 1, lastColumn)) - plane(row, std::max(column - 1, 0));
                strength(row, column) += std::hypot(down, right) / 2 / double(planes.size());
            }
    return strength;
}

}  // namespace seglab::core
