#include <catch2/catch.hpp>

#include "core/error.h"
#include "lab/lab.h"

using namespace seglab;
using namespace seglab::lab;

TEST_CASE("a lab's slug is its file's name without the number", "[registry]") {
    const Lab& lab = labNamed("98_every_type");
    CHECK(lab.slug == "every-type");
    CHECK(&labNamed("every-type") == &lab);
}

TEST_CASE("an unknown lab is told with the nearest one", "[registry]") {
    try {
        labNamed("every-tipe");
        FAIL("found");
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::Usage);
        CHECK(error.problem() == "there is no lab \"every-tipe\"");
        CHECK(error.cure() == "did you mean every-type?");
    }
}

TEST_CASE("presets become the first parameter of the table", "[registry]") {
    const core::ParameterTable table = labNamed("every-type").table();
    CHECK(table.declaration().front().name == "preset");
    CHECK(table.declaration().front().choices == std::vector<std::string>{"none", "small", "wide"});
    CHECK(table.text("preset") == "none");
}

TEST_CASE("a preset's table holds its values and its name", "[registry]") {
    const core::ParameterTable table = labNamed("every-type").table("wide");
    CHECK(table.text("preset") == "wide");
    CHECK(table.pair("stride") == core::Pair{1, 4});
    CHECK(table.boolean("flag"));
    CHECK(table.integer("count") == 3);
}

TEST_CASE("a table is checked as a whole before a model is made", "[registry]") {
    const Lab& lab = labNamed("every-type");
    core::ParameterTable table = lab.table();
    table.set("count", std::int64_t(7));
    CHECK_THROWS_WITH(lab.build(table), Catch::Contains("nobody counts to seven"));
    table.set("count", std::int64_t(51));
    CHECK_THROWS_WITH(lab.build(table), Catch::Contains("51"));
}
