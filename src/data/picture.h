#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/file_reference.h"

namespace seglab::data {

/// A photograph: 8-bit RGB, [height, width, 3], row-major. Immutable once shared.
struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;
    std::string path;    ///< where it came from
    std::string sha256;  ///< of the file's bytes, 64 hexadecimal digits
};

/// Reads PNG (libpng), JPEG (libjpeg-turbo, EXIF orientation respected), and by stb_image BMP and binary PNM, judged by
/// content, never by name (which is why TGA, whose content says nothing, is not among them). 16-bit, grey and palette
/// files become 8-bit RGB; alpha is laid over white.
/// Throws File when the file cannot be read, BadInput when it is no picture or beyond core/limits.h (said before
/// anything is allocated).
std::shared_ptr<const Picture> loadPicture(const std::string& path);

/// The same through a cache keyed by path, size and time of change, so that a model can be rebuilt at every change of a
/// parameter. `reference` is the value of a file parameter: a path, or "path#sha256=<64 hex digits>", in which case a
/// file of other content is refused (BadInput).
std::shared_ptr<const Picture> openPicture(const std::string& reference);

/// A small picture that stands for one that takes long to read; null where openPicture is quick (or has it in its
/// cache). Throws what can be told from the file's beginning.
std::shared_ptr<const Picture> previewOf(const std::string& reference);

}  // namespace seglab::data
