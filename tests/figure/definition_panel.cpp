#include "figure/views/definition_panel.h"

#include <catch2/catch.hpp>

using namespace seglab;
using namespace seglab::core;
using namespace seglab::figure;

namespace {

Figure drawn(const DefinitionPanel& panel) {
    View view;
    view.size.width = 19.5f * view.em();
    Column column(view);
    addDefinition(column, panel);
    return column.finish();
}

std::string allText(const Figure& figure) {
    std::string text;
    for (const Primitive& p : figure.primitives)
        if (auto* t = std::get_if<Text>(&p)) text += t->text;
    return text;
}

Term product(double i, double k) {
    return {.factors = {"input(0,0)", "kernel(0,0)"}, .values = {i, k}, .product = i * k, .text = {}};
}

}  // namespace

TEST_CASE("the pinned cell's numbers stand in the definition", "[definition]") {
    DefinitionPanel panel{.cell = Pair{1, 2}, .terms = {product(1, 4), product(-2, -3)}, .value = "10"};
    Figure figure = drawn(panel);
    REQUIRE(figure.find("definition") != nullptr);
    CHECK(figure.find("definition")->text == "O(1, 2) = 1·4 + (−2)·(−3) = 10");
}

TEST_CASE("a covered cell tells neither its sum nor its terms", "[definition]") {
    Figure figure = drawn({.cell = Pair{1, 2}, .value = "?"});
    CHECK(figure.find("definition")->text == "O(1, 2) = ?");
}

TEST_CASE("a cell that no stamp reaches says so, a long sum is cut", "[definition]") {
    CHECK(drawn({.cell = Pair{0, 0}, .value = "0"}).find("definition")->text == "O(0, 0) = nothing lands here: 0");
    std::string text = drawn({.cell = Pair{0, 0}, .terms = std::vector<Term>(20, product(1, 1)), .value = "20"})
                           .find("definition")
                           ->text;
    CHECK(text.find("+ … (20 terms) = 20") != std::string::npos);
}

TEST_CASE("padding and dilation stand in the definition only where they do something", "[definition]") {
    CHECK(allText(drawn({})).find("quotient") == std::string::npos);
    CHECK(allText(drawn({.settings = {.dilation = {2, 2}}})).find("quotients are whole") != std::string::npos);
    CHECK(allText(drawn({.settings = {.dilation = {1, 2}}, .dims = 1})).find("quotient is whole") != std::string::npos);
    CHECK(allText(drawn({})).find("Pin an output cell") != std::string::npos);
}
