#include "data/exif.h"

#include <algorithm>

#include "data/bytes.h"

namespace seglab::data {

namespace {

/// A TIFF block in its own byte order.
struct Tiff {
    std::string_view bytes;
    bool little;

    bool has(std::size_t at, std::size_t count) const { return at <= bytes.size() && count <= bytes.size() - at; }
    std::uint32_t word(std::size_t at) const { return little ? littleEndian16(bytes, at) : bigEndian16(bytes, at); }
    std::uint32_t longWord(std::size_t at) const { return little ? littleEndian32(bytes, at) : bigEndian32(bytes, at); }
};

int orientationIn(const Tiff& tiff) {
    constexpr std::size_t kEntry = 12;
    constexpr std::uint32_t kOrientation = 0x0112;
    const std::size_t directory = tiff.longWord(4);
    if (!tiff.has(directory, 2)) return 1;
    const std::size_t entries = tiff.word(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * kEntry;
        if (!tiff.has(entry, kEntry)) return 1;
        if (tiff.word(entry) != kOrientation) continue;
        const int orientation = int(tiff.word(entry + 8));
        return orientation >= 1 && orientation <= 8 ? orientation : 1;
    }
    return 1;
}

}  // namespace

int exifOrientation(std::string_view block) {
    constexpr std::string_view kName("Exif\0\0", 6);
    constexpr std::size_t kTiffHeader = 8;
    if (block.substr(0, kName.size()) != kName) return 1;
    const std::string_view bytes = block.substr(kName.size());
    const std::string_view order = bytes.substr(0, 2);
    if (bytes.size() < kTiffHeader || (order != "II" && order != "MM")) return 1;
    return orientationIn({bytes, order == "II"});
}

// The tag says where the stored first row and first column belong: 1 top left, 2 top right, 3 bottom right, 4 bottom
// left; 5 left top, 6 right top, 7 right bottom, 8 left bottom, where a stored row is a column of what is seen.
Decoded oriented(Decoded picture, int orientation) {
    if (orientation <= 1 || orientation > 8) return picture;
    const bool exchanged = orientation >= 5;
    const bool fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Decoded seen{exchanged ? picture.height : picture.width, exchanged ? picture.width : picture.height, {}};
    seen.rgb.resize(picture.rgb.size());
    for (int y = 0; y < seen.height; ++y)
        for (int x = 0; x < seen.width; ++x) {
            int row = exchanged ? x : y, column = exchanged ? y : x;
            if (fromBottom) row = picture.height - 1 - row;
            if (fromRight) column = picture.width - 1 - column;
            const std::size_t from = (std::size_t(row) * std::size_t(picture.width) + std::size_t(column)) * 3;
            const std::size_t to = (std::size_t(y) * std::size_t(seen.width) + std::size_t(x)) * 3;
            std::copy_n(&picture.rgb[from], 3, &seen.rgb[to]);
        }
    return seen;
}

}  // namespace seglab::data
