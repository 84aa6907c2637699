#include "render/gif.h"

#include <gif_lib.h>

#include <cstring>
#include <functional>
#include <set>

#include "core/error.h"
#include "render/canvas.h"
#include "render/gif_palette.h"

using namespace seglab;
using namespace seglab::figure;
using namespace seglab::render;

namespace {

struct Decoded {
    int width = 0, height = 0;
    bool forever = false;
    std::vector<int> delays;
    std::vector<std::vector<Color>> frames;  ///< as they stand on the screen
    std::vector<int> pixels;                 ///< of each frame's own rectangle
};

/// giflib as a reader, and the canvas put together frame by frame.
Decoded decode(const std::string& bytes) {
    struct Source {
        const std::string& bytes;
        std::size_t at = 0;
    } source{bytes};
    auto read = [](GifFileType* file, GifByteType* to, int count) {
        auto from = static_cast<Source*>(file->UserData);
        const std::size_t taken = std::min(std::size_t(count), from->bytes.size() - from->at);
        std::memcpy(to, from->bytes.data() + from->at, taken);
        from->at += taken;
        return int(taken);
    };
    GifFileType* file = DGifOpen(&source, read, nullptr);
    REQUIRE(file);
    REQUIRE(DGifSlurp(file) == GIF_OK);
    Decoded result;
    result.width = file->SWidth;
    result.height = file->SHeight;
    result.forever = bytes.find(std::string("NETSCAPE2.0\x03\x01\x00\x00", 15)) != std::string::npos;
    std::vector<Color> screen(std::size_t(result.width) * std::size_t(result.height));
    for (int i = 0; i < file->ImageCount; ++i) {
        const SavedImage& image = file->SavedImages[i];
        GraphicsControlBlock control{};
        DGifSavedExtensionToGCB(file, i, &control);
        result.delays.push_back(control.DelayTime);
        const GifImageDesc& area = image.ImageDesc;
        result.pixels.push_back(area.Width * area.Height);
        for (int y = 0; y < area.Height; ++y)
            for (int x = 0; x < area.Width; ++x) {
                const int index = image.RasterBits[y * area.Width + x];
                if (index == control.TransparentColor) continue;
                const GifColorType c = file->SColorMap->Colors[index];
                screen[std::size_t((area.Top + y) * result.width + area.Left + x)] = {c.Red, c.Green, c.Blue};
            }
        result.frames.push_back(screen);
    }
    DGifCloseFile(file, nullptr);
    return result;
}

std::vector<Color> colorsOf(const Pixels& pixels) {
    std::vector<Color> colors;
    for (std::size_t i = 0; i < pixels.rgba.size(); i += 4)
        colors.push_back({pixels.rgba[i], pixels.rgba[i + 1], pixels.rgba[i + 2]});
    return colors;
}

Pixels frame(int width, int height, const std::function<Color(int, int)>& color) {
    Pixels pixels{.width = width, .height = height};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const Color c = color(x, y);
            pixels.rgba.insert(pixels.rgba.end(), {c.r, c.g, c.b, c.a});
        }
    return pixels;
}

/// A dot that walks over a ground of many colours.
std::vector<Pixels> walk(int frames, int colors) {
    std::vector<Pixels> all;
    for (int i = 0; i < frames; ++i)
        all.push_back(frame(40, 25, [&](int x, int y) {
            const int n = (y * 40 + x) % colors;
            return x == i && y == 3 ? Color{255, 255, 255} : Color{std::uint8_t(n), std::uint8_t(n / 256), 9};
        }));
    return all;
}

}  // namespace

TEST_CASE("a GIF shows every frame exactly while there are at most 256 colours", "[render][gif]") {
    const int colors = GENERATE(1, 2, 100, 254, 255);  // and white
    const std::vector<Pixels> frames = walk(5, colors);
    const Decoded gif = decode(encodeGif(frames, {10, 20, 30, 40, 50}));
    CHECK(gif.width == 40);
    CHECK(gif.height == 25);
    CHECK(gif.forever);
    CHECK(gif.delays == std::vector<int>{10, 20, 30, 40, 50});
    REQUIRE(gif.frames.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(gif.frames[i] == colorsOf(frames[i]));
}

TEST_CASE("a frame of a GIF holds the smallest rectangle that changed", "[render][gif]") {
    std::vector<Pixels> frames = walk(3, 50);
    frames.push_back(frames.back());
    const Decoded gif = decode(encodeGif(frames, {5, 5, 5, 5}));
    CHECK(gif.pixels == std::vector<int>{40 * 25, 2, 2, 1});
}

TEST_CASE("too many colours keep the flat ground and come near for the rest", "[render][gif]") {
    const Pixels picture = frame(64, 64, [](int x, int y) {
        return x < 32 ? Color{251, 250, 247}
                      : Color{std::uint8_t(4 * x), std::uint8_t(4 * y), std::uint8_t(x * y / 16)};
    });
    const Decoded gif = decode(encodeGif({picture}, {0}));
    const std::vector<Color> wanted = colorsOf(picture);
    int worst = 0;
    std::set<int> seen;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Color a = wanted[i], b = gif.frames[0][i];
        seen.insert(b.r << 16 | b.g << 8 | b.b);
        if (i % 64 < 32) REQUIRE(a == b);
        worst = std::max({worst, std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
    }
    CHECK(seen.size() > 200);
    CHECK(worst <= 24);
}

TEST_CASE("the same frames give the same bytes of GIF", "[render][gif]") {
    const std::vector<Pixels> frames = walk(4, 700);
    CHECK(encodeGif(frames, {5, 5, 5, 5}) == encodeGif(frames, {5, 5, 5, 5}));
}

TEST_CASE("frames that make no GIF are refused", "[render][gif]") {
    auto kindOf = [](auto&& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.kind();
        }
        return Kind::CheckFailed;
    };
    const Pixels small = frame(2, 2, [](int, int) { return Color{}; }),
                 wide = frame(3, 2, [](int, int) { return Color{}; });
    CHECK(kindOf([&] { encodeGif({}, {}); }) == Kind::BadInput);
    CHECK(kindOf([&] { encodeGif({small}, {1, 2}); }) == Kind::BadInput);
    CHECK(kindOf([&] { encodeGif({small, wide}, {1, 1}); }) == Kind::BadInput);
    CHECK(kindOf([&] { encodeGif({Pixels{}}, {1}); }) == Kind::BadInput);
}
