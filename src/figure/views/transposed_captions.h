#pragma once

#include <string>

#include "figure/views/transposed_scene.h"

namespace seglab::figure {

/// One marked-up sentence: what this step did, with its numbers. Step 0: what is about to happen.
std::string transposedCaption(const core::TransposedTrace& trace, const TransposedOptions& options, int step);

/// "one", … "twelve", "13".
std::string inWords(int number);
/// "rows 2–4", "row 2", "rows 0–4 by 2".
std::string spanText(const std::string& singular, int first, int last, int every);

}  // namespace seglab::figure
