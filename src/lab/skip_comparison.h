#pragma once

#include <string>
#include <vector>

#include "figure/views/plot.h"
#include "figure/views/table.h"
#include "lab/skip_runs.h"

// What several runs of each way to skip say together.
namespace seglab::lab {

enum class SkipMeasure { Iou, BoundaryIou };

/// All seeds of one way at the measurements that each of them has reached.
struct WaySummary {
    std::vector<int> steps;
    std::vector<double> mean, lowest, highest;
    int seeds = 0;
};
WaySummary summaryOf(const std::vector<SkipRun>& runs, int way, SkipMeasure measure);
/// Measurements that all three ways have reached.
int commonPoints(const std::vector<SkipRun>& runs);

/// The mean of each way, with the lowest and the highest seed dotted, at the first `points` measurements. Regions
/// none(i), addition(i), concatenation(i), and lowest_…, highest_….
figure::Plot skipPlot(const std::vector<SkipRun>& runs, SkipMeasure measure, int points);

/// For each way: parameters, multiply-adds and kept activations at side × side pixels
/// (padded where that does not fit), and both scores at measurement
/// `points` − 1. Regions parameters(way), multiply_adds(way), memory(way), iou(way), boundary_iou(way).
figure::Table skipTable(const std::vector<SkipRun>& runs, const std::string& data, int side, int points);

/// What the runs prove at measurement `points` − 1: which way is ahead by how much, or that the seeds overlap. Marked
/// up.
std::string skipEvidence(const std::vector<SkipRun>& runs, SkipMeasure measure, int points);

}  // namespace seglab::lab
