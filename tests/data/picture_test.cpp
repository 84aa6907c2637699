#include "data/picture.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "data/made_files.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::test;
using Bytes = std::vector<std::uint8_t>;

namespace {

std::shared_ptr<const data::Picture> loaded(const std::string& bytes, const std::string& name = "picture") {
    const TemporaryFolder folder;
    core::writeFile(folder.path(name), bytes);
    return data::loadPicture(folder.path(name));
}

bool near(const Bytes& a, const Bytes& b, int tolerance) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::abs(int(a[i]) - int(b[i])) > tolerance) return false;
    return a.size() == b.size();
}

}  // namespace

TEST_CASE("an RGB PNG is read as it is", "[picture]") {
    const Bytes pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const std::string bytes = png({.width = 2, .height = 2, .rows = pixels});
    const auto picture = loaded(bytes);
    CHECK(picture->width == 2);
    CHECK(picture->height == 2);
    CHECK(picture->rgb == pixels);
    CHECK(picture->sha256 == core::sha256(bytes));
}

TEST_CASE("grey, palette, 16-bit and transparent PNGs become 8-bit RGB", "[picture]") {
    CHECK(loaded(png({.width = 2, .color = PngColor::Grey, .rows = {0, 200}}))->rgb == Bytes{0, 0, 0, 200, 200, 200});
    CHECK(loaded(png({.width = 8, .bits = 1, .color = PngColor::Grey, .rows = {0b10000000}}))->rgb[0] == 255);
    CHECK(loaded(png({.width = 2,
                      .bits = 4,
                      .color = PngColor::Palette,
                      .rows = {0x10},
                      .palette = {9, 8, 7, 100, 110, 120}}))
              ->rgb == Bytes{100, 110, 120, 9, 8, 7});
    CHECK(loaded(png({.bits = 16, .rows = {0x80, 0x80, 0xff, 0xff, 0x00, 0x00}}))->rgb == Bytes{128, 255, 0});
    CHECK(loaded(png({.width = 3, .color = PngColor::GreyAlpha, .rows = {0, 0, 0, 255, 0, 51}}))->rgb ==
          Bytes{255, 255, 255, 0, 0, 0, 204, 204, 204});
    CHECK(loaded(png({.color = PngColor::Rgba, .rows = {255, 0, 0, 51}}))->rgb == Bytes{255, 204, 204});
    CHECK(loaded(png({.color = PngColor::Palette, .rows = {0}, .palette = {0, 0, 255}, .transparency = {0}}))->rgb ==
          Bytes{255, 255, 255});
}

TEST_CASE("a JPEG is judged by its content, not by its name", "[picture]") {
    const Bytes pixels(8 * 8 * 3, 90);
    for (const bool progressive : {false, true}) {
        const auto picture =
            loaded(jpeg({.width = 8, .height = 8, .pixels = pixels, .progressive = progressive}), "photo.png");
        CHECK(near(picture->rgb, pixels, 2));
    }
    CHECK(near(loaded(jpeg({.width = 8, .height = 8, .channels = 1, .pixels = Bytes(64, 90)}))->rgb, pixels, 2));
}

TEST_CASE("the inks of a CMYK JPEG become light", "[picture]") {
    Bytes inks;  // as Adobe writes them: 255 is no ink
    for (int i = 0; i < 64; ++i) inks.insert(inks.end(), {255, 128, 0, 255});
    const auto picture = loaded(jpeg({.width = 8, .height = 8, .channels = 4, .pixels = inks}));
    CHECK(near({picture->rgb.begin(), picture->rgb.begin() + 3}, {255, 128, 0}, 2));
}

TEST_CASE("a photograph stands as its EXIF block says", "[picture]") {
    // Two rows of three blocks, as they are to be seen: 0 1 2 over 3 4 5, each block 8 × 8 pixels of one grey.
    const int grey[6] = {0, 50, 100, 150, 200, 250};
    // Where the block at (row, column) of the stored picture is seen, for each orientation.
    const auto seenAt = [](int orientation, int row, int column, int rows, int columns) -> std::pair<int, int> {
        switch (orientation) {
            case 2:
                return {row, columns - 1 - column};
            case 3:
                return {rows - 1 - row, columns - 1 - column};
            case 4:
                return {rows - 1 - row, column};
            case 5:
                return {column, row};
            case 6:
                return {column, rows - 1 - row};
            case 7:
                return {columns - 1 - column, rows - 1 - row};
            case 8:
                return {columns - 1 - column, row};
            default:
                return {row, column};
        }
    };
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(orientation);
        const int rows = orientation >= 5 ? 3 : 2, columns = 5 - rows;
        JpegSpec spec{.width = columns * 8, .height = rows * 8, .channels = 1, .orientation = orientation};
        spec.bigEndianExif = orientation % 2 == 0;
        for (int y = 0; y < spec.height; ++y)
            for (int x = 0; x < spec.width; ++x) {
                const auto [row, column] = seenAt(orientation, y / 8, x / 8, rows, columns);
                spec.pixels.push_back(std::uint8_t(grey[row * 3 + column]));
            }
        const auto picture = loaded(jpeg(spec));
        REQUIRE(picture->width == 24);
        REQUIRE(picture->height == 16);
        for (int block = 0; block < 6; ++block) {
            const std::size_t pixel = std::size_t((block / 3 * 8 + 4) * 24 + block % 3 * 8 + 4);
            CHECK(std::abs(int(picture->rgb[pixel * 3]) - grey[block]) <= 2);
        }
    }
}

TEST_CASE("BMP and PNM are read", "[picture]") {
    CHECK(loaded(bmp(3, 2, 10, 20, 30))->rgb ==
          Bytes{10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30});
    CHECK(loaded(std::string("P6\n# a comment\n2 1\n255\n") + "abcdef")->rgb == Bytes{'a', 'b', 'c', 'd', 'e', 'f'});
    CHECK(loaded("P5 2 1 255 az")->rgb == Bytes{'a', 'a', 'a', 'z', 'z', 'z'});
    // The header's maximum is white, whatever it is; what lies beyond it, too.
    CHECK(loaded("P5 3 1 10 \x05\x0a\x0b")->rgb == Bytes{128, 128, 128, 255, 255, 255, 255, 255, 255});
}

TEST_CASE("an opened picture is kept until its file changes", "[picture]") {
    const TemporaryFolder folder;
    const std::string path = folder.path("a.png");
    core::writeFile(path, png({.rows = {1, 2, 3}}));
    const auto first = data::openPicture(path);
    CHECK(data::openPicture(path) == first);
    CHECK(data::openPicture(path + "#sha256=" + first->sha256) == first);
    core::writeFile(path, png({.rows = {4, 5, 6}}));
    CHECK(data::openPicture(path)->rgb == Bytes{4, 5, 6});
    CHECK_THROWS_WITH(data::openPicture(path + "#sha256=" + first->sha256), Catch::Contains("something else"));
}

TEST_CASE("a file reference names a path and its content", "[picture]") {
    const std::string hash(64, 'a');
    CHECK(data::FileReference("a#b.png#sha256=" + hash).path == "a#b.png");
    CHECK(data::FileReference("a#b.png#sha256=" + hash).sha256 == hash);
    CHECK(data::FileReference("a.png#sha256=short").path == "a.png#sha256=short");
    CHECK(data::FileReference("a.png#sha256=short").sha256.empty());
    CHECK(data::FileReference("a.png#sha256=" + std::string(64, 'G')).sha256.empty());
}
