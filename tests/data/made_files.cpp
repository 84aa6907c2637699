#include "data/made_files.h"

#include <cstdio>

#include <jpeglib.h>
#include <zlib.h>

#include <cstdlib>

namespace seglab::test {

namespace {

std::string bigEndian(std::uint32_t number) {
    return {char(number >> 24), char(number >> 16), char(number >> 8), char(number)};
}

std::string littleEndian(std::uint32_t number, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text.push_back(char(number >> (8 * i)));
    return text;
}

std::string text(const std::vector<std::uint8_t>& bytes) {
    return {bytes.begin(), bytes.end()};
}

std::string chunk(const std::string& type, const std::string& data) {
    const std::string checked = type + data;
    const auto crc = ::crc32(0, reinterpret_cast<const Bytef*>(checked.data()), uInt(checked.size()));
    return bigEndian(std::uint32_t(data.size())) + checked + bigEndian(std::uint32_t(crc));
}

std::string deflated(const std::string& raw) {
    uLongf size = ::compressBound(uLong(raw.size()));
    std::string packed(size, '\0');
    ::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
               uLong(raw.size()));
    packed.resize(size);
    return packed;
}

/// "Exif", a TIFF header, one directory with one entry: the orientation.
std::string exif(int orientation, bool bigEndianOrder) {
    std::string block("Exif\0\0", 6);
    if (bigEndianOrder)
        block += std::string("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19) + char(orientation) +
                 std::string(6, '\0');
    else
        block += std::string("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18) + char(orientation) +
                 std::string(7, '\0');
    return block;
}

void writeRows(jpeg_compress_struct& info, const JpegSpec& spec) {
    const std::size_t rowBytes = std::size_t(spec.width) * std::size_t(spec.channels);
    std::vector<std::uint8_t> pixels = spec.pixels;
    for (int y = 0; y < spec.height; ++y) {
        JSAMPROW row = &pixels[std::size_t(y) * rowBytes];
        jpeg_write_scanlines(&info, &row, 1);
    }
}

}  // namespace

std::string png(const PngSpec& spec) {
    std::string rows;
    const std::size_t rowBytes = spec.rows.size() / spec.height;
    for (std::size_t y = 0; y < spec.height && rowBytes > 0; ++y)
        rows += '\0' + text(spec.rows).substr(y * rowBytes, rowBytes);
    const std::string header =
        bigEndian(spec.width) + bigEndian(spec.height) + char(spec.bits) + char(int(spec.color)) + std::string(3, '\0');
    std::string file = "\x89PNG\r\n\x1a\n" + chunk("IHDR", header);
    if (!spec.palette.empty()) file += chunk("PLTE", text(spec.palette));
    if (!spec.transparency.empty()) file += chunk("tRNS", text(spec.transparency));
    return file + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::size_t chunkData(const std::string& png, const std::string& type) {
    return png.find(type) + 4;
}

std::string jpeg(const JpegSpec& spec) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &bytes, &size);
    info.image_width = JDIMENSION(spec.width);
    info.image_height = JDIMENSION(spec.height);
    info.input_components = spec.channels;
    info.in_color_space = spec.channels == 1 ? JCS_GRAYSCALE : spec.channels == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 100, TRUE);
    info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = 1;
    if (spec.progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    if (spec.orientation > 0) {
        const std::string block = exif(spec.orientation, spec.bigEndianExif);
        jpeg_write_marker(&info, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(block.data()), unsigned(block.size()));
    }
    writeRows(info, spec);
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string file(reinterpret_cast<char*>(bytes), size);
    std::free(bytes);
    return file;
}

std::string bmp(int width, int height, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    std::string row;
    for (int x = 0; x < width; ++x) row += {char(b), char(g), char(r)};
    row.resize((row.size() + 3) / 4 * 4);
    std::string pixels;
    for (int y = 0; y < height; ++y) pixels += row;
    return "BM" + littleEndian(54 + std::uint32_t(pixels.size()), 4) + std::string(4, '\0') + littleEndian(54, 4) +
           littleEndian(40, 4) + littleEndian(std::uint32_t(width), 4) + littleEndian(std::uint32_t(height), 4) +
           littleEndian(1, 2) + littleEndian(24, 2) + std::string(24, '\0') + pixels;
}

}  // namespace seglab::test
