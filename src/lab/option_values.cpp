#include "lab/option_values.h"

#include <utility>

#include "core/parameter_table.h"

namespace seglab::lab {

namespace {

core::Value parsed(const std::string& option, core::Type type, const std::string& text,
                   std::vector<std::string> choices = {}) {
    core::Parameter parameter;
    parameter.name = option;
    parameter.type = type;
    parameter.choices = std::move(choices);
    return core::parseValue(parameter, text);
}

}  // namespace

core::Pair pairOption(const std::string& option, const std::string& text) {
    return std::get<core::Pair>(parsed(option, core::Type::Pair, text));
}

std::int64_t integerOption(const std::string& option, const std::string& text) {
    return std::get<std::int64_t>(parsed(option, core::Type::Integer, text));
}

double numberOption(const std::string& option, const std::string& text) {
    return std::get<double>(parsed(option, core::Type::Number, text));
}

std::string choiceOption(const std::string& option, const std::string& text, std::vector<std::string> choices) {
    return std::get<std::string>(parsed(option, core::Type::Choice, text, std::move(choices)));
}

std::pair<double, double> numberPairOption(const std::string& option, const std::string& text) {
    const auto number = [&](const std::string& part) { return numberOption(option, part); };
    const std::size_t comma = text.find(',');
    if (comma == std::string::npos) return {number(text), number(text)};
    return {number(text.substr(0, comma)), number(text.substr(comma + 1))};
}

}  // namespace seglab::lab
