#pragma once

#include <string>
#include <string_view>
#include <vector>

// The syntax of a state string, LAB?name=value&name=value, without its meaning.
namespace seglab::lab {

struct Assignment {
    std::string name, value;
    bool operator==(const Assignment& o) const { return name == o.name && value == o.value; }
};

struct StateText {
    std::string lab;  ///< empty in "?name=value"
    std::vector<Assignment> assignments;
};

/// Percent escapes are decoded; "+" is a plus sign. Throws BadInput for more than 64 KiB, Usage where the text cannot
/// be read: an assignment without "=", a name given twice, an escape that is none, a control character.
StateText parseStateText(std::string_view text);

/// Reads one --set: everything behind the first "=" is the value as it stands, nothing is decoded.
Assignment parseSetting(std::string_view text);

/// Reads back as the same. Escapes only what a state string, a link or a shell in quotes would misread, and all bytes
/// beyond ASCII.
std::string writeStateText(const StateText& state);

/// "output(1,2),kernel" → {"output(1,2)", "kernel"}: the commas within brackets belong to the names. Throws Usage
/// for brackets that do not match.
std::vector<std::string> splitNames(std::string_view list);

}  // namespace seglab::lab
