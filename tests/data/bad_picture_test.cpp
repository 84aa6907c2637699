#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "core/random.h"
#include "data/made_files.h"
#include "data/picture.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::test;
using Bytes = std::vector<std::uint8_t>;

namespace {

std::string refusal(const std::string& bytes) {
    const TemporaryFolder folder;
    const std::string path = folder.path("bad");
    core::writeFile(path, bytes);
    try {
        data::loadPicture(path);
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        CHECK(error.where() == path);
        CHECK_FALSE(error.cure().empty());
        return error.problem();
    }
    return "read without objection";
}

std::string changed(std::string bytes, std::size_t at, char to) {
    bytes[at] = to;
    return bytes;
}

std::string withSize(std::string file, std::size_t at, std::uint32_t size) {
    for (int i = 0; i < 4; ++i) file[at + std::size_t(i)] = char(size >> (24 - 8 * i));
    return file;
}

const std::string kPng = png({.width = 4, .height = 4, .rows = Bytes(48, 7)});
const std::string kJpeg = jpeg({.width = 64, .height = 64, .pixels = Bytes(64 * 64 * 3, 50)});

}  // namespace

TEST_CASE("what is no picture is told what it is", "[picture]") {
    CHECK(refusal("") == "the file is empty");
    CHECK(refusal("just a text, long enough to be looked at") == "this is no picture");
    CHECK(refusal("x") == "this is no picture");
    CHECK(refusal("GIF89a and so on") == "this is a GIF, which is not read");
    CHECK(refusal("RIFF....WEBPVP8 ") == "this is a WebP picture, which is not read");
    CHECK(refusal("%PDF-1.4") == "this is a PDF, which is not read");
    CHECK(refusal("P3 1 1 255 1 2 3") == "this is a PNM written as text, which is not read");
}

TEST_CASE("a picture that ends too early is damaged", "[picture]") {
    for (std::size_t length : {std::size_t(8), std::size_t(20), std::size_t(33), std::size_t(50), kPng.size() / 2})
        CHECK_THAT(refusal(kPng.substr(0, length)), Catch::StartsWith("the picture is damaged"));
    for (std::size_t length : {std::size_t(3), std::size_t(20), kJpeg.size() / 2, kJpeg.size() - 20})
        CHECK_THAT(refusal(kJpeg.substr(0, length)), Catch::StartsWith("the picture is damaged"));
    const std::string whole = bmp(5, 5, 1, 2, 3);
    for (std::size_t length : {std::size_t(2), std::size_t(20), std::size_t(54), whole.size() - 1})
        CHECK_THAT(refusal(whole.substr(0, length)), Catch::StartsWith("the picture is damaged"));
    for (const char* text : {"P6", "P6 2", "P6 2 1 255", "P6 2 1 255 abcde", "P5 2 1 65535 abc", "P6 2 1 0 abcdef"})
        CHECK_THAT(refusal(text), Catch::StartsWith("the picture is damaged"));
}

TEST_CASE("a size beyond the limits is refused before anything is allocated", "[picture]") {
    const std::size_t header = chunkData(kPng, "IHDR");
    CHECK(refusal(withSize(kPng, header, 100'000)) == "100000 × 4 pixels are too many");
    CHECK(refusal(withSize(withSize(kPng, header, 16'384), header + 4, 16'384)) == "16384 × 16384 pixels are too many");
    CHECK(refusal(withSize(kPng, header, 0x7fffffff)) == "2147483647 × 4 pixels are too many");
    CHECK(refusal(withSize(kPng, header, 0)) == "a picture of 0 × 4 pixels has none");
    CHECK(refusal(withSize(kPng, header, 16'385)) == "16385 × 4 pixels are too many");
    CHECK(refusal("P6 100000 1 255 abc") == "100000 × 1 pixels are too many");
    CHECK(refusal("P6 99999999999999999999 1 255 abc") == "1000000000 × 1 pixels are too many");
    CHECK(refusal(changed(bmp(1, 1, 1, 1, 1), 20, '\x7f')) == "8323073 × 1 pixels are too many");
    std::string large = kJpeg;  // SOF0: length 2, bits 1, height 2, width 2
    const std::size_t frame = large.find("\xff\xc0") + 5;
    large[frame] = large[frame + 2] = '\xff';
    CHECK(refusal(large) == "65344 × 65344 pixels are too many");
}

TEST_CASE("a small file that claims a large picture is refused before anything is allocated", "[picture]") {
    const std::size_t header = chunkData(kPng, "IHDR");
    CHECK(refusal(withSize(withSize(kPng, header, 8'000), header + 4, 8'000)) ==
          "the picture is damaged: it is cut short");
    std::string large = kJpeg;
    const std::size_t frame = large.find("\xff\xc0") + 5;
    large[frame] = large[frame + 2] = '\x1f';
    CHECK(refusal(large) == "the picture is damaged: it is cut short");
}

TEST_CASE("a wrong checksum is told", "[picture]") {
    CHECK_THAT(refusal(changed(kPng, kPng.size() - 14, '\x55')), Catch::Contains("CRC"));
    CHECK_THAT(refusal(changed(kPng, chunkData(kPng, "IHDR") + 14, '\x55')),
               Catch::StartsWith("the picture is damaged"));
}

TEST_CASE("the largest side is read, and no pixel more", "[picture]") {
    const int side = core::limits::kPictureSide;
    const std::string bytes =
        png({.width = std::uint32_t(side), .color = PngColor::Grey, .rows = Bytes(std::size_t(side), 3)});
    const TemporaryFolder folder;
    core::writeFile(folder.path("wide.png"), bytes);
    CHECK(data::loadPicture(folder.path("wide.png"))->width == side);
}

TEST_CASE("no byte of a picture can be changed into a crash", "[picture]") {
    core::Random random(11);
    const TemporaryFolder folder;
    const std::string files[] = {
        kPng, kJpeg, bmp(5, 5, 1, 2, 3), "P6 4 4 255 " + std::string(48, 'x'),
        jpeg({.width = 16, .height = 16, .pixels = Bytes(768, 9), .orientation = 6, .progressive = true})};
    int refused = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string bytes = files[i % 5];
        for (std::int64_t changes = random.integer(1, 4); changes > 0; --changes)
            bytes[std::size_t(random.integer(0, std::int64_t(bytes.size()) - 1))] = char(random.next());
        if (random.integer(0, 3) == 0) bytes.resize(std::size_t(random.integer(0, std::int64_t(bytes.size()))));
        std::FILE* file = std::fopen(folder.path("fuzzed").c_str(), "wb");
        std::fwrite(bytes.data(), 1, bytes.size(), file);
        std::fclose(file);
        try {
            const auto picture = data::loadPicture(folder.path("fuzzed"));
            REQUIRE(picture->rgb.size() == std::size_t(picture->width) * std::size_t(picture->height) * 3);
        } catch (const Error& error) {
            REQUIRE(error.kind() == Kind::BadInput);
            ++refused;
        }
    }
    CHECK(refused > 500);
}

TEST_CASE("a file that is not there or is a folder is told as that", "[picture]") {
    const TemporaryFolder folder;
    for (const std::string& path : {folder.path("none.png"), folder.path()}) {
        try {
            data::openPicture(path);
            FAIL("opened");
        } catch (const Error& error) {
            CHECK(error.kind() == Kind::File);
            CHECK(error.where() == path);
        }
    }
}
