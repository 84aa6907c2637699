#include "app/drive_script.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using seglab::Error;
namespace app = seglab::app;
using seglab::app::parseDriveLine;
using Kind = seglab::app::DriveCommand::Kind;

namespace {

std::string refusal(const char* line) {
    try {
        parseDriveLine(line, 7);
    } catch (const Error& error) {
        CHECK(error.kind() == seglab::Kind::Usage);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a script line names regions bare and controls in quotes", "[drive]") {
    CHECK(parseDriveLine("click output(1,2)", 1)->name == "output(1,2)");
    CHECK(parseDriveLine("  click \"Output padding\"  # the control", 1)->name == "Output padding");
    CHECK(parseDriveLine("type \"a \\\"b\\\" # c\"", 1)->text == "a \"b\" # c");
    CHECK_FALSE(parseDriveLine("# a comment", 1));
    CHECK_FALSE(parseDriveLine("  \t", 1));
}

TEST_CASE("a drag ends on a name or after a distance", "[drive]") {
    const auto onto = parseDriveLine("drag input(0,0) kernel(0,1)", 1);
    CHECK(onto->kind == Kind::Drag);
    CHECK(onto->to == "kernel(0,1)");
    const auto by = parseDriveLine("drag input(0,0) 12,-4.5", 1);
    CHECK(by->kind == Kind::DragBy);
    CHECK(by->x == 12);
    CHECK(by->y == -4.5);
}

TEST_CASE("an expectation is read with and without blanks", "[drive]") {
    const auto spaced = parseDriveLine("expect region output(1,2) = 12", 1);
    CHECK(spaced->kind == Kind::ExpectRegion);
    CHECK(spaced->name == "output(1,2)");
    CHECK(spaced->text == "12");
    const auto tight = parseDriveLine("expect state stride=2,1", 1);
    CHECK(tight->name == "stride");
    CHECK(tight->text == "2,1");
    CHECK(parseDriveLine("expect caption contains \"stamps 3\"", 1)->text == "stamps 3");
    CHECK(parseDriveLine("expect message contains \"gave way\"", 1)->kind == Kind::ExpectMessage);
}

TEST_CASE("what cannot be read names its line and the way out", "[drive]") {
    CHECK_THAT(refusal("clik output(0,0)"),
               Catch::Contains("script line 7") && Catch::Contains("did you mean 'click'?"));
    CHECK_THAT(refusal("resize 10by20"), Catch::Contains("is no size"));
    CHECK_THAT(refusal("resize 0x20"), Catch::Contains("is no size"));
    CHECK_THAT(refusal("wait soon"), Catch::Contains("is no time"));
    CHECK_THAT(refusal("click"), Catch::Contains("click NAME"));
    CHECK_THAT(refusal("type \"open"), Catch::Contains("quote is not closed"));
    CHECK_THAT(refusal("expect weather = fine"), Catch::Contains("expect state, caption, region or message"));
    CHECK_THAT(refusal("expect state stride"), Catch::Contains("name = value"));
    CHECK_THAT(refusal("state now"), Catch::Contains("write: state"));
}
