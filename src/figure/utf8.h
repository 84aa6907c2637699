#pragma once

#include <string>
#include <string_view>

namespace seglab::figure {

/// What stands for bytes that are no UTF-8 and for characters that no embedded font has.
inline constexpr char32_t kReplacement = 0xFFFD;

/// Takes the first code point off `rest`, which must not be empty. A byte that starts no well-formed sequence (cut
/// short, over-long, a surrogate) counts as one kReplacement.
char32_t takeCodepoint(std::string_view& rest);
void appendUtf8(std::string& text, char32_t codepoint);

}  // namespace seglab::figure
