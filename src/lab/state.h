#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lab/lab.h"

namespace seglab::lab {

/// Everything that is on the screen, as a value: what a state string says.
struct State {
    const Lab* lab = nullptr;
    core::ParameterTable table;
    int step = 0;
    std::string selection;         ///< pinned region; reserved word `select`
    std::set<std::string> hidden;  ///< regions or roles covered until revealed; `hide`, comma list
    std::set<std::string> locked;  ///< parameters that cannot be changed by hand; `lock`, comma list

    bool operator==(const State& o) const {
        return lab == o.lab && table == o.table && step == o.step && selection == o.selection && hidden == o.hidden &&
               locked == o.locked;
    }
};

/// What a command line says about a state, in the contract's order: defaults, preset, state, settings, step.
struct StateRequest {
    std::string lab;                    ///< slug or stem; may be empty when `state` names it
    std::string state;                  ///< state string, or empty
    std::vector<std::string> settings;  ///< "name=value", in order
    std::string step;                   ///< "", "first", "last" or a number
    bool lastByDefault = true;          ///< the command line shows the last step, the window step 0
};

/// A validated state with its model.
struct Scene {
    State state;
    ModelPointer model;
};

/// Throws Usage for syntax and unknown names (with the nearest known), BadInput for illegal values or combinations.
Scene openScene(const StateRequest& request);

/// Canonical: slug, the table's order, without what equals the defaults (or the preset's values), percent-encoded.
/// `step` is left out when 0, unless `explicitStep`.
std::string toText(const State& state);

}  // namespace seglab::lab
