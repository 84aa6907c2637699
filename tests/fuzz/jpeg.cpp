#include "data/decode.h"
#include "data/made_files.h"
#include "fuzz/target.h"

namespace seglab::test {

namespace {

using Bytes = std::vector<std::uint8_t>;

void parse(std::string_view bytes) {
    const data::Decoded picture = data::decodeJpeg({bytes, "fuzzed.jpg"});
    require(picture.rgb.size() == std::size_t(picture.width) * std::size_t(picture.height) * 3,
            "every pixel has three bytes");
}

const std::string kWhole = jpeg({.width = 16, .height = 16, .pixels = Bytes(768, 50)});

/// The frame header's height and width.
std::string withSize(std::string_view size) {
    std::string file = kWhole;
    return file.replace(file.find("\xff\xc0") + 5, 4, size);
}

FuzzTarget target() {
    return {.name = "jpeg",
            .parse = parse,
            .good = {kWhole, jpeg({.width = 9, .height = 7, .channels = 1, .pixels = Bytes(63, 90)}),
                     jpeg({.width = 16, .height = 8, .pixels = Bytes(384, 9), .orientation = 6, .progressive = true}),
                     jpeg({.width = 8, .height = 8, .pixels = Bytes(192, 1), .orientation = 8, .bigEndianExif = true})},
            .bad = {"", "\xff\xd8", "\xff\xd8\xff\xd9", withSize({"\xff\0\xff\0", 4}),
                    withSize({"\x1f\x00\x1f\x00", 4}), withSize({"\0\x10\0\0", 4})}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
