#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace seglab::core {

/// The error for a word that is not known: Usage, there is no lab "unett", with the nearest candidate or, where none is
/// near, all of them (when they are few enough to be read).
Error unknownName(std::string_view what, std::string_view word, const std::vector<std::string>& candidates);

}  // namespace seglab::core
