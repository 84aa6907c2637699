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
/// A preset named anywhere is the base, and what else is given changes it.
struct StateRequest {
    std::string lab = {};                    ///< slug or stem; may be empty when `state` names it
    std::string state = {};                  ///< state string, or empty
    std::vector<std::string> settings = {};  ///< "name=value", in order
    std::string step = {};                   ///< "", "first", "last" or a number
    bool lastByDefault = true;               ///< the command line shows the last step, the window step 0
    bool whole = true;                       ///< waits for long work, as the command line does; the window goes on
};

/// A validated state with its model.
struct Scene {
    State state;
    ModelPointer model;
};

/// Throws Usage for syntax and unknown names (with the nearest known), BadInput for illegal values or combinations and
/// for an outside file whose content is not the one that the state names, File for one that cannot be read.
Scene openScene(const StateRequest& request);

/// What a launcher's card or a bare `seglab LAB` opens: the lab's opening preset at step 0.
StateRequest openingOf(const Lab& lab);

/// Canonical: slug, the table's order, without what equals the defaults (or the preset's values), percent-encoded.
/// File parameters carry the hash of what they name (throws File where it cannot be read). The step is written
/// unless it is 0 and `explicitStep` is off: only a written step opens at the same place in a window and on a command
/// line, whose own defaults differ.
std::string toText(const State& state, bool explicitStep = false);

/// A change by hand. `preset` brings all its values; any other parameter wins and what depends on it is clamped.
/// Returns one sentence for each parameter that had to give way. Throws BadInput when the parameter is locked.
std::vector<std::string> change(State& state, const std::string& name, core::Value value);

}  // namespace seglab::lab
