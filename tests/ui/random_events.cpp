#include <catch2/catch.hpp>

#include <cstdlib>

#include "core/files.h"
#include "core/npy.h"
#include "core/random.h"
#include "figure/png.h"
#include "support/random_table.h"
#include "support/temporary_folder.h"
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

/// Files that somebody may drop, by chance or on purpose.
class Files {
public:
    Files() {
        core::writeFile(folder_ / "matrix.npy", core::npyBytes(core::Tensor<float>({1, 3, 2}, {0, 1, 2, 3, 4, 5})));
        core::writeFile(folder_ / "wrong.npy", "\x93NUMPY but no more");
        core::writeFile(folder_ / "wrong.png", "\x89PNG\r\n\x1a\n and no more");
        core::writeFile(folder_ / "some.state", "transposed-convolution?stride=3,1&step=2");
        core::writeFile(folder_ / "wrong.state", "?=&&");
        figure::Pixels pixels{.width = 40, .height = 25, .rgba = std::vector<std::uint8_t>(4000, 90), .version = 1};
        core::writeFile(folder_ / "small.png", figure::encodePng(pixels));
    }
    std::string any(core::Random& random) const {
        const char* const names[] = {"matrix.npy",  "wrong.npy", "wrong.png", "some.state",
                                     "wrong.state", "small.png", "none.png",  ""};
        return folder_ / names[random.integer(0, 7)];
    }

private:
    test::TemporaryFolder folder_;
};

/// The text of a legal state of the lab, or one that was damaged on the way.
std::string someState(const lab::Lab& lab, core::Random& random) {
    const auto& presets = lab.definition.presets;
    const auto preset = random.integer(-1, std::int64_t(presets.size()) - 1);
    lab::State state;
    state.lab = &lab;
    state.table = test::randomTable(lab, random, preset < 0 ? "none" : presets[std::size_t(preset)].name);
    state.step = int(random.integer(0, 40));
    std::string text = lab::toText(state, true);
    for (std::int64_t damage = random.integer(0, 4) - 2; damage > 0 && !text.empty(); --damage)
        text[std::size_t(random.integer(0, std::int64_t(text.size()) - 1))] = char(random.integer(1, 255));
    return text;
}

/// Someone's hands on the window, in no order that makes sense.
class Monkey {
public:
    Monkey(Surface& surface, const Files& files, std::uint64_t seed)
        : surface_(surface), files_(files), random_(seed) {}

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
        const auto& labs = lab::labs();
        const lab::Lab& lab = surface_.window().document && random_.integer(0, 3) > 0
                                  ? surface_.document().lab()
                                  : labs[std::size_t(random_.integer(0, std::int64_t(labs.size()) - 1))];
        surface_.clipboard = random_.integer(0, 1) == 0 ? pasted[random_.integer(0, 7)] : someState(lab, random_);
        switch (random_.integer(0, 5)) {
            case 0:
            case 1:
                return surface_.shell.resize({float(random_.integer(320, 1600)), float(random_.integer(240, 1000))});
            case 2:
                return surface_.shell.post({.kind = ui::Event::Kind::Drop, .text = files_.any(random_)});
            case 3:
                return surface_.shell.post({.kind = ui::Event::Kind::Key, .chord = ui::parseChord("Ctrl+V")});
            case 4:
                surface_.window().settings.scale = float(random_.integer(3, 12)) / 4;
                return;
            default:
                return;
        }
    }

    Surface& surface_;
    const Files& files_;
    core::Random random_;
};

/// More of them by hand: SEGLAB_RANDOM_EVENTS=20000 test-ui "[random]"
int eventsOfEachSeed() {
    const char* count = std::getenv("SEGLAB_RANDOM_EVENTS");
    return count ? std::atoi(count) : 1500;
}

}  // namespace

TEST_CASE("no order of clicks, keys, drags, drops, pastes and sizes breaks the window", "[shell][random]") {
    const Files files;
    for (const lab::Lab& lab : lab::labs()) {
        INFO(lab.slug);
        for (std::uint64_t seed : {1, 2, 3}) {
            INFO(seed);
            Surface surface(lab.slug);
            // Files are not to be written by chance.
            surface.window().exportFolder = "/nowhere";
            Monkey monkey(surface, files, seed);
            for (int i = 0; i < eventsOfEachSeed(); ++i) {
                monkey.act();
                surface.frames(1, i % 25 == 0);
                surface.window().exportFolder = "/nowhere";
                // Who left for the launcher or another lab comes back, so that this one is what is tried.
                if (i % 100 == 99 && !(surface.window().document && &surface.document().lab() == &lab))
                    surface.shell.open(lab::openScene({.lab = lab.slug, .lastByDefault = false}));
            }
            surface.window().settings.scale = 1;
            CHECK_NOTHROW(surface.frames(3, true));
        }
    }
}
