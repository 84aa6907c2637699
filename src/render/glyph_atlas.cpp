#include "render/glyph_atlas.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace seglab::render {

namespace {
constexpr int kGap = 1;  // pixels between glyphs
}

const Typeface& GlyphAtlas::typeface(figure::Font font) {
    auto& slot = typefaces_[std::size_t(font)];
    if (!slot) slot.emplace(font);
    return *slot;
}

const GlyphAtlas::Glyph& GlyphAtlas::glyph(const Request& request) {
    const int steps = int(std::lround(request.size * 64));
    auto [entry, isNew] = glyphs_.try_emplace(Key{request.font, request.codepoint, steps, request.quarter});
    if (isNew) {
        const Typeface& face = typeface(request.font);
        store(face.rasterise(face.glyph(request.codepoint), float(steps) / 64, float(request.quarter) / 4),
              entry->second);
    }
    return entry->second;
}

GlyphAtlas::Page& GlyphAtlas::pageFor(int width, int height) {
    auto fits = [&](Page& page) {
        if (page.shelfX + width > page.size) {
            page.shelfY += page.shelfHeight;
            page.shelfX = page.shelfHeight = 0;
        }
        return width <= page.size && page.shelfY + height <= page.size;
    };
    if (!pages_.empty() && fits(pages_.back())) return pages_.back();
    Page page;
    page.size = std::max({kPageSize, width, height});
    page.coverage.assign(std::size_t(page.size) * std::size_t(page.size), 0);
    pages_.push_back(std::move(page));
    return pages_.back();
}

void GlyphAtlas::store(const GlyphBitmap& bitmap, Glyph& glyph) {
    if (bitmap.width == 0 || bitmap.height == 0) return;
    Page& page = pageFor(bitmap.width + kGap, bitmap.height + kGap);
    glyph = {.page = int(pages_.size()) - 1,
             .x = page.shelfX,
             .y = page.shelfY,
             .width = bitmap.width,
             .height = bitmap.height,
             .left = bitmap.left,
             .top = bitmap.top};
    for (int row = 0; row < bitmap.height; ++row)
        std::memcpy(&page.coverage[std::size_t(glyph.y + row) * std::size_t(page.size) + std::size_t(glyph.x)],
                    &bitmap.coverage[std::size_t(row) * std::size_t(bitmap.width)], std::size_t(bitmap.width));
    page.shelfX += bitmap.width + kGap;
    page.shelfHeight = std::max(page.shelfHeight, bitmap.height + kGap);
    const bool clean = page.dirtyBottom == 0;
    page.dirtyTop = clean ? glyph.y : std::min(page.dirtyTop, glyph.y);
    page.dirtyBottom = std::max(page.dirtyBottom, glyph.y + glyph.height);
}

int GlyphAtlas::upload() {
    int uploads = 0;
    for (Page& page : pages_) {
        if (page.dirtyBottom == 0) continue;
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        if (!page.texture) {
            page.texture = gl::makeTexture();
            glBindTexture(GL_TEXTURE_2D, page.texture.name());
            glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
            glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
            glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, page.size, page.size, 0, GL_RED, GL_UNSIGNED_BYTE,
                         page.coverage.data());
        } else {
            glBindTexture(GL_TEXTURE_2D, page.texture.name());
            glTexSubImage2D(GL_TEXTURE_2D, 0, 0, page.dirtyTop, page.size, page.dirtyBottom - page.dirtyTop, GL_RED,
                            GL_UNSIGNED_BYTE, &page.coverage[std::size_t(page.dirtyTop) * std::size_t(page.size)]);
        }
        page.dirtyTop = page.dirtyBottom = 0;
        ++uploads;
    }
    return uploads;
}

void GlyphAtlas::trim() {
    if (pages_.size() <= kPages) return;
    pages_.clear();
    glyphs_.clear();
}

}  // namespace seglab::render
