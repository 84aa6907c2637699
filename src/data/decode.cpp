#include "data/decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/limits.h"
#include "data/bytes.h"

namespace seglab::data {

using core::limits::kPicturePixels;
using core::limits::kPictureSide;

namespace {

bool has(std::string_view bytes, std::size_t at, std::string_view mark) {
    return at <= bytes.size() && bytes.substr(at, mark.size()) == mark;
}

/// What a file is that is no picture for us, in words; "" where it says nothing.
std::string otherFormat(std::string_view bytes) {
    struct Other {
        std::size_t at;
        std::string_view mark;
        const char* words;
    };
    static constexpr Other kOthers[] = {
        {0, "GIF8", "a GIF"},
        {8, "WEBP", "a WebP picture"},
        {0, {"II*\0", 4}, "a TIFF picture"},
        {0, {"MM\0*", 4}, "a TIFF picture"},
        {4, "ftyp", "a HEIF picture or a film"},
        {0, "P1", "a PNM written as text"},
        {0, "P2", "a PNM written as text"},
        {0, "P3", "a PNM written as text"},
        {0, "%PDF", "a PDF"},
        {0, "<svg", "an SVG"},
        {0, "<?xml", "an XML text"},
    };
    for (const Other& other : kOthers)
        if (has(bytes, other.at, other.mark)) return other.words;
    return "";
}

}  // namespace

Decoded decodePicture(const Encoded& file) {
    const std::string_view bytes = file.bytes;
    if (bytes.empty()) throw Error(Kind::BadInput, "the file is empty", "choose a PNG or a JPEG", file.path);
    if (has(bytes, 0, "\x89PNG\r\n\x1a\n")) return decodePng(file);
    if (has(bytes, 0, "\xff\xd8\xff")) return decodeJpeg(file);
    if (has(bytes, 0, "BM")) return decodeBmp(file);
    if (has(bytes, 0, "P5") || has(bytes, 0, "P6")) return decodePnm(file);
    const std::string other = otherFormat(bytes);
    throw Error(Kind::BadInput, other.empty() ? "this is no picture" : "this is " + other + ", which is not read",
                "PNG, JPEG, BMP and PNM are read", file.path);
}

std::optional<Decoded> decodePreview(const Encoded& file) {
    constexpr std::size_t kQuickBytes = 300'000;      // a JPEG of a megapixel
    constexpr std::int64_t kQuickPixels = 1'000'000;  // 50 ms of any decoder on a slow machine
    constexpr std::size_t kPngSize = 24;              // its header reaches so far
    constexpr int kPreviewSide = 256;
    if (has(file.bytes, 0, "\xff\xd8\xff"))
        return file.bytes.size() > kQuickBytes ? std::optional(decodeJpeg(file, 8)) : std::nullopt;
    if (!has(file.bytes, 0, "\x89PNG\r\n\x1a\n") || file.bytes.size() < kPngSize) return std::nullopt;
    const std::int64_t width = bigEndian32(file.bytes, 16), height = bigEndian32(file.bytes, 20);
    checkPictureSize(file, width, height);
    if (width * height <= kQuickPixels) return std::nullopt;
    const std::int64_t factor = (std::max(width, height) + kPreviewSide - 1) / kPreviewSide;
    Decoded grey{int(std::max<std::int64_t>(1, width / factor)), int(std::max<std::int64_t>(1, height / factor)), {}};
    grey.rgb.assign(std::size_t(grey.width) * std::size_t(grey.height) * 3, 128);
    return grey;
}

void checkPictureSize(const Encoded& file, std::int64_t width, std::int64_t height) {
    if (width <= 0 || height <= 0)
        throw Error(Kind::BadInput, fmt::format("a picture of {} × {} pixels has none", width, height),
                    "save it again as PNG or JPEG", file.path);
    if (width > kPictureSide || height > kPictureSide || width * height > kPicturePixels)
        throw Error(Kind::BadInput, fmt::format("{} × {} pixels are too many", width, height),
                    fmt::format("make it smaller: at most {} a side and {} megapixels", kPictureSide,
                                kPicturePixels / 1'000'000),
                    file.path);
}

void refuseDamaged(const Encoded& file, const std::string& how) {
    throw Error(Kind::BadInput, "the picture is damaged: " + how, "get it again from where it came", file.path);
}

std::vector<std::uint8_t> overWhite(const std::vector<std::uint8_t>& rgba) {
    std::vector<std::uint8_t> rgb(rgba.size() / 4 * 3);
    for (std::size_t pixel = 0; pixel < rgba.size() / 4; ++pixel) {
        const int alpha = rgba[pixel * 4 + 3];
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[pixel * 3 + channel] =
                std::uint8_t((rgba[pixel * 4 + channel] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
    return rgb;
}

}  // namespace seglab::data
