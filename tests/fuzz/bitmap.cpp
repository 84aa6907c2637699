#include "data/decode.h"
#include "data/made_files.h"
#include "fuzz/target.h"

// BMP and PNM, which stb_image reads behind our own look at the header.
namespace seglab::test {

namespace {

void parse(std::string_view bytes) {
    const data::Decoded picture = data::decodePicture({bytes, "fuzzed"});
    require(picture.rgb.size() == std::size_t(picture.width) * std::size_t(picture.height) * 3,
            "every pixel has three bytes");
}

std::string changed(std::size_t at, std::string_view to) {
    std::string file = bmp(5, 3, 1, 2, 3);
    return file.replace(at, to.size(), to);
}

/// 12624 × 1858 pixels of no bits each, in 28 bytes.
const std::string kNoBits{"BMf'\0\0>\0\1\0\10\0\0\0\14\0\0\0P1B\7\1\0\0\0\0\3", 28};

FuzzTarget target() {
    const std::string whole = bmp(5, 3, 1, 2, 3);
    return {
        .name = "bitmap",
        .parse = parse,
        .good = {whole, "P6 2 1 255 abcdef", "P5\n# four greys\n2 2\n255\nabcd", "P5 1 1 65535 ab"},
        .bad = {"", whole.substr(0, whole.size() - 1), changed(18, {"\0\0\0\0", 4}), changed(20, "\x7f"), kNoBits,
                "P6 2", "P6 99999999999999999999 1 255 abc", "P3 1 1 255 1 2 3", "RIFF....WEBPVP8 ", "just a text"}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
