#include "render/typeface.h"

#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#include <stb_truetype.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::render {

namespace {

/// A height at which the letters of a font begin or end, in font units. Round letters reach a little further, away
/// from the baseline: by `overshoot`.
struct Zone {
    float flat = 0;
    float overshoot = 0;  ///< negative below the baseline
};

/// Largest size at which outlines are fitted; above it pixels are small beside the strokes.
constexpr float kLargestFitted = 64;

/// One corner of the piecewise linear map from outline heights (font units) to fitted heights (pixels).
struct Knot {
    float from, to;
};

float mapHeight(const std::vector<Knot>& knots, float y, float scale) {
    if (y <= knots.front().from) return knots.front().to + (y - knots.front().from) * scale;
    for (std::size_t i = 1; i < knots.size(); ++i) {
        const Knot &a = knots[i - 1], &b = knots[i];
        if (y <= b.from) return a.to + (b.to - a.to) * (y - a.from) / (b.from - a.from);
    }
    return knots.back().to + (y - knots.back().from) * scale;
}

}  // namespace

struct Typeface::Implementation {
    stbtt_fontinfo info{};
    float unitsPerEm = 1;
    std::vector<Zone> zones;  ///< rising; the baseline is among them

    void findZones();
    bool verticalExtent(char32_t codepoint, float& low, float& high) const;
    std::vector<Knot> knots(float scale) const;
};

bool Typeface::Implementation::verticalExtent(char32_t codepoint, float& low, float& high) const {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    if (!stbtt_GetCodepointBox(&info, int(codepoint), &x0, &y0, &x1, &y1)) return false;
    low = float(y0);
    high = float(y1);
    return true;
}

void Typeface::Implementation::findZones() {
    float xHeight = 0, xRound = 0, capital = 0, capitalRound = 0, ascender = 0, descender = 0, below = 0, unused = 0;
    if (!verticalExtent('x', unused, xHeight) || !verticalExtent('o', below, xRound) ||
        !verticalExtent('H', unused, capital) || !verticalExtent('O', unused, capitalRound) ||
        !verticalExtent('l', unused, ascender) || !verticalExtent('p', descender, unused))
        return;
    zones = {{descender, 0}, {0, below}, {xHeight, xRound - xHeight}, {capital, capitalRound - capital}};
    if (ascender > capitalRound + 0.02f * unitsPerEm) zones.push_back({ascender, 0});
}

std::vector<Knot> Typeface::Implementation::knots(float scale) const {
    std::vector<Knot> knots;
    for (const Zone& zone : zones) {
        // Lower case letters carry the text: their height rounds up early, as FreeType's fitter has it.
        const bool isXHeight = &zone == &zones[2];
        const float flat = std::floor(zone.flat * scale + (isXHeight ? 0.6f : 0.5f));
        const Knot edge{zone.flat, flat};
        const Knot round{zone.flat + zone.overshoot, flat + std::round(zone.overshoot * scale)};
        if (zone.overshoot < 0) knots.push_back(round);
        knots.push_back(edge);
        if (zone.overshoot > 0) knots.push_back(round);
    }
    return knots;
}

Typeface::Typeface(figure::Font font) : implementation_(std::make_unique<Implementation>()) {
    auto data = reinterpret_cast<const unsigned char*>(figure::fontData(font).data());
    stbtt_InitFont(&implementation_->info, data, stbtt_GetFontOffsetForIndex(data, 0));
    implementation_->unitsPerEm = 1 / stbtt_ScaleForMappingEmToPixels(&implementation_->info, 1);
    implementation_->findZones();
}

Typeface::~Typeface() = default;
Typeface::Typeface(Typeface&&) noexcept = default;
Typeface& Typeface::operator=(Typeface&&) noexcept = default;

int Typeface::glyph(char32_t codepoint) const {
    return stbtt_FindGlyphIndex(&implementation_->info, int(codepoint));
}

namespace {

/// Outline of a glyph; frees it.
class Outline {
public:
    Outline(const stbtt_fontinfo& info, int glyph)
        : info_(info), count_(stbtt_GetGlyphShape(&info, glyph, &vertices_)) {}
    ~Outline() { stbtt_FreeShape(&info_, vertices_); }
    Outline(const Outline&) = delete;
    Outline& operator=(const Outline&) = delete;
    stbtt_vertex* begin() const { return vertices_; }
    stbtt_vertex* end() const { return vertices_ + count_; }
    int count() const { return count_; }

private:
    const stbtt_fontinfo& info_;
    stbtt_vertex* vertices_ = nullptr;
    int count_ = 0;
};

/// Moves heights to the pixel grid, in font units, so that the rasteriser keeps one scale for both axes.
void fit(const Outline& outline, const std::vector<Knot>& knots, float scale) {
    auto fitted = [&](short y) { return short(std::lround(mapHeight(knots, float(y), scale) / scale)); };
    for (stbtt_vertex& v : outline) {
        v.y = fitted(v.y);
        v.cy = fitted(v.cy);
        v.cy1 = fitted(v.cy1);
    }
}

/// The whole pixels that the outline can touch; control points bound their curves.
void setExtent(GlyphBitmap& bitmap, const Outline& outline, float scale, float shift) {
    float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
    auto include = [&](short x, short y) {
        left = std::min(left, float(x) * scale + shift);
        right = std::max(right, float(x) * scale + shift);
        top = std::min(top, -float(y) * scale);
        bottom = std::max(bottom, -float(y) * scale);
    };
    for (const stbtt_vertex& v : outline) {
        include(v.x, v.y);
        if (v.type == STBTT_vcurve || v.type == STBTT_vcubic) include(v.cx, v.cy);
        if (v.type == STBTT_vcubic) include(v.cx1, v.cy1);
    }
    // Rounding of the fitted heights must not open a row that holds nothing.
    bitmap.left = int(std::floor(left + 0.01f));
    bitmap.top = int(std::floor(top + 0.02f));
    bitmap.width = std::max(1, int(std::ceil(right - 0.01f)) - bitmap.left);
    bitmap.height = std::max(1, int(std::ceil(bottom - 0.02f)) - bitmap.top);
}

}  // namespace

GlyphBitmap Typeface::rasterise(int glyph, float size, float shift) const {
    const Implementation& face = *implementation_;
    const float scale = size / face.unitsPerEm;
    const Outline outline(face.info, glyph);
    GlyphBitmap bitmap;
    if (outline.count() == 0) return bitmap;
    if (size <= kLargestFitted && !face.zones.empty()) fit(outline, face.knots(scale), scale);
    setExtent(bitmap, outline, scale, shift);
    bitmap.coverage.assign(std::size_t(bitmap.width) * std::size_t(bitmap.height), 0);
    stbtt__bitmap target{bitmap.width, bitmap.height, bitmap.width, bitmap.coverage.data()};
    stbtt_Rasterize(&target, 0.15f, outline.begin(), outline.count(), scale, scale, shift, 0, bitmap.left, bitmap.top,
                    1, nullptr);
    return bitmap;
}

}  // namespace seglab::render
