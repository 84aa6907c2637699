#pragma once

#include <cstdint>
#include <memory>

#include "figure/figure.h"

namespace seglab::render {

/// Counters of the work done on the GPU since the painter was made; `bench window` and tests read them.
struct PaintCounters {
    std::uint64_t textureUploads = 0;  ///< pictures and glyph pages sent to the GPU
    std::uint64_t bufferUploads = 0;   ///< vertex buffers sent
    std::uint64_t paintings = 0;       ///< figures rasterised
};

/// Paints figures with OpenGL 3.3 core (or ES 3.0) into the current framebuffer. One painter serves window, PNG and
/// GIF. Needs a current context for its whole life. Restores every piece of GL state that it touches.
class Painter {
public:
    Painter();  ///< throws Error(Graphics) when the shaders cannot be built
    ~Painter();
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;

    /// Paints `figure` with its top left corner at `at` (pixels, y downwards) of a framebuffer of the given size.
    /// Antialiased; textures are kept by Pixels::version and uploaded only when that is new.
    void paint(const figure::Figure& figure, figure::Point at, figure::Size framebuffer);
    const PaintCounters& counters() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// A figure kept as a texture: painted again only when `stamp` differs from the last one.
class CachedFigure {
public:
    CachedFigure();
    ~CachedFigure();
    CachedFigure(CachedFigure&&) noexcept;
    CachedFigure& operator=(CachedFigure&&) noexcept;

    /// Paints if needed; returns the OpenGL name of an RGBA texture of figure.size, first row at the TOP of the picture
    /// when sampled with v = 1 − y (that is: an ordinary framebuffer texture; flip v when drawing).
    unsigned update(Painter& painter, const figure::Figure& figure, std::uint64_t stamp);
    unsigned texture() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace seglab::render
