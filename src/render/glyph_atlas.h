#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "render/gl.h"
#include "render/typeface.h"

namespace seglab::render {

/// Glyphs at their exact pixel size, on pages of one byte a pixel. A glyph is rasterised once for each quarter of a
/// pixel at which its pen can stand; a page is sent to the GPU only where new glyphs were added.
class GlyphAtlas {
public:
    struct Glyph {
        int page = -1;              ///< −1: nothing to see (a space)
        int x = 0, y = 0;           ///< of the top left corner on the page
        int width = 0, height = 0;  ///< in pixels
        int left = 0, top = 0;      ///< relative to the pen, y downwards
    };
    struct Request {
        figure::Font font = figure::Font::Words;
        char32_t codepoint = 0;
        float size = 16;  ///< em, in pixels
        int quarter = 0;  ///< the pen stands `quarter` / 4 pixels right of a pixel's edge
    };
    const Glyph& glyph(const Request& request);

    /// Sends what is new; returns the number of uploads.
    int upload();
    GLuint texture(int page) const { return pages_[std::size_t(page)].texture.name(); }
    /// Forgets all glyphs when they fill more than `kPages` pages. Not between glyph() and the painting of it.
    void trim();

private:
    static constexpr int kPageSize = 1024, kPages = 6;

    struct Page {
        int size = kPageSize;
        std::vector<std::uint8_t> coverage;
        int shelfX = 0, shelfY = 0, shelfHeight = 0;
        int dirtyTop = 0, dirtyBottom = 0;  ///< rows that the GPU does not have yet
        gl::Texture texture;
    };
    using Key = std::tuple<figure::Font, char32_t, int, int>;  ///< size in 1/64 px

    const Typeface& typeface(figure::Font font);
    Page& pageFor(int width, int height);
    void store(const GlyphBitmap& bitmap, Glyph& glyph);

    std::array<std::optional<Typeface>, 5> typefaces_;
    std::map<Key, Glyph> glyphs_;
    std::vector<Page> pages_;
};

}  // namespace seglab::render
