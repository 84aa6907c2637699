#include "core/alignment.h"

#include <catch2/catch.hpp>

using namespace seglab;
using core::Joining;
using core::JoinStage;
using core::JoinTrace;
using core::SizeCure;

namespace {

double cell(const core::Tensor<double>& tensor, std::int64_t c, std::int64_t y, std::int64_t x) {
    return tensor.values[std::size_t((c * tensor.size(1) + y) * tensor.size(2) + x)];
}

}  // namespace

TEST_CASE("equal tensors are joined without a cure, and a filter on the join is W1 a + W2 b") {
    for (const Joining joining : {Joining::Addition, Joining::Concatenation}) {
        const JoinTrace trace({2, 3, 4}, {2, 3, 4}, {.joining = joining, .cure = SizeCure::Crop, .project = true}, 5);
        CHECK(trace.problem().empty());
        CHECK(trace.stages() == std::vector<JoinStage>{JoinStage::Given, JoinStage::Joined, JoinStage::Mixed});
        CHECK(trace.joined().shape == core::Shape{joining == Joining::Addition ? 2 : 4, 3, 4});
        CHECK(trace.weights().size() == std::size_t(trace.joined().size(0)));
        for (int y = 0; y < 3; ++y)
            for (int x = 0; x < 4; ++x) {
                double sum = 0;
                for (std::size_t c = 0; c < trace.weights().size(); ++c)
                    sum += trace.weights()[c] * cell(trace.joined(), std::int64_t(c), y, x);
                CHECK(cell(trace.mixed(), 0, y, x) == sum);
                CHECK(trace.partOfFirst({y, x}) + trace.partOfSecond({y, x}) == sum);
                const auto &a = trace.first(JoinStage::Joined), &b = trace.second(JoinStage::Joined);
                if (joining == Joining::Addition)
                    CHECK(cell(trace.joined(), 1, y, x) == cell(a, 1, y, x) + cell(b, 1, y, x));
                else
                    CHECK(cell(trace.joined(), 3, y, x) == cell(b, 1, y, x));
            }
    }
}

TEST_CASE("what differs is said, and nothing is joined") {
    CHECK(JoinTrace({2, 4, 4}, {2, 3, 4}, {}, 1).problem() == "heights 4 and 3 differ");
    CHECK(JoinTrace({2, 4, 4}, {2, 4, 5}, {}, 1).problem() == "widths 4 and 5 differ");
    CHECK(JoinTrace({2, 4, 4}, {3, 4, 4}, {.joining = Joining::Addition}, 1).problem() == "channels 2 and 3 differ");
    CHECK(JoinTrace({2, 4, 4}, {3, 4, 4}, {}, 1).problem().empty());
    const JoinTrace trace({2, 4, 4}, {2, 3, 4}, {}, 1);
    CHECK(trace.stages() == std::vector<JoinStage>{JoinStage::Given});
    CHECK(trace.joined().values.empty());
}

TEST_CASE("each cure of the size gives equal sizes, with the cells where they belong") {
    const core::Shape first{1, 4, 3}, second{1, 3, 6};
    const JoinTrace crop(first, second, {.cure = SizeCure::Crop}, 2);
    CHECK(crop.first(JoinStage::Sized).shape == core::Shape{1, 3, 3});
    CHECK(crop.second(JoinStage::Sized).shape == core::Shape{1, 3, 3});
    CHECK(cell(crop.first(JoinStage::Sized), 0, 2, 1) == cell(crop.first(JoinStage::Given), 0, 2, 1));
    CHECK(cell(crop.second(JoinStage::Sized), 0, 0, 0) == cell(crop.second(JoinStage::Given), 0, 0, 1));

    const JoinTrace pad(first, second, {.cure = SizeCure::Pad}, 2);
    CHECK(pad.first(JoinStage::Sized).shape == core::Shape{1, 4, 6});
    CHECK(pad.second(JoinStage::Sized).shape == core::Shape{1, 4, 6});
    CHECK(cell(pad.first(JoinStage::Sized), 0, 1, 1) == cell(pad.first(JoinStage::Given), 0, 1, 0));
    CHECK(cell(pad.first(JoinStage::Sized), 0, 1, 0) == 0);
    CHECK(cell(pad.second(JoinStage::Sized), 0, 3, 2) == 0);

    const JoinTrace near(first, second, {.cure = SizeCure::Interpolate}, 2);
    CHECK(near.first(JoinStage::Sized) == near.first(JoinStage::Given));
    CHECK(near.second(JoinStage::Sized).shape == first);
    CHECK(cell(near.second(JoinStage::Sized), 0, 3, 2) == cell(near.second(JoinStage::Given), 0, 2, 4));
}

TEST_CASE("a projection gives an addition as many channels as it needs, each a weighted sum of all") {
    const JoinTrace trace({3, 2, 2}, {2, 2, 2}, {.joining = Joining::Addition, .project = true}, 3);
    CHECK(trace.problem().empty());
    REQUIRE(trace.projection().rows == 3);
    REQUIRE(trace.projection().columns == 2);
    const auto &before = trace.second(JoinStage::Given), &after = trace.second(JoinStage::Projected);
    CHECK(after.shape == core::Shape{3, 2, 2});
    for (int c = 0; c < 3; ++c)
        CHECK(cell(after, c, 1, 0) ==
              trace.projection()(c, 0) * cell(before, 0, 1, 0) + trace.projection()(c, 1) * cell(before, 1, 1, 0));
}
