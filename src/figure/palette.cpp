#include "figure/palette.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seglab::figure {

namespace {

constexpr Color rgb(unsigned hex) {
    return {std::uint8_t(hex >> 16), std::uint8_t(hex >> 8), std::uint8_t(hex), 255};
}

constexpr Palette kPaper{.background = rgb(0xFBFAF7),
                         .panel = rgb(0xF3F1EC),
                         .ink = rgb(0x1B1F24),
                         .muted = rgb(0x5C6670),
                         .hairline = rgb(0xD8D4CB),
                         .raised = rgb(0xFFFFFF)};
constexpr Palette kBoard{.background = rgb(0x14171A),
                         .panel = rgb(0x1C2024),
                         .ink = rgb(0xECEDEE),
                         .muted = rgb(0x9AA4AE),
                         .hairline = rgb(0x2E343A),
                         .raised = rgb(0x22272C)};

struct Word {
    const char* word;
    Role role;
};
constexpr Word kWords[] = {
    {"ink", Role::Ink},
    {"muted", Role::Muted},
    {"input", Role::Input},
    {"kernel", Role::Kernel},
    {"output", Role::Output},
    {"selection", Role::Selection},
    {"skip", Role::Skip},
    {"stride", Role::Stride},
    {"padding", Role::Padding},
    {"dilation", Role::Dilation},
    {"output padding", Role::OutputPadding},
    {"output_padding", Role::OutputPadding},
};
constexpr std::size_t kRoles = std::size_t(Role::OutputPadding) + 1;

/// Relative luminance, 0…1 (WCAG 2.1).
double luminance(Color c) {
    const auto linear = [](std::uint8_t channel) {
        const double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

/// Against the surface of the theme on which `c` is read worst.
double worstContrast(Color c, const Palette& surfaces) {
    return std::min({contrast(c, surfaces.background), contrast(c, surfaces.panel), contrast(c, surfaces.raised)});
}

std::array<Color, kRoles> readableColors(Theme theme) {
    constexpr double kReadable = 4.5;
    constexpr int kSteps = 64;
    const Color extreme = theme == Theme::Paper ? rgb(0x000000) : rgb(0xFFFFFF);
    std::array<Color, kRoles> colors;
    for (std::size_t i = 0; i < kRoles; ++i) {
        const Color own = roleColor(Role(i), theme);
        colors[i] = own;
        for (int step = 1; step <= kSteps && worstContrast(colors[i], palette(theme)) < kReadable; ++step)
            colors[i] = mix(own, extreme, float(step) / kSteps);
    }
    return colors;
}

}  // namespace

bool isRole(const std::string& word) {
    return std::any_of(std::begin(kWords), std::end(kWords), [&](const Word& w) { return word == w.word; });
}

Role roleNamed(const std::string& word) {
    const auto* found =
        std::find_if(std::begin(kWords), std::end(kWords), [&](const Word& w) { return word == w.word; });
    return found == std::end(kWords) ? Role::Ink : found->role;
}

const Palette& palette(Theme theme) {
    return theme == Theme::Paper ? kPaper : kBoard;
}

Color roleColor(Role role, Theme theme) {
    const Palette& surfaces = palette(theme);
    switch (role) {
        case Role::Ink:
            return surfaces.ink;
        case Role::Muted:
            return surfaces.muted;
        case Role::Input:
            return rgb(0x0072B2);
        case Role::Kernel:
            return rgb(0xE69F00);
        case Role::Output:
            return rgb(0x009E73);
        case Role::Selection:
            return rgb(0xD55E00);
        case Role::Skip:
            return rgb(0xCC79A7);
        // Shades of muted ink; in the picture each has a hatch of its own beside it.
        case Role::Stride:
            return mix(surfaces.muted, surfaces.ink, 0.7f);
        case Role::Padding:
            return surfaces.muted;
        case Role::Dilation:
            return mix(surfaces.muted, surfaces.ink, 0.35f);
        case Role::OutputPadding:
            return mix(surfaces.muted, surfaces.background, 0.2f);
    }
    return surfaces.ink;
}

Color roleTextColor(Role role, Theme theme) {
    static const std::array<Color, kRoles> paper = readableColors(Theme::Paper);
    static const std::array<Color, kRoles> board = readableColors(Theme::Board);
    return (theme == Theme::Paper ? paper : board)[std::size_t(role)];
}

Color roleTint(Role role, Theme theme, float strength) {
    return mix(palette(theme).background, roleColor(role, theme), strength);
}

Color mix(Color from, Color to, float t) {
    const float share = std::clamp(t, 0.0f, 1.0f);
    const auto blend = [share](std::uint8_t a, std::uint8_t b) {
        return std::uint8_t(std::lround(float(a) + (float(b) - float(a)) * share));
    };
    return {blend(from.r, to.r), blend(from.g, to.g), blend(from.b, to.b), blend(from.a, to.a)};
}

double contrast(Color a, Color b) {
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace seglab::figure
