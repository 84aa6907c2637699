#include "nn/fit_input.h"

#include <algorithm>

namespace seglab::nn {

namespace {

using core::Tensor;

struct Axis {
    int input = 0, before = 0;
};

Axis fitAxis(const Network& network, int picture) {
    constexpr int kMost = 1024;
    for (int size = picture;; ++size) {
        try {
            const std::int64_t scores = inferShapes(network, {1, network.inputChannels(), size, size}).back()[2];
            if (scores >= picture) return {size, std::max(0, int(size - scores) / 2)};
            if (size == picture + kMost)
                throw Error(Kind::BadInput, "the scores of " + network.name + " never cover a picture of this size",
                            "its output must be as large as its input, or a border smaller");
        } catch (const Error&) {
            if (size >= picture + kMost) throw;
        }
    }
}

// A plane of each picture and channel: `size` cells from `top`, `left` on, mirrored where there are none.
Tensor<float> window(const Tensor<float>& source, core::Pair from, core::Pair size) {
    const std::int64_t rows = source.size(2), columns = source.size(3);
    Tensor<float> result({source.size(0), source.size(1), size.height, size.width});
    std::vector<std::size_t> column(std::size_t(size.width));
    for (int x = 0; x < size.width; ++x) column[std::size_t(x)] = std::size_t(reflected(from.width + x, columns));
    auto next = result.values.begin();
    for (std::int64_t plane = 0; plane < source.size(0) * source.size(1); ++plane)
        for (int y = 0; y < size.height; ++y) {
            const float* row = source.values.data() + (plane * rows + reflected(from.height + y, rows)) * columns;
            for (const std::size_t x : column) *next++ = row[x];
        }
    return result;
}

}  // namespace

FittedPlane fitPlane(const Network& network, core::Pair picture) {
    const Axis rows = fitAxis(network, picture.height);
    const Axis columns = picture.width == picture.height ? rows : fitAxis(network, picture.width);
    return {picture, {rows.input, columns.input}, {rows.before, columns.before}};
}

std::int64_t reflected(std::int64_t cell, std::int64_t size) {
    if (size == 1) return 0;
    const std::int64_t period = 2 * (size - 1), place = ((cell % period) + period) % period;
    return place < size ? place : period - place;
}

Tensor<float> padByReflection(const Tensor<float>& picture, const FittedPlane& plane) {
    if (!plane.padded()) return picture;
    return window(picture, {-plane.before.height, -plane.before.width}, plane.input);
}

Tensor<float> cropToPicture(const Tensor<float>& scores, const FittedPlane& plane) {
    if (scores.size(2) == plane.picture.height && scores.size(3) == plane.picture.width) return scores;
    return window(scores, {0, 0}, plane.picture);
}

}  // namespace seglab::nn
