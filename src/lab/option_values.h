#pragma once

#include <string>
#include <vector>

#include "core/matrix.h"

// Values of command-line options, in the words of parameters. Each throws Error whose `where` is the option's name.
namespace seglab::lab {

/// "2" or "2,1".
core::Pair pairOption(const std::string& option, const std::string& text);
std::int64_t integerOption(const std::string& option, const std::string& text);
/// Any finite number.
double numberOption(const std::string& option, const std::string& text);
/// One of the choices; BadInput with the nearest otherwise.
std::string choiceOption(const std::string& option, const std::string& text, std::vector<std::string> choices);
/// "2", "1.5" or "1.5,2", for height and width.
std::pair<double, double> numberPairOption(const std::string& option, const std::string& text);

}  // namespace seglab::lab
