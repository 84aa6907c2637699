#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/matrix.h"

namespace seglab::core {

/// What a parameter can hold. Choices, texts and files are strings.
using Value = std::variant<bool, std::int64_t, double, Pair, Matrix, std::string>;

enum class Type { Boolean, Integer, Number, Pair, Matrix, Choice, Text, File };

/// The name that `seglab params` prints: "boolean", "integer", "number", "pair", "matrix", "choice", "text", "file".
std::string_view toString(Type type);

/// What is legal. Integer and number: index 0 of minimum and maximum. Pair: one entry per axis (height, width).
/// Matrix: the entries limit rows and columns; every element must be finite and within ±elementMaximum.
struct Limits {
    double minimum[2] = {0, 0};
    double maximum[2] = {0, 0};
    double elementMaximum = 1e6;

    static Limits between(double low, double high) { return Limits{{low, low}, {high, high}}; }
};

class ParameterTable;

/// One declaration drives the control on the screen, undo, the state string, --set, the messages and the docs.
struct Parameter {
    std::string name;   ///< as in a state string: snake_case
    std::string label;  ///< as on the screen and in a drive script: "Output padding"
    std::string group;  ///< heading of the panel: "Operation", "Show"
    Type type = Type::Integer;
    Value fallback;         ///< the default
    std::string unit = {};  ///< "cells", "ms"; empty where it has none
    std::string help = {};  ///< one line
    std::vector<std::string> choices = {};
    Limits limits = {};
    /// Limits that depend on the parameters declared before this one (or on any other). Replaces `limits` when set.
    std::function<Limits(const ParameterTable&)> dependentLimits = {};
    /// Whether the parameter means anything in this state. The panel leaves it out when not. Always when unset.
    std::function<bool(const ParameterTable&)> relevant = {};
    /// Not shown in the panel at all: it is set by clicking in the figure (solve for, verify).
    bool quiet = false;
};

using ParameterList = std::vector<Parameter>;

/// The values of a lab's parameters: a copyable, comparable value. The declaration is shared.
class ParameterTable {
public:
    ParameterTable() = default;
    /// All defaults.
    explicit ParameterTable(std::shared_ptr<const ParameterList> declaration);

    const ParameterList& declaration() const { return *declaration_; }
    const Parameter& parameter(std::string_view name) const;  ///< throws Usage with the nearest known name
    bool has(std::string_view name) const;
    Limits limits(std::string_view name) const;  ///< those that hold in this state
    bool relevant(std::string_view name) const;

    const Value& value(std::string_view name) const;
    bool boolean(std::string_view name) const { return std::get<bool>(value(name)); }
    int integer(std::string_view name) const { return int(std::get<std::int64_t>(value(name))); }
    double number(std::string_view name) const { return std::get<double>(value(name)); }
    Pair pair(std::string_view name) const { return std::get<Pair>(value(name)); }
    const Matrix& matrix(std::string_view name) const { return std::get<Matrix>(value(name)); }
    const std::string& text(std::string_view name) const { return std::get<std::string>(value(name)); }

    /// Sets without looking at the limits; validate() is called once at the end. Throws BadInput if the type differs.
    void set(std::string_view name, Value value);
    /// The same from text (a state string, --set). Throws Usage where the text cannot be read, BadInput for an unknown
    /// choice.
    void setText(std::string_view name, std::string_view text);
    /// Throws BadInput for the first value outside its limits: says which, what it was and what is allowed.
    void validate() const;

    /// A change by hand: this parameter wins (clamped to its own limits), and what depends on it is clamped.
    /// Returns one sentence for each parameter that had to give way.
    std::vector<std::string> change(std::string_view name, Value value);

    bool operator==(const ParameterTable& other) const { return values_ == other.values_; }
    bool operator!=(const ParameterTable& other) const { return !(*this == other); }

private:
    std::size_t index(std::string_view name) const;

    std::shared_ptr<const ParameterList> declaration_;
    std::vector<Value> values_;
};

/// Canonical text of a value: on/off, "2" or "2,1" for a pair, "0,1;2,3" for a matrix, shortest decimal for numbers.
std::string toText(const Value& value);
/// Reads what toText writes. Throws Usage (syntax) or BadInput (not one of the choices), naming the parameter.
Value parseValue(const Parameter& parameter, std::string_view text);
/// The candidate with the smallest edit distance, or empty where none is close.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace seglab::core
