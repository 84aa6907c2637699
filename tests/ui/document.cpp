#include "ui/document.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace seglab;
using Catch::Contains;

namespace {

ui::Document lecture(const std::string& settings = "") {
    return ui::Document(lab::openScene(
        {.state = "transposed-convolution?input=0,1;2,3&kernel=1,4;2,3" + settings, .lastByDefault = false}));
}

double output(const ui::Document& document, const std::string& name) {
    const figure::Figure figure = document.model().figure(document.step(), {});
    const figure::Region* region = figure.find(name);
    return region && region->value ? *region->value : std::nan("");
}

}  // namespace

TEST_CASE("steps go both ways and stop at the ends", "[document]") {
    ui::Document document = lecture();
    REQUIRE(document.steps() == 4);
    document.stepBy(-1);
    CHECK(document.step() == 0);
    document.stepBy(1);
    CHECK(document.step() == 1);
    CHECK_FALSE(document.backwards());
    document.stepBy(-1);
    CHECK(document.backwards());
    document.goTo(99);
    CHECK(document.step() == 4);
    document.stepBy(1);
    CHECK(document.step() == 4);
}

TEST_CASE("a step is animated, a second key press finishes it, a jump is not animated", "[document]") {
    ui::Document document = lecture();
    document.stepBy(1);
    CHECK(document.phase() == 0);
    CHECK(document.secondsToNextChange() == 0);
    document.advance(0.1);
    CHECK(document.phase() > 0.4f);  // eased out: more than its share of time
    CHECK(document.phase() < 1);
    document.advance(1);
    CHECK(document.phase() == 1);
    CHECK(std::isinf(document.secondsToNextChange()));
    document.goTo(4);
    CHECK(document.phase() == 1);
    document.setAnimated(false);
    document.stepBy(-1);
    CHECK(document.phase() == 1);
}

TEST_CASE("speed is steps per second, whatever the frame rate", "[document]") {
    for (double frame : {1.0 / 60, 1.0 / 7, 0.9}) {
        ui::Document document = lecture("&granularity=multiply");
        document.setSpeed(2);
        document.play(true);
        double time = 0;
        while (time < 2.51) {
            document.advance(frame);
            time += frame;
        }
        INFO(frame);
        CHECK(document.step() == int(std::floor(2 * time + 1e-9)));
    }
}

TEST_CASE("playing stops at the end, and starts again from there at the beginning", "[document]") {
    ui::Document document = lecture();
    document.setSpeed(60);
    document.play(true);
    for (int i = 0; i < 120; ++i) document.advance(1.0 / 60);
    CHECK_FALSE(document.playing());
    CHECK(document.step() == 4);
    document.play(true);
    CHECK(document.step() == 0);
}

TEST_CASE("an edited cell changes the sums and can be undone and redone", "[document]") {
    ui::Document document = lecture();
    document.goTo(4);
    CHECK(output(document, "output(3,3)") == 9);
    document.changeElement("input", 1, 1, 5);
    CHECK(document.step() == 4);
    CHECK(output(document, "output(3,3)") == 15);
    document.undo();
    CHECK(output(document, "output(3,3)") == 9);
    document.redo();
    CHECK(output(document, "output(3,3)") == 15);
    document.redo();
    CHECK_THAT(document.message().text, Contains("redo"));
}

TEST_CASE("a drag is one step back, however many values it went through", "[document]") {
    ui::Document document = lecture();
    for (int i = 1; i <= 5; ++i) document.changeElement("input", 0, 0, i, true);
    document.settle();
    for (int i = 6; i <= 8; ++i) document.changeElement("input", 0, 0, i, true);
    document.settle();
    document.undo();
    CHECK(document.table().matrix("input")(0, 0) == 5);
    document.undo();
    CHECK(document.table().matrix("input")(0, 0) == 0);
}

TEST_CASE("a hundred changes can be undone", "[document]") {
    ui::Document document = lecture();
    for (int i = 1; i <= 120; ++i) document.changeElement("input", 0, 0, i);
    for (int i = 0; i < 100; ++i) document.undo();
    CHECK(document.table().matrix("input")(0, 0) == 20);
}

TEST_CASE("what has to give way says so; what is locked says so and stays", "[document]") {
    ui::Document document = lecture("&padding=1&lock=kernel");
    document.change("kernel", core::Matrix(1, 1, 1));
    CHECK_THAT(document.message().text, Contains("locked"));
    CHECK(document.table().matrix("kernel").rows == 2);

    ui::Document open = lecture("&padding=1");
    open.change("kernel", core::Matrix(1, 1, 1));
    CHECK(open.table().pair("padding") == core::Pair{0, 0});
    CHECK_THAT(open.message().text, Contains("adding"));
}

TEST_CASE("an illegal number is clamped, a text that is none is refused in words", "[document]") {
    ui::Document document = lecture();
    document.changeBy("stride", -1, 40);
    CHECK(document.table().pair("stride") == core::Pair{4, 4});
    document.changeText("stride", "fast");
    CHECK_FALSE(document.message().text.empty());
    CHECK(document.table().pair("stride") == core::Pair{4, 4});
}

TEST_CASE("a change of granularity keeps the last finished multiply", "[document]") {
    ui::Document document = lecture();
    document.goTo(2);
    document.change("granularity", std::string("multiply"));
    CHECK(document.step() == 8);
    document.change("granularity", std::string("stamp"));
    CHECK(document.step() == 2);
}

TEST_CASE("a right guess uncovers one cell, a wrong one says what it would mean", "[document]") {
    ui::Document document = lecture("&stride=1&step=4&hide=output");
    CHECK(std::isnan(output(document, "nowhere")));
    document.guess("output(1,1)", "9");
    CHECK(document.message().tone == ui::Message::Tone::Warning);
    CHECK_FALSE(document.message().text.empty());
    CHECK(document.state().hidden.count("output") == 1);
    document.guess("output(1,1)", "13");
    CHECK(document.message().tone == ui::Message::Tone::Good);
    CHECK(document.state().hidden.count("output") == 0);
    CHECK(document.state().hidden.count("output(1,1)") == 0);
    CHECK(document.state().hidden.count("output(0,0)") == 1);
    document.revealAll();
    CHECK(document.state().hidden.empty());
}

TEST_CASE("a state string opens the same document again", "[document]") {
    ui::Document document = lecture("&padding=1&select=output(0,1)");
    document.goTo(3);
    document.changeElement("kernel", 0, 0, -2.5);
    ui::Document again(lab::openScene({.state = document.stateText(), .lastByDefault = false}));
    CHECK(again.state() == document.state());

    ui::Document other = lecture();
    REQUIRE(other.openState(document.stateText()));
    CHECK(other.state() == document.state());
    other.undo();
    CHECK(other.table() == lecture().table());
    CHECK_FALSE(other.openState("transposed-convolution?stride=99"));
    CHECK_FALSE(other.message().text.empty());
    CHECK_FALSE(other.openState("weather?rain=on"));
}

TEST_CASE("reset brings back what was opened, and can itself be undone", "[document]") {
    ui::Document document = lecture("&step=2");
    document.changeElement("input", 0, 0, 7);
    document.goTo(4);
    document.reset();
    CHECK(document.step() == 2);
    CHECK(document.table() == lecture().table());
    document.undo();
    CHECK(document.table().matrix("input")(0, 0) == 7);
}

TEST_CASE("a region is pinned by the first click and unpinned by the second", "[document]") {
    ui::Document document = lecture();
    document.pin("output(0,0)");
    CHECK(document.state().selection == "output(0,0)");
    document.pin("output(1,0)");
    CHECK(document.state().selection == "output(1,0)");
    document.pin("output(1,0)");
    CHECK(document.state().selection.empty());
}
