#include "figure/utf8.h"

namespace seglab::figure {

namespace {

/// Bytes of the sequence that `lead` starts; 0 where it starts none.
int sequenceLength(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

bool wellFormed(char32_t codepoint, int length) {
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = codepoint >= 0xD800 && codepoint < 0xE000;
    return codepoint >= kSmallest[length] && codepoint <= 0x10FFFF && !surrogate;
}

}  // namespace

char32_t takeCodepoint(std::string_view& rest) {
    const auto byte = [&](int i) { return static_cast<unsigned char>(rest[std::size_t(i)]); };
    const int length = sequenceLength(byte(0));
    if (length == 1) {
        const char32_t ascii = byte(0);
        rest.remove_prefix(1);
        return ascii;
    }
    bool good = length > 0 && rest.size() >= std::size_t(length);
    char32_t codepoint = good ? byte(0) & (0x7F >> length) : 0;
    for (int i = 1; good && i < length; ++i) {
        good = (byte(i) & 0xC0) == 0x80;
        codepoint = (codepoint << 6) | (byte(i) & 0x3F);
    }
    good = good && wellFormed(codepoint, length);
    rest.remove_prefix(good ? std::size_t(length) : 1);
    return good ? codepoint : kReplacement;
}

void appendUtf8(std::string& text, char32_t c) {
    const auto put = [&](char32_t byte) { text += char(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

}  // namespace seglab::figure
