#pragma once

#include <string>
#include <vector>

#include "lab/state.h"

// What can be asked of a scene by name, with what the state hides covered. The text commands, the window's inspector
// and the tests read numbers through this, so that none of them can give away an answer.
namespace seglab::lab {

/// What stands in the place of a covered number.
inline constexpr const char* kCovered = "?";

/// The view of a scene that has no window: its selection and what it hides, at the command line's size.
figure::View viewOf(const State& state);

/// The right-hand column's view, 19.5 em wide.
figure::View columnView(const figure::View& stage);

/// Every named region of a step, the stage's first, then the column's; each name once. Covered regions have no value.
std::vector<figure::Region> regionsOf(const Scene& scene, int step, const figure::View& view);

/// One of them, or a cell of a map that stands as one region: "up2/7(25,28)". Throws Usage with the nearest name.
figure::Region regionNamed(const Scene& scene, const std::string& name, const figure::View& view);

/// The products that a region sums. Where the region itself is covered there are none; a factor that is covered is NaN,
/// and so is its product.
std::vector<figure::Term> termsOf(const Scene& scene, const figure::Region& region, const figure::View& view);

/// Whether the state hides this region: by name, by role, or as a cell of a hidden map.
bool covers(const figure::View& view, const figure::Region& region);

}  // namespace seglab::lab
