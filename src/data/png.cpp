#include <png.h>

#include "data/bytes.h"
#include "data/decode.h"

namespace seglab::data {

namespace {

// Deflate makes at most 258 bytes of two bits (RFC 1951): a file cannot hold more than 1032 times its own length.
constexpr std::uint64_t kDeflateRatio = 1032;

/// Checks what the IHDR chunk claims against the limits and against the length of the file.
void checkHeader(const Encoded& file) {
    constexpr std::size_t kHeaderEnd = 33;  // signature 8, length 4, "IHDR" 4, data 13, CRC 4
    if (file.bytes.size() < kHeaderEnd || file.bytes.substr(12, 4) != "IHDR") refuseDamaged(file, "it has no header");
    const std::int64_t width = bigEndian32(file.bytes, 16), height = bigEndian32(file.bytes, 20);
    checkPictureSize(file, width, height);
    const auto bits = std::uint64_t(std::uint8_t(file.bytes[24]));  // per sample; at least one sample a pixel
    const std::uint64_t least = (std::uint64_t(width) * bits + 7) / 8 * std::uint64_t(height);
    if (least / kDeflateRatio > file.bytes.size()) refuseDamaged(file, "it is cut short");
}

/// libpng's simplified reader, freed with it.
struct Reader {
    png_image image{};

    explicit Reader(const Encoded& file) {
        image.version = PNG_IMAGE_VERSION;
        if (!png_image_begin_read_from_memory(&image, file.bytes.data(), file.bytes.size()))
            refuseDamaged(file, image.message);
        // Sixteen bits mean more precision here, not linear light.
        image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    }
    ~Reader() { png_image_free(&image); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    std::vector<std::uint8_t> read(const Encoded& file, png_uint_32 format) {
        image.format = format;
        std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(image));
        // A warning is a picture with a blemish in what we do not show (a wrong profile, say).
        const bool read = png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr);
        if (!read) refuseDamaged(file, image.message);
        return pixels;
    }
};

}  // namespace

Decoded decodePng(const Encoded& file) {
    checkHeader(file);
    Reader reader(file);
    const bool alpha = reader.image.format & PNG_FORMAT_FLAG_ALPHA;
    Decoded picture{int(reader.image.width), int(reader.image.height), {}};
    picture.rgb = alpha ? overWhite(reader.read(file, PNG_FORMAT_RGBA)) : reader.read(file, PNG_FORMAT_RGB);
    return picture;
}

}  // namespace seglab::data
