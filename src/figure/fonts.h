#pragma once

#include "figure/figure.h"

// Measures of the embedded fonts, in em: 1 em is the nominal size of the type, `TextStyle::size` pixels. No kerning,
// here or in any painter, so that a run is as wide as the sum of its advances everywhere.
namespace seglab::figure {

/// Extent of a glyph's ink about its origin on the baseline, y downwards: the top of a capital is negative.
struct Ink {
    float left = 0, top = 0, right = 0, bottom = 0;
    bool empty() const { return right <= left || bottom <= top; }
};

/// Advance of a glyph; of the font's blank box where the font lacks it.
float advance(Font font, char32_t codepoint);
Ink glyphInk(Font font, char32_t codepoint);

/// The font that draws the code point: `font` itself, else Symbols, else none of them (false).
bool fontFor(char32_t codepoint, Font& font);

}  // namespace seglab::figure
