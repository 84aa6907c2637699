#include "ui/recent.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"

namespace seglab::ui {

namespace {

constexpr std::size_t kMost = 6;

}  // namespace

std::vector<std::string> readRecent(const std::string& folder) {
    std::vector<std::string> states;
    if (folder.empty()) return states;
    try {
        std::istringstream lines(core::readFile(folder + "/recent", kMost * core::limits::kStateBytes));
        for (std::string line; states.size() < kMost && std::getline(lines, line);)
            if (!line.empty()) states.push_back(line);
    } catch (const Error&) {
        // No recent states, then.
    }
    return states;
}

void rememberRecent(const std::string& folder, const std::string& state) {
    if (folder.empty() || state.empty()) return;
    std::vector<std::string> states = readRecent(folder);
    states.erase(std::remove(states.begin(), states.end(), state), states.end());
    states.insert(states.begin(), state);
    if (states.size() > kMost) states.resize(kMost);
    std::string text;
    for (const std::string& each : states) text += each + "\n";
    try {
        std::error_code ignored;
        std::filesystem::create_directories(folder, ignored);
        core::writeFile(folder + "/recent", text);
    } catch (const Error&) {
        // Nothing is lost but a convenience.
    }
}

}  // namespace seglab::ui
