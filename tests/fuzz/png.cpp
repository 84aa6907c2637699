#include <zlib.h>

#include "data/bytes.h"
#include "data/decode.h"
#include "data/made_files.h"
#include "fuzz/target.h"

namespace seglab::test {

namespace {

using Bytes = std::vector<std::uint8_t>;

/// The same chunks with checksums that fit, so that what is changed within them is looked at, too.
std::string withChecksums(std::string file) {
    for (std::size_t at = 8; at + 12 <= file.size();) {
        const std::size_t length = data::bigEndian32(file, at);
        if (length > file.size() - at - 12) break;
        const auto* start = reinterpret_cast<const unsigned char*>(file.data()) + at + 4;
        const unsigned long sum = crc32(0, start, unsigned(length) + 4);
        for (std::size_t i = 0; i < 4; ++i) file[at + 8 + length + i] = char(sum >> (24 - 8 * i));
        at += 12 + length;
    }
    return file;
}

void parse(std::string_view bytes) {
    const data::Decoded picture = data::decodePicture({bytes, "fuzzed.png"});
    require(picture.rgb.size() == std::size_t(picture.width) * std::size_t(picture.height) * 3,
            "every pixel has three bytes");
}

/// As it is, then with its checksums mended.
void parseBoth(std::string_view bytes) {
    survives({.name = "png", .parse = parse, .good = {}, .bad = {}}, withChecksums(std::string(bytes)));
    parse(bytes);
}

const std::string kWhole = png({.width = 4, .height = 4, .rows = Bytes(48, 7)});

std::string changed(std::size_t at, std::string_view to) {
    std::string file = kWhole;
    return withChecksums(file.replace(at, to.size(), to));
}

FuzzTarget target() {
    const std::size_t header = chunkData(kWhole, "IHDR"), pixels = chunkData(kWhole, "IDAT");
    std::string wrongSum = kWhole;
    wrongSum[header + 14] ^= 1;
    return {.name = "png",
            .parse = parseBoth,
            .good = {kWhole, png({.width = 3, .height = 2, .bits = 1, .color = PngColor::Grey, .rows = Bytes(2, 0xa0)}),
                     png({.width = 2, .height = 2, .bits = 16, .color = PngColor::Rgba, .rows = Bytes(32, 9)}),
                     png({.width = 4,
                          .height = 1,
                          .bits = 2,
                          .color = PngColor::Palette,
                          .rows = {0x1b},
                          .palette = Bytes(12, 80),
                          .transparency = {0, 128}}),
                     png({.width = 2, .height = 1, .color = PngColor::GreyAlpha, .rows = {1, 2, 3, 4}})},
            .bad = {"", kWhole.substr(0, 20), wrongSum, changed(header, {"\0\1\0\0", 4}),
                    changed(header, {"\0\0\0\0", 4}), changed(header, {"\0\0\x3f\0\0\0\x0f\0", 8}),
                    changed(header + 9, "\x07"), changed(pixels, "no zlib"), "GIF89a and so on"}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
