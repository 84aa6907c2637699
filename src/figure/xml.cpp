#include "figure/xml.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "figure/utf8.h"

namespace seglab::figure {

namespace {

bool allowed(char32_t c) {
    if (c < 0x20) return c == U'\t' || c == U'\n' || c == U'\r';
    return c != 0xFFFE && c != 0xFFFF;
}

}  // namespace

std::string xmlEscaped(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    while (!text.empty()) {
        const char32_t c = takeCodepoint(text);
        switch (c) {
            case U'&':
                escaped += "&amp;";
                break;
            case U'<':
                escaped += "&lt;";
                break;
            case U'>':
                escaped += "&gt;";
                break;
            case U'"':
                escaped += "&quot;";
                break;
            case U'\'':
                escaped += "&#39;";
                break;
            default:
                appendUtf8(escaped, allowed(c) ? c : kReplacement);
        }
    }
    return escaped;
}

std::string decimal(float value) {
    constexpr double kLargest = 1e9;  // px; nothing that can be drawn lies further out
    const double finite = std::isnan(value) ? 0 : std::clamp(double(value), -kLargest, kLargest);
    const std::int64_t hundredths = std::llround(finite * 100);
    const std::int64_t magnitude = std::abs(hundredths), fraction = magnitude % 100;

    std::string text = hundredths < 0 ? "-" : "";
    text += std::to_string(magnitude / 100);
    if (fraction == 0) return text;
    text += '.';
    text += char('0' + fraction / 10);
    if (fraction % 10 != 0) text += char('0' + fraction % 10);
    return text;
}

std::string base64(std::string_view bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k) text += k <= count ? kDigits[(group >> (18 - 6 * k)) & 63] : '=';
    }
    return text;
}

}  // namespace seglab::figure
