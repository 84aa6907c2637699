#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Picture files made in memory, well-formed or with one thing wrong.
namespace seglab::test {

enum class PngColor { Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6 };

struct PngSpec {
    std::uint32_t width = 1, height = 1;
    int bits = 8;
    PngColor color = PngColor::Rgb;
    std::vector<std::uint8_t> rows = {};  ///< samples as in the file, without the filter bytes; all rows equally long
    std::vector<std::uint8_t> palette = {};       ///< RGB triples
    std::vector<std::uint8_t> transparency = {};  ///< of palette entries
};
std::string png(const PngSpec& spec);

/// Position of a chunk's data ("IHDR", "IDAT").
std::size_t chunkData(const std::string& png, const std::string& type);

struct JpegSpec {
    int width = 1, height = 1, channels = 3;
    std::vector<std::uint8_t> pixels = {};  ///< [height, width, channels]
    int orientation = 0;                    ///< 0: no EXIF
    bool bigEndianExif = false;
    bool progressive = false;
};
/// Quality 100 without subsampling.
std::string jpeg(const JpegSpec& spec);

/// 24-bit BMP of one colour.
std::string bmp(int width, int height, std::uint8_t r, std::uint8_t g, std::uint8_t b);

}  // namespace seglab::test
