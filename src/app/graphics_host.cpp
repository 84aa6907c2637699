#include "app/graphics_host.h"

#include <cstdlib>

namespace seglab::app {

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

}  // namespace

std::string homeFolder() {
    std::string home = environment("HOME");
    return home.empty() ? "/" : home;
}

std::string stateFolder() {
    // XDG base directories; a relative path there is to be ignored.
    std::string folder = environment("XDG_STATE_HOME");
    if (!folder.empty() && folder[0] == '/') return folder + "/seglab";
    std::string home = environment("HOME");
    return home.empty() || home[0] != '/' ? "" : home + "/.local/state/seglab";
}

ui::Surroundings OffscreenHost::surroundings() {
    ui::Surroundings around;
    around.copy = [clipboard = clipboard_](const std::string& text) { *clipboard = text; };
    around.clipboard = [clipboard = clipboard_] { return *clipboard; };
    around.homeFolder = homeFolder();
    return around;
}

}  // namespace seglab::app
