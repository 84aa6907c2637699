#include "core/window_trace.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/random.h"

using namespace seglab;
using namespace seglab::core;

namespace {

Matrix randomMatrix(Random& random, Pair size) {
    Matrix m(size.height, size.width);
    for (double& v : m.values) v = double(random.integer(-9, 9));
    return m;
}

Pair randomPair(Random& random, int low, int high) {
    return {int(random.integer(low, high)), int(random.integer(low, high))};
}

/// Any legal configuration; what does not fit is drawn again.
WindowTrace randomTrace(Random& random, WindowOperation operation) {
    for (;;) {
        const Pair in = randomPair(random, 1, 9), k = randomPair(random, 1, 4);
        WindowSettings s{.operation = operation,
                         .window = k,
                         .stride = randomPair(random, 1, 4),
                         .padding = randomPair(random, 0, 3),
                         .dilation = randomPair(random, 1, operation == WindowOperation::AveragePooling ? 1 : 3),
                         .mode = PaddingMode(random.integer(0, 2)),
                         .relu = random.integer(0, 1) == 1};
        WindowOperands o;
        const auto channels = random.integer(1, 3), filters = random.integer(1, 3);
        for (int c = 0; c < channels; ++c) o.input.push_back(randomMatrix(random, in));
        for (int f = 0; f < filters; ++f) {
            o.bias.push_back(double(random.integer(-4, 4)));
            o.filters.emplace_back();
            for (int c = 0; c < channels; ++c) o.filters.back().push_back(randomMatrix(random, k));
        }
        try {
            return WindowTrace(o, s);
        } catch (const Error& e) {
            REQUIRE(e.kind() == Kind::BadInput);
            REQUIRE_FALSE(e.cure().empty());
        }
    }
}

Tensor<double> stack(const std::vector<Matrix>& planes) {
    Tensor<double> t(Shape{std::int64_t(planes.size()), planes[0].rows, planes[0].columns});
    t.values.clear();
    for (const Matrix& m : planes) t.values.insert(t.values.end(), m.values.begin(), m.values.end());
    return t;
}

WindowTrace single(Matrix input, Matrix kernel, WindowSettings settings, double bias = 0) {
    return WindowTrace({{std::move(input)}, {{std::move(kernel)}}, {bias}}, settings);
}

const Matrix kLecture(4, 4, {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8});

}  // namespace

TEST_CASE("a window's sums are the values of conv2d, with every padding mode, bias and ReLU") {
    Random random(41);
    for (int run = 0; run < 300; ++run) {
        const WindowTrace t = randomTrace(random, WindowOperation::Convolution);
        std::vector<Matrix> kernels;
        for (const auto& filter : t.operands().filters) kernels.insert(kernels.end(), filter.begin(), filter.end());
        Tensor<double> weight = stack(kernels);
        weight.shape = {t.maps(), t.channels(), t.kernelSize().height, t.kernelSize().width};
        Tensor<double> bias(Shape{t.maps()});
        bias.values = t.operands().bias;
        const WindowSettings& s = t.settings();
        const Tensor<double> y =
            conv2d(stack(t.operands().input), weight, &bias,
                   {.stride = s.stride, .padding = s.padding, .dilation = s.dilation, .paddingMode = s.mode});
        REQUIRE(y.shape == Shape{t.maps(), t.outputSize().height, t.outputSize().width});
        std::size_t i = 0;
        for (int map = 0; map < t.maps(); ++map)
            for (double value : t.result(map).values) {
                const double expected = s.relu ? std::max(0.0, y.values[i]) : y.values[i];
                ++i;
                REQUIRE(value == Approx(expected).margin(1e-12));
            }
    }
}

TEST_CASE("pooling keeps the largest or the mean of every window, and the first of equal maxima") {
    Random random(42);
    for (int run = 0; run < 300; ++run) {
        const bool largest = run % 2 == 0;
        const WindowTrace t =
            randomTrace(random, largest ? WindowOperation::MaxPooling : WindowOperation::AveragePooling);
        const Pair s = t.settings().stride, p = t.settings().padding, d = t.settings().dilation, in = t.inputSize();
        REQUIRE(t.maps() == t.channels());
        for (int map = 0; map < t.maps(); ++map)
            for (int i = 0; i < t.outputSize().height; ++i)
                for (int j = 0; j < t.outputSize().width; ++j) {
                    // By hand: no padded plane, no taps.
                    double best = -INFINITY, sum = 0;
                    Pair where{-1, -1};
                    for (int a = 0; a < t.kernelSize().height; ++a)
                        for (int b = 0; b < t.kernelSize().width; ++b) {
                            const int r = i * s.height - p.height + a * d.height;
                            const int c = j * s.width - p.width + b * d.width;
                            if (r < 0 || c < 0 || r >= in.height || c >= in.width) continue;
                            const double v = t.operands().input[std::size_t(map)](r, c);
                            sum += v;
                            if (v > best) best = v, where = {r, c};
                        }
                    const WindowSum w = t.windowOf(map, {i, j});
                    if (largest) {
                        REQUIRE(w.value == best);
                        REQUIRE(w.winner.has_value() == (where.height >= 0));
                        if (w.winner) REQUIRE(t.toPadded(where) == w.winner->padded);
                    } else {
                        REQUIRE(w.value == Approx(sum / (t.kernelSize().height * t.kernelSize().width)));
                    }
                }
    }
}

TEST_CASE("the lecture's numbers: 3×3, stride 2, padding 1 maps 4×4 to 2×2; max pooling keeps 5, 6, 7, 8") {
    const WindowTrace conv = single(kLecture, Matrix(3, 3, 1), {.stride = {2, 2}, .padding = {1, 1}});
    CHECK(conv.outputSize() == Pair{2, 2});
    CHECK(conv.result(0) == Matrix(2, 2, {11, 19, 21, 28}));
    const WindowTrace pool({{kLecture}}, {.operation = WindowOperation::MaxPooling, .stride = {2, 2}});
    CHECK(pool.result(0) == Matrix(2, 2, {5, 6, 7, 8}));
    CHECK(pool.windowOf(0, {1, 1}).winner->padded == Pair{3, 3});
}

TEST_CASE("a tie is known as one, and the first cell in reading order keeps it") {
    const WindowTrace t({{Matrix(2, 3, {4, 4, 1, 4, 5, 5})}},
                        {.operation = WindowOperation::MaxPooling, .window = {2, 2}, .stride = {1, 1}});
    const WindowSum left = t.windowOf(0, {0, 0}), right = t.windowOf(0, {0, 1});
    CHECK_FALSE(left.tied);  // 4, 4, 4, 5: the five is alone
    CHECK(right.tied);
    CHECK(right.winner->padded == Pair{1, 1});
    CHECK(t.windowAt(0, {0, 0}, 3).tied);  // before the five is compared
}

TEST_CASE("cells that no window reads are counted as a search over all windows counts them") {
    Random random(43);
    for (int run = 0; run < 300; ++run) {
        const WindowTrace t = randomTrace(random, WindowOperation(run % 3));
        std::set<std::pair<int, int>> read;
        const Pair in = t.inputSize();
        for (int index = 0; index < t.tapCount(); ++index) {
            const Tap tap = t.tap(index);
            if (auto at = t.source(tap.padded)) read.insert({at->height, at->width});
        }
        REQUIRE(t.unreadCount() == in.height * in.width - int(read.size()));
    }
}

TEST_CASE("the floor leaves over what a stride no longer fits into") {
    const WindowTrace t = single(Matrix(5, 6, 1), Matrix(2, 2, 1), {.stride = {2, 2}});
    CHECK(t.outputSize() == Pair{2, 3});
    CHECK(t.leftOver() == Pair{1, 0});
    CHECK(t.unreadCount() == 6);
    const WindowTrace padded = single(Matrix(4, 4, 1), Matrix(3, 3, 1), {.stride = {2, 2}, .padding = {1, 1}});
    CHECK(padded.leftOver() == Pair{1, 1});  // in the border: nothing of the input is lost
    CHECK(padded.unreadCount() == 0);
}

TEST_CASE("taps, readers and meetings name the same pairs") {
    Random random(44);
    for (int run = 0; run < 100; ++run) {
        const WindowTrace t = randomTrace(random, WindowOperation(run % 3));
        const int index = int(random.integer(0, t.tapCount() - 1));
        const Tap tap = t.tap(index);
        REQUIRE(tap.index == index);
        auto holds = [&](const std::vector<Tap>& taps) {
            return std::any_of(taps.begin(), taps.end(), [&](const Tap& other) { return other.index == index; });
        };
        REQUIRE(holds(t.termsOf(tap.map, tap.output)));
        REQUIRE(holds(t.readersOf(tap.channel, tap.padded)));
        REQUIRE(holds(t.meetingsOf(tap.map, tap.channel, tap.kernel)));
    }
}

TEST_CASE("steps of every granularity end on whole multiplies and reach the end") {
    Random random(45);
    for (int run = 0; run < 60; ++run) {
        const WindowTrace t = randomTrace(random, WindowOperation(run % 3));
        for (auto g : {WindowGranularity::Multiply, WindowGranularity::Window, WindowGranularity::Row}) {
            REQUIRE(t.finishedAt(t.stepCount(g), g) == t.tapCount());
            for (int step = 0; step <= t.stepCount(g); ++step) REQUIRE(t.stepOf(t.finishedAt(step, g), g) == step);
        }
    }
}

TEST_CASE("the partial sums of the channels and the bias make the value, tap by tap") {
    const WindowTrace t({{Matrix(2, 2, {1, 2, 3, 4}), Matrix(2, 2, {-1, 0, 2, 5})},
                         {{Matrix(2, 2, {1, 0, 0, 1}), Matrix(2, 2, {2, 2, 2, -2})}},
                         {1}},
                        {.relu = true});
    const WindowSum half = t.windowAt(0, {0, 0}, 4), whole = t.windowOf(0, {0, 0});
    CHECK(half.partial == std::vector<double>{5, 0});
    CHECK_FALSE(half.finished());
    CHECK(whole.partial == std::vector<double>{5, -8});
    CHECK(whole.sum == -2);
    CHECK(whole.value == 0);
}

TEST_CASE("a wrong guess is answered by the mistake that gives it") {
    const WindowTrace t = single(kLecture, Matrix(3, 3, {1, 2, 0, 0, 1, 0, 0, 0, -1}),
                                 {.stride = {2, 2}, .padding = {1, 1}, .relu = true}, 3);
    auto meaning = [&](double guess) { return windowMistake(t, 0, {1, 1}, guess); };
    const double truth = t.windowOf(0, {1, 1}).value;
    CHECK(meaning(truth).empty());
    CHECK_THAT(meaning(truth - 3), Catch::Contains("bias"));
    const WindowTrace flipped = single(kLecture, Matrix(3, 3, {-1, 0, 0, 0, 1, 0, 0, 2, 1}), t.settings(), 3);
    CHECK_THAT(meaning(flipped.windowOf(0, {1, 1}).value), Catch::Contains("flipped"));
    CHECK_THAT(meaning(t.windowOf(0, {1, 1}).value + 1e4), Catch::Equals(""));

    const WindowTrace pool({{kLecture}}, {.operation = WindowOperation::MaxPooling, .stride = {2, 2}});
    CHECK_THAT(windowMistake(pool, 0, {0, 0}, 2.75), Catch::Contains("average"));
    CHECK_THAT(windowMistake(pool, 0, {0, 1}, 12), Catch::Contains("added"));
    CHECK_THAT(windowMistake(pool, 0, {0, 1}, 1), Catch::Contains("smallest"));
    const WindowTrace mean({{kLecture}}, {.operation = WindowOperation::AveragePooling, .stride = {2, 2}});
    CHECK_THAT(windowMistake(mean, 0, {0, 0}, 11), Catch::Contains("did not divide"));
}

TEST_CASE("settings that PyTorch refuses are refused, with a cure") {
    const Matrix one(1, 1, 1);
    auto refuses = [&](WindowSettings s, Matrix kernel = Matrix(2, 2, 1)) {
        try {
            single(one, kernel, s);
        } catch (const Error& e) {
            return e.kind() == Kind::BadInput && !e.cure().empty();
        }
        return false;
    };
    CHECK(refuses({}));  // larger than the picture
    CHECK(refuses({.stride = {0, 1}}, one));
    CHECK(refuses({.dilation = {1, 0}}, one));
    CHECK(refuses({.padding = {-1, 0}}, one));
    CHECK(refuses({.padding = {1, 1}, .mode = PaddingMode::Reflect}));
    CHECK(refuses({.operation = WindowOperation::MaxPooling, .window = {2, 2}, .padding = {2, 2}}));
    CHECK(refuses({.operation = WindowOperation::AveragePooling, .window = {1, 1}, .dilation = {2, 2}}));
    CHECK_THROWS_AS(WindowTrace({{Matrix(2, 2, 1), Matrix(3, 2, 1)}}, {.operation = WindowOperation::MaxPooling}),
                    Error);
    CHECK_THROWS_AS(WindowTrace({{one}, {{one, one}}, {0}}, {}), Error);
    CHECK_THROWS_AS(WindowTrace({{one}, {{one}}, {}}, {}), Error);
    CHECK(single(one, one, {}).result(0) == one);  // 1×1 is a picture
}
