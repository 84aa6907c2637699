#include <catch2/catch.hpp>

#include "core/error.h"
#include "ui/event.h"
#include "ui/number_text.h"
#include "ui/text_line.h"

using namespace seglab;

TEST_CASE("keys are read as they are written on a keyboard", "[ui]") {
    CHECK(ui::parseChord("Ctrl+Shift+Z") == ui::Chord{"Z", true, true, false});
    CHECK(ui::parseChord("Ctrl++") == ui::Chord{"+", true, false, false});
    CHECK(ui::parseChord("Esc") == ui::Chord{"Escape", false, false, false});
    CHECK(ui::typedText(ui::parseChord("p")) == "p");
    CHECK(ui::typedText(ui::parseChord("Period")) == ".");
    CHECK(ui::typedText(ui::parseChord("Ctrl+C")).empty());
    CHECK_THROWS_WITH(ui::parseChord("PagDown"), Catch::Contains("did you mean PageDown"));
    CHECK_THROWS_AS(ui::parseChord("Hyper+A"), Error);
}

TEST_CASE("a caret stays between characters, never inside one", "[ui]") {
    ui::TextLine line("−3·x");
    CHECK(line.selected() == "−3·x");
    line.key({"Left"});
    CHECK(line.caret() == 0);
    line.key({"Right"});
    CHECK(line.caret() == std::string("−").size());
    line.key({"Delete"});
    CHECK(line.text() == "−·x");
    line.key({"End"});
    line.key({"Backspace"});
    line.key({"Backspace"});
    CHECK(line.text() == "−");
    line.setCaret(1);
    CHECK(line.caret() == 0);
}

TEST_CASE("typing replaces what is selected and takes no line breaks", "[ui]") {
    ui::TextLine line("12");
    line.insert("7\n");
    CHECK(line.text() == "7");
    line.key({"A", true});
    line.insert("0.5");
    CHECK(line.text() == "0.5");
    line.key({"Home", false, true});
    CHECK(line.selected() == "0.5");
}

TEST_CASE("numbers are read as people write them", "[ui]") {
    CHECK(ui::readNumber(" 3 ") == 3.0);
    CHECK(ui::readNumber("−0,5") == -0.5);
    CHECK(ui::readNumber("1/4") == 0.25);
    CHECK_FALSE(ui::readNumber("1/0"));
    CHECK_FALSE(ui::readNumber(""));
    CHECK_FALSE(ui::readNumber("1e999"));
    CHECK_FALSE(ui::readNumber("nan"));
    CHECK_FALSE(ui::readNumber("3 apples"));
}

TEST_CASE("a matrix is read from a state, a spreadsheet and what NumPy prints", "[ui]") {
    const core::Matrix expected(2, 2, {0, 1, 2, -3});
    for (const char* text : {"0,1;2,-3", "0\t1\n2\t−3\n", "[[0, 1], [2, -3]]", "[[ 0.  1.]\n [ 2. -3.]]",
                             "tensor([[0., 1.],\n        [2., -3.]])", "  0 1 \r\n 2 -3 \r\n\r\n"}) {
        INFO(text);
        auto matrix = ui::readMatrix(text);
        REQUIRE(matrix);
        CHECK(*matrix == expected);
    }
    CHECK_FALSE(ui::readMatrix("0,1;2"));
    CHECK_FALSE(ui::readMatrix("transposed-convolution?stride=2"));
    CHECK_FALSE(ui::readMatrix(""));
    CHECK_FALSE(ui::readMatrix("nan,1"));
}
