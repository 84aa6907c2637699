#include "data/mask_png.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/limits.h"
#include "data/made_files.h"

using namespace seglab;
using namespace seglab::test;
using Bytes = std::vector<std::uint8_t>;

namespace {

data::Mask decoded(const std::string& bytes) {
    return data::decodeMask({bytes, "mask.png"});
}

std::string refusal(const std::string& bytes) {
    try {
        decoded(bytes);
    } catch (const Error& error) {
        CHECK(error.kind() == Kind::BadInput);
        CHECK(error.where() == "mask.png");
        CHECK_FALSE(error.cure().empty());
        return error.problem();
    }
    return "read without objection";
}

const std::string kWhole = png({.width = 4, .height = 4, .color = PngColor::Grey, .rows = Bytes(16, 7)});

std::string sized(std::uint32_t width, std::uint32_t height) {
    std::string file = kWhole;
    for (int i = 0; i < 4; ++i) {
        file[16 + std::size_t(i)] = char(width >> (24 - 8 * i));
        file[20 + std::size_t(i)] = char(height >> (24 - 8 * i));
    }
    return file;
}

}  // namespace

TEST_CASE("a mask's samples are its classes, whatever their bits, grey or indexed", "[mask]") {
    CHECK(decoded(png({.width = 2, .height = 2, .color = PngColor::Grey, .rows = {0, 3, 254, 255}})).labels.values ==
          Bytes{0, 3, 254, 255});
    CHECK(decoded(png({.width = 3, .height = 1, .bits = 1, .color = PngColor::Grey, .rows = {0b10100000}}))
              .labels.values == Bytes{1, 0, 1});
    CHECK(decoded(png({.width = 4, .height = 1, .bits = 2, .color = PngColor::Grey, .rows = {0x1b}})).labels.values ==
          Bytes{0, 1, 2, 3});
    CHECK(decoded(png({.width = 3, .height = 1, .bits = 4, .color = PngColor::Grey, .rows = {0x0f, 0x70}}))
              .labels.values == Bytes{0, 15, 7});
    const data::Mask indexed = decoded(png({.width = 4,
                                            .height = 1,
                                            .bits = 2,
                                            .color = PngColor::Palette,
                                            .rows = {0x93},
                                            .palette = {0, 0, 0, 9, 9, 9, 9, 9, 9, 1, 2, 3},
                                            .transparency = {0, 128}}));
    CHECK(indexed.labels.values == Bytes{2, 1, 0, 3});
    CHECK(indexed.labels.shape == core::Shape{1, 4});
    CHECK(indexed.palette == std::vector<std::uint32_t>{0, 0x090909, 0x090909, 0x010203});
    CHECK(decoded(kWhole).palette.empty());
}

TEST_CASE("what is no mask is told what it is", "[mask]") {
    CHECK(refusal("") == "the file is empty");
    CHECK(refusal("GIF89a") == "a mask must be a PNG, and this is none");
    CHECK(refusal(jpeg({.width = 8, .height = 8, .pixels = Bytes(192, 1)})) ==
          "a mask must be a PNG, and this is none");
    CHECK(refusal(png({.bits = 16, .color = PngColor::Grey, .rows = {0, 1}})) ==
          "a mask of 16 bits has no class indices below 256");
    CHECK_THAT(refusal(png({.rows = {1, 2, 3}})), Catch::Contains("colour picture"));
    CHECK_THAT(refusal(png({.color = PngColor::Rgba, .rows = {1, 2, 3, 4}})), Catch::Contains("colour picture"));
    CHECK_THAT(refusal(png({.color = PngColor::GreyAlpha, .rows = {1, 2}})), Catch::Contains("alpha channel"));
    CHECK_THAT(refusal(sized(16385, 1)), Catch::Contains("16385 × 1 pixels are too many"));
    CHECK_THAT(refusal(sized(0, 4)), Catch::Contains("0 × 4"));
    CHECK_THAT(refusal(sized(8000, 8000)), Catch::Contains("cut short"));
    for (const std::size_t length : {std::size_t(8), std::size_t(33), std::size_t(45), kWhole.size() - 14})
        CHECK_THAT(refusal(kWhole.substr(0, length)), Catch::StartsWith("the picture is damaged"));
}

TEST_CASE("labels are written with the colours of their classes and read as they were", "[mask]") {
    const std::vector<data::ClassInfo> classes{{"a", 0x102030}, {"b", 0xffffff}, {"c", 0x00ff00}};
    core::Labels labels({2, 3}, {0, 1, 2, 2, 1, 0});
    const std::string bytes = data::encodeMask(labels, classes);
    const data::Mask mask = decoded(bytes);
    CHECK(mask.labels == labels);
    CHECK(mask.palette == std::vector<std::uint32_t>{0x102030, 0xffffff, 0x00ff00});
    CHECK(data::encodeMask(labels, classes) == bytes);

    labels.values[3] = data::kIgnored;
    CHECK(decoded(data::encodeMask(labels, classes)).labels == labels);
    CHECK(decoded(data::encodeMask(labels, classes)).palette.size() == 256);
    labels.values[3] = 3;
    CHECK_THROWS_WITH(data::encodeMask(labels, classes), Catch::Contains("a label of 3 is none of 3 classes"));
    CHECK_THROWS(data::encodeMask(core::Labels({1, 1}), {}));
}
