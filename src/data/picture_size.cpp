#include "data/picture_size.h"

#include "core/error.h"
#include "data/bytes.h"
#include "data/exif.h"

namespace seglab::data {

namespace {

// JPEG markers (ITU T.81, table B.1).
constexpr std::uint32_t kPrefix = 0xff, kStartOfScan = 0xda, kExif = 0xe1;

bool startsFrame(std::uint32_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

PictureSize sizeOfJpeg(const Encoded& file) {
    int orientation = 1;
    for (std::size_t at = 2; at + 4 <= file.bytes.size();) {
        if (byteAt(file.bytes, at) != kPrefix) break;
        const std::uint32_t marker = byteAt(file.bytes, at + 1);
        if (marker == kPrefix) {  // a fill byte
            ++at;
            continue;
        }
        const std::size_t length = bigEndian16(file.bytes, at + 2);  // its own two bytes included
        if (marker == kStartOfScan || length < 2 || at + 2 + length > file.bytes.size()) break;
        const std::string_view data = file.bytes.substr(at + 4, length - 2);
        if (marker == kExif && orientation == 1) orientation = exifOrientation(data);
        if (startsFrame(marker) && data.size() >= 5) {
            const auto height = int(bigEndian16(data, 1)), width = int(bigEndian16(data, 3));
            return orientation > 4 ? PictureSize{height, width} : PictureSize{width, height};
        }
        at += 2 + length;
    }
    refuseDamaged(file, "it has no header");
}

}  // namespace

PictureSize pictureSize(const Encoded& file) {
    constexpr std::string_view kPng("\x89PNG\r\n\x1a\n", 8), kJpeg("\xff\xd8\xff");
    PictureSize size;
    if (file.bytes.substr(0, kPng.size()) == kPng) {
        if (file.bytes.size() < 33 || file.bytes.substr(12, 4) != "IHDR") refuseDamaged(file, "it has no header");
        size = {int(bigEndian32(file.bytes, 16)), int(bigEndian32(file.bytes, 20))};
    } else if (file.bytes.substr(0, kJpeg.size()) == kJpeg) {
        size = sizeOfJpeg(file);
    } else {
        throw Error(Kind::BadInput, file.bytes.empty() ? "the file is empty" : "this is neither a PNG nor a JPEG",
                    "save it as one of them", file.path);
    }
    checkPictureSize(file, size.width, size.height);
    return size;
}

}  // namespace seglab::data
