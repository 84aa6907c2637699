#pragma once

#include <string>

#include "lab/state.h"

// Predict, then reveal: results that stay covered until the learner has committed to an answer.
namespace seglab::lab {

struct Verdict {
    bool right = false;
    std::string answer;       ///< what stands there: "12", "az + bx"; empty when the guess was wrong
    std::string explanation;  ///< what a wrong guess would mean, if the lab recognises it; else empty
};

/// Compares what was typed for a region with what stands there: a number to the three decimals that are shown, letters
/// as sums of products in any order ("bx + az"). Throws Usage for an unknown region, BadInput for one that holds
/// neither.
Verdict judge(const Scene& scene, const std::string& region, const std::string& guess);

/// Uncovers one region; what else its role hides stays covered.
void reveal(Scene& scene, const std::string& region);

/// A caption without what it would give away: in "[output|output(1,2) = 9]" the number, where that region or role is
/// covered. Marked-up text in, marked-up text out.
std::string coveredCaption(const std::string& markup, const std::set<std::string>& hidden);

}  // namespace seglab::lab
