#include "figure/palette.h"

#include <catch2/catch.hpp>

using namespace seglab::figure;

namespace {

constexpr Theme kThemes[] = {Theme::Paper, Theme::Board};
constexpr int kRoles = int(Role::OutputPadding) + 1;

}  // namespace

TEST_CASE("body text reaches 7:1 and muted text 4.5:1 on every surface of both themes") {
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        for (const Color surface : {p.background, p.panel, p.raised}) {
            CHECK(contrast(p.ink, surface) >= 7);
            CHECK(contrast(p.muted, surface) >= 4.5);
        }
    }
}

TEST_CASE("text in a role's colour reaches 4.5:1 on every surface of both themes") {
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        for (int role = 0; role < kRoles; ++role)
            for (const Color surface : {p.background, p.panel, p.raised})
                CHECK(contrast(roleTextColor(Role(role), theme), surface) >= 4.5);
    }
}

TEST_CASE("the colours of the roles are those of Okabe and Ito") {
    for (const Theme theme : kThemes) {
        CHECK(roleColor(Role::Input, theme) == Color{0x00, 0x72, 0xB2, 255});
        CHECK(roleColor(Role::Kernel, theme) == Color{0xE6, 0x9F, 0x00, 255});
        CHECK(roleColor(Role::Output, theme) == Color{0x00, 0x9E, 0x73, 255});
        CHECK(roleColor(Role::Selection, theme) == Color{0xD5, 0x5E, 0x00, 255});
        CHECK(roleColor(Role::Skip, theme) == Color{0xCC, 0x79, 0xA7, 255});
    }
}

TEST_CASE("contrast is that of WCAG") {
    CHECK(contrast({0, 0, 0, 255}, {255, 255, 255, 255}) == Approx(21));
    CHECK(contrast({255, 255, 255, 255}, {255, 255, 255, 255}) == Approx(1));
    CHECK(contrast({0x77, 0x77, 0x77, 255}, {255, 255, 255, 255}) == Approx(4.48).margin(0.01));
}

TEST_CASE("a tint goes from the background to the role's colour") {
    CHECK(roleTint(Role::Input, Theme::Paper, 0) == palette(Theme::Paper).background);
    CHECK(roleTint(Role::Input, Theme::Paper, 1) == roleColor(Role::Input, Theme::Paper));
    CHECK(roleNamed("output padding") == Role::OutputPadding);
    CHECK(roleNamed("canvas") == Role::Ink);
    CHECK_FALSE(isRole("canvas"));
}
