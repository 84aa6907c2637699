#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/temporary_folder.h"
#include "ui/surface.h"

using namespace seglab;
using Catch::Contains;

// A real window on a display of its own (Xvfb), used with clicks and keys from outside (xdotool). What it did is read
// from the list of recent states that it leaves behind.

namespace {

int run(const std::string& command) {
    int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

bool have(const std::string& program) {
    return run("command -v " + program + " >/dev/null 2>&1") == 0;
}

bool canShowWindows() {
    if (have("Xvfb") && have("xdotool")) return true;
    WARN("skipped: Xvfb and xdotool are not installed (apt-get install xvfb xdotool)");
    return false;
}

std::string contents(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// A bash script that starts the display and the program, does `hands`, and waits for the program to end.
std::string script(const test::TemporaryFolder& folder, const std::string& arguments, const std::string& hands) {
    std::string path = folder.path("hands.sh");
    std::ofstream(path)
        << "exec 2>" << folder.path("log") << "\n"
        << "exec 7<>" << folder.path("display")
        << "\n"
        // Without -noreset the server starts over when its last client leaves (xdotool, here), and refuses whom comes
        // then.
        << "Xvfb -displayfd 7 -screen 0 1400x900x24 -nolisten tcp -noreset & server=$!\n"
        << "trap 'kill $server' EXIT\n"
        << "for i in $(seq 600); do export DISPLAY=:$(head -1 " << folder.path("display")
        << "); xdotool getmouselocation >/dev/null 2>&1 && break; sleep 0.1; done\n"
        << "export XDG_STATE_HOME=" << folder.path()
        << "\n"
        // Mesa's driver leaks what it read of its configuration, and is unloaded before the leak sanitizer looks: there
        // is no name left to suppress. Leaks of the window's own code are found off the screen, in the other tests.
        << "ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 " << SEGLAB_PROGRAM << " " << arguments << " & program=$!\n"
        << "for i in $(seq 600); do window=$(xdotool search --onlyvisible --name SegLab | tail -1); "
           "[ -n \"$window\" ] && break; sleep 0.1; done\n"
        << "sleep 0.5; xdotool windowfocus $window; sleep 0.2\n"
        << "click() { xdotool mousemove --window $window $1 $2; sleep 0.15; xdotool click 1; sleep 0.3; }\n"
        << "key() { for k in \"$@\"; do xdotool keydown $k; sleep 0.06; xdotool keyup $k; sleep 0.15; done; }\n"
        << "chord() { xdotool keydown $1; sleep 0.06; key $2; xdotool keyup $1; sleep 0.15; }\n"
        << hands << "\n"
        << "chord ctrl q\n"
        << "for i in $(seq 100); do kill -0 $program || { wait $program; exit $?; }; sleep 0.1; done\n"
        << "kill $program; exit 99\n";
    return path;
}

std::string click(test::Surface& surface, const std::string& name) {
    const ui::Control* control = surface.window().controls.find(name);
    REQUIRE(control);
    figure::Point at = control->box.centre();
    return "click " + std::to_string(int(at.x)) + " " + std::to_string(int(at.y)) + "\n";
}

}  // namespace

TEST_CASE("a real window is opened, edited, stepped, undone, resized, themed and quit", "[window]") {
    if (!canShowWindows()) return;
    test::TemporaryFolder folder;
    test::Surface surface(test::kLecture);
    std::string hands = click(surface, "input(1,1)") + "key 5 Return\n" + click(surface, "input(0,0)") +
                        "key 8 Return\n" + "chord ctrl z\nkey Escape space Right Right Prior\n" +
                        click(surface, "Theme") + "chord ctrl c\nxdotool windowsize $window 1000 700\nsleep 0.4\n" +
                        "xdotool windowsize $window 1280 800\nsleep 0.4\n" + click(surface, "Padding") +
                        "key 1 Return\n";
    int result = run("bash " + script(folder, std::string("--state '") + test::kLecture + "'", hands));
    INFO(contents(folder.path("log")));
    CHECK(result == 0);
    std::string recent = contents(folder.path("seglab/recent"));
    CHECK_THAT(recent, Contains("input=0,1;2,5") && Contains("padding=1") && Contains("step=2"));
}

TEST_CASE("a window that is told to end keeps what was open", "[window]") {
    if (!canShowWindows()) return;
    for (const auto& [signal, code] : {std::pair{"TERM", 0}, {"INT", 130}}) {
        test::TemporaryFolder folder;
        const std::string hands = std::string("key Right\nkill -") + signal + " $program";
        CHECK(run("bash " + script(folder, std::string("--state '") + test::kLecture + "'", hands)) == code);
        CHECK_THAT(contents(folder.path("seglab/recent")), Contains("step=1"));
    }
}

TEST_CASE("without a display the window says so in one sentence, and exits with 3", "[window]") {
    test::TemporaryFolder folder;
    std::string log = folder.path("log");
    CHECK(run(std::string("env -u DISPLAY -u WAYLAND_DISPLAY ") + SEGLAB_PROGRAM + " 2>" + log) == 3);
    CHECK_THAT(contents(log), Contains("no display"));
    CHECK(run(std::string("DISPLAY=:987 ") + SEGLAB_PROGRAM + " 2>" + log) == 3);
    CHECK_THAT(contents(log), Contains("display"));
    CHECK_THAT(contents(log), !Contains("X11:"));
}
