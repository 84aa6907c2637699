#include "lab/skip_runs.h"

#include <catch2/catch.hpp>

#include "lab/skip_comparison.h"
#include "nn/costs.h"
#include "nn/networks.h"

using namespace seglab;
using Catch::Contains;
using lab::SkipMeasure;
using lab::SkipRun;

namespace {

lab::SkipBudget small() {
    return {.data = "cells", .steps = 4, .batch = 2, .side = 16, .every = 2};
}

std::vector<SkipRun> trained(const lab::SkipBudget& budget, int seed) {
    std::vector<SkipRun> last;
    lab::trainSkips(budget, seed, {.measured = [&](const std::vector<SkipRun>& runs) { last = runs; }});
    return last;
}

/// Two seeds of each way that end with these scores.
std::vector<SkipRun> runsEnding(std::vector<std::pair<double, double>> ends) {
    std::vector<SkipRun> runs;
    for (int way = 0; way < 3; ++way)
        for (const int seed : {0, 1}) {
            const double end = seed == 0 ? ends[std::size_t(way)].first : ends[std::size_t(way)].second;
            runs.push_back({way, seed, {{0, 0.1, 0.05}, {100, end, end / 2}}});
        }
    return runs;
}

}  // namespace

TEST_CASE("three networks are trained alike, and the same seed gives the same numbers", "[skips]") {
    const std::vector<SkipRun> runs = trained(small(), 3);
    REQUIRE(runs.size() == 3);
    for (int way = 0; way < 3; ++way) {
        CHECK(runs[std::size_t(way)].way == way);
        CHECK(runs[std::size_t(way)].seed == 3);
        REQUIRE(runs[std::size_t(way)].points.size() == 3);
        CHECK(runs[std::size_t(way)].points[1].step == 2);
        CHECK(runs[std::size_t(way)].points[2].step == 4);
    }
    CHECK(trained(small(), 3) == runs);
    CHECK_FALSE(trained(small(), 4) == runs);
}

TEST_CASE("a training that is stopped ends soon, with what it has measured", "[skips]") {
    int measured = 0;
    lab::trainSkips(
        {.data = "cells", .steps = 1000000, .batch = 2, .side = 16, .every = 500000}, 1,
        {.measured = [&](const std::vector<SkipRun>&) { ++measured; }, .stopped = [&] { return measured == 3; }});
    CHECK(measured == 3);
}

TEST_CASE("runs are the same after they were written and read", "[skips]") {
    const std::vector<SkipRun> runs = runsEnding({{0.5, 0.625}, {0.75, 0.875}, {0.5, 0.25}});
    CHECK(lab::toText(lab::parseSkipRuns(lab::toText(runs), "runs.csv")) == lab::toText(runs));
    for (const char* bad : {"way,seed\n", "way,seed,step,mean_iou,boundary_iou\nnone,1,2\n",
                            "way,seed,step,mean_iou,boundary_iou\nsome,1,2,3,4\n",
                            "way,seed,step,mean_iou,boundary_iou\nnone,1,2,x,4\n"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(lab::parseSkipRuns(bad, "runs.csv"), Error);
    }
}

TEST_CASE("the recorded runs have each way and seed to the same end, and learned something", "[skips]") {
    for (const char* data : {"cells", "pasture"}) {
        CAPTURE(data);
        const std::vector<SkipRun>& runs = lab::recordedSkipRuns(data);
        REQUIRE(runs.size() == 12);
        for (const SkipRun& run : runs) {
            CHECK(run.points.size() == runs[0].points.size());
            CHECK(run.points.back().step == runs[0].points.back().step);
        }
        const auto last = [&](int way) { return lab::summaryOf(runs, way, SkipMeasure::Iou).mean.back(); };
        CHECK(last(0) < last(1));
        CHECK(last(0) < last(2));
    }
}

TEST_CASE("the summary is mean, lowest and highest of the seeds", "[skips]") {
    const auto summary = lab::summaryOf(runsEnding({{0.5, 0.7}, {0, 0}, {0, 0}}), 0, SkipMeasure::Iou);
    CHECK(summary.seeds == 2);
    CHECK(summary.steps == std::vector<int>{0, 100});
    CHECK(summary.mean[1] == Approx(0.6));
    CHECK(summary.lowest[1] == 0.5);
    CHECK(summary.highest[1] == 0.7);
}

TEST_CASE("the sentence claims no more than the seeds show", "[skips]") {
    const auto said = [](std::vector<std::pair<double, double>> ends) {
        return lab::skipEvidence(runsEnding(std::move(ends)), SkipMeasure::Iou, 2);
    };
    CHECK_THAT(said({{0.5, 0.5}, {0.7, 0.8}, {0.85, 0.9}}), Contains("concatenation] is ahead by [n|0.125]"));
    CHECK_THAT(said({{0.5, 0.5}, {0.9, 0.95}, {0.6, 0.7}}), Contains("addition] is ahead"));
    CHECK_THAT(said({{0.5, 0.5}, {0.7, 0.9}, {0.8, 0.85}}), Contains("less than what the 2 seeds differ by"));
    CHECK_THAT(said({{0.5, 0.5}, {0.4, 0.4}, {0.8, 0.8}}), Contains("−0.100"));
}

TEST_CASE("the table's costs are those of the networks", "[skips]") {
    const figure::Table table = lab::skipTable(runsEnding({{0.5, 0.5}, {0.6, 0.6}, {0.7, 0.7}}), "cells", 48, 2);
    REQUIRE(table.rows.size() == 3);
    for (std::size_t way = 0; way < 3; ++way) {
        const auto cost = nn::networkCost(
            nn::namedNetwork(lab::skipNetworks()[way], {.inputChannels = 3, .classes = 2}), {1, 3, 48, 48});
        CHECK(table.rows[way].cells[0].value == double(cost.parameters));
        CHECK(table.rows[way].cells[1].value == double(cost.multiplyAdds));
        CHECK(table.rows[way].cells[2].value == double(cost.activationBytes));
    }
    CHECK(table.rows[2].cells[3].text == "0.700");
}
