#include "render/textures.h"

#include <vector>

namespace seglab::render {

namespace {

/// [height, width, 4] with the colours multiplied by alpha, so that filtering does not bleed.
struct Premultiplied {
    int width, height;
    std::vector<std::uint8_t> rgba;
};

Premultiplied premultiplied(const figure::Pixels& pixels) {
    Premultiplied result{pixels.width, pixels.height, pixels.rgba};
    for (std::size_t i = 0; i + 3 < result.rgba.size(); i += 4) {
        const unsigned alpha = result.rgba[i + 3];
        if (alpha == 255) continue;
        for (std::size_t c = 0; c < 3; ++c) result.rgba[i + c] = std::uint8_t((result.rgba[i + c] * alpha + 127) / 255);
    }
    return result;
}

/// Averages blocks of 2 × 2; an odd last row or column is dropped.
Premultiplied halved(const Premultiplied& source) {
    Premultiplied half{std::max(1, source.width / 2), std::max(1, source.height / 2), {}};
    half.rgba.resize(std::size_t(half.width) * std::size_t(half.height) * 4);
    auto at = [&](int x, int y, int c) {
        x = std::min(x, source.width - 1);
        y = std::min(y, source.height - 1);
        return source.rgba[(std::size_t(y) * std::size_t(source.width) + std::size_t(x)) * 4 + std::size_t(c)];
    };
    std::size_t out = 0;
    for (int y = 0; y < half.height; ++y)
        for (int x = 0; x < half.width; ++x)
            for (int c = 0; c < 4; ++c) {
                const int sum = at(2 * x, 2 * y, c) + at(2 * x + 1, 2 * y, c) + at(2 * x, 2 * y + 1, c) +
                                at(2 * x + 1, 2 * y + 1, c);
                half.rgba[out++] = std::uint8_t((sum + 2) / 4);
            }
    return half;
}

void send(const figure::Pixels& pixels) {
    Premultiplied picture = premultiplied(pixels);
    // A picture beyond the driver's limit is shown at half its resolution; the screen has fewer pixels anyway.
    const int limit = gl::maximumTextureSize();
    while (picture.width > limit || picture.height > limit) picture = halved(picture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, picture.width, picture.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 picture.rgba.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    gl::checkErrors("sending a picture to it");
}

}  // namespace

bool Textures::bind(const std::shared_ptr<const figure::Pixels>& pixels, bool smooth, bool minified) {
    auto [found, isNew] = entries_.try_emplace(pixels->version);
    Entry& entry = found->second;
    if (isNew) {
        entry.texture = gl::makeTexture();
        entry.pixels = pixels;
    }
    glBindTexture(GL_TEXTURE_2D, entry.texture.name());
    if (isNew) send(*pixels);
    if (minified && !entry.hasMipmaps) {
        glGenerateMipmap(GL_TEXTURE_2D);
        entry.hasMipmaps = true;
    }
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, smooth ? GL_LINEAR : GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER,
                    minified ? GL_LINEAR_MIPMAP_LINEAR
                    : smooth ? GL_LINEAR
                             : GL_NEAREST);
    return isNew;
}

void Textures::dropUnused() {
    for (auto entry = entries_.begin(); entry != entries_.end();)
        entry = entry->second.pixels.expired() ? entries_.erase(entry) : std::next(entry);
}

}  // namespace seglab::render
