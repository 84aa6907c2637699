#include "figure/color_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "figure/palette.h"

namespace seglab::figure {

namespace {

constexpr std::size_t kSamples = 33;
using Samples = std::array<unsigned, kSamples>;

// From matplotlib 3.6.3, lib/matplotlib/_cm_listed.py, at i/32 of the way.
constexpr Samples kViridis{0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453681, 0x424086, 0x3F4989, 0x3B528B,
                           0x375A8D, 0x33638D, 0x2F6A8E, 0x2C728E, 0x297A8E, 0x26818E, 0x23898E, 0x21908C, 0x1F988B,
                           0x1F9F88, 0x21A685, 0x28AE80, 0x31B57B, 0x3EBC74, 0x4CC26C, 0x5DC963, 0x6ECE58, 0x82D34C,
                           0x96D83F, 0xABDC32, 0xC0DF24, 0xD5E21A, 0xEAE51A, 0xFDE725};
constexpr Samples kCividis{0x00224E, 0x00285B, 0x002E6A, 0x043371, 0x1A386F, 0x273E6E, 0x32436D, 0x3B496C, 0x434E6C,
                           0x4B546C, 0x52596D, 0x5A5F6E, 0x61656F, 0x686A71, 0x6F7073, 0x757676, 0x7C7B78, 0x848179,
                           0x8B8778, 0x938D78, 0x9B9376, 0xA39A75, 0xABA072, 0xB3A670, 0xBBAD6C, 0xC3B469, 0xCCBA64,
                           0xD4C15F, 0xDDC958, 0xE6D051, 0xEFD748, 0xF8DF3C, 0xFEE838};
constexpr Samples kMagma{0x000004, 0x030311, 0x0A0822, 0x130D33, 0x1D1146, 0x28115A, 0x36106A, 0x430F76, 0x50127C,
                         0x5D177F, 0x691C81, 0x762181, 0x822681, 0x8F2A81, 0x9C2E7F, 0xA9327D, 0xB63779, 0xC33B75,
                         0xCF4170, 0xDB486A, 0xE65163, 0xEE5C5E, 0xF5695C, 0xF9785D, 0xFB8761, 0xFD9668, 0xFEA571,
                         0xFEB47B, 0xFEC387, 0xFED194, 0xFDE0A2, 0xFCEEB0, 0xFCFDBF};

// Okabe and Ito's blue and vermilion, darker towards the ends on paper and lighter on the board, equally bright left
// and right.
constexpr std::array<unsigned, 7> kPaperDiverging{0x004C80, 0x2F86BF, 0x9CC7E4, 0xFFFFFF, 0xEAB790, 0xC56526, 0x793600};
constexpr std::array<unsigned, 7> kBoardDiverging{0x9AD3F7, 0x3F9FDB, 0x1F567A, 0x22272C, 0x77461F, 0xE97920, 0xFFC08F};

Color rgb(unsigned hex) {
    return {std::uint8_t(hex >> 16), std::uint8_t(hex >> 8), std::uint8_t(hex), 255};
}

template <std::size_t N>
Color between(const std::array<unsigned, N>& samples, double t) {
    const double place = std::clamp(t, 0.0, 1.0) * double(N - 1);
    const std::size_t left = std::min(std::size_t(place), N - 2);
    return mix(rgb(samples[left]), rgb(samples[left + 1]), float(place - double(left)));
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below `step`.
double niceStep(double step) {
    const double power = std::pow(10.0, std::floor(std::log10(step)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= step * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

std::vector<double> multiples(const Range& range, double step) {
    constexpr double kRounding = 1e-9;  // of a step
    std::vector<double> ticks;
    const double first = std::ceil(range.minimum / step - kRounding),
                 last = std::floor(range.maximum / step + kRounding);
    for (double k = first; k <= last; ++k) ticks.push_back(k == 0 ? 0 : k * step);
    return ticks;
}

}  // namespace

ColorMap colorMapNamed(const std::string& word) {
    if (word == "viridis") return ColorMap::Viridis;
    if (word == "cividis") return ColorMap::Cividis;
    if (word == "magma") return ColorMap::Magma;
    if (word == "diverging") return ColorMap::Diverging;
    throw Error(Kind::Usage, "there is no colour map " + word, "use viridis, cividis, magma or diverging");
}

Color colorAt(ColorMap map, double t, Theme theme) {
    if (std::isnan(t)) return kNone;
    switch (map) {
        case ColorMap::Viridis:
            return between(kViridis, t);
        case ColorMap::Cividis:
            return between(kCividis, t);
        case ColorMap::Magma:
            return between(kMagma, t);
        case ColorMap::Diverging:
            return between(theme == Theme::Paper ? kPaperDiverging : kBoardDiverging, t);
    }
    return kNone;
}

Color inkOn(Color fill) {
    const Color dark = palette(Theme::Paper).ink, light = rgb(0xFFFFFF);
    return contrast(dark, fill) >= contrast(light, fill) ? dark : light;
}

double Range::position(double value) const {
    if (std::isnan(value)) return value;
    if (!(maximum > minimum)) return 0.5;
    // Halves, because maximum - minimum may overflow.
    return std::clamp((value / 2 - minimum / 2) / (maximum / 2 - minimum / 2), 0.0, 1.0);
}

Range rangeOf(const std::vector<double>& values) {
    Range range{0, 0};
    bool first = true;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        range = first ? Range{value, value} : Range{std::min(range.minimum, value), std::max(range.maximum, value)};
        first = false;
    }
    return range;
}

Range symmetricRange(const std::vector<double>& values) {
    const Range range = rangeOf(values);
    const double most = std::max(std::abs(range.minimum), std::abs(range.maximum));
    return {-most, most};
}

std::vector<double> niceTicks(const Range& range, int most, bool integers) {
    const double span = range.maximum - range.minimum;
    if (!(span > 0)) return {range.minimum};
    if (!std::isfinite(span)) return {range.minimum, range.maximum};
    const int allowed = std::max(most, 2);
    double step = niceStep(span / allowed);
    if (integers) step = std::max(step, 1.0);
    std::vector<double> ticks = multiples(range, step);
    while (int(ticks.size()) > allowed) ticks = multiples(range, step = niceStep(step * 1.5));
    // Between two multiples of a large step: the ends themselves.
    return ticks.size() < 2 && !integers ? std::vector<double>{range.minimum, range.maximum} : ticks;
}

}  // namespace seglab::figure
