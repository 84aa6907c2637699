#include "figure/views/formula.h"

#include <catch2/catch.hpp>

#include "figure/text.h"

using namespace seglab::figure;

namespace {

Formula variable(const char* letter, Role role) {
    return Formula::token(letter, role).named({.name = letter, .role = "formula"});
}

Formula outputSize() {
    return Formula::row({Formula::token("H", Role::Output).sub("out").named({.name = "out"}), " = (",
                         Formula::token("H", Role::Input).sub("in").named({.name = "in"}), " - 1)·",
                         variable("s", Role::Stride), " - 2·", variable("p", Role::Padding), " + ",
                         variable("d", Role::Dilation), "·(", variable("k", Role::Kernel), " - 1) + ",
                         variable("op", Role::OutputPadding), " + 1"});
}

Formula stampSum() {
    return Formula::row({"O(x,y) = ", Formula::sum("i"), Formula::sum("j"), "I(i,j)·K(x - i·s, y - j·s)"});
}

Formula convolutionSize() {
    return Formula::row({"H", " = ", Formula::floor(Formula::fraction("n - k", "s")), " + 1"});
}

std::vector<Box> inks(const Figure& figure) {
    std::vector<Box> boxes;
    for (const Primitive& primitive : figure.primitives)
        if (const Text* text = std::get_if<Text>(&primitive)) boxes.push_back(inkBox(*text));
    return boxes;
}

bool overlap(const Box& a, const Box& b) {
    constexpr float kTouch = 0.5f;  // px
    return a.x + kTouch < b.right() && b.x + kTouch < a.right() && a.y + kTouch < b.bottom() &&
           b.y + kTouch < a.bottom();
}

const FormulaStyle kStyle{.size = 24, .color = {0, 0, 0, 255}};

}  // namespace

TEST_CASE("a formula reads as one line of plain text with real minus signs") {
    CHECK(outputSize().text() == "H_out = (H_in − 1)·s − 2·p + d·(k − 1) + op + 1");
    CHECK(stampSum().text() == "O(x, y) = Σ_i Σ_j I(i, j)·K(x − i·s, y − j·s)");
    CHECK(convolutionSize().text() == "H = ⌊(n − k)/s⌋ + 1");
    CHECK(Formula("x=-1").text() == "x = −1");
    CHECK(Formula("").text() == "");
}

TEST_CASE("no glyphs of a formula touch, at any width") {
    for (const Formula& formula : {outputSize(), stampSum(), convolutionSize()}) {
        for (float width = 60; width < 700; width += 20) {
            Figure figure;
            addFormula(figure, {0, 0}, width, formula, kStyle);
            const std::vector<Box> boxes = inks(figure);
            for (std::size_t i = 0; i < boxes.size(); ++i)
                for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(overlap(boxes[i], boxes[j]));
        }
    }
}

TEST_CASE("a formula stays inside the size that it reports, and inside its column where it can be broken") {
    const float alone = formulaSize(1e6f, outputSize(), kStyle).width;
    for (float width = 140; width < alone + 50; width += 10) {
        Figure figure;
        const Size size = addFormula(figure, {10, 20}, width, outputSize(), kStyle);
        CHECK(size == formulaSize(width, outputSize(), kStyle));
        CHECK(size.width <= width + 0.1f);
        for (const Box& box : inks(figure)) {
            CHECK(box.x >= 9.5f);
            CHECK(box.right() <= 10 + size.width + 0.5f);
            CHECK(box.y >= 19.5f);
            CHECK(box.bottom() <= 20 + size.height + 0.5f);
        }
    }
}

TEST_CASE("a narrow column breaks a formula outside its brackets and hangs it on the equals sign") {
    Figure figure;
    addFormula(figure, {0, 0}, 320, outputSize(), kStyle);
    const float plus = figure.find("d")->box.y;
    CHECK(figure.find("out")->box.y == figure.find("p")->box.y);
    CHECK(plus > figure.find("p")->box.y);
    CHECK(figure.find("k")->box.y == plus);
    CHECK(figure.find("op")->box.y == plus);
}

TEST_CASE("every variable is a region of its own around its letter") {
    Figure figure;
    addFormula(figure, {0, 0}, 1000, outputSize(), kStyle);
    REQUIRE(figure.regions.size() == 7);
    CHECK(figure.find("out")->text == "H_out");
    CHECK(figure.find("op")->text == "op");
    for (const Region& region : figure.regions) CHECK(figure.hit(region.box.centre()) == &region);
}

TEST_CASE("a fraction within a named fraction keeps its region") {
    const Formula named = Formula::row({"a + b"}).named({.name = "above"});
    Figure figure;
    addFormula(figure, {0, 0}, 1000, Formula::fraction(named, "c"), kStyle);
    REQUIRE(figure.find("above"));
    CHECK(figure.find("above")->text == "a + b");
    CHECK(figure.find("above")->box.width > 10);
}

TEST_CASE("lines that begin with a relation stand below the first relation") {
    Figure figure;
    addFormula(figure, {0, 0}, 1000, "H = 1 + 1\n= 2", kStyle);
    std::vector<Point> equals;
    for (const Primitive& primitive : figure.primitives)
        if (std::get<Text>(primitive).text == "=") equals.push_back(std::get<Text>(primitive).origin);
    REQUIRE(equals.size() == 2);
    CHECK(equals[0].x == Approx(equals[1].x));
    CHECK(equals[0].y + 24 < equals[1].y);
}
