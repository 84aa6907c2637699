#include "core/normalisation.h"

#include <catch2/catch.hpp>

#include "core/gradient_check.h"
#include "core/reference.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::test;

namespace {

template <class T>
void append(std::vector<T>& all, const Tensor<T>& tensor) {
    all.insert(all.end(), tensor.values.begin(), tensor.values.end());
}

}  // namespace

TEST_CASE("batch normalisation and its way back agree with PyTorch", "[normalisation][reference]") {
    int compared = 0;
    for (const Reference& reference : readReferences("losses_and_normalisation.txt")) {
        if (reference.op != "batch_norm") continue;
        INFO(reference.line);
        const Shape shape = reference.shape("input"), channels{shape[1]};
        const bool training = reference.number("flag") != 0;
        Draws draws(reference.number("seed"));
        const auto x = draws.tensor(shape), weight = draws.tensor(channels), bias = draws.tensor(channels);
        const auto gradient = draws.tensor(shape);
        ChannelStatistics<double> running;
        running.mean = draws.tensor(channels);
        running.variance = draws.tensor(channels);
        for (double& value : running.variance.values) value += 1.25;

        const auto statistics = training ? channelStatistics(x) : running;
        std::vector<double> all = batchNormalise(x, weight, bias, statistics, 1e-5).values;
        const auto back = batchNormaliseBackward<double>(
            {.input = x, .weight = weight, .statistics = statistics, .training = training}, gradient);
        for (const auto* part : {&back.input, &back.weight, &back.bias}) append(all, *part);
        if (training) updateRunningStatistics(running, statistics, shape, 0.1);
        append(all, running.mean);
        append(all, running.variance);
        CHECK(largestDifference({{std::int64_t(all.size())}, all}, reference.expected()) <= 1e-9);
        ++compared;
    }
    CHECK(compared == 20);
}

TEST_CASE("the gradients of batch normalisation are its slopes", "[normalisation]") {
    Random random(41);
    for (int run = 0; run < 40; ++run) {
        const bool training = run % 2 == 0;
        const std::int64_t c = random.integer(1, 3);
        auto x = randomTensor(random, {random.integer(1, 2), c, random.integer(2, 4), random.integer(2, 4)});
        auto weight = randomTensor(random, {c}), bias = randomTensor(random, {c});
        const auto gradient = randomTensor(random, x.shape);
        ChannelStatistics<double> running{randomTensor(random, {c}), Tensor<double>({c}, 0.7)};
        const auto statistics = [&] { return training ? channelStatistics(x) : running; };
        const auto loss = [&] { return innerProduct(batchNormalise(x, weight, bias, statistics(), 1e-5), gradient); };
        const auto fixed = statistics();
        const auto back = batchNormaliseBackward<double>(
            {.input = x, .weight = weight, .statistics = fixed, .training = training}, gradient);
        REQUIRE(isSlope(loss, x, back.input));
        REQUIRE(isSlope(loss, weight, back.weight));
        REQUIRE(isSlope(loss, bias, back.bias));
    }
}

TEST_CASE("one value per channel has no variance to learn from", "[normalisation]") {
    ChannelStatistics<float> running{Tensor<float>({1}), Tensor<float>({1}, 1)};
    const auto batch = channelStatistics(Tensor<float>({1, 1, 1, 1}, 3));
    CHECK_THROWS_AS(updateRunningStatistics(running, batch, {1, 1, 1, 1}, 0.1), Error);
}
