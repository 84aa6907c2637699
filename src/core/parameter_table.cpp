#include "core/parameter_table.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <fmt/format.h>

#include "core/error.h"

namespace seglab::core {

namespace {

constexpr const char* kAxes[2] = {"height", "width"};
constexpr const char* kSides[2] = {"rows", "columns"};

std::string numberText(double value) {
    return toText(Value(value));
}

// Which alternative of Value holds a parameter of this type.
std::size_t alternative(Type type) {
    switch (type) {
        case Type::Boolean:
            return 0;
        case Type::Integer:
            return 1;
        case Type::Number:
            return 2;
        case Type::Pair:
            return 3;
        case Type::Matrix:
            return 4;
        default:
            return 5;
    }
}

bool inside(double value, const Limits& limits, int entry) {
    return value >= limits.minimum[entry] && value <= limits.maximum[entry];
}

// "0 to 2", "exactly 3", or that nothing is.
std::string allowed(const Limits& limits, int entry) {
    const double low = limits.minimum[entry], high = limits.maximum[entry];
    if (low > high) return "nothing is allowed here";
    if (low == high) return "only " + numberText(low) + " is allowed here";
    return numberText(low) + " to " + numberText(high) + " is allowed here";
}

void refuse(const Parameter& parameter, const std::string& what, const std::string& cure) {
    throw Error(Kind::BadInput, what, cure, parameter.name);
}

void checkNumber(const Parameter& parameter, double value, const Limits& limits) {
    if (!inside(value, limits, 0)) refuse(parameter, numberText(value) + " is out of range", allowed(limits, 0));
}

void checkPair(const Parameter& parameter, Pair pair, const Limits& limits) {
    for (int axis = 0; axis < 2; ++axis)
        if (!inside(pair[axis], limits, axis))
            refuse(parameter, fmt::format("{} {} is out of range", kAxes[axis], pair[axis]), allowed(limits, axis));
}

void checkMatrix(const Parameter& parameter, const Matrix& matrix, const Limits& limits) {
    const int sizes[2] = {matrix.rows, matrix.columns};
    for (int side = 0; side < 2; ++side)
        if (!inside(sizes[side], limits, side))
            refuse(parameter, fmt::format("{} {} are out of range", sizes[side], kSides[side]), allowed(limits, side));
    if (matrix.values.size() != std::size_t(matrix.rows) * std::size_t(matrix.columns))
        refuse(parameter,
               fmt::format("{} numbers do not fill {} x {} cells", matrix.values.size(), matrix.rows, matrix.columns),
               "give every row the same number of cells");
    for (double element : matrix.values)
        if (!(std::abs(element) <= limits.elementMaximum))
            refuse(parameter, numberText(element) + " is out of range",
                   fmt::format("cells hold {} to {}", numberText(-limits.elementMaximum),
                               numberText(limits.elementMaximum)));
}

void checkChoice(const Parameter& parameter, const std::string& text) {
    if (std::find(parameter.choices.begin(), parameter.choices.end(), text) == parameter.choices.end())
        refuse(parameter, "there is no \"" + text + "\"",
               "choose one of: " + fmt::format("{}", fmt::join(parameter.choices, ", ")));
}

void check(const Parameter& parameter, const Value& value, const Limits& limits) {
    switch (parameter.type) {
        case Type::Integer:
            return checkNumber(parameter, double(std::get<std::int64_t>(value)), limits);
        case Type::Number:
            return checkNumber(parameter, std::get<double>(value), limits);
        case Type::Pair:
            return checkPair(parameter, std::get<Pair>(value), limits);
        case Type::Matrix:
            return checkMatrix(parameter, std::get<Matrix>(value), limits);
        case Type::Choice:
            return checkChoice(parameter, std::get<std::string>(value));
        case Type::Boolean:
        case Type::Text:
        case Type::File:
            return;
    }
}

// Limits may be empty (low above high) in a state that no value can make legal; the low end then stands.
double clamped(double value, const Limits& limits, int entry) {
    return std::max(std::min(value, limits.maximum[entry]), limits.minimum[entry]);
}

Matrix clamped(const Matrix& matrix, const Limits& limits) {
    Matrix result(int(clamped(matrix.rows, limits, 0)), int(clamped(matrix.columns, limits, 1)));
    for (int row = 0; row < std::min(matrix.rows, result.rows); ++row)
        for (int column = 0; column < std::min(matrix.columns, result.columns); ++column) {
            const double element = matrix(row, column);
            const double most = limits.elementMaximum;
            result(row, column) = std::isnan(element) ? 0 : std::max(-most, std::min(element, most));
        }
    return result;
}

Value clamped(const Value& value, const Limits& limits) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        // Compared as doubles, returned untouched where it is inside: 2^53 and more would lose digits.
        return inside(double(*whole), limits, 0) ? *whole : std::int64_t(clamped(double(*whole), limits, 0));
    }
    if (const auto* real = std::get_if<double>(&value)) return clamped(*real, limits, 0);
    if (const auto* both = std::get_if<Pair>(&value))
        return Pair{int(clamped(both->height, limits, 0)), int(clamped(both->width, limits, 1))};
    if (const auto* matrix = std::get_if<Matrix>(&value)) return clamped(*matrix, limits);
    return value;
}

// For a sentence: a matrix by its size, the rest as its text.
std::string shown(const Value& value) {
    if (const auto* matrix = std::get_if<Matrix>(&value))
        return fmt::format("{} × {} cells", matrix->rows, matrix->columns);
    return toText(value);
}

std::string label(const Parameter& parameter) {
    return parameter.label.empty() ? parameter.name : parameter.label;
}

std::string gaveWay(const Parameter& parameter, const Value& from, const Value& to) {
    if (shown(from) == shown(to)) return label(parameter) + " had cells out of range, which were limited.";
    return fmt::format("{} went from {} to {}, the nearest that fits.", label(parameter), shown(from), shown(to));
}

bool isNaN(const Value& value) {
    const auto* real = std::get_if<double>(&value);
    return real && std::isnan(*real);
}

}  // namespace

std::string_view toString(Type type) {
    switch (type) {
        case Type::Boolean:
            return "boolean";
        case Type::Integer:
            return "integer";
        case Type::Number:
            return "number";
        case Type::Pair:
            return "pair";
        case Type::Matrix:
            return "matrix";
        case Type::Choice:
            return "choice";
        case Type::Text:
            return "text";
        case Type::File:
            return "file";
    }
    return "";
}

ParameterTable::ParameterTable(std::shared_ptr<const ParameterList> declaration)
    : declaration_(std::move(declaration)) {
    for (const Parameter& parameter : *declaration_) {
        assert(parameter.fallback.index() == alternative(parameter.type));
        values_.push_back(parameter.fallback);
    }
}

std::size_t ParameterTable::index(std::string_view name) const {
    std::vector<std::string> names;
    for (std::size_t i = 0; declaration_ && i < declaration_->size(); ++i) {
        if ((*declaration_)[i].name == name) return i;
        names.push_back((*declaration_)[i].name);
    }
    const std::string shownName(name.substr(0, 40));
    const std::string close = nearest(name, names);
    throw Error(
        Kind::Usage, "there is no parameter \"" + shownName + "\"",
        close.empty() ? fmt::format("the parameters are: {}", fmt::join(names, ", ")) : "did you mean " + close + "?");
}

const Parameter& ParameterTable::parameter(std::string_view name) const {
    return (*declaration_)[index(name)];
}

bool ParameterTable::has(std::string_view name) const {
    return declaration_ && std::any_of(declaration_->begin(), declaration_->end(),
                                       [&](const Parameter& parameter) { return parameter.name == name; });
}

Limits ParameterTable::limits(std::string_view name) const {
    const Parameter& declared = parameter(name);
    return declared.dependentLimits ? declared.dependentLimits(*this) : declared.limits;
}

bool ParameterTable::relevant(std::string_view name) const {
    const Parameter& declared = parameter(name);
    return !declared.relevant || declared.relevant(*this);
}

const Value& ParameterTable::value(std::string_view name) const {
    return values_[index(name)];
}

void ParameterTable::set(std::string_view name, Value value) {
    const std::size_t at = index(name);
    const Parameter& declared = (*declaration_)[at];
    if (value.index() != alternative(declared.type))
        refuse(declared, "a value of another type",
               fmt::format("it holds {} {}", declared.type == Type::Integer ? "an" : "a", toString(declared.type)));
    values_[at] = std::move(value);
}

void ParameterTable::setText(std::string_view name, std::string_view text) {
    set(name, parseValue(parameter(name), text));
}

void ParameterTable::validate() const {
    for (const Parameter& declared : *declaration_) check(declared, value(declared.name), limits(declared.name));
}

std::vector<std::string> ParameterTable::change(std::string_view name, Value value) {
    const std::size_t changed = index(name);
    const Parameter& declared = (*declaration_)[changed];
    if (isNaN(value)) return {label(declared) + " stays as it is: that was not a number."};
    if (declared.type == Type::Choice && value.index() == alternative(Type::Choice))
        checkChoice(declared, std::get<std::string>(value));
    set(name, value);
    const std::vector<Value> before = values_;
    values_[changed] = clamped(values_[changed], limits(name));

    // Clamp in order of declaration until nothing moves: a limit may depend on a parameter further down.
    for (std::size_t pass = 0; pass <= values_.size(); ++pass) {
        const std::vector<Value> last = values_;
        for (std::size_t i = 0; i < values_.size(); ++i)
            values_[i] = clamped(values_[i], limits((*declaration_)[i].name));
        if (values_ == last) break;
    }

    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < values_.size(); ++i)
        if (values_[i] != before[i]) sentences.push_back(gaveWay((*declaration_)[i], before[i], values_[i]));
    return sentences;
}

}  // namespace seglab::core
