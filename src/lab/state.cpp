#include "lab/state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/unknown_name.h"
#include "data/file_reference.h"
#include "lab/state_text.h"

namespace seglab::lab {

namespace {

const Lab& chosenLab(const StateRequest& request, const StateText& written) {
    if (request.lab.empty() && written.lab.empty())
        throw Error(Kind::Usage, "no lab is named", "`seglab list` names the labs");
    if (request.lab.empty() || written.lab.empty()) return labNamed(request.lab.empty() ? written.lab : request.lab);
    const Lab& lab = labNamed(request.lab);
    if (&labNamed(written.lab) != &lab)
        throw Error(Kind::Usage, fmt::format("the state is one of \"{}\", not of \"{}\"", written.lab, request.lab),
                    "name one lab");
    return lab;
}

std::string presetIn(const std::vector<Assignment>& assignments) {
    std::string preset = "none";
    for (const Assignment& assignment : assignments)
        if (assignment.name == "preset") preset = assignment.value;
    return preset;
}

const core::Parameter& knownParameter(const Lab& lab, const std::string& name, bool orReserved) {
    std::vector<std::string> known;
    for (const core::Parameter& parameter : *lab.parameters) {
        if (parameter.name == name) return parameter;
        known.push_back(parameter.name);
    }
    if (orReserved) known.insert(known.end(), {"step", "select", "hide", "lock"});
    throw core::unknownName("parameter", name, known);
}

std::set<std::string> lockedParameters(const Lab& lab, const std::string& list) {
    std::set<std::string> locked;
    for (const std::string& name : splitNames(list)) locked.insert(knownParameter(lab, name, false).name);
    return locked;
}

void apply(State& state, std::string& step, const Assignment& assignment) {
    const auto& [name, value] = assignment;
    if (name == "step") {
        step = value;
    } else if (name == "select") {
        state.selection = value;
    } else if (name == "hide") {
        const auto names = splitNames(value);
        state.hidden = {names.begin(), names.end()};
    } else if (name == "lock") {
        state.locked = lockedParameters(*state.lab, value);
    } else if (knownParameter(*state.lab, name, true).name != "preset") {
        state.table.setText(name, value);
    }
}

enum class Pinned { Verify, Believe };

/// Lets the file parameters name their content too. What names it already is compared with the file, or believed: the
/// screen shows what was read, whatever the file holds since.
void pinFiles(core::ParameterTable& table, Pinned pinned) {
    for (const core::Parameter& parameter : table.declaration()) {
        if (parameter.type != core::Type::File) continue;
        const std::string& reference = table.text(parameter.name);
        if (reference.empty()) continue;
        if (pinned == Pinned::Believe && !data::FileReference(reference).sha256.empty()) continue;
        table.set(parameter.name, data::withHash(reference));
    }
}

int stepFrom(const std::string& text, int last, bool lastByDefault) {
    if (text.empty()) return lastByDefault ? last : 0;
    if (text == "first") return 0;
    if (text == "last") return last;
    const bool negative = text[0] == '-';
    const std::string digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
        throw Error(Kind::Usage, fmt::format("\"{}\" is no step", text.substr(0, 60)), "a number from 0, first or last",
                    "step");
    if (negative || digits.size() > 9 || std::stoi(digits) > last)
        throw Error(Kind::BadInput, fmt::format("{} is outside of 0 to {}", text.substr(0, 60), last),
                    "`last` is always there", "step");
    return std::stoi(digits);
}

}  // namespace

Scene openScene(const StateRequest& request) {
    const StateText written = parseStateText(request.state);
    std::vector<Assignment> assignments = written.assignments;
    for (const std::string& setting : request.settings) assignments.push_back(parseSetting(setting));

    Scene scene;
    State& state = scene.state;
    state.lab = &chosenLab(request, written);
    state.table = state.lab->table(presetIn(assignments));
    std::string step;
    for (const Assignment& assignment : assignments) apply(state, step, assignment);
    pinFiles(state.table, Pinned::Verify);
    scene.model = request.whole ? state.lab->buildWhole(state.table) : state.lab->build(state.table);
    state.step = stepFrom(request.step.empty() ? step : request.step, scene.model->stepCount(), request.lastByDefault);
    return scene;
}

StateRequest openingOf(const Lab& lab) {
    StateRequest request;
    request.lab = lab.slug;
    if (!lab.definition.opening.empty()) request.settings = {"preset=" + lab.definition.opening};
    request.lastByDefault = false;
    return request;
}

std::string toText(const State& state, bool explicitStep) {
    core::ParameterTable table = state.table;
    pinFiles(table, Pinned::Believe);
    const core::ParameterTable base =
        state.lab->table(table.has("preset") ? table.text("preset") : std::string("none"));
    StateText text{state.lab->slug, {}};
    for (const core::Parameter& parameter : table.declaration()) {
        const core::Value& value = table.value(parameter.name);
        const bool known =
            parameter.name == "preset" ? value == parameter.fallback : value == base.value(parameter.name);
        if (!known) text.assignments.push_back({parameter.name, core::toText(value)});
    }
    if (state.step != 0 || explicitStep) text.assignments.push_back({"step", fmt::to_string(state.step)});
    if (!state.selection.empty()) text.assignments.push_back({"select", state.selection});
    if (!state.hidden.empty()) text.assignments.push_back({"hide", fmt::format("{}", fmt::join(state.hidden, ","))});
    if (!state.locked.empty()) text.assignments.push_back({"lock", fmt::format("{}", fmt::join(state.locked, ","))});
    return writeStateText(text);
}

std::vector<std::string> change(State& state, const std::string& name, core::Value value) {
    core::ParameterTable table = state.table;
    std::vector<std::string> messages;
    if (knownParameter(*state.lab, name, false).name == "preset")
        table = state.lab->table(std::get<std::string>(value));
    else
        messages = table.change(name, std::move(value));
    for (const std::string& locked : state.locked) {
        if (table.value(locked) == state.table.value(locked)) continue;
        throw Error(Kind::BadInput,
                    table.parameter(locked).label + (locked == name ? " is locked" : " is locked and would change"),
                    "whoever made this state wants it to stay as it is");
    }
    state.table = std::move(table);
    return messages;
}

}  // namespace seglab::lab
