#pragma once

#include <string>
#include <vector>

namespace seglab::ui {

/// The last states that were open, newest first: one state string a line in `folder`/recent. Empty when there is no
/// folder or nothing in it; never an error.
std::vector<std::string> readRecent(const std::string& folder);
/// Puts `state` in front. Silently nothing where the folder cannot be written.
void rememberRecent(const std::string& folder, const std::string& state);

}  // namespace seglab::ui
