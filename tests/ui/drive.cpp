#include <catch2/catch.hpp>

#include "app/graphics.h"
#include "core/error.h"
#include "core/files.h"
#include "support/temporary_folder.h"

using namespace seglab;
using Catch::Contains;

namespace {

std::string driven(const std::string& script, app::DriveOptions options = {}) {
    std::string output;
    app::drive({.lab = "transposed-convolution",
                .settings = {"input=0,1;2,3", "kernel=1,4;2,3", "stride=2"},
                .lastByDefault = false},
               options, script, output);
    return output;
}

std::string refusal(const std::string& script) {
    try {
        driven(script);
    } catch (const Error& error) {
        return std::to_string(int(error.kind())) + " " + error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a script edits a cell, steps, undoes and copies the state", "[drive]") {
    std::string output = driven(R"(# the lecture's example, with another number
click input(1,1)
type "5"
expect state input=0,1;2,5
key End
expect region output(3,3) = 15
expect caption contains "stamps 5"
key Ctrl+Z
expect state input=0,1;2,3
expect region output(3,3) = 9
key Home
expect state step=0
key Space
key Space
expect state step=2
click output(0,1)
expect state select=output(0,1)
key Ctrl+C
expect message contains "Copied: transposed-convolution?"
state
)");
    CHECK_THAT(output, Contains("step=2") && Contains("select=output(0,1)"));
}

TEST_CASE("a script uses the controls by the names on the screen", "[drive]") {
    driven(R"(
click Stride.height
type "1"
expect state stride=1,2
click "Padding"
type "9"
expect state padding=1
click View
click matrix
expect state view=matrix
drag Steps 400,0
click Theme
resize 1024x768
resize 640x480
resize 320x240
wait 0.5
click Play
wait idle
expect state step=4
)");
}

TEST_CASE("the first expectation that fails ends the script, and names its line", "[drive]") {
    CHECK_THAT(refusal("key End\nexpect region output(3,3) = 10\nexpect state step=0"),
               Contains("1 ") && Contains("script line 2") && Contains("9, not 10"));
    CHECK_THAT(refusal("expect state stride=1"), Contains("script line 1") && Contains("stride is 2, not 1"));
    CHECK_THAT(refusal("expect caption contains \"elephants\""), Contains("does not contain"));
}

TEST_CASE("an unknown name, key or command is told with the nearest one", "[drive]") {
    CHECK_THAT(refusal("click Strid"), Contains("2 ") && Contains("did you mean \"Stride\""));
    CHECK_THAT(refusal("key PagDown"), Contains("did you mean PageDown"));
    CHECK_THAT(refusal("\n\nclik Stride"), Contains("line 3"));
    CHECK_THAT(refusal("type \"3\""), Contains("has the focus"));
}

TEST_CASE("the same script gives the same picture twice", "[drive]") {
    test::TemporaryFolder folder;
    std::string script = "key Space\nwait 0.1\nhover output(0,0)\nscreenshot " + folder.path() + "/";
    driven(script + "a.png");
    driven(script + "b.png");
    CHECK(core::readFile(folder.path() + "/a.png", 1 << 24) == core::readFile(folder.path() + "/b.png", 1 << 24));
}

TEST_CASE("pictures and films are written from the export panel", "[drive]") {
    test::TemporaryFolder folder;
    driven("key E\nclick Folder\ntype \"" + folder.path() + "\"\nclick \"File name\"\ntype \"stage\"\nclick PNG\n" +
           "expect message contains \"Written to\"\nkey E\nclick SVG\nkey E\nclick GIF\nwait idle\n" +
           "expect message contains \"stage.gif\"");
    CHECK(core::readFile(folder.path() + "/stage.png", 1 << 24).substr(1, 3) == "PNG");
    CHECK_THAT(core::readFile(folder.path() + "/stage.svg", 1 << 24), Contains("<svg"));
    CHECK(core::readFile(folder.path() + "/stage.gif", 1 << 24).substr(0, 6) == "GIF89a");
}

TEST_CASE("files are dropped into a lab", "[drive]") {
    CHECK_NOTHROW(driven("drop /nowhere/input.npy\nexpect message contains \"/nowhere/input.npy\""));
}
