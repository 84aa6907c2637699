#include "core/sizes.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <set>

using namespace seglab::core;

namespace {

void forEverySetting(const std::function<void(const AxisSizes&)>& visit) {
    for (int input = 1; input <= 9; ++input)
        for (int kernel = 1; kernel <= 5; ++kernel)
            for (int stride = 1; stride <= 4; ++stride)
                for (int padding = 0; padding <= 6; ++padding)
                    for (int dilation = 1; dilation <= 3; ++dilation)
                        visit({.input = input,
                               .kernel = kernel,
                               .stride = stride,
                               .padding = padding,
                               .dilation = dilation});
}

// Windows that start at a multiple of the stride and lie whole inside the padded input.
int countWindows(const AxisSizes& a) {
    int count = 0;
    for (int start = 0; start < a.input + 2 * a.padding; start += a.stride)
        if (start + a.dilation * (a.kernel - 1) < a.input + 2 * a.padding) ++count;
    return count;
}

// Cells from the first to the last that any stamp reaches.
int countCanvas(const AxisSizes& a) {
    std::set<int> cells;
    for (int i = 0; i < a.input; ++i)
        for (int k = 0; k < a.kernel; ++k) cells.insert(i * a.stride + k * a.dilation);
    return *cells.rbegin() - *cells.begin() + 1;
}

}  // namespace

TEST_CASE("a convolution has as many outputs as windows fit", "[sizes]") {
    forEverySetting([](const AxisSizes& axis) {
        const int counted = countWindows(axis);
        REQUIRE(std::max(0, outputSize(Operation::Convolution, axis)) == counted);
        REQUIRE(objection(Operation::Convolution, axis).empty() == (counted > 0));
        REQUIRE(outputSize(Operation::MaxPooling, axis) == outputSize(Operation::Convolution, axis));
    });
}

TEST_CASE("a transposed convolution has as many outputs as stamps reach, cropped and extended", "[sizes]") {
    forEverySetting([](AxisSizes axis) {
        const int counted = countCanvas(axis);
        REQUIRE(canvasSize(axis) == counted);
        for (axis.outputPadding = 0; axis.outputPadding < std::max(axis.stride, axis.dilation); ++axis.outputPadding) {
            const int expected = counted - 2 * axis.padding + axis.outputPadding;
            REQUIRE(outputSize(Operation::TransposedConvolution, axis) == expected);
            REQUIRE(objection(Operation::TransposedConvolution, axis).empty() == (expected >= 1));
        }
    });
}

TEST_CASE("the solver finds what a search over everything finds", "[sizes]") {
    const auto operation = GENERATE(Operation::Convolution, Operation::TransposedConvolution, Operation::MaxPooling);
    const AxisSizes given{.input = 5, .kernel = 3, .stride = 2, .padding = 1, .dilation = 1, .outputPadding = 0};
    struct Case {
        Quantity quantity;
        int AxisSizes::*member;
        int low, high;
    };
    const std::vector<Case> cases = {
        {Quantity::Input, &AxisSizes::input, 1, 12},      {Quantity::Kernel, &AxisSizes::kernel, 1, 7},
        {Quantity::Stride, &AxisSizes::stride, 1, 4},     {Quantity::Padding, &AxisSizes::padding, 0, 2},
        {Quantity::Dilation, &AxisSizes::dilation, 1, 4}, {Quantity::OutputPadding, &AxisSizes::outputPadding, 0, 1}};
    int found = 0;
    for (const Case& c : cases)
        for (int output = -2; output <= 40; ++output) {
            std::vector<int> expected;
            for (int value = c.low; value <= c.high; ++value) {
                AxisSizes trial = given;
                trial.*c.member = value;
                if (objection(operation, trial).empty() && outputSize(operation, trial) == output)
                    expected.push_back(value);
            }
            CAPTURE(toString(c.quantity), output);
            CHECK(solve(operation, c.quantity, given, output) == expected);
            found += int(expected.size());
        }
    CHECK(found > 20);
}

TEST_CASE("the lecture's 2 x 2 comes from 3 x 3 or 4 x 4, and output padding chooses", "[sizes]") {
    const AxisSizes axis{.input = 2, .kernel = 3, .stride = 2, .padding = 1};
    CHECK(inputsMappedTo(axis, 2) == std::vector<int>{3, 4});
    CHECK(solve(Operation::TransposedConvolution, Quantity::OutputPadding, axis, 4) == std::vector<int>{1});
    CHECK(solve(Operation::TransposedConvolution, Quantity::OutputPadding, axis, 3) == std::vector<int>{0});
    CHECK(solve(Operation::TransposedConvolution, Quantity::OutputPadding, axis, 5).empty());
}

TEST_CASE("the inputs that are mapped to one output are those that a count finds", "[sizes]") {
    forEverySetting([](const AxisSizes& axis) {
        const int output = 3;
        std::vector<int> expected;
        for (int input = 1; input <= 60; ++input) {
            AxisSizes trial = axis;
            trial.input = input;
            if (countWindows(trial) == output) expected.push_back(input);
        }
        REQUIRE(inputsMappedTo(axis, output) == expected);
    });
}

TEST_CASE("what PyTorch refuses is said in its own words", "[sizes]") {
    const auto transposed = [](AxisSizes axis) { return objection(Operation::TransposedConvolution, axis); };
    CHECK(transposed({.input = 2, .kernel = 3, .stride = 2, .outputPadding = 2}) ==
          "output padding 2 must be smaller than stride 2 or dilation 1");
    CHECK(transposed({.input = 2, .kernel = 3, .stride = 1, .dilation = 3, .outputPadding = 2}).empty());
    CHECK(transposed({.input = 1, .kernel = 1, .padding = 1}) == "padding 1 crops all of the 1 cells");
    CHECK(objection(Operation::MaxPooling, {.input = 9, .kernel = 3, .padding = 2}) ==
          "padding 2 must be at most half of kernel 3");
    CHECK(objection(Operation::MaxPooling, {.input = 9, .kernel = 3, .padding = 1}).empty());
    CHECK(objection(Operation::Convolution, {.input = 3, .kernel = 5}) ==
          "kernel 5 with dilation 1 reaches over 5 cells and does not fit into 3 + 2·0 cells");
    CHECK(objection(Operation::Convolution, {.input = 3, .kernel = 0}) == "kernel 0 must be at least 1");
}

TEST_CASE("absurd sizes neither overflow nor search for ever", "[sizes]") {
    constexpr int kHuge = 2147483647;
    const AxisSizes huge{.input = kHuge, .kernel = kHuge, .stride = kHuge, .padding = 0, .dilation = kHuge};
    CHECK(outputSize(Operation::TransposedConvolution, huge) == kHuge);
    CHECK(outputSize(Operation::Convolution, huge) < 0);
    CHECK_FALSE(objection(Operation::TransposedConvolution, huge).empty());
    CHECK(solve(Operation::Convolution, Quantity::Padding, huge, 7).empty());
    CHECK(solve(Operation::Convolution, Quantity::Input, {.kernel = 3, .stride = 0}, 7).empty());
}
