#include "figure/png.h"

#include <png.h>

#include "core/error.h"

namespace seglab::figure {

namespace {

bool opaque(const Pixels& pixels) {
    for (std::size_t i = 3; i < pixels.rgba.size(); i += 4)
        if (pixels.rgba[i] != 255) return false;
    return true;
}

std::vector<std::uint8_t> withoutAlpha(const std::vector<std::uint8_t>& rgba) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(rgba.size() / 4 * 3);
    for (std::size_t i = 0; i < rgba.size(); i += 4) rgb.insert(rgb.end(), {rgba[i], rgba[i + 1], rgba[i + 2]});
    return rgb;
}

}  // namespace

std::string encodePng(const Pixels& pixels) {
    if (pixels.width <= 0 || pixels.height <= 0 ||
        pixels.rgba.size() != std::size_t(pixels.width) * std::size_t(pixels.height) * 4)
        throw Error(Kind::BadInput, "a picture without pixels cannot be written as PNG");

    const bool rgbOnly = opaque(pixels);
    const std::vector<std::uint8_t> rgb = rgbOnly ? withoutAlpha(pixels.rgba) : std::vector<std::uint8_t>{};
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = png_uint_32(pixels.width);
    image.height = png_uint_32(pixels.height);
    image.format = rgbOnly ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;

    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string bytes(size, '\0');
    const void* data = rgbOnly ? rgb.data() : pixels.rgba.data();
    if (!png_image_write_to_memory(&image, bytes.data(), &size, 0, data, 0, nullptr))
        throw Error(Kind::BadInput, std::string("the picture cannot be written as PNG: ") + image.message);
    bytes.resize(size);
    return bytes;
}

}  // namespace seglab::figure
