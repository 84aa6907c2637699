#include "data/mask_png.h"

#include <png.h>

#include <fmt/format.h>

#include <algorithm>
#include <csetjmp>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "data/bytes.h"

// libpng reports errors by a jump. The functions that it can jump out of hold no objects with destructors.
namespace seglab::data {

namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kHeaderEnd = 33;         // signature 8, length 4, "IHDR" 4, data 13, CRC 4
constexpr std::uint64_t kDeflateRatio = 1032;  // a PNG cannot hold more than this times its own length (RFC 1951)

[[noreturn]] void refuseMask(const Encoded& file, const std::string& what) {
    throw Error(Kind::BadInput, what, "save it as an indexed or grey PNG of 8 bits, class = index", file.path);
}

/// Checks the header before anything is allocated.
void checkHeader(const Encoded& file) {
    if (file.bytes.empty()) refuseMask(file, "the file is empty");
    if (file.bytes.substr(0, kSignature.size()) != kSignature)
        refuseMask(file, "a mask must be a PNG, and this is none");
    if (file.bytes.size() < kHeaderEnd || file.bytes.substr(12, 4) != "IHDR") refuseDamaged(file, "it has no header");
    const std::int64_t width = bigEndian32(file.bytes, 16), height = bigEndian32(file.bytes, 20);
    const std::uint32_t bits = byteAt(file.bytes, 24), colour = byteAt(file.bytes, 25);
    checkPictureSize(file, width, height);
    if (bits == 16) refuseMask(file, "a mask of 16 bits has no class indices below 256");
    if (colour == PNG_COLOR_TYPE_RGB || colour == PNG_COLOR_TYPE_RGB_ALPHA)
        refuseMask(file, "this mask is a colour picture: a colour says no class index");
    if (colour == PNG_COLOR_TYPE_GRAY_ALPHA) refuseMask(file, "this mask has an alpha channel");
    const std::uint64_t least = (std::uint64_t(width) * bits + 7) / 8 * std::uint64_t(height);
    if (least / kDeflateRatio > file.bytes.size()) refuseDamaged(file, "it is cut short");
}

/// What libpng says last, and where it jumps to.
struct Report {
    char message[200] = "";
    std::jmp_buf back;
};

void fail(png_structp png, png_const_charp message) {
    auto& report = *static_cast<Report*>(png_get_error_ptr(png));
    std::snprintf(report.message, sizeof report.message, "%s", message);
    std::longjmp(report.back, 1);
}

void warn(png_structp, png_const_charp) {}

struct Reader {
    Report report;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &report, fail, warn);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    std::string_view rest;  // bytes not read yet

    explicit Reader(std::string_view bytes) : rest(bytes) {}
    ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
};

void feed(png_structp png, png_bytep to, std::size_t count) {
    auto& rest = static_cast<Reader*>(png_get_io_ptr(png))->rest;
    if (count > rest.size()) png_error(png, "it is cut short");
    std::copy_n(rest.data(), count, reinterpret_cast<char*>(to));
    rest.remove_prefix(count);
}

bool readHeader(Reader& reader) {
    if (setjmp(reader.report.back)) return false;
    png_set_read_fn(reader.png, &reader, feed);
    png_set_user_limits(reader.png, core::limits::kPictureSide, core::limits::kPictureSide);
    png_read_info(reader.png, reader.info);
    png_set_packing(reader.png);  // 1, 2 and 4 bits: one byte each, unscaled
    png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    return true;
}

bool readRows(Reader& reader, png_bytepp rows) {
    if (setjmp(reader.report.back)) return false;
    png_read_image(reader.png, rows);
    png_read_end(reader.png, nullptr);
    return true;
}

std::vector<std::uint32_t> paletteOf(const Reader& reader) {
    png_colorp entries = nullptr;
    int count = 0;
    std::vector<std::uint32_t> palette;
    if (png_get_color_type(reader.png, reader.info) != PNG_COLOR_TYPE_PALETTE ||
        !png_get_PLTE(reader.png, reader.info, &entries, &count))
        return palette;
    for (int index = 0; index < count; ++index)
        palette.push_back(std::uint32_t(entries[index].red) << 16 | std::uint32_t(entries[index].green) << 8 |
                          entries[index].blue);
    return palette;
}

template <class Byte>
std::vector<png_bytep> rowsOf(Byte* pixels, std::int64_t height, std::int64_t width) {
    std::vector<png_bytep> rows;
    for (std::int64_t y = 0; y < height; ++y) rows.push_back(const_cast<png_bytep>(pixels) + y * width);
    return rows;
}

}  // namespace

Mask decodeMask(const Encoded& file) {
    checkHeader(file);
    Reader reader(file.bytes);
    if (!reader.info) throw std::bad_alloc();
    if (!readHeader(reader)) refuseDamaged(file, reader.report.message);
    Mask mask;
    mask.labels =
        core::Labels({png_get_image_height(reader.png, reader.info), png_get_image_width(reader.png, reader.info)});
    std::vector<png_bytep> rows = rowsOf(mask.labels.values.data(), mask.labels.size(0), mask.labels.size(1));
    mask.palette = paletteOf(reader);
    if (!readRows(reader, rows.data())) refuseDamaged(file, reader.report.message);
    return mask;
}

Mask loadMask(const std::string& path) {
    return decodeMask({core::readFile(path, core::limits::kDecodeBytes), path});
}

namespace {

struct Writer {
    Report report;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &report, fail, warn);
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    std::string bytes;

    Writer() = default;
    ~Writer() { png_destroy_write_struct(&png, &info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
};

void take(png_structp png, png_bytep from, std::size_t count) {
    static_cast<Writer*>(png_get_io_ptr(png))->bytes.append(reinterpret_cast<const char*>(from), count);
}

struct Indexed {
    png_uint_32 width, height;
    const png_color* palette;
    int colours;
    png_bytepp rows;
};

bool write(Writer& writer, const Indexed& picture) {
    if (setjmp(writer.report.back)) return false;
    png_set_write_fn(writer.png, &writer, take, nullptr);
    png_set_IHDR(writer.png, writer.info, picture.width, picture.height, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_PLTE(writer.png, writer.info, picture.palette, picture.colours);
    png_set_filter(writer.png, 0, PNG_FILTER_NONE);
    png_write_info(writer.png, writer.info);
    png_write_image(writer.png, picture.rows);
    png_write_end(writer.png, writer.info);
    return true;
}

std::vector<png_color> colours(const std::vector<ClassInfo>& classes, bool withIgnored) {
    std::vector<png_color> palette;
    for (const ClassInfo& one : classes)
        palette.push_back({png_byte(one.colour >> 16), png_byte(one.colour >> 8), png_byte(one.colour)});
    if (withIgnored) palette.resize(std::size_t(kIgnored) + 1, {255, 255, 255});
    return palette;
}

}  // namespace

std::string encodeMask(const core::Labels& labels, const std::vector<ClassInfo>& classes) {
    if (labels.shape.size() != 2 || labels.values.empty() || classes.empty() || classes.size() > kIgnored)
        throw Error(Kind::BadInput, "a mask needs pixels, and 1 to 255 classes");
    bool ignored = false;
    for (const std::uint8_t label : labels.values) {
        ignored |= label == kIgnored;
        if (label >= classes.size() && label != kIgnored)
            throw Error(Kind::BadInput, fmt::format("a label of {} is none of {} classes", label, classes.size()));
    }
    const std::vector<png_color> palette = colours(classes, ignored);
    std::vector<png_bytep> rows = rowsOf(labels.values.data(), labels.size(0), labels.size(1));
    Writer writer;
    if (!writer.info) throw std::bad_alloc();
    const Indexed picture{png_uint_32(labels.size(1)), png_uint_32(labels.size(0)), palette.data(), int(palette.size()),
                          rows.data()};
    if (!write(writer, picture))
        throw Error(Kind::BadInput, std::string("the mask cannot be written as PNG: ") + writer.report.message);
    return std::move(writer.bytes);
}

}  // namespace seglab::data
