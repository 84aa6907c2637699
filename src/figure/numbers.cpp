#include <algorithm>
#include <cmath>
#include <cstdint>

#include "figure/text.h"

namespace seglab::figure {

namespace {

constexpr const char* kMinus = "−";

/// |value| · 10^decimals, to the nearest whole number; halves away from zero.
std::int64_t scaled(double magnitude, int decimals) {
    return std::llround(magnitude * std::pow(10.0, decimals));
}

/// Without trailing zeros: 125 with 3 decimals is "0.125", 500 is "0.5".
std::string decimalText(std::int64_t digits, int decimals) {
    while (decimals > 0 && digits % 10 == 0) {
        digits /= 10;
        --decimals;
    }
    std::string text = std::to_string(digits);
    if (decimals == 0) return text;
    if (int(text.size()) <= decimals) text.insert(0, std::size_t(decimals) + 1 - text.size(), '0');
    return text.insert(text.size() - std::size_t(decimals), ".");
}

std::string superscript(int exponent) {
    constexpr const char* kDigits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "⁻" : "";
    for (char digit : std::to_string(std::abs(exponent))) text += kDigits[digit - '0'];
    return text;
}

/// 1.23·10⁶: three significant digits.
std::string powerText(double magnitude) {
    int exponent = int(std::floor(std::log10(magnitude)));
    // Two factors: 10^-exponent alone overflows for the smallest numbers.
    std::int64_t digits =
        std::llround(magnitude * std::pow(10.0, -exponent / 2) * std::pow(10.0, -exponent - -exponent / 2 + 2));
    if (digits >= 1000) {
        digits /= 10;
        ++exponent;
    }
    if (digits < 100) {
        digits *= 10;
        --exponent;
    }
    return decimalText(digits, 2) + "·10" + superscript(exponent);
}

/// How many decimals show three digits that mean something, and never more than six digits in all.
int decimalsFor(double magnitude) {
    if (magnitude >= 1000) return std::max(0, 6 - int(std::floor(std::log10(magnitude))) - 1);
    if (magnitude >= 0.1) return 3;
    return 2 - int(std::floor(std::log10(magnitude)));
}

std::string magnitudeText(double magnitude) {
    constexpr double kLargest = 1e6, kSmallest = 1e-4;
    if (magnitude == 0) return "0";
    if (magnitude >= kLargest || magnitude < kSmallest) return powerText(magnitude);
    const int decimals = decimalsFor(magnitude);
    return decimalText(scaled(magnitude, decimals), decimals);
}

}  // namespace

std::string formatNumber(double value) {
    if (std::isnan(value)) return "NaN";
    const std::string text = std::isinf(value) ? "∞" : magnitudeText(std::abs(value));
    return value < 0 ? kMinus + text : text;
}

}  // namespace seglab::figure
