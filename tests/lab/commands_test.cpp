#include "lab/commands.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "lab/export.h"
#include "lab/json.h"
#include "lab/regions.h"

using namespace seglab;
using namespace seglab::lab;

namespace {

Json describe(const std::string& state, std::vector<std::string> regions = {}) {
    return Json::parse(describeCommand(openScene({.state = state}), {.regions = std::move(regions), .json = true}));
}

Json named(const Json& list, const std::string& name) {
    for (const Json& entry : list)
        if (entry["name"] == name) return entry;
    FAIL("nothing is named " + name);
    return {};
}

}  // namespace

TEST_CASE("list tells slug, stem, title and summary of every lab", "[commands]") {
    const Json list = Json::parse(listCommand(true));
    REQUIRE(list.size() == labs().size());
    CHECK(list[0] == Json({{"slug", "moving-sum"},
                           {"stem", "97_moving_sum"},
                           {"title", "Moving sum"},
                           {"summary", "A window slides over a row of numbers and adds up what it sees."}}));
    CHECK(listCommand(false).find("  moving-sum  A window slides") == 0);
}

TEST_CASE("params tells the limits that hold in the state", "[commands]") {
    const Json params = Json::parse(paramsCommand(openScene({.state = "every-type?stride=3,4&padding=0,4"}), true));
    const Json padding = named(params, "padding");
    CHECK(padding["type"] == "pair");
    CHECK(padding["value"] == Json({0, 4}));
    CHECK(padding["default"] == Json({0, 0}));
    CHECK(padding["minimum"] == Json({0, 0}));
    CHECK(padding["maximum"] == Json({3, 4}));
    CHECK(named(params, "input")["value"] == Json({{0, 1}, {2, 3}}));
    CHECK(named(params, "input")["maximum"] == Json({5, 5}));
    CHECK(named(params, "view")["choices"] == Json({"all", "stamp", "matrix"}));
    CHECK(named(params, "view")["minimum"].is_null());
    CHECK(named(params, "flag")["value"] == false);
    CHECK(named(params, "rate")["value"] == 0.5);
    CHECK(named(params, "count")["maximum"] == 50);
    for (const char* member : {"name", "type", "value", "default", "minimum", "maximum", "choices", "unit", "help"})
        for (const Json& parameter : params) CHECK(parameter.contains(member));
}

TEST_CASE("params can be read by a person", "[commands]") {
    const std::string text = paramsCommand(openScene({.state = "moving-sum?window=2"}), false);
    CHECK(text.find("Moving sum\n") == 0);
    CHECK(text.find("\nOperation\n") != std::string::npos);
    CHECK(text.find("  window = 2 cells\n      1 to 6; default 3\n") != std::string::npos);
    CHECK(text.find("1 rows, 1 to 12 columns") != std::string::npos);
}

TEST_CASE("describe is the twin of the figure", "[commands]") {
    const Json twin = describe("moving-sum?step=2");
    CHECK(twin["lab"] == "moving-sum");
    CHECK(twin["state"] == "moving-sum?step=2");
    CHECK(twin["params"] == Json({{"preset", "none"}, {"input", {{1, 2, 3, 4, 5, 6}}}, {"window", 3}}));
    CHECK(twin["step"] == 2);
    CHECK(twin["steps"] == 4);
    CHECK(twin["caption"] == "output(0,1) = 9: the sum of input cells 1 to 3.");
    CHECK(twin["regions"].size() == 10);
    const Json cell = named(twin["regions"], "output(0,1)");
    CHECK(cell["role"] == "output");
    CHECK(cell["value"] == 9);
    CHECK(cell["text"] == "9");
    CHECK(cell["terms"].size() == 3);
    CHECK(cell["terms"][0] == Json({{"factors", {"input(0,1)"}}, {"values", {2}}, {"product", 2}}));
    CHECK(named(twin["regions"], "output(0,2)")["value"].is_null());
}

TEST_CASE("the state that describe gives reopens the same, first step or last", "[commands]") {
    for (const char* state : {"moving-sum", "moving-sum?step=0", "moving-sum?preset=edge&window=2&step=3"}) {
        const Json twin = describe(state);
        CHECK(describe(twin["state"]) == twin);
    }
}

TEST_CASE("single regions can be asked, in the order of the question", "[commands]") {
    const Json regions = describe("moving-sum", {"output(0,2)", "input(0,0)"})["regions"];
    REQUIRE(regions.size() == 2);
    CHECK(regions[0]["name"] == "output(0,2)");
    CHECK(regions[1]["value"] == 1);
    CHECK_THROWS_WITH(describe("moving-sum", {"outpit(0,2)"}), Catch::Contains("did you mean output(0,2)?"));
}

TEST_CASE("describe can be read by a person", "[commands]") {
    const std::string text = describeCommand(openScene({.state = "moving-sum?step=2"}), {});
    CHECK(text.find("Step 2 of 4\n  output(0,1) = 9: the sum of input cells 1 to 3.\n") != std::string::npos);
    CHECK(text.find("input, 1 × 6\n      0  1  2  3  4  5\n  0:  1  2  3  4  5  6\n") != std::string::npos);
    CHECK(text.find("  output(0,1) = 9 = 2 + 3 + 4  (input(0,1) + input(0,2) + input(0,3))\n") != std::string::npos);
}

TEST_CASE("trace tells every step and what changed in it", "[commands]") {
    const Json trace = Json::parse(traceCommand(openScene({.state = "moving-sum?window=5&step=1"}), true));
    CHECK(trace["lab"] == "moving-sum");
    CHECK(trace["state"] == "moving-sum?window=5");
    REQUIRE(trace["steps"].size() == 3);
    CHECK(trace["steps"][0]["index"] == 0);
    CHECK(trace["steps"][0]["changed"].empty());
    CHECK(trace["steps"][2]["caption"] == "output(0,1) = 20: the sum of input cells 1 to 5.");
    REQUIRE(trace["steps"][2]["changed"].size() == 1);
    CHECK(trace["steps"][2]["changed"][0]["name"] == "output(0,1)");
    CHECK(trace["steps"][2]["changed"][0]["value"] == 20);
}

TEST_CASE("trace can be read by a person", "[commands]") {
    const std::string text = traceCommand(openScene({.state = "moving-sum?window=6"}), false);
    CHECK(text ==
          "Moving sum\nmoving-sum?window=6\n\n"
          "   0  The window = 6 stands left of the input.\n"
          "   1  output(0,0) = 21: the sum of input cells 0 to 5.\n"
          "          output(0,0) = 21\n");
}

TEST_CASE("numbers in JSON are whole where they are whole and null where they are none", "[commands]") {
    CHECK(toJson(3.0).dump() == "3");
    CHECK(toJson(-0.0).dump() == "0");
    CHECK(toJson(0.1).dump() == "0.1");
    CHECK(toJson(1e300).dump() == "1e+300");
    CHECK(toJson(std::numeric_limits<double>::infinity()).is_null());
}

TEST_CASE("the title of a picture says what it shows", "[commands]") {
    CHECK(titleOf(openScene({.state = "moving-sum?step=1"})) ==
          "Moving sum: output(0,0) = 6: the sum of input cells 0 to 2.");
}
