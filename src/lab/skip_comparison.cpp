#include "lab/skip_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/scenes.h"
#include "nn/costs.h"
#include "nn/fit_input.h"
#include "nn/networks.h"

namespace seglab::lab {

namespace {

constexpr figure::Role kRoles[] = {figure::Role::Selection, figure::Role::Output, figure::Role::Skip};
constexpr const char* kMarks[] = {"[selection|no skips]", "[output|added]", "[skip|concatenated]"};

double valueOf(const SkipPoint& point, SkipMeasure measure) {
    return measure == SkipMeasure::Iou ? point.meanIou : point.boundaryIou;
}

figure::Series seriesOf(const WaySummary& summary, const std::vector<double>& values, int way, int points) {
    figure::Series series;
    series.role = kRoles[way];
    for (std::size_t i = 0; i < summary.steps.size(); ++i) {
        series.x.push_back(summary.steps[i]);
        series.y.push_back(int(i) < points ? values[i] : NAN);
    }
    return series;
}

/// "+0.123" with its true minus sign.
std::string signedText(double value) {
    return fmt::format("{}{:.3f}", value < 0 ? "−" : "+", std::abs(value));
}

}  // namespace

WaySummary summaryOf(const std::vector<SkipRun>& runs, int way, SkipMeasure measure) {
    WaySummary summary;
    for (const SkipRun& run : runs) {
        if (run.way != way) continue;
        const std::size_t reached = summary.seeds == 0 ? run.points.size() : summary.steps.size();
        const std::size_t common = std::min(reached, run.points.size());
        summary.steps.resize(common);
        summary.mean.resize(common);
        summary.lowest.resize(common, 2);
        summary.highest.resize(common, -1);
        for (std::size_t i = 0; i < common; ++i) {
            const double value = valueOf(run.points[i], measure);
            summary.steps[i] = run.points[i].step;
            summary.mean[i] = (summary.mean[i] * summary.seeds + value) / (summary.seeds + 1);
            summary.lowest[i] = std::min(summary.lowest[i], value);
            summary.highest[i] = std::max(summary.highest[i], value);
        }
        ++summary.seeds;
    }
    return summary;
}

int commonPoints(const std::vector<SkipRun>& runs) {
    std::size_t common = runs.empty() ? 0 : std::size_t(-1);
    for (int way = 0; way < int(skipWays().size()); ++way)
        common = std::min(common, summaryOf(runs, way, SkipMeasure::Iou).steps.size());
    return int(common);
}

figure::Plot skipPlot(const std::vector<SkipRun>& runs, SkipMeasure measure, int points) {
    figure::Plot plot{
        .title = measure == SkipMeasure::Iou ? "mean IoU of unseen scenes" : "boundary IoU of unseen scenes, d = 1",
        .x = {.label = "training steps", .integers = true},
        .y = {.range = figure::Range{0, 1}}};
    for (int way = 0; way < int(skipWays().size()); ++way) {
        const WaySummary summary = summaryOf(runs, way, measure);
        const std::string& word = skipWays()[std::size_t(way)];
        if (summary.seeds > 1)
            for (const bool lowest : {true, false}) {
                figure::Series edge = seriesOf(summary, lowest ? summary.lowest : summary.highest, way, points);
                edge.name = (lowest ? "lowest_" : "highest_") + word;
                edge.dash = figure::Dash::Dotted;
                plot.series.push_back(edge);
            }
        figure::Series mean = seriesOf(summary, summary.mean, way, points);
        mean.name = word;
        mean.label = kMarks[way];
        plot.series.push_back(mean);
    }
    return plot;
}

figure::Table skipTable(const std::vector<SkipRun>& runs, const std::string& data, int side, int points) {
    figure::Table table{.headings = {"weights", "multiply-adds", "memory", "IoU", "boundary"}};
    for (int way = 0; way < int(skipWays().size()); ++way) {
        const nn::Network network = nn::namedNetwork(
            skipNetworks()[std::size_t(way)], {.inputChannels = 3, .classes = int(data::sceneClasses(data).size())});
        const core::Pair plane = nn::fitPlane(network, {side, side}).input;
        const nn::NetworkCost cost = nn::networkCost(network, {1, 3, plane.height, plane.width});
        figure::TableRow row{.label = kMarks[way]};
        const auto add = [&](const char* stem, double value, const std::string& text) {
            row.cells.push_back({.name = fmt::format("{}({})", stem, way), .role = stem, .value = value, .text = text});
        };
        add("parameters", double(cost.parameters), "");
        add("multiply_adds", double(cost.multiplyAdds), "");
        add("memory", double(cost.activationBytes), figure::formatBytes(double(cost.activationBytes)));
        for (const SkipMeasure measure : {SkipMeasure::Iou, SkipMeasure::BoundaryIou}) {
            const WaySummary summary = summaryOf(runs, way, measure);
            const bool told = points > 0 && std::size_t(points) <= summary.mean.size();
            const double value = told ? summary.mean[std::size_t(points) - 1] : NAN;
            if (told)
                add(measure == SkipMeasure::Iou ? "iou" : "boundary_iou", value, fmt::format("{:.3f}", value));
            else
                row.cells.push_back({});
        }
        table.rows.push_back(row);
    }
    return table;
}

std::string skipEvidence(const std::vector<SkipRun>& runs, SkipMeasure measure, int points) {
    if (points == 0) return "Three networks that differ only in their skips will learn the same scenes.";
    const std::size_t at = std::size_t(points) - 1;
    const WaySummary none = summaryOf(runs, 0, measure), added = summaryOf(runs, 1, measure),
                     joined = summaryOf(runs, 2, measure);
    const double gain = std::min(added.mean[at], joined.mean[at]) - none.mean[at];
    std::string text = fmt::format("Step {}: skips are worth [n|{}]", joined.steps[at], signedText(gain));
    const double difference = joined.mean[at] - added.mean[at];
    const bool apart = joined.lowest[at] > added.highest[at] || added.lowest[at] > joined.highest[at];
    if (joined.seeds == 1)
        return text + fmt::format("; concatenation minus addition is [n|{}], which one seed cannot prove.",
                                  signedText(difference));
    if (apart)
        return text + fmt::format("; {} is ahead by [n|{:.3f}], with every one of {} seeds.",
                                  difference > 0 ? "[skip|concatenation]" : "[output|addition]", std::abs(difference),
                                  joined.seeds);
    return text + fmt::format("; concatenation minus addition is [n|{}], less than what the {} seeds differ by.",
                              signedText(difference), joined.seeds);
}

}  // namespace seglab::lab
