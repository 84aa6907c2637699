#include "data/decode.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/limits.h"

namespace seglab::data {

using core::limits::kPicturePixels;
using core::limits::kPictureSide;

void checkPictureSize(const Encoded& file, std::int64_t width, std::int64_t height) {
    if (width <= 0 || height <= 0)
        throw Error(Kind::BadInput, fmt::format("a picture of {} × {} pixels has none", width, height),
                    "save it again as PNG or JPEG", file.path);
    if (width > kPictureSide || height > kPictureSide || width * height > kPicturePixels)
        throw Error(Kind::BadInput, fmt::format("{} × {} pixels are too many", width, height),
                    fmt::format("make it smaller: at most {} a side and {} megapixels", kPictureSide,
                                kPicturePixels / 1'000'000),
                    file.path);
}

void refuseDamaged(const Encoded& file, const std::string& how) {
    throw Error(Kind::BadInput, "the picture is damaged: " + how, "get it again from where it came", file.path);
}

std::vector<std::uint8_t> overWhite(const std::vector<std::uint8_t>& rgba) {
    std::vector<std::uint8_t> rgb(rgba.size() / 4 * 3);
    for (std::size_t pixel = 0; pixel < rgba.size() / 4; ++pixel) {
        const int alpha = rgba[pixel * 4 + 3];
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[pixel * 3 + channel] =
                std::uint8_t((rgba[pixel * 4 + channel] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
    return rgb;
}

}  // namespace seglab::data
