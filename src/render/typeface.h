#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "figure/figure.h"

namespace seglab::render {

/// Coverage of one glyph, [height, width], 0…255. `left` and `top` place it relative to the pen on the baseline.
struct GlyphBitmap {
    int width = 0, height = 0;
    int left = 0, top = 0;
    std::vector<std::uint8_t> coverage;
};

/// An embedded font as outlines. Glyphs are fitted to the pixel grid vertically (baseline, x-height, capitals,
/// ascenders and descenders on whole pixels) and left alone horizontally, as FreeType's light mode does: horizontal
/// edges are crisp and the advance widths stay those of the layout.
class Typeface {
public:
    explicit Typeface(figure::Font font);
    ~Typeface();
    Typeface(Typeface&&) noexcept;
    Typeface& operator=(Typeface&&) noexcept;

    int glyph(char32_t codepoint) const;  ///< 0 where the font has none
    /// `shift` moves the outline right by a part of a pixel, 0…1.
    GlyphBitmap rasterise(int glyph, float size, float shift) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace seglab::render
