#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>

#include "core/limits.h"
#include "data/decode.h"
#include "data/exif.h"

// libjpeg reports errors by a jump. The functions that it can jump out of hold no objects with destructors.
namespace seglab::data {

namespace {

constexpr int kExif = JPEG_APP0 + 1;

struct Reader {
    jpeg_decompress_struct info{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf back;
    char message[JMSG_LENGTH_MAX] = "";

    Reader();
    ~Reader() { jpeg_destroy_decompress(&info); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
};

void fail(j_common_ptr info) {
    auto& reader = *static_cast<Reader*>(info->client_data);
    info->err->format_message(info, reader.message);
    std::longjmp(reader.back, 1);
}

// Where data is missing or cannot be read, libjpeg warns and goes on with grey.
void emitMessage(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    const bool lost = code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE;
    if (level < 0 && lost) fail(info);
}

// A small file of very many scans would keep a decoder busy for minutes.
void limitScans(j_common_ptr info) {
    constexpr int kMostScans = 100;
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMostScans) {
        info->err->msg_code = JERR_BAD_PROGRESSION;
        fail(info);
    }
}

Reader::Reader() {
    info.err = jpeg_std_error(&errors);
    errors.error_exit = fail;
    errors.emit_message = emitMessage;
    info.client_data = this;
    progress.progress_monitor = limitScans;
}

bool readHeader(Reader& reader, const Encoded& file, int reduction) {
    if (setjmp(reader.back)) return false;
    jpeg_create_decompress(&reader.info);
    reader.info.progress = &reader.progress;
    jpeg_mem_src(&reader.info, reinterpret_cast<const unsigned char*>(file.bytes.data()), file.bytes.size());
    jpeg_save_markers(&reader.info, kExif, 0xffff);
    jpeg_read_header(&reader.info, TRUE);
    reader.info.scale_num = 1;
    reader.info.scale_denom = unsigned(reduction);
    jpeg_calc_output_dimensions(&reader.info);
    return true;
}

bool fourInks(const Reader& reader) {
    return reader.info.jpeg_color_space == JCS_CMYK || reader.info.jpeg_color_space == JCS_YCCK;
}

bool readPixels(Reader& reader, unsigned char* pixels, std::size_t rowBytes) {
    if (setjmp(reader.back)) return false;
    reader.info.out_color_space = fourInks(reader) ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&reader.info);
    while (reader.info.output_scanline < reader.info.output_height) {
        JSAMPROW row = pixels + std::size_t(reader.info.output_scanline) * rowBytes;
        jpeg_read_scanlines(&reader.info, &row, 1);
    }
    jpeg_finish_decompress(&reader.info);
    return true;
}

/// Adobe writes inks inverted: 255 is no ink.
std::vector<std::uint8_t> withoutBlack(const std::vector<std::uint8_t>& inks, bool inverted) {
    std::vector<std::uint8_t> rgb(inks.size() / 4 * 3);
    for (std::size_t pixel = 0; pixel < inks.size() / 4; ++pixel) {
        const auto light = [&](std::size_t ink) {
            const int value = inks[pixel * 4 + ink];
            return inverted ? value : 255 - value;
        };
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[pixel * 3 + channel] = std::uint8_t((light(channel) * light(3) + 127) / 255);
    }
    return rgb;
}

int orientationOf(const Reader& reader) {
    for (const jpeg_marker_struct* marker = reader.info.marker_list; marker; marker = marker->next) {
        if (marker->marker != kExif) continue;
        const int orientation =
            exifOrientation({reinterpret_cast<const char*>(marker->data), std::size_t(marker->data_length)});
        if (orientation != 1) return orientation;
    }
    return 1;
}

}  // namespace

Decoded decodeJpeg(const Encoded& file, int reduction) {
    Reader reader;
    if (!readHeader(reader, file, reduction)) refuseDamaged(file, reader.message);
    checkPictureSize(file, reader.info.image_width, reader.info.image_height);

    // Every block of 8 × 8 pixels costs a bit at least (arithmetic coding may need less).
    constexpr std::uint64_t kPixelsPerByte = 8 * 8 * 8;
    const std::uint64_t pixels = std::uint64_t(reader.info.image_width) * reader.info.image_height;
    if (!reader.info.arith_code && file.bytes.size() < pixels / kPixelsPerByte) refuseDamaged(file, "it is cut short");

    Decoded picture{int(reader.info.output_width), int(reader.info.output_height), {}};
    const std::size_t channels = fourInks(reader) ? 4 : 3;
    const std::size_t rowBytes = std::size_t(picture.width) * channels;
    picture.rgb.resize(rowBytes * std::size_t(picture.height));
    const int orientation = orientationOf(reader);  // the end of the decoding forgets the markers
    reader.info.mem->max_memory_to_use = long(core::limits::kDecodeBytes - picture.rgb.size());
    if (!readPixels(reader, picture.rgb.data(), rowBytes)) refuseDamaged(file, reader.message);
    if (channels == 4) picture.rgb = withoutBlack(picture.rgb, reader.info.saw_Adobe_marker);
    return oriented(std::move(picture), orientation);
}

}  // namespace seglab::data
