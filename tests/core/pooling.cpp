#include "core/pooling.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

constexpr double k64th = 1.0 / 64;

PoolingSettings settingsOf(const Reference& reference) {
    PoolingSettings settings;
    settings.kernel = reference.pair("kernel");
    settings.stride = reference.pair("stride");
    settings.padding = reference.pair("padding");
    if (reference.has("dilation")) settings.dilation = reference.pair("dilation");
    if (reference.has("count_include_pad")) settings.countIncludePad = reference.number("count_include_pad") == 1;
    return settings;
}

std::vector<Reference> referencesOf(const std::string& op) {
    std::vector<Reference> chosen;
    for (const Reference& reference : readReferences("pooling_and_resizing.txt"))
        if (reference.op == op) chosen.push_back(reference);
    return chosen;
}

// By the rule in generate_operators.py: cells of a plane sorted by what is drawn for them, as many as there are values.
Tensor<std::int64_t> distinctPositions(Draws& draws, const Shape& shape, Pair size) {
    const std::size_t rank = shape.size(), cells = std::size_t(shape[rank - 1] * shape[rank - 2]);
    const std::int64_t plane = std::int64_t(size.height) * size.width;
    Tensor<std::int64_t> positions(shape);
    for (std::size_t start = 0; start < positions.values.size(); start += cells) {
        const Tensor<double> drawn = draws.tensor({plane});
        std::vector<std::int64_t> order(std::size_t(plane), 0);
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
            return drawn.values[std::size_t(a)] < drawn.values[std::size_t(b)];
        });
        std::copy_n(order.begin(), cells, positions.values.begin() + std::ptrdiff_t(start));
    }
    return positions;
}

std::string message(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        return error.what();
    }
    FAIL("no error was thrown");
    return {};
}

const Tensor<double> kLecture({1, 4, 4}, {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8});

}  // namespace

TEST_CASE("maxima and their positions agree with PyTorch, ties and paddings included", "[pooling][reference]") {
    int compared = 0;
    for (const Reference& reference : referencesOf("max_pool2d")) {
        INFO(reference.line);
        const auto input = Draws(reference.number("seed")).tensor(reference.shape("input"));
        if (reference.refused()) {
            CHECK_THROWS_AS(maxPool2d(input, settingsOf(reference)), Error);
            continue;
        }
        const MaxPooled<double> pooled = maxPool2d(input, settingsOf(reference));
        CHECK(pooled.values == reference.expected(k64th));
        CHECK(pooled.indices.values == reference.list("indices"));
        const MaxPooled<float> single = maxPool2d(toFloat(input), settingsOf(reference));
        CHECK(single.indices == pooled.indices);
        CHECK(closeInFloat(single.values, reference.expected(k64th)));
        ++compared;
    }
    CHECK(compared == 100);
}

TEST_CASE("averages agree with PyTorch, with and without the padding counted", "[pooling][reference]") {
    int compared = 0;
    for (const Reference& reference : referencesOf("avg_pool2d")) {
        INFO(reference.line);
        const auto input = Draws(reference.number("seed")).tensor(reference.shape("input"));
        if (reference.refused()) {
            CHECK_THROWS_AS(avgPool2d(input, settingsOf(reference)), Error);
            continue;
        }
        CHECK(largestDifference(avgPool2d(input, settingsOf(reference)), reference.expected()) <= 1e-12);
        CHECK(closeInFloat(avgPool2d(toFloat(input), settingsOf(reference)), reference.expected()));
        ++compared;
    }
    CHECK(compared == 60);
}

TEST_CASE("unpooling to distinct positions agrees with PyTorch", "[pooling][reference]") {
    int compared = 0;
    for (const Reference& reference : referencesOf("max_unpool2d")) {
        INFO(reference.line);
        Draws draws(reference.number("seed"));
        const auto input = draws.tensor(reference.shape("input"));
        const Pair size = reference.pair("output_size");
        if (reference.refused()) {
            CHECK_THROWS_AS(checkUnpooledSize(planeSize(input.shape), settingsOf(reference), size), Error);
            continue;
        }
        CHECK_NOTHROW(checkUnpooledSize(planeSize(input.shape), settingsOf(reference), size));
        const auto positions = distinctPositions(draws, input.shape, size);
        CHECK(maxUnpool2d(input, positions, size) == reference.expected(k64th));
        CHECK(closeInFloat(maxUnpool2d(toFloat(input), positions, size), reference.expected(k64th)));
        ++compared;
    }
    CHECK(compared == 60);
}

TEST_CASE("the lecture's maxima go back to where they were", "[pooling]") {
    const MaxPooled<double> pooled = maxPool2d(kLecture, {});
    CHECK(pooled.values == Tensor<double>({1, 2, 2}, {5, 6, 7, 8}));
    CHECK(pooled.indices.values == std::vector<std::int64_t>{5, 2, 12, 15});
    const auto back = maxUnpool2d(Tensor<double>({1, 2, 2}, {1, 2, 3, 4}), pooled.indices, unpooledSize({2, 2}, {}));
    CHECK(back == Tensor<double>({1, 4, 4}, {0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4}));
}

TEST_CASE("of equal values the first wins, and NaN wins over all", "[pooling]") {
    const double nan = std::nan("");
    CHECK(maxPool2d(Tensor<double>({1, 2, 2}, 3.0), {}).indices.values[0] == 0);
    const auto pooled = maxPool2d(Tensor<double>({1, 2, 2}, {1, nan, 9, 2}), {});
    CHECK(pooled.indices.values[0] == 1);
    CHECK(std::isnan(pooled.values.values[0]));
    const double least = -std::numeric_limits<double>::infinity();
    CHECK(maxPool2d(Tensor<double>({1, 2, 2}, least), {}).indices.values[0] == 0);
}

TEST_CASE("of two values for one place the last in reading order stays", "[pooling]") {
    const Tensor<double> input({1, 1, 3}, {1, 2, 3});
    const auto output = maxUnpool2d(input, Tensor<std::int64_t>({1, 1, 3}, {4, 0, 4}), {2, 3});
    CHECK(output == Tensor<double>({1, 2, 3}, {2, 0, 0, 0, 3, 0}));
}

TEST_CASE("unpooling is the adjoint of pooling with its positions held, while they are distinct", "[pooling]") {
    Random random(31);
    for (int run = 0; run < 50; ++run) {
        const auto large = randomTensor(random, {2, 2, random.integer(2, 9), random.integer(2, 9)});
        const MaxPooled<double> pooled = maxPool2d(large, {});
        const auto small = randomTensor(random, pooled.values.shape);
        const auto up = maxUnpool2d(small, pooled.indices, planeSize(large.shape));
        CHECK(std::abs(innerProduct(pooled.values, small) - innerProduct(large, up)) <= 1e-10);
    }
}

TEST_CASE("what cannot be pooled or unpooled is said", "[pooling]") {
    const auto contains = [](const std::string& text) { return Catch::Matchers::Contains(text); };
    const auto pool = [](const Shape& shape, const PoolingSettings& settings) {
        return message([&] { maxPool2d(Tensor<float>(shape), settings); });
    };
    CHECK_THAT(pool({1, 1, 1}, {}), contains("kernel 2 with dilation 1 reaches over 2 cells"));
    CHECK_THAT(pool({1, 4, 4}, {.padding = {0, 2}}), contains("width: padding 2 must be at most half of kernel 2"));
    CHECK_THAT(pool({1, 4, 4}, {.stride = {0, 1}}), contains("stride 0 must be at least 1"));
    CHECK_THAT(pool({4, 4}, {}), contains("rank 2"));
    CHECK_THAT(pool({1, 0, 4}, {}), contains("empty"));
    CHECK_THAT(pool({1, 1, 1}, {.padding = {1, 1}, .dilation = {2, 2}}), contains("reads padding alone"));
    CHECK_THAT(message([] { avgPool2d(Tensor<float>({1, 4, 4}), {.dilation = {2, 1}}); }), contains("no dilation"));
    CHECK(maxPool2d(Tensor<float>({1, 1, 1}, 5.0f), {.kernel = {1, 1}}).values.values[0] == 5);

    const Tensor<float> two({1, 1, 2});
    const auto unpool = [&](const Tensor<std::int64_t>& indices, Pair size) {
        return message([&] { maxUnpool2d(two, indices, size); });
    };
    CHECK_THAT(unpool(Tensor<std::int64_t>({1, 1, 2}, {0, 4}), {2, 2}),
               contains("position 4 lies outside 2 x 2 cells"));
    CHECK_THAT(unpool(Tensor<std::int64_t>({1, 1, 2}, {-1, 0}), {2, 2}), contains("position -1"));
    CHECK_THAT(unpool(Tensor<std::int64_t>({1, 2, 1}), {2, 2}), contains("do not fit"));
    CHECK_THAT(unpool(Tensor<std::int64_t>({1, 1, 2}), {0, 2}), contains("no cells"));
    CHECK_THAT(unpool(Tensor<std::int64_t>({1, 1, 2}), {2000000000, 2000000000}), contains("too large"));
    CHECK_THAT(message([] { checkUnpooledSize({2, 2}, {}, {4, 6}); }), contains("width 6"));
}
