#include "nn/window_twin.h"

#include <catch2/catch.hpp>

#include <cmath>

#include "data/scenes.h"
#include "data/test_picture.h"
#include "lab/patch_networks.h"

// Window by window against one pass, on the networks and the weights that the labs show.
using namespace seglab;
using core::Pair;
using core::Tensor;
using nn::TwinChange;

namespace {

Tensor<float> blank(const nn::WindowTwin& twin) {
    return Tensor<float>({1, twin.classes(), twin.rows(), twin.columns()});
}

/// The largest difference of any score, window by window against one pass.
double largestDifference(int side, const std::string& data, const Tensor<float>& image) {
    const nn::TrainedNetwork& trained = nn::builtIn("patch-" + std::to_string(side), data);
    nn::WindowTwin twin(trained.network, trained.weights, {}, trained.normalised(image));
    Tensor<float> windows = blank(twin), pass = blank(twin);
    for (int row = 0; row < twin.rows(); ++row) twin.scoreRow(row, windows);
    twin.scorePass({0, 0}, pass);
    double largest = 0;
    for (std::size_t i = 0; i < pass.values.size(); ++i)
        largest = std::max(largest, double(std::abs(windows.values[i] - pass.values[i])));
    return largest;
}

/// A part of a photograph.
Tensor<float> photograph(Pair size, std::uint64_t seed) {
    const auto picture = data::testPicture(96, seed);
    Tensor<float> image({3, size.height, size.width});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                image.values[std::size_t((c * size.height + y) * size.width + x)] =
                    float(picture->rgb[std::size_t((y * picture->width + x) * 3 + c)]) / 255;
    return image;
}

}  // namespace

TEST_CASE("every patch network: windows and one pass agree to 1e-5 on 20 scenes", "[window_twin][long]") {
    for (const int side : lab::patchSides())
        for (std::uint64_t i = 0; i < 20; ++i) {
            const std::string data = i % 2 == 0 ? "pasture" : "cells";
            CAPTURE(side, data, i);
            CHECK(largestDifference(side, data, data::scene(data, 17 + int(i), 2, i).sample.image) < 1e-5);
        }
}

TEST_CASE("every patch network: windows and one pass agree to 1e-5 on photographs of odd sizes",
          "[window_twin][long]") {
    const Pair sizes[] = {{1, 1}, {31, 17}, {5, 41}, {23, 29}, {37, 3}};
    for (const int side : lab::patchSides())
        for (std::uint64_t i = 0; i < 5; ++i) {
            CAPTURE(side, sizes[i].height, sizes[i].width);
            CHECK(largestDifference(side, "pasture", photograph(sizes[i], i + 1)) < 1e-5);
        }
}

namespace {

/// Products of a convolution, counted one by one.
std::int64_t productsOf(int outputSide, int kernel, int inputs, int outputs) {
    std::int64_t count = 0;
    for (int y = 0; y < outputSide; ++y)
        for (int x = 0; x < outputSide; ++x)
            for (int k = 0; k < kernel * kernel; ++k) count += std::int64_t(inputs) * outputs;
    return count;
}

}  // namespace

TEST_CASE("multiply-adds of a changed window are those of its layers, counted one by one", "[window_twin]") {
    const nn::Network& network = nn::builtIn("patch-5", "pasture").network;  // 3×3, 3×3, 1×1; 3, 16, 16, 6 channels
    const auto adds = [&](const nn::TwinSettings& settings) { return nn::windowMultiplyAdds(network, settings); };
    const auto count = [](int first, int second, int head) {
        return productsOf(first, 3, 3, 16) + productsOf(second, 3, 16, 16) + productsOf(head, 1, 16, 6);
    };
    CHECK(adds({}) == count(3, 1, 1));
    CHECK(adds({.change = TwinChange::Padding}) == count(5, 5, 5));
    CHECK(adds({.change = TwinChange::Padding, .cut = 1}) == count(3, 3, 3));
    // A window of 7: 3 rows of layer 1, two apart, feed the one that is left.
    CHECK(adds({.change = TwinChange::Stride, .stride = 2}) == count(3, 1, 1));
    // A window of 8: layer 1 has 6 rows, the pooling 3.
    CHECK(adds({.change = TwinChange::Pooling, .stride = 2}) == count(6, 1, 1));
    // A window of 13: 9 rows of features, one mean.
    CHECK(adds({.change = TwinChange::GlobalPooling}) == count(11, 9, 1));
}

TEST_CASE("what windows read follows from the layers and the change", "[window_twin]") {
    const nn::Network& network = nn::builtIn("patch-9", "pasture").network;  // four 3×3
    const auto shape = [&](const nn::TwinSettings& settings) { return nn::twinShape(network, settings); };
    CHECK(shape({}).window == 9);
    CHECK(shape({.change = TwinChange::Stride, .stride = 2}).window == 3 + 3 * 2 * 2);
    CHECK(shape({.change = TwinChange::Pooling, .stride = 3}).window == 3 + 2 + 3 * 2 * 3);
    CHECK(shape({.change = TwinChange::Padding, .cut = 2}).window == 5);
    CHECK(shape({.change = TwinChange::Padding, .cut = 2}).field == 9);
    CHECK(shape({.change = TwinChange::Stride, .stride = 2}).stride == 2);
    CHECK(shape({}).stride == 1);
}

TEST_CASE("all shifts of a pass together answer every pixel as its window does", "[window_twin]") {
    const nn::TrainedNetwork& trained = nn::builtIn("patch-5", "pasture");
    for (const TwinChange change : {TwinChange::Stride, TwinChange::Pooling})
        for (const int stride : {2, 3, 4}) {
            const nn::TwinSettings settings{.change = change, .stride = stride};
            nn::WindowTwin twin(trained.network, trained.weights, settings,
                                trained.normalised(photograph({13, 11}, 3)));
            Tensor<float> windows = blank(twin), pass = blank(twin);
            for (int row = 0; row < twin.rows(); ++row) twin.scoreRow(row, windows);
            for (int y = 0; y < stride; ++y)
                for (int x = 0; x < stride; ++x) twin.scorePass({y, x}, pass);
            for (std::size_t i = 0; i < pass.values.size(); ++i)
                CHECK(pass.values[i] == Approx(windows.values[i]).margin(1e-5));
        }
}

TEST_CASE("with batch statistics one pass gives what it gave without", "[window_twin]") {
    const nn::TrainedNetwork& trained = nn::builtIn("patch-9", "pasture");
    const Tensor<float> image = trained.normalised(photograph({19, 23}, 2));
    nn::WindowTwin plain(trained.network, trained.weights, {}, image);
    nn::WindowTwin own(trained.network, trained.weights, {.change = TwinChange::BatchStatistics}, image);
    Tensor<float> one = blank(plain), other = blank(own);
    plain.scorePass({0, 0}, one);
    own.scorePass({0, 0}, other);
    for (std::size_t i = 0; i < one.values.size(); ++i) CHECK(other.values[i] == Approx(one.values[i]).margin(1e-4));
}
