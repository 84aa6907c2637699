#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "figure/figure.h"
#include "figure/palette.h"

// Text is measured with the embedded fonts, here and nowhere else: window, SVG, PNG and hit test share one layout.
//
// Marked-up text: "[input|input(1,0) = 3] stamps 3 · [kernel|kernel]" gives words in role colours; "[b|bold]" is bold,
// "[n|0.5]" is set in the number font, "_{in}" is a subscript, "^{2}" a superscript (one level). "\\[" is a bracket.
// Marks nest: "[output|H_{out}]". Coloured words are semi-bold too, so that colour never speaks alone. What is not well
// formed stands for itself.
namespace seglab::figure {

struct TextStyle {
    float size = 16;
    Font font = Font::Words;
    Color color = {};
};

/// Advance width in pixels; glyphs that `font` lacks are measured in the fallback font (Symbols).
float textWidth(std::string_view text, Font font, float size);
/// Height of a capital letter above the baseline, in pixels.
float capHeight(Font font, float size);
/// Distance between baselines: 1.4 em.
inline float lineHeight(float size) {
    return 1.4f * size;
}

/// What the run's glyphs cover with ink, exactly; empty for spaces.
Box inkBox(const Text& run);

enum class Align { Left, Centre, Right };

/// Adds `text` on one line with its baseline at `at.y`; `at.x` is the left end, centre or right end. Returns the width.
float addText(Figure& figure, Point at, std::string_view text, const TextStyle& style, Align align = Align::Left);
/// Adds `text` centred in the box, optically (capital height).
void addTextCentred(Figure& figure, const Box& box, std::string_view text, const TextStyle& style);

/// Marked-up text on one line. Returns the width.
float addMarkup(Figure& figure, Point at, std::string_view markup, const TextStyle& style, Theme theme,
                Align align = Align::Left);
/// Marked-up text wrapped at `width` (at spaces; "\n" ends a line, U+00A0 does not break), `at` is the top left corner:
/// capitals stand in the middle of their line of lineHeight(). Returns the height used.
float addParagraph(Figure& figure, Point at, float width, std::string_view markup, const TextStyle& style, Theme theme);
/// Height that addParagraph would use.
float paragraphHeight(float width, std::string_view markup, const TextStyle& style);
float markupWidth(std::string_view markup, const TextStyle& style);
/// Without the marks.
std::string plainText(std::string_view markup);

/// "12", "0.125", "−3" (a real minus sign): integers without ".0", at most three significant decimals and six digits.
/// From a million on and below a ten-thousandth "1.23·10⁶". "∞", "NaN".
std::string formatNumber(double value);

/// A piece of marked-up text, for the window's own widgets.
struct Span {
    std::string text = {};
    Role role = Role::Ink;
    bool bold = false, number = false;
    int level = 0;  ///< −1 subscript, +1 superscript
};
std::vector<Span> spans(std::string_view markup);

/// The bytes of an embedded font (TTF or OTF), for the painter's glyph atlas and for ImGui.
std::string_view fontData(Font font);
/// Whether the font has a glyph for the code point.
bool hasGlyph(Font font, char32_t codepoint);

}  // namespace seglab::figure
