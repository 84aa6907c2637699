#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "nn/job.h"

// The same network without skips, with added and with concatenated ones, trained on the same data, from the same seeds,
// with the same budget.
namespace seglab::lab {

/// "unet-noskip", "unet-add", "unet": what a way of skipping is called among the networks, and "none", "addition",
/// "concatenation"; in this order everywhere below.
const std::vector<std::string>& skipNetworks();
const std::vector<std::string>& skipWays();

/// Mean IoU over classes, and the mean boundary IoU (distance 1) over classes and scenes, of kRunScenes scenes that no
/// training sees.
struct SkipPoint {
    int step = 0;
    double meanIou = 0, boundaryIou = 0;

    bool operator==(const SkipPoint& o) const {
        return step == o.step && meanIou == o.meanIou && boundaryIou == o.boundaryIou;
    }
};

/// One training: of skipNetworks()[way], from one seed.
struct SkipRun {
    int way = 0;
    int seed = 0;
    std::vector<SkipPoint> points = {};  ///< the first before any training

    bool operator==(const SkipRun& o) const { return way == o.way && seed == o.seed && points == o.points; }
};

inline constexpr int kRunScenes = 40;

struct SkipBudget {
    std::string data = "pasture";  ///< or "cells"
    int steps = 1000;
    int batch = 8;
    int side = 64;    ///< pixels
    int every = 100;  ///< steps between two measurements; divides `steps`
    double learningRate = 0.004;
    int threads = 1;  ///< with one, a run repeats to the bit on one kind of processor
};

struct SkipObserver {
    std::function<void(const std::vector<SkipRun>&)> measured;  ///< after each measurement, all three runs so far
    std::function<bool()> stopped = [] { return false; };       ///< asked between two nodes of a network
};
/// Trains all three from a seed, each in turn up to the next measurement, so that they grow side by side.
void trainSkips(const SkipBudget& budget, int seed, const SkipObserver& observer);

/// The runs that are kept in the program (assets/curves/, whose README says how they were made): of several seeds each.
/// `data` as above.
const std::vector<SkipRun>& recordedSkipRuns(const std::string& data);
/// "way,seed,step,mean_iou,boundary_iou" and a line for each point. Throws BadInput, with the line, for anything else.
std::vector<SkipRun> parseSkipRuns(const std::string& text, const std::string& path);
std::string toText(const std::vector<SkipRun>& runs);

/// The three trained here and now, from one seed. A job: publishes after every measurement.
nn::SoFar<std::vector<SkipRun>> liveSkipRuns(const SkipBudget& budget, int seed);

}  // namespace seglab::lab
