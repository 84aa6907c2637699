#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "command_line/program.h"
#include "core/files.h"
#include "support/temporary_folder.h"

using nlohmann::json;
using seglab::test::Call;
using seglab::test::Run;
using seglab::test::run;
using seglab::test::TemporaryFolder;

namespace {

struct Refusal {
    std::vector<std::string> words;
    int exitCode;
    std::string says;
};

bool oneOrTwoLines(const std::string& text) {
    const auto lines = std::count(text.begin(), text.end(), '\n');
    return !text.empty() && text.back() == '\n' && (lines == 1 || lines == 2);
}

}  // namespace

TEST_CASE("help and version need no display", "[command_line]") {
    CHECK(run({"--version"}).output == "seglab " SEGLAB_VERSION "\n");
    const Run help = run({"--help"});
    CHECK(help.exitCode == 0);
    CHECK(help.errors.empty());
    for (const char* command : {"list", "params", "describe", "trace", "render", "drive", "size", "op", "nets", "train",
                                "predict", "evaluate", "bench"}) {
        CAPTURE(command);
        CHECK(help.output.find(std::string("seglab-example ") + command) != std::string::npos);
        const Run own = run({command, "--help"});
        CHECK(own.exitCode == 0);
        CHECK(own.output.rfind(std::string("Usage: seglab-example ") + command, 0) == 0);
        CHECK(run({command, "-h"}).output == own.output);
    }
}

TEST_CASE("each mistake has its exit code and one or two lines that say what to do", "[command_line]") {
    const std::vector<Refusal> refusals = {
        {{"descibe", "moving-sum"}, 2, "did you mean describe?"},
        {{"movin-sum"}, 2, "did you mean moving-sum?"},
        {{"describe", "movin-sum"}, 2, "did you mean moving-sum?"},
        {{"describe"}, 2, "no lab is named"},
        {{"evaluate", "--truth", "a", "--classes", "2"}, 2, "--prediction is needed"},
        {{"evaluate", "--truth", "a", "--prediction", "b", "--classes", "0"}, 4, "--classes"},
        {{"evaluate", "--truth", "/nowhere", "--prediction", "b", "--classes", "2"}, 5, "/nowhere"},
        {{"describe", "moving-sum", "--jsn"}, 2, "did you mean --json?"},
        {{"describe", "moving-sum", "--stat=x"}, 2, "did you mean --state?"},
        {{"describe", "moving-sum", "again"}, 2, "\"again\" is one word too many"},
        {{"describe", "moving-sum", "--", "--json"}, 2, "\"--json\" is one word too many"},
        {{"describe", "moving-sum", "--state"}, 2, "--state: a value is missing"},
        {{"describe", "moving-sum", "--set", "windw=2"}, 2, "did you mean window?"},
        {{"describe", "moving-sum", "--set", "window"}, 2, "not name=value"},
        {{"describe", "moving-sum", "--set", "window=two"}, 2, "window"},
        {{"describe", "moving-sum", "--set", "window=7"}, 4, "1 to 6 is allowed here"},
        {{"describe", "moving-sum", "--set", "preset=edgy"}, 4, "edge"},
        {{"describe", "moving-sum", "--step", "9"}, 4, "0 to 4"},
        {{"describe", "moving-sum", "--step", "x"}, 2, "first or last"},
        {{"describe", "moving-sum", "--region", "outpt(0,1)"}, 2, "did you mean output(0,1)?"},
        {{"describe", "every-type", "--set", "count=7"}, 4, "count to 6 or 8"},
        {{"describe", "every-type", "--image", "/nowhere/a.png"}, 5, "/nowhere/a.png"},
        {{"render", "moving-sum"}, 2, "--out"},
        {{"render", "moving-sum", "--out", "x.bmp"}, 2, "svg"},
        {{"render", "moving-sum", "--out", "x.svg", "--window"}, 2, "--window"},
        {{"render", "moving-sum", "--out", "x.svg", "--size", "big"}, 2, "1280x800"},
        {{"render", "moving-sum", "--out", "x.svg", "--size", "99999x10"}, 4, "16384"},
        {{"render", "moving-sum", "--out", "x.svg", "--scale", "9"}, 4, "0.75 to 3"},
        {{"render", "moving-sum", "--out", "x.svg", "--scale", "big"}, 2, "0.75 to 3"},
        {{"render", "moving-sum", "--out", "x.svg", "--theme", "pink"}, 4, "paper or board"},
        {{"drive", "moving-sum"}, 2, "--script"},
        {{"drive", "moving-sum", "--script", "/nowhere/script"}, 5, "/nowhere/script"},
        {{"bench", "widow", "moving-sum"}, 2, "did you mean window?"},
        {{"size"}, 2, "no operation is named"},
        {{"size", "conv", "--input", "5", "--kernel", "3", "--padding", "-1"}, 4, "--padding"},
        {{"op"}, 2, "no operator is named"},
        {{"op", "conv3d"}, 2, "did you mean conv1d?"},
        {{"op", "conv2d", "--input", "/nowhere/x.npy", "--weight", "w.npy", "--out", "y.npy"}, 5, "/nowhere/x.npy"},
        {{"op", "conv2d", "--inptu", "x.npy"}, 2, "did you mean --input?"},
        {{"train", "--net", "unet-s"}, 2, "--out is needed"},
        {{""}, 2, "\"\""},
    };
    for (const Refusal& refusal : refusals) {
        CAPTURE(refusal.words);
        const Run result = run(refusal.words);
        CHECK(result.exitCode == refusal.exitCode);
        CHECK(result.output.empty());
        CHECK(oneOrTwoLines(result.errors));
        CHECK_THAT(result.errors, Catch::StartsWith("seglab-example: ") && Catch::Contains(refusal.says));
    }
}

TEST_CASE("JSON is one document and nothing else", "[command_line]") {
    const std::vector<std::vector<std::string>> calls = {
        {"list", "--json"},
        {"params", "every-type", "--json"},
        {"describe", "98_every_type", "--json", "--set", "note=\xff no UTF-8"},
        {"trace", "moving-sum", "--json", "--state", "moving-sum?preset=edge"},
    };
    for (const auto& words : calls) {
        CAPTURE(words);
        const Run first = run(words);
        CHECK(first.exitCode == 0);
        CHECK(first.errors.empty());
        CHECK(json::accept(first.output));
        CHECK(run(words).output == first.output);
    }
}

TEST_CASE("the lab may stand in the state alone, or on standard input", "[command_line]") {
    const Run named = run({"describe", "moving-sum", "--set", "window=2", "--json"});
    CHECK(run({"describe", "--state", "moving-sum?window=2", "--json"}).output == named.output);
    CHECK(run({.words = {"describe", "--state", "-", "--json"}, .input = "moving-sum?window=2\n"}).output ==
          named.output);
    CHECK(run({"describe", "--json", "--set=window=2", "--", "moving-sum"}).output == named.output);
}

TEST_CASE("a state beyond 64 KiB is bad input, however it comes", "[command_line]") {
    const Run result = run({.words = {"describe", "--state", "-"}, .input = std::string(1 << 20, 'a')});
    CHECK(result.exitCode == 4);
    CHECK(oneOrTwoLines(result.errors));
    CHECK(run({"describe", "--state", "every-type?note=" + std::string(100'000, 'x')}).exitCode == 4);
}

TEST_CASE("a hostile name cannot fill or drive the terminal", "[command_line]") {
    const Run result = run({"describe", "every-type", "--set", "a\x1b[2J\n\n\n" + std::string(10'000, 'x') + "=1"});
    CHECK(result.exitCode == 2);
    CHECK(oneOrTwoLines(result.errors));
    CHECK(result.errors.size() < 1000);
    CHECK(result.errors.find('\x1b') == std::string::npos);
}

TEST_CASE("render writes the same SVG twice, whole or not at all", "[command_line]") {
    const TemporaryFolder folder;
    const std::string path = folder.path("figure.svg");
    CHECK(run({"render", "moving-sum", "--step", "2", "--out", path}).exitCode == 0);
    const std::string first = seglab::core::readFile(path, 1 << 20);
    CHECK_THAT(first, Catch::Contains("<svg") && Catch::Contains("</svg>"));
    CHECK(run({"render", "moving-sum", "--step", "2", "--out", "-"}).output == first);
    CHECK(run({"render", "moving-sum", "--step", "2", "--out", path}).exitCode == 0);
    CHECK(seglab::core::readFile(path, 1 << 20) == first);

    CHECK(run({"render", "moving-sum", "--set", "window=9", "--out", path}).exitCode == 4);
    CHECK(seglab::core::readFile(path, 1 << 20) == first);
    CHECK(run({"render", "moving-sum", "--out", folder.path("no/such/figure.svg")}).exitCode == 5);
    CHECK(run({"render", "moving-sum", "--out", folder.path()}).exitCode != 0);
    CHECK(folder.fileCount() == 1);
}

TEST_CASE("a bad picture is told by its file", "[command_line]") {
    const TemporaryFolder folder;
    seglab::core::writeFile(folder.path("no picture.png"), "this is text");
    const Run result =
        run({"describe", "every-type", "--set", "view=matrix", "--image", folder.path("no picture.png")});
    CHECK(result.exitCode == 4);
    CHECK(oneOrTwoLines(result.errors));
    CHECK_THAT(result.errors, Catch::Contains("no picture.png: this is no picture"));
}

TEST_CASE("a full device is an error of its own", "[command_line]") {
    for (const auto& words : {std::vector<std::string>{"list"}, {"describe", "moving-sum"}, {"--help"}}) {
        const Run result = run({.words = words, .outputDevice = "/dev/full"});
        CHECK(result.exitCode == 5);
        CHECK_THAT(result.errors, Catch::Contains("full"));
    }
    CHECK(run({"render", "moving-sum", "--out", "/dev/full"}).exitCode == 5);
    struct stat status;
    REQUIRE(::stat("/dev/full", &status) == 0);
    CHECK(S_ISCHR(status.st_mode));
}

#ifdef SEGLAB_GUI
TEST_CASE("pictures are drawn without a display, the same bytes twice", "[command_line]") {
    const TemporaryFolder folder;
    for (const char* name : {"a.png", "a.gif"})
        for (const std::vector<std::string>& extra : {std::vector<std::string>{}, {"--theme", "board"}}) {
            std::vector<std::string> words = {"render", "moving-sum", "--size",   "320x240",
                                              "--out",  "-",          "--format", std::string(name).substr(2)};
            words.insert(words.end(), extra.begin(), extra.end());
            const Run first = run(words);
            CHECK(first.exitCode == 0);
            CHECK(first.output.size() > 500);
            CHECK(run(words).output == first.output);
        }
    const Run window = run({"render", "moving-sum", "--window", "--out", folder.path("w.png")});
    CHECK(window.exitCode == 0);
    CHECK(seglab::core::readFile(folder.path("w.png"), 1 << 24).substr(1, 3) == "PNG");
}

TEST_CASE("a script drives the window and says what went wrong", "[command_line]") {
    const auto drive = [](const std::string& script) {
        return run({.words = {"drive", "moving-sum", "--script", "-"}, .input = script});
    };
    const Run right = drive("key Space\nexpect region output(0,0) = 6\nstate\n");
    CHECK(right.exitCode == 0);
    CHECK(right.output == "moving-sum?step=1\n");
    const Run failed = drive("state\nexpect region output(0,0) = 7\nstate\n");
    CHECK(failed.exitCode == 1);
    CHECK_THAT(failed.errors, Catch::Contains("line 2"));
    CHECK_THAT(failed.output, Catch::StartsWith("moving-sum"));
    const Run unreadable = drive("key Space\n# a comment\nklick x\n");
    CHECK(unreadable.exitCode == 2);
    CHECK_THAT(unreadable.errors, Catch::Contains("line 3") && Catch::Contains("click"));
}
#else
TEST_CASE("without graphics, what needs pixels says so and how to do without", "[command_line]") {
    const TemporaryFolder folder;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"render", "moving-sum", "--out", folder.path("a.png")},
          {"render", "moving-sum", "--out", folder.path("a.gif")},
          {"drive", "moving-sum", "--script", SEGLAB_SOURCE_DIR "/tests/command_line/empty.drive"},
          {"bench", "window", "moving-sum"},
          {}}) {
        CAPTURE(words);
        const Run result = run(words);
        CHECK(result.exitCode == 3);
        CHECK(oneOrTwoLines(result.errors));
        CHECK(folder.fileCount() == 0);
    }
}
#endif

TEST_CASE("a window without a display is told with the way out", "[command_line]") {
    const Run result = run({"moving-sum"});
    CHECK(result.exitCode == 3);
    CHECK(oneOrTwoLines(result.errors));
    CHECK(run({"moving-sum", "--set", "window=9"}).exitCode == 4);
    CHECK(run({"moving-sum", "--state", "movin-sum?window=1"}).exitCode == 2);
}

TEST_CASE("an interrupt ends with 130 and leaves nothing behind", "[command_line]") {
    const TemporaryFolder folder;
    const std::string pipe = folder.path("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const Run result = seglab::test::interrupted({.words = {"render", "moving-sum", "--out", pipe}});
    CHECK(result.exitCode == 130);
    CHECK(folder.fileCount() == 1);
}

TEST_CASE("a program of one lab needs no name for it", "[command_line]") {
    const auto single = [](std::vector<std::string> words) {
        return run({.words = std::move(words), .program = SEGLAB_SINGLE_PROGRAM});
    };
    const Run own = single({"describe", "--json"});
    CHECK(own.exitCode == 0);
    CHECK(own.output == run({"describe", "moving-sum", "--json"}).output);
    CHECK(single({"describe", "moving-sum", "--json"}).output == own.output);
    CHECK(single({"describe", "--state", "moving-sum?step=0", "--json"}).exitCode == 0);
    CHECK(single({"--set", "window=9"}).exitCode == 4);
    CHECK(single({}).exitCode == 3);
}
