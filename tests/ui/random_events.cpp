#include <catch2/catch.hpp>

#include "core/random.h"
#include "ui/surface.h"

using namespace seglab;
using test::Surface;

namespace {

const char* const kKeys[] = {"Space",  "Left",     "Right",  "Up",     "Down",         "Home",      "End",
                             "PageUp", "PageDown", "Tab",    "Enter",  "Escape",       "R",         "P",
                             "F",      "T",        "E",      "H",      "Period",       "0",         "1",
                             "9",      "-",        "Delete", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y",    "Ctrl+C",
                             "Ctrl+V", "Ctrl++",   "Ctrl+-", "Ctrl+0", "Shift+Tab",    "Backspace", "F11",
                             "Ctrl+A"};

/// Someone's hands on the window, in no order that makes sense.
class Monkey {
public:
    Monkey(Surface& surface, std::uint64_t seed) : surface_(surface), random_(seed) {}

    void act() {
        switch (random_.integer(0, 9)) {
            case 0:
            case 1:
                return key();
            case 2:
                return clickSomewhere();
            case 3:
            case 4:
                return clickControl();
            case 5:
                return drag();
            case 6:
                return type();
            case 7:
                return surface_.shell.post({.kind = ui::Event::Kind::Wheel, .wheel = float(random_.integer(-3, 3))});
            case 8:
                return rare();
            default:
                return move();
        }
    }

private:
    figure::Point somewhere() {
        figure::Size size = surface_.window().size;
        return {float(random_.number(-5, size.width + 5)), float(random_.number(-5, size.height + 5))};
    }
    void move() { surface_.shell.post({.kind = ui::Event::Kind::Move, .at = somewhere()}); }
    void press() { surface_.shell.post({.kind = ui::Event::Kind::Press}); }
    void release() { surface_.shell.post({.kind = ui::Event::Kind::Release}); }
    void clickSomewhere() {
        move();
        press();
        if (random_.integer(0, 9) > 0) release();
    }
    void clickControl() {
        const auto& controls = surface_.window().controls.last();
        if (controls.empty()) return;
        const ui::Control& control = controls[std::size_t(random_.integer(0, std::int64_t(controls.size()) - 1))];
        surface_.shell.post({.kind = ui::Event::Kind::Move, .at = control.box.centre()});
        press();
        release();
    }
    void drag() {
        move();
        press();
        for (int i = 0; i < 4; ++i) move();
        release();
    }
    void key() {
        const char* name = kKeys[random_.integer(0, std::int64_t(std::size(kKeys)) - 1)];
        ui::Chord chord = ui::parseChord(name);
        surface_.shell.post({.kind = ui::Event::Kind::Key, .chord = chord});
        std::string typed = ui::typedText(chord);
        if (!typed.empty()) surface_.shell.post({.kind = ui::Event::Kind::Text, .text = typed});
    }
    void type() {
        const char* const texts[] = {
            "7", "-3", "0.5", "1/3", "x", "−", "é", "12345678901234567890", ";", "\xF0\x9F\x90\xB5"};
        surface_.shell.post({.kind = ui::Event::Kind::Text, .text = texts[random_.integer(0, 9)]});
    }
    void rare() {
        const char* const pasted[] = {
            "",          "1,2;3,4",       "transposed-convolution?stride=3&step=2",
            "unpooling", "no?such=thing", "transposed-convolution?view=all&hide=output&select=output(0,0)",
            "nan",       "1;2,3"};
        surface_.clipboard = pasted[random_.integer(0, 7)];
        if (random_.integer(0, 2) == 0)
            surface_.shell.resize({float(random_.integer(320, 1600)), float(random_.integer(240, 1000))});
        if (random_.integer(0, 5) == 0)
            surface_.shell.post({.kind = ui::Event::Kind::Drop, .text = "/nowhere/picture.png"});
    }

    Surface& surface_;
    core::Random random_;
};

}  // namespace

TEST_CASE("no order of clicks, keys, drags, pastes and sizes breaks the window", "[shell][random]") {
    for (const lab::Lab& lab : lab::labs()) {
        INFO(lab.slug);
        for (std::uint64_t seed : {1, 2, 3}) {
            INFO(seed);
            Surface surface(lab.slug);
            // Files are not to be written by chance.
            surface.window().exportFolder = "/nowhere";
            Monkey monkey(surface, seed);
            for (int i = 0; i < 1500; ++i) {
                monkey.act();
                surface.frames(1, i % 25 == 0);
                surface.window().exportFolder = "/nowhere";
            }
            surface.window().settings.scale = 1;
            CHECK_NOTHROW(surface.frames(3, true));
        }
    }
}
