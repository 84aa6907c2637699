#include "figure/text.h"

#include <algorithm>
#include <cmath>

#include "figure/fonts.h"
#include "figure/utf8.h"

namespace seglab::figure {

namespace {

constexpr float kSmall = 0.72f;         // size of a sub- or superscript, in em of the line: 11.5 px in body text
constexpr float kSubscript = 0.22f;     // em below the baseline
constexpr float kSuperscript = -0.36f;  // em above it

struct Look {
    Font font = Font::Words;
    float size = 0;
    Color color;
    float rise = 0;  ///< of the baseline, y downwards

    bool operator==(const Look& o) const {
        return font == o.font && size == o.size && color == o.color && rise == o.rise;
    }
};

struct Glyph {
    char32_t codepoint = 0;
    Look look;
    float width = 0;
};

/// Tabs, line ends and other control characters become spaces: neither a painter nor an SVG knows them.
char32_t printable(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) ? U' ' : c;
}

Glyph glyph(char32_t codepoint, Look look) {
    const Font asked = look.font;
    char32_t shown = printable(codepoint);
    if (!fontFor(shown, look.font)) {
        shown = kReplacement;
        look.font = asked;
        fontFor(shown, look.font);
    }
    return {shown, look, advance(look.font, shown) * look.size};
}

void addGlyphs(std::vector<Glyph>& glyphs, std::string_view text, const Look& look) {
    while (!text.empty()) glyphs.push_back(glyph(takeCodepoint(text), look));
}

Look plain(const TextStyle& style) {
    return {style.font, style.size, style.color, 0};
}

std::vector<Glyph> glyphsOf(std::string_view text, const TextStyle& style) {
    std::vector<Glyph> glyphs;
    addGlyphs(glyphs, text, plain(style));
    return glyphs;
}

Font fontOf(const Span& span, Font around) {
    const bool number = span.number || around == Font::Numbers || around == Font::NumbersBold;
    const bool bold = span.bold || around == Font::WordsBold || around == Font::NumbersBold;
    if (number) return bold ? Font::NumbersBold : Font::Numbers;
    return bold ? Font::WordsBold : Font::Words;
}

Look lookOf(const Span& span, const TextStyle& style, Theme theme) {
    Look look = plain(style);
    look.font = fontOf(span, style.font);
    if (span.role != Role::Ink) look.color = roleTextColor(span.role, theme);
    if (span.level != 0) {
        look.size = style.size * kSmall;
        look.rise = style.size * (span.level < 0 ? kSubscript : kSuperscript);
    }
    return look;
}

/// Line ends within the markup are kept as '\n' glyphs where `lines` are wanted, and are spaces otherwise.
std::vector<Glyph> glyphsOfMarkup(std::string_view markup, const TextStyle& style, Theme theme, bool lines) {
    std::vector<Glyph> glyphs;
    for (const Span& span : spans(markup)) {
        const Look look = lookOf(span, style, theme);
        for (std::string_view text = span.text; !text.empty();) {
            const char32_t c = takeCodepoint(text);
            glyphs.push_back(lines && c == U'\n' ? Glyph{c, look, 0} : glyph(c, look));
        }
    }
    return glyphs;
}

using Glyphs = std::vector<Glyph>::const_iterator;

struct Line {
    Glyphs begin, end;
};

float widthOf(const Line& line) {
    float width = 0;
    for (Glyphs g = line.begin; g != line.end; ++g) width += g->width;
    return width;
}

/// Adds the glyphs as runs of one look each.
float place(Figure& figure, Point at, const Line& line, Align align) {
    const float width = widthOf(line);
    float x = at.x - (align == Align::Centre ? width / 2 : align == Align::Right ? width : 0);
    for (Glyphs g = line.begin; g != line.end;) {
        const Look& look = g->look;
        Text run{.origin = {x, at.y + look.rise}, .size = look.size, .font = look.font, .color = look.color};
        for (; g != line.end && g->look == look; ++g) {
            appendUtf8(run.text, g->codepoint);
            run.width += g->width;
        }
        x += run.width;
        figure.primitives.push_back(std::move(run));
    }
    return width;
}

bool isSpace(const Glyph& g) {
    return g.codepoint == U' ';
}
bool endsWord(const Glyph& g) {
    return g.codepoint == U' ' || g.codepoint == U'\n';
}

/// End of the longest piece of [begin, end) that fits into `width`; at least one glyph.
Glyphs fitting(Glyphs begin, Glyphs end, float width) {
    Glyphs g = begin;
    for (float used = 0; g != end && (g == begin || used + g->width <= width); ++g) used += g->width;
    return g;
}

/// End of the line that starts at `begin`: after the last word that fits, without the spaces behind it. A first word
/// that is wider than the line is broken between its glyphs.
Glyphs lineEnd(Glyphs begin, Glyphs end, float width) {
    Glyphs fits = begin;
    float used = 0;
    for (Glyphs g = begin; g != end && g->codepoint != U'\n';) {
        const Glyphs word = std::find_if_not(g, end, isSpace);
        const Glyphs after = std::find_if(word, end, endsWord);
        used += widthOf({g, after});
        if (used > width) return fits == begin ? fitting(begin, after, width) : fits;
        fits = g = after;
    }
    return fits;
}

/// Breaks at spaces and at line ends; a no-break space (U+00A0) holds words together. At least one line.
std::vector<Line> wrapped(const std::vector<Glyph>& glyphs, float width) {
    std::vector<Line> lines;
    Glyphs g = glyphs.begin();
    do {
        g = std::find_if_not(g, glyphs.end(), isSpace);
        const Glyphs end = lineEnd(g, glyphs.end(), width);
        lines.push_back({g, end});
        g = std::find_if_not(end, glyphs.end(), isSpace);
        if (g != glyphs.end() && g->codepoint == U'\n') ++g;
    } while (g != glyphs.end());
    return lines;
}

}  // namespace

float textWidth(std::string_view text, Font font, float size) {
    const std::vector<Glyph> glyphs = glyphsOf(text, {.size = size, .font = font, .color = {}});
    return widthOf({glyphs.begin(), glyphs.end()});
}

float addText(Figure& figure, Point at, std::string_view text, const TextStyle& style, Align align) {
    const std::vector<Glyph> glyphs = glyphsOf(text, style);
    return place(figure, at, {glyphs.begin(), glyphs.end()}, align);
}

void addTextCentred(Figure& figure, const Box& box, std::string_view text, const TextStyle& style) {
    const Point centre = box.centre();
    addText(figure, {centre.x, centre.y + capHeight(style.font, style.size) / 2}, text, style, Align::Centre);
}

float addMarkup(Figure& figure, Point at, std::string_view markup, const TextStyle& style, Theme theme, Align align) {
    const std::vector<Glyph> glyphs = glyphsOfMarkup(markup, style, theme, false);
    return place(figure, at, {glyphs.begin(), glyphs.end()}, align);
}

float markupWidth(std::string_view markup, const TextStyle& style) {
    const std::vector<Glyph> glyphs = glyphsOfMarkup(markup, style, Theme::Paper, false);
    return widthOf({glyphs.begin(), glyphs.end()});
}

float addParagraph(Figure& figure, Point at, float width, std::string_view markup, const TextStyle& style,
                   Theme theme) {
    const std::vector<Glyph> glyphs = glyphsOfMarkup(markup, style, theme, true);
    const float height = lineHeight(style.size), capital = capHeight(style.font, style.size);
    float y = at.y;
    for (const Line& line : wrapped(glyphs, width)) {
        place(figure, {at.x, y + (height + capital) / 2}, line, Align::Left);
        y += height;
    }
    return y - at.y;
}

float paragraphHeight(float width, std::string_view markup, const TextStyle& style) {
    const std::vector<Glyph> glyphs = glyphsOfMarkup(markup, style, Theme::Paper, true);
    return float(wrapped(glyphs, width).size()) * lineHeight(style.size);
}

Box inkBox(const Text& run) {
    Ink all;
    bool first = true;
    float x = 0;
    for (std::string_view rest = run.text; !rest.empty();) {
        const char32_t c = takeCodepoint(rest);
        const Ink ink = glyphInk(run.font, c);
        if (!ink.empty()) {
            const Ink placed{x + ink.left, ink.top, x + ink.right, ink.bottom};
            all = first ? placed
                        : Ink{std::min(all.left, placed.left), std::min(all.top, placed.top),
                              std::max(all.right, placed.right), std::max(all.bottom, placed.bottom)};
            first = false;
        }
        x += advance(run.font, c);
    }
    return {run.origin.x + all.left * run.size, run.origin.y + all.top * run.size, (all.right - all.left) * run.size,
            (all.bottom - all.top) * run.size};
}

}  // namespace seglab::figure
