#pragma once

#include <string>
#include <string_view>

namespace seglab::data {

/// The value of a file parameter: "path" or "path#sha256=<64 hexadecimal digits>". A "#" that begins anything else
/// belongs to the path.
struct FileReference {
    std::string path;
    std::string sha256;  ///< empty where the reference names no content

    explicit FileReference(std::string_view text);
    std::string toText() const { return sha256.empty() ? path : path + "#sha256=" + sha256; }
};

/// Throws BadInput when the reference names other content than that with this hash.
void requireContent(const FileReference& reference, const std::string& sha256);

/// The reference with the hash of what the file holds now, for a file parameter's canonical text. A file that has not
/// changed since it was last asked for is not read again. Throws File when it cannot be read, BadInput when `reference`
/// already names other content.
std::string withHash(const std::string& reference);

}  // namespace seglab::data
