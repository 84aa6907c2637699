#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One decoder per format. Each looks at the size that the header claims before it allocates, and throws
// Error(BadInput) naming the file for whatever it cannot read.
namespace seglab::data {

/// 8-bit RGB, [height, width, 3].
struct Decoded {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;
};

/// A file's bytes and its name for messages.
struct Encoded {
    std::string_view bytes;
    const std::string& path;
};

/// What stands for a picture that takes long to read: reduced, or grey where the format allows no quick look. Nothing
/// where the whole picture is read quickly.
std::optional<Decoded> decodePreview(const Encoded& file);

/// By the first bytes of the content.
Decoded decodePicture(const Encoded& file);

Decoded decodePng(const Encoded& file);
/// `reduction` 1, 2, 4 or 8: so many pixels a side become one, at a fraction of the time.
Decoded decodeJpeg(const Encoded& file, int reduction = 1);
Decoded decodeBmp(const Encoded& file);
Decoded decodePnm(const Encoded& file);

/// Throws unless 1 ≤ width, height ≤ kPictureSide and the area is within kPicturePixels.
void checkPictureSize(const Encoded& file, std::int64_t width, std::int64_t height);

/// Error(BadInput) that the file is damaged: "cut short", or the decoder's own words.
[[noreturn]] void refuseDamaged(const Encoded& file, const std::string& how);

/// RGBA over white, both in sRGB as browsers do it. `rgba` is [pixels, 4].
std::vector<std::uint8_t> overWhite(const std::vector<std::uint8_t>& rgba);

}  // namespace seglab::data
