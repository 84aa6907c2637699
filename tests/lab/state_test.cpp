#include "lab/state.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "core/random.h"
#include "support/random_table.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::lab;

namespace {

Scene open(const std::string& state, std::vector<std::string> settings = {}, const std::string& step = "") {
    return openScene({.lab = {}, .state = state, .settings = std::move(settings), .step = step});
}

/// The kind and message of what opening throws.
std::pair<Kind, std::string> refusal(const std::string& state, std::vector<std::string> settings = {},
                                     const std::string& step = "") {
    try {
        open(state, std::move(settings), step);
    } catch (const Error& error) {
        return {error.kind(), error.what()};
    }
    FAIL("'" + state.substr(0, 100) + "' was opened");
    return {};
}

}  // namespace

TEST_CASE("values are applied in the contract's order: preset, state, settings, step", "[state]") {
    const Scene scene = open("every-type?count=4&preset=wide&step=1", {"rate=2", "rate=3"}, "2");
    CHECK(scene.state.table.pair("stride") == core::Pair{1, 4});  // of the preset, though the state names it late
    CHECK(scene.state.table.integer("count") == 4);
    CHECK(scene.state.table.number("rate") == 3);
    CHECK(scene.state.step == 2);
    CHECK(open("every-type?count=9&preset=small").state.table.integer("count") == 9);
    CHECK(open("every-type?count=9", {"preset=small"}).state.table.integer("count") == 9);
    CHECK(open("every-type?preset=wide", {"preset=small"}).state.table.integer("count") == 1);
}

TEST_CASE("legality is judged once, at the end", "[state]") {
    CHECK(open("every-type?padding=4&stride=4").state.table.pair("padding") == core::Pair{4, 4});
    CHECK(open("every-type?count=7", {"count=8"}).state.table.integer("count") == 8);
    CHECK(refusal("every-type?padding=2").first == Kind::BadInput);
}

TEST_CASE("the command line shows the last step, the window the first", "[state]") {
    CHECK(open("every-type").state.step == 3);
    CHECK(openScene({.lab = "every-type", .lastByDefault = false}).state.step == 0);
    CHECK(open("every-type?step=2", {}, "first").state.step == 0);
    CHECK(open("every-type?step=first", {}, "last").state.step == 3);
}

TEST_CASE("a step is a number within the trace", "[state]") {
    CHECK(refusal("every-type?step=4").first == Kind::BadInput);
    CHECK(refusal("every-type", {}, "-1").first == Kind::BadInput);
    CHECK(refusal("every-type", {}, "99999999999999999999").first == Kind::BadInput);
    CHECK(refusal("every-type", {}, "2x").first == Kind::Usage);
    CHECK(refusal("every-type", {}, "-").first == Kind::Usage);
}

TEST_CASE("unknown names are told with the nearest known one", "[state]") {
    CHECK(refusal("every-typo?count=1") ==
          std::pair(Kind::Usage, std::string("there is no lab \"every-typo\"\n  did you mean every-type?")));
    CHECK(refusal("every-type?coumt=1") ==
          std::pair(Kind::Usage, std::string("there is no parameter \"coumt\"\n  did you mean count?")));
    CHECK(refusal("every-type?selekt=1").second == "there is no parameter \"selekt\"\n  did you mean select?");
    CHECK(refusal("every-type?lock=strid").second == "there is no parameter \"strid\"\n  did you mean stride?");
    CHECK(refusal("every-type", {"paddin=1"}).second == "there is no parameter \"paddin\"\n  did you mean padding?");
}

TEST_CASE("text that is no state is refused as usage", "[state]") {
    for (const char* text : {"every-type?count", "every-type?=3", "every-type?count=1&&rate=2", "every-type?count=1&",
                             "every-type?note=%4", "every-type?note=%zz", "every-type?note=a%00b",
                             "every-type?note=a\nb", "every-type?count=1&count=2", "every-type?count=one", ""}) {
        CAPTURE(text);
        CHECK(refusal(text).first == Kind::Usage);
    }
    CHECK(refusal("every-type", {"count"}).first == Kind::Usage);
}

TEST_CASE("values that are none are refused as bad input", "[state]") {
    for (const char* text : {"every-type?count=51", "every-type?view=everything", "every-type?preset=huge",
                             "every-type?stride=5", "every-type?count=7", "every-type?input=1,2,3,4,5,6"}) {
        CAPTURE(text);
        CHECK(refusal(text).first == Kind::BadInput);
    }
}

TEST_CASE("a state string may have 64 KiB and not one byte more", "[state]") {
    std::string text = "every-type?note=";
    text.resize(core::limits::kStateBytes, 'x');
    CHECK(open(text).state.table.text("note").size() > 65'000);
    CHECK(refusal(text + "x").first == Kind::BadInput);
    CHECK(refusal(std::string(1 << 20, 'x')).first == Kind::BadInput);
    CHECK(refusal("every-type?" + std::string(60'000, 'x') + "=1").first == Kind::Usage);
}

TEST_CASE("the lab may be named twice, but only one lab", "[state]") {
    CHECK(openScene({.lab = "98_every_type", .state = "every-type?count=2"}).state.step == 2);
    CHECK(openScene({.lab = "every-type", .state = "?count=2"}).state.step == 2);
    CHECK_THROWS_AS(openScene({.lab = "example", .state = "every-type?count=2"}), Error);
}

TEST_CASE("the canonical text leaves out what is known already", "[state]") {
    CHECK(toText(open("every-type?count=3&rate=0.50&step=0").state) == "every-type");
    CHECK(toText(open("every-type?step=0").state, true) == "every-type?step=0");
    CHECK(toText(open("98_every_type?input=0,1;2,4&stride=2,2&flag=off").state) ==
          "every-type?stride=2&input=0,1;2,4&step=3");
    CHECK(toText(open("every-type?preset=wide&rate=0.25&count=2&step=0").state) == "every-type?preset=wide&count=2");
}

TEST_CASE("a value changed back to its default under a preset is written", "[state]") {
    const State state = open("every-type?preset=wide&rate=0.5&step=0").state;
    CHECK(toText(state) == "every-type?preset=wide&rate=0.5");
    CHECK(open(toText(state), {}, "first").state == state);
}

TEST_CASE("any text survives the percent encoding", "[state]") {
    const std::string all = "a=b&c?d#e%f g+h\"i'j<k>`l\\m|n^o{p}[q]~r;s,t:u/ä→z";
    State state = open("every-type").state;
    state.table.set("note", all);
    const std::string text = toText(state);
    CHECK(text.find(' ') == std::string::npos);
    CHECK(open(text).state.table.text("note") == all);
}

TEST_CASE("reserved words round-trip", "[state]") {
    const State state = open("every-type?step=2&select=counter(0,1)&hide=output,counter(0,2)&lock=stride,count").state;
    CHECK(state.selection == "counter(0,1)");
    CHECK(state.hidden == std::set<std::string>{"output", "counter(0,2)"});
    CHECK(state.locked == std::set<std::string>{"stride", "count"});
    CHECK(toText(state) == "every-type?step=2&select=counter(0,1)&hide=counter(0,2),output&lock=count,stride");
    CHECK(open(toText(state)).state == state);
}

TEST_CASE("random legal tables round-trip through their text", "[state]") {
    core::Random random(7);
    const Lab& lab = labNamed("every-type");
    const std::vector<std::string> presets = {"none", "small", "wide"};
    int opened = 0;
    for (int i = 0; i < 500; ++i) {
        State state;
        state.lab = &lab;
        state.table = test::randomTable(lab, random, presets[std::size_t(i) % 3]);
        state.step = int(random.integer(0, state.table.integer("count")));
        if (state.table.integer("count") == 7) continue;
        const std::string text = toText(state, true);
        CAPTURE(text);
        REQUIRE(open(text).state == state);
        REQUIRE(toText(open(text).state, true) == text);
        ++opened;
    }
    CHECK(opened > 450);
}

TEST_CASE("a file parameter carries the hash of what it names", "[state]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path("a b#c.png");
    core::writeFile(path, "not looked at");
    const State state = open("every-type", {"image=" + path}).state;
    const std::string pinned = path + "#sha256=" + core::sha256("not looked at");
    CHECK(state.table.text("image") == pinned);
    CHECK(open(toText(state)).state == state);

    core::writeFile(path, "something else");
    CHECK(refusal(toText(state)).first == Kind::BadInput);
    CHECK(refusal("every-type", {"image=" + folder.path("none.png")}).first == Kind::File);
}

TEST_CASE("a change by hand keeps the preset as the base", "[state]") {
    State state = openScene(openingOf(labNamed("every-type"))).state;
    CHECK(toText(state) == "every-type?preset=small");
    change(state, "rate", 2.0);
    CHECK(toText(state) == "every-type?preset=small&rate=2");
    change(state, "preset", std::string("wide"));
    CHECK(toText(state) == "every-type?preset=wide");
    CHECK_FALSE(change(state, "stride", core::Pair{1, 1}).empty());  // the padding gives way
    CHECK(toText(state) == "every-type?preset=wide&stride=1&padding=0,1");
}

TEST_CASE("what is locked cannot be changed by hand, not even in passing", "[state]") {
    State state = open("every-type?preset=wide&lock=padding").state;
    const State before = state;
    CHECK_THROWS_WITH(change(state, "padding", core::Pair{0, 0}), Catch::Contains("Padding is locked"));
    CHECK_THROWS_WITH(change(state, "stride", core::Pair{1, 1}), Catch::Contains("Padding is locked and would change"));
    CHECK_THROWS_WITH(change(state, "preset", std::string("none")), Catch::Contains("Padding is locked"));
    CHECK(state == before);
    change(state, "rate", 1.0);
    CHECK(state.table.number("rate") == 1.0);
}
