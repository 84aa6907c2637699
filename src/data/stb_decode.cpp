#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "core/error.h"
#include "core/limits.h"
#include "data/bytes.h"
#include "data/decode.h"

// The two simple formats: BMP through stb_image, which is trusted with neither the size nor the length nor the memory,
// and PNM by ourselves, since stb_image 2.27 writes beyond its buffer there and takes no maximum but 255.
namespace seglab::data {
namespace {

// Every block is preceded by its size, so that what a decode holds can be counted.
constexpr std::size_t kPrefix = alignof(std::max_align_t);
thread_local std::size_t held = 0;

void* cappedMalloc(std::size_t size) {
    if (size > core::limits::kDecodeBytes - held) return nullptr;
    auto* block = static_cast<unsigned char*>(std::malloc(size + kPrefix));
    if (!block) return nullptr;
    std::memcpy(block, &size, sizeof size);
    held += size;
    return block + kPrefix;
}

void cappedFree(void* block) {
    if (!block) return;
    unsigned char* start = static_cast<unsigned char*>(block) - kPrefix;
    std::size_t size = 0;
    std::memcpy(&size, start, sizeof size);
    held -= size;
    std::free(start);
}

[[maybe_unused]] void* cappedRealloc(void* block, std::size_t size) {
    void* larger = cappedMalloc(size);
    if (!block || !larger) return larger;
    std::size_t before = 0;
    std::memcpy(&before, static_cast<unsigned char*>(block) - kPrefix, sizeof before);
    std::memcpy(larger, block, before < size ? before : size);
    cappedFree(block);
    return larger;
}

}  // namespace
}  // namespace seglab::data

#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_ASSERT(condition) ((void)0)
#define STBI_MALLOC(size) seglab::data::cappedMalloc(size)
#define STBI_REALLOC(block, size) seglab::data::cappedRealloc(block, size)
#define STBI_FREE(block) seglab::data::cappedFree(block)
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace seglab::data {

namespace {

Decoded decode(const Encoded& file, std::int64_t width, std::int64_t height) {
    int readWidth = 0, readHeight = 0, channels = 0;
    stbi_uc* pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(file.bytes.data()), int(file.bytes.size()),
                                            &readWidth, &readHeight, &channels, 4);
    if (!pixels) refuseDamaged(file, stbi_failure_reason());
    const bool expected = readWidth == width && readHeight == height;
    std::vector<std::uint8_t> rgba;
    if (expected) rgba.assign(pixels, pixels + std::size_t(width) * std::size_t(height) * 4);
    stbi_image_free(pixels);
    if (!expected) refuseDamaged(file, "its header contradicts itself");
    return {readWidth, readHeight, overWhite(rgba)};
}

/// Whole numbers of a PNM header: white space and comments (# to the end of the line) stand between them.
class PnmHeader {
public:
    explicit PnmHeader(const Encoded& file) : file_(file) {}

    std::int64_t next() {
        skip();
        constexpr std::int64_t kLargest = 1'000'000'000;
        std::int64_t number = 0;
        const std::size_t start = at_;
        for (; digit(); ++at_) number = std::min(kLargest, number * 10 + (file_.bytes[at_] - '0'));
        if (at_ == start) refuseDamaged(file_, "its header cannot be read");
        return number;
    }
    std::size_t dataStart() const { return at_ + 1; }  // one white space behind the last number

private:
    bool digit() const { return at_ < file_.bytes.size() && file_.bytes[at_] >= '0' && file_.bytes[at_] <= '9'; }
    void skip() {
        for (; at_ < file_.bytes.size(); ++at_) {
            if (file_.bytes[at_] == '#')
                at_ = std::min(file_.bytes.find('\n', at_), file_.bytes.size() - 1);
            else if (std::string_view(" \t\r\n\v\f").find(file_.bytes[at_]) == std::string_view::npos)
                return;
        }
    }

    const Encoded& file_;
    std::size_t at_ = 2;
};

/// What stands behind a PNM header: samples of 0 … `most`, of two bytes where `most` needs them.
struct PnmSamples {
    std::size_t start, channels;
    std::uint32_t most;

    std::size_t bytes() const { return most > 255 ? 2 : 1; }
    std::uint32_t at(std::string_view file, std::size_t sample) const {
        const std::size_t place = start + bytes() * sample;
        return std::min(most, most > 255 ? bigEndian16(file, place) : std::uint32_t(byteAt(file, place)));
    }
};

Decoded decodeSamples(const Encoded& file, const PnmSamples& samples, Decoded picture) {
    const std::size_t pixels = std::size_t(picture.width) * std::size_t(picture.height);
    picture.rgb.resize(pixels * 3);
    for (std::size_t pixel = 0; pixel < pixels; ++pixel)
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const std::size_t sample = pixel * samples.channels + std::min(channel, samples.channels - 1);
            const std::uint32_t value = samples.at(file.bytes, sample);
            picture.rgb[pixel * 3 + channel] = std::uint8_t((value * 255 + samples.most / 2) / samples.most);
        }
    return picture;
}

}  // namespace

Decoded decodeBmp(const Encoded& file) {
    constexpr std::size_t kSmallestHeader = 26;  // file header 14 and the oldest bitmap header, 12
    constexpr std::uint32_t kOldHeader = 12;
    const std::string_view bytes = file.bytes;
    if (bytes.size() < kSmallestHeader) refuseDamaged(file, "it is cut short");
    const bool old = littleEndian32(bytes, 14) == kOldHeader;
    if (!old && bytes.size() < 30) refuseDamaged(file, "it is cut short");
    const std::int64_t width = old ? littleEndian16(bytes, 18) : std::int32_t(littleEndian32(bytes, 18));
    // Negative: the rows run from top to bottom.
    const std::int64_t height =
        std::abs(old ? std::int64_t(littleEndian16(bytes, 20)) : std::int64_t(std::int32_t(littleEndian32(bytes, 22))));
    checkPictureSize(file, width, height);
    const std::int64_t bits = littleEndian16(bytes, old ? 24 : 28);
    constexpr std::int64_t kDepths[] = {1, 4, 8, 16, 24, 32};
    if (std::find(std::begin(kDepths), std::end(kDepths), bits) == std::end(kDepths))
        refuseDamaged(file, fmt::format("its pixels have {} bits", bits));
    const std::int64_t rowBytes = (width * bits + 31) / 32 * 4;
    if (std::int64_t(littleEndian32(bytes, 10)) + rowBytes * height > std::int64_t(bytes.size()))
        refuseDamaged(file, "it is cut short");
    return decode(file, width, height);
}

Decoded decodePnm(const Encoded& file) {
    PnmHeader header(file);
    const std::int64_t width = header.next(), height = header.next(), most = header.next();
    checkPictureSize(file, width, height);
    if (most < 1 || most > 65535) refuseDamaged(file, "its header cannot be read");
    const PnmSamples samples{header.dataStart(), file.bytes[1] == '6' ? 3u : 1u, std::uint32_t(most)};
    if (samples.start + std::size_t(width * height) * samples.channels * samples.bytes() > file.bytes.size())
        refuseDamaged(file, "it is cut short");
    return decodeSamples(file, samples, {int(width), int(height), {}});
}

}  // namespace seglab::data
