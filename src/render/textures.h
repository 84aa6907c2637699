#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "figure/figure.h"
#include "render/gl.h"

namespace seglab::render {

/// Pictures on the GPU by Pixels::version: sent once, dropped when nobody holds the pixels any more.
class Textures {
public:
    /// Binds the texture of `pixels` with its filters; returns whether it had to be sent.
    /// Minified pictures are averaged (mip maps), enlarged ones show their cells or, if `smooth`, are interpolated.
    bool bind(const std::shared_ptr<const figure::Pixels>& pixels, bool smooth, bool minified);
    void dropUnused();

private:
    struct Entry {
        gl::Texture texture;
        std::weak_ptr<const figure::Pixels> pixels;
        bool hasMipmaps = false;
    };
    std::map<std::uint64_t, Entry> entries_;
};

}  // namespace seglab::render
