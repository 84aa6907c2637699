#include "ui/shell.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/random.h"
#include "ui/surface.h"

using namespace seglab;
using test::kLecture;
using test::Surface;

namespace {

/// Everything that Tab reaches, with the arrows inside of groups.
std::set<std::string> reachedByTab(Surface& surface) {
    std::set<std::string> reached;
    std::string first;
    for (int i = 0; i < 400; ++i) {
        surface.key("Tab");
        std::string at = surface.window().controls.focused();
        if (first.empty())
            first = at;
        else if (at == first)
            break;
        reached.insert(at);
    }
    reached.insert(first);
    return reached;
}

}  // namespace

TEST_CASE("Tab reaches every control, and every group of cells of the stage", "[shell]") {
    Surface surface(kLecture);
    std::set<std::string> reached = reachedByTab(surface);
    std::set<std::string> groups;
    for (const ui::Control& control : surface.window().controls.last()) {
        INFO(control.name);
        if (control.group.empty())
            CHECK(reached.count(control.name) == 1);
        else if (reached.count(control.name))
            groups.insert(control.group);
    }
    for (const ui::Control& control : surface.window().controls.last()) {
        INFO(control.name);
        CHECK((control.group.empty() || groups.count(control.group) == 1));
    }
    CHECK(reached.count("Stride") == 1);
    CHECK(reached.count("Play") == 1);
}

TEST_CASE("arrows move between cells once a cell has the focus", "[shell]") {
    Surface surface(kLecture);
    surface.window().controls.focus("output(0,0)");
    surface.frames(3);
    surface.key("Right");
    CHECK(surface.window().controls.focused() == "output(0,1)");
    surface.key("Down");
    CHECK(surface.window().controls.focused() == "output(1,1)");
    CHECK(surface.document().step() == 0);
    surface.key("Enter");
    CHECK(surface.document().state().selection == "output(1,1)");
    surface.key("Escape");
    surface.key("Escape");
    surface.key("Right");
    CHECK(surface.document().step() == 1);
}

TEST_CASE("a clicked cell takes digits; Enter keeps them, Escape does not", "[shell]") {
    Surface surface(kLecture);
    surface.click("input(0,0)");
    surface.key("7");
    CHECK(surface.window().controls.typing("input(0,0)"));
    surface.key("5");
    surface.key("Enter");
    CHECK(surface.document().table().matrix("input")(0, 0) == 75);
    surface.key("2");
    surface.key("Escape");
    CHECK(surface.document().table().matrix("input")(0, 0) == 75);
    surface.key("Ctrl+Z");
    CHECK(surface.document().table().matrix("input")(0, 0) == 0);
}

TEST_CASE("the keys of a clicker step, whatever was clicked before", "[shell]") {
    Surface surface(kLecture);
    for (const char* clicked : {"input(0,0)", "output(1,1)", "Stride", "Help"}) {
        surface.click(clicked);
        if (std::string(clicked) == "Stride" || std::string(clicked) == "Help") surface.key("Escape");
        surface.document().goTo(0);
        surface.key("PageDown");
        INFO(clicked);
        CHECK(surface.document().step() == 1);
        surface.key("Space");
        CHECK(surface.document().step() == 2);
        surface.key("PageUp");
        CHECK(surface.document().step() == 1);
    }
}

TEST_CASE("dragging a cell upwards raises its number", "[shell]") {
    Surface surface(kLecture);
    figure::Point at = surface.window().controls.find("input(1,1)")->box.centre();
    surface.shell.post({.kind = ui::Event::Kind::Move, .at = at});
    surface.shell.post({.kind = ui::Event::Kind::Press});
    surface.frames(3);
    for (int i = 1; i <= 8; ++i) {
        surface.shell.post({.kind = ui::Event::Kind::Move, .at = {at.x, at.y - 4.f * float(i)}});
        surface.frames(1);
    }
    surface.shell.post({.kind = ui::Event::Kind::Release});
    surface.frames(3);
    CHECK(surface.document().table().matrix("input")(1, 1) == 7);
    surface.document().undo();
    CHECK(surface.document().table().matrix("input")(1, 1) == 3);
}

TEST_CASE("a matrix is pasted over the cells, a state over everything", "[shell]") {
    Surface surface(kLecture);
    surface.clipboard = "1\t2\t3\n4\t5\t6";
    surface.click("kernel(0,0)");
    surface.key("Ctrl+V");
    CHECK(surface.document().table().matrix("kernel") == core::Matrix(2, 3, {1, 2, 3, 4, 5, 6}));
    surface.clipboard = "transposed-convolution?stride=3&step=1";
    surface.key("Ctrl+V");
    CHECK(surface.document().table().pair("stride") == core::Pair{3, 3});
    CHECK(surface.document().step() == 1);
    surface.key("Ctrl+C");
    CHECK(surface.clipboard == surface.document().stateText());
}

TEST_CASE("an idle window wants no frame, and a forced one uploads nothing", "[shell]") {
    Surface surface(kLecture);
    surface.rest();
    surface.frames(1, true);
    CHECK_FALSE(surface.shell.wantsFrame());
    auto before = surface.window().painter.counters();
    int builds = surface.window().stage.builds();
    surface.frames(10, true);
    auto after = surface.window().painter.counters();
    CHECK(after.textureUploads == before.textureUploads);
    CHECK(after.bufferUploads == before.bufferUploads);
    CHECK(after.paintings == before.paintings);
    CHECK(surface.window().stage.builds() == builds);
}

TEST_CASE("a panel takes the focus, keeps Tab inside, and gives the focus back", "[shell]") {
    Surface surface(kLecture);
    surface.window().controls.focus("View");
    surface.frames(2);
    surface.key("Enter");
    REQUIRE(surface.window().panel == ui::Panel::Menu);
    surface.key("Down");
    surface.key("Enter");
    CHECK(surface.window().panel == ui::Panel::None);
    CHECK(surface.document().table().text("view") != "stamp");
    CHECK(surface.window().controls.focused() == "View");
}

TEST_CASE("presentation leaves the stage, the caption and the scrubber", "[shell]") {
    Surface surface(kLecture);
    surface.key("P");
    CHECK(surface.window().settings.present);
    CHECK(surface.window().controls.find("Stride") == nullptr);
    CHECK(surface.window().controls.find("Theme") == nullptr);
    CHECK(surface.window().controls.find("Steps") != nullptr);
    CHECK(surface.window().scale() >= 1.6f);
    surface.key("Escape");
    CHECK_FALSE(surface.window().settings.present);
    CHECK(surface.window().controls.find("Stride") != nullptr);
}

TEST_CASE("side columns fold by themselves below 60 em and by F", "[shell]") {
    Surface surface(kLecture);
    CHECK_FALSE(surface.window().folded());
    surface.shell.resize({900, 700});
    surface.frames(2);
    CHECK(surface.window().folded());
    surface.key("F");
    CHECK_FALSE(surface.window().folded());
}

TEST_CASE("the launcher opens a lab by keyboard, and the state is the opening one", "[shell]") {
    Surface surface("");
    CHECK_FALSE(surface.window().document);
    surface.key("Tab");
    REQUIRE_FALSE(surface.window().controls.focused().empty());
    surface.key("Enter");
    REQUIRE(surface.window().document);
    CHECK(surface.document().state().step == 0);
}

TEST_CASE("pairs are edited together until they are unlinked", "[shell]") {
    Surface surface(kLecture);
    surface.window().controls.focus("Stride");
    surface.frames(2);
    surface.key("Up");
    CHECK(surface.document().table().pair("stride") == core::Pair{3, 3});
    surface.window().controls.focus("Stride axes");
    surface.frames(2);
    surface.key("Enter");
    surface.window().controls.focus("Stride.width");
    surface.frames(2);
    surface.key("1");
    surface.key("Enter");
    CHECK(surface.document().table().pair("stride") == core::Pair{3, 1});
}

TEST_CASE("a covered cell takes a guess, and reveals itself on request", "[shell]") {
    Surface surface(std::string(kLecture) + "&stride=1&step=4&hide=output");
    surface.click("output(1,1)");
    REQUIRE(surface.window().controls.typing("output(1,1)"));
    surface.key("1");
    surface.key("3");
    surface.key("Enter");
    CHECK(surface.document().message().tone == ui::Message::Tone::Good);
    surface.click("output(0,0)");
    surface.click("Reveal all");
    CHECK(surface.document().state().hidden.empty());
}
