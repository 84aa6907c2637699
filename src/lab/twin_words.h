#pragma once

#include <string>

#include "lab/twin_run.h"

// What is said about a patch network whose layers were changed, window by window against one pass.
namespace seglab::lab {

/// What was done to the layers, as a title: "padding inside the layers".
std::string changeName(nn::TwinChange change);
/// Why the two agree or not, marked up; a sentence or two.
std::string whyTheyDiffer(const nn::TwinSettings& settings, const nn::TwinShape& shape, bool stitched);
/// Who said so first; "" for nobody.
std::string changeSource(const nn::TwinSettings& settings);

}  // namespace seglab::lab
