#pragma once

#include <string>
#include <vector>

#include "nn/job.h"

namespace seglab::lab {

/// How many pixels each patch network gets right over many scenes that no training has seen.
struct PatchCurve {
    int scenes = 0;                  ///< measured so far, of kCurveScenes
    std::vector<double> right = {};  ///< share of the labelled pixels, by patchSides()
};

inline constexpr int kCurveScenes = 50, kCurveSide = 48;

/// `data` as in builtIn(): "pasture" or "cells"; scenes of kCurveSide × kCurveSide pixels. A job: it publishes after
/// every ten scenes.
nn::SoFar<PatchCurve> patchCurve(const std::string& data);

}  // namespace seglab::lab
