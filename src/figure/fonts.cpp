#include "figure/fonts.h"

#include <array>
#include <cassert>

#include "embedded/fonts.h"
#include "figure/text.h"

// Our own copy of the library: ImGui and Debian's libstb export the same names.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#include <stb_truetype.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace seglab::figure {

namespace {

/// One embedded font. Immutable once made, so that any thread may measure.
class Face {
public:
    explicit Face(std::string_view bytes) : bytes_(bytes) {
        const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
        [[maybe_unused]] const int read = stbtt_InitFont(&info_, data, 0);
        assert(read && "an embedded font cannot be read");
        em_ = stbtt_ScaleForMappingEmToPixels(&info_, 1);
        for (std::size_t c = 0; c < kept_.size(); ++c) kept_[c] = measure(char32_t(c));
    }

    std::string_view bytes() const { return bytes_; }
    bool has(char32_t codepoint) const { return glyph(codepoint).number != 0; }
    float advance(char32_t codepoint) const { return glyph(codepoint).advance; }

    Ink ink(char32_t codepoint) const {
        int left = 0, low = 0, right = 0, high = 0;
        if (!stbtt_GetGlyphBox(&info_, glyph(codepoint).number, &left, &low, &right, &high)) return {};
        return {em_ * float(left), -em_ * float(high), em_ * float(right), -em_ * float(low)};
    }

private:
    struct Glyph {
        int number = 0;     ///< 0 where the font has none
        float advance = 0;  ///< em
    };

    Glyph measure(char32_t codepoint) const {
        const int number = stbtt_FindGlyphIndex(&info_, int(codepoint));
        int width = 0, bearing = 0;
        stbtt_GetGlyphHMetrics(&info_, number, &width, &bearing);
        return {number, em_ * float(width)};
    }
    /// Latin, Greek, punctuation, arrows and operators are looked up once; the rest each time.
    Glyph glyph(char32_t codepoint) const { return codepoint < kept_.size() ? kept_[codepoint] : measure(codepoint); }

    std::string_view bytes_;
    stbtt_fontinfo info_{};
    float em_ = 0;                      ///< em per font unit
    std::array<Glyph, 0x2400> kept_{};  ///< by code point
};

const Face& face(Font font) {
    static const Face words(fonts::interRegular()), wordsBold(fonts::interSemiBold());
    static const Face numbers(fonts::monoRegular()), numbersBold(fonts::monoBold()), symbols(fonts::dejaVu());
    static const std::array<const Face*, 5> faces{&words, &wordsBold, &numbers, &numbersBold, &symbols};
    return *faces[std::size_t(font)];
}

}  // namespace

float advance(Font font, char32_t codepoint) {
    return face(font).advance(codepoint);
}

Ink glyphInk(Font font, char32_t codepoint) {
    return face(font).ink(codepoint);
}

bool hasGlyph(Font font, char32_t codepoint) {
    return face(font).has(codepoint);
}

std::string_view fontData(Font font) {
    return face(font).bytes();
}

bool fontFor(char32_t codepoint, Font& font) {
    if (hasGlyph(font, codepoint)) return true;
    font = Font::Symbols;
    return hasGlyph(font, codepoint);
}

float capHeight(Font font, float size) {
    return -glyphInk(font, U'H').top * size;
}

}  // namespace seglab::figure
