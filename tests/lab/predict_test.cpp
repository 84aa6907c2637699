#include "lab/predict.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "lab/commands.h"
#include "lab/json.h"
#include "lab/regions.h"

using namespace seglab;
using namespace seglab::lab;

namespace {

Scene hiddenSums() {
    return openScene({.state = "moving-sum?hide=output"});
}

}  // namespace

TEST_CASE("a right guess is told the answer, a wrong one what it would mean", "[predict]") {
    const Scene scene = hiddenSums();
    CHECK(judge(scene, "output(0,1)", "9").right);
    CHECK(judge(scene, "output(0,1)", " 9.0001 ").answer == "9");
    const Verdict mean = judge(scene, "output(0,1)", "3");
    CHECK_FALSE(mean.right);
    CHECK(mean.answer.empty());
    CHECK(mean.explanation == "That is the mean: it would have to be multiplied by the window again.");
    CHECK(judge(scene, "output(0,1)", "8").explanation.empty());
    CHECK_FALSE(judge(scene, "output(0,1)", "nine").right);
}

TEST_CASE("only what holds something can be guessed", "[predict]") {
    const Scene scene = openScene({.state = "moving-sum?hide=output&step=0"});
    CHECK_THROWS_AS(judge(scene, "output(0,1)", "9"), Error);
    CHECK_THROWS_WITH(judge(scene, "outptu(0,1)", "9"), Catch::Contains("did you mean output(0,1)?"));
}

TEST_CASE("revealing one cell leaves the others covered", "[predict]") {
    Scene scene = hiddenSums();
    reveal(scene, "output(0,1)");
    const figure::View view = viewOf(scene.state);
    CHECK(regionNamed(scene, "output(0,1)", view).value == 9.0);
    CHECK_FALSE(regionNamed(scene, "output(0,0)", view).value);
    CHECK_FALSE(regionNamed(scene, "output(0,3)", view).value);
    CHECK(openScene({.state = toText(scene.state)}).state == scene.state);
}

TEST_CASE("no text command gives a covered number away", "[predict]") {
    Scene scene = openScene({.state = "moving-sum?input=17,21,30&window=2&hide=output"});
    const std::string description = describeCommand(scene, {.json = true});
    const std::string all =
        description + describeCommand(scene, {}) + traceCommand(scene, true) + traceCommand(scene, false);
    CHECK(all.find("38") == std::string::npos);
    CHECK(all.find("51") == std::string::npos);
    const Json document = Json::parse(description);
    for (const Json& region : document["regions"]) {
        CAPTURE(region["name"]);
        CHECK(region["value"].is_null() == (region["role"] == "output"));
        CHECK((region["role"] != "output" || region["terms"].empty()));
    }
}

TEST_CASE("a sum whose factor is covered shows no number for it", "[predict]") {
    const Scene scene = openScene({.state = "moving-sum?hide=input(0,1)"});
    const figure::View view = viewOf(scene.state);
    const auto terms = termsOf(scene, regionNamed(scene, "output(0,0)", view), view);
    REQUIRE(terms.size() == 3);
    CHECK(terms[0].product == 1);
    CHECK(std::isnan(terms[1].product));
    CHECK(describeCommand(scene, {.regions = {"output(0,0)"}}).find("1 + ? + 3") != std::string::npos);
}

TEST_CASE("a caption keeps its words and loses the covered number", "[predict]") {
    const std::string caption = "[output|output(1,2) = 9] is [input|input(0,0) = 3] times [kernel|kernel]";
    CHECK(coveredCaption(caption, {}) == caption);
    CHECK(coveredCaption(caption, {"output"}) ==
          "[output|output(1,2) = ?] is [input|input(0,0) = 3] times [kernel|kernel]");
    CHECK(coveredCaption(caption, {"input(0,0)"}) ==
          "[output|output(1,2) = 9] is [input|input(0,0) = ?] times [kernel|kernel]");
    CHECK(coveredCaption("no marks, [open", {"output"}) == "no marks, [open");
}
