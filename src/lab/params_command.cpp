#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lab/commands.h"
#include "lab/json.h"
#include "lab/text_columns.h"

namespace seglab::lab {

namespace {

using core::Limits;
using core::Parameter;
using core::Type;

bool bounded(Type type) {
    return type == Type::Integer || type == Type::Number || type == Type::Pair || type == Type::Matrix;
}

bool perAxis(Type type) {
    return type == Type::Pair || type == Type::Matrix;
}

Json boundJson(const Parameter& parameter, const double (&bound)[2]) {
    if (!bounded(parameter.type)) return nullptr;
    if (!perAxis(parameter.type)) return toJson(bound[0]);
    return {toJson(bound[0]), toJson(bound[1])};
}

Json parameterJson(const core::ParameterTable& table, const Parameter& parameter) {
    const Limits limits = table.limits(parameter.name);
    Json json;
    json["name"] = parameter.name;
    json["type"] = core::toString(parameter.type);
    json["value"] = toJson(table.value(parameter.name));
    json["default"] = toJson(parameter.fallback);
    json["minimum"] = boundJson(parameter, limits.minimum);
    json["maximum"] = boundJson(parameter, limits.maximum);
    json["choices"] = parameter.choices;
    json["unit"] = parameter.unit;
    json["help"] = parameter.help;
    json["label"] = parameter.label;
    json["group"] = parameter.group;
    json["relevant"] = table.relevant(parameter.name);
    return json;
}

std::string range(double low, double high) {
    const std::string first = core::toText(core::Value(low)), last = core::toText(core::Value(high));
    return low == high ? "only " + first : first + " to " + last;
}

/// "1 to 4", "0 to 2, 0 to 1", "1 to 12 rows, 1 to 7 columns", "on, off".
std::string allowed(const core::ParameterTable& table, const Parameter& parameter) {
    if (parameter.type == Type::Boolean) return "on, off";
    if (parameter.type == Type::Choice) return fmt::format("{}", fmt::join(parameter.choices, ", "));
    if (!bounded(parameter.type)) return std::string(core::toString(parameter.type));
    const Limits limits = table.limits(parameter.name);
    const std::string first = range(limits.minimum[0], limits.maximum[0]);
    if (!perAxis(parameter.type)) return first;
    const std::string second = range(limits.minimum[1], limits.maximum[1]);
    if (parameter.type == Type::Matrix) return first + " rows, " + second + " columns";
    return first == second ? first : first + ", " + second;
}

std::string parameterText(const core::ParameterTable& table, const Parameter& parameter) {
    const std::string value = core::toText(table.value(parameter.name));
    const std::string fallback = core::toText(parameter.fallback);
    const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
    std::string text = fmt::format("  {} = {}{}\n", parameter.name, value.empty() ? "(empty)" : value, unit);
    std::string note = allowed(table, parameter);
    if (fallback != value && !fallback.empty()) note += "; default " + fallback;
    if (!table.relevant(parameter.name)) note += "; without effect in this state";
    text += wrapped(note, 6);
    if (!parameter.help.empty()) text += wrapped(parameter.help, 6);
    return text;
}

}  // namespace

std::string paramsCommand(const Scene& scene, bool json) {
    const core::ParameterTable& table = scene.state.table;
    Json document = Json::array();
    std::string text = scene.state.lab->definition.title + "\n", group;
    for (const Parameter& parameter : table.declaration()) {
        document.push_back(parameterJson(table, parameter));
        if (parameter.group != group) text += "\n" + parameter.group + "\n";
        group = parameter.group;
        text += parameterText(table, parameter);
    }
    return json ? printed(document) : text;
}

}  // namespace seglab::lab
