#include "figure/png.h"

#include <png.h>

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace seglab;
using namespace seglab::figure;

namespace {

Pixels noise(int width, int height, bool opaque) {
    Pixels pixels{.width = width, .height = height};
    std::uint32_t state = 7;
    for (int i = 0; i < width * height * 4; ++i) {
        state = state * 1664525u + 1013904223u;
        pixels.rgba.push_back(opaque && i % 4 == 3 ? std::uint8_t(255) : std::uint8_t(state >> 24));
    }
    return pixels;
}

/// Reads with libpng; `channels` is what the file holds.
Pixels decode(const std::string& bytes, int& channels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    REQUIRE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()));
    channels = int(PNG_IMAGE_SAMPLE_CHANNELS(image.format));
    image.format = PNG_FORMAT_RGBA;
    Pixels pixels{.width = int(image.width), .height = int(image.height)};
    pixels.rgba.resize(PNG_IMAGE_SIZE(image));
    REQUIRE(png_image_finish_read(&image, nullptr, pixels.rgba.data(), 0, nullptr));
    return pixels;
}

}  // namespace

TEST_CASE("a PNG decodes to the same pixels, with alpha only where it is needed") {
    for (const bool opaque : {false, true}) {
        const Pixels pixels = noise(37, 21, opaque);
        const std::string bytes = encodePng(pixels);
        int channels = 0;
        const Pixels read = decode(bytes, channels);
        CHECK(channels == (opaque ? 3 : 4));
        CHECK(read.width == 37);
        CHECK(read.height == 21);
        CHECK(read.rgba == pixels.rgba);
    }
}

TEST_CASE("equal pixels give equal PNG bytes without a time") {
    const std::string bytes = encodePng(noise(64, 64, true));
    CHECK(bytes == encodePng(noise(64, 64, true)));
    CHECK(bytes.find("tIME") == std::string::npos);
}

TEST_CASE("a picture without pixels is refused") {
    CHECK_THROWS_AS(encodePng(Pixels{}), Error);
    CHECK_THROWS_AS(encodePng(Pixels{.width = 2, .height = 2, .rgba = {1, 2, 3, 4}}), Error);
}
