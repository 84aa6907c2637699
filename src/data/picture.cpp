#include "data/picture.h"

#include <list>
#include <mutex>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "data/decode.h"
#include "data/file_stamp.h"

namespace seglab::data {

namespace {

bool startsWith(std::string_view bytes, std::string_view start) {
    return bytes.substr(0, start.size()) == start;
}

/// What a file is that is no picture for us, in words; "" where it says nothing.
std::string otherFormat(std::string_view bytes) {
    if (startsWith(bytes, "GIF8")) return "a GIF";
    if (startsWith(bytes, "RIFF") && bytes.substr(8, 4) == "WEBP") return "a WebP picture";
    if (startsWith(bytes, std::string_view("II*\0", 4)) || startsWith(bytes, std::string_view("MM\0*", 4)))
        return "a TIFF picture";
    if (bytes.substr(4, 4) == "ftyp") return "a HEIF picture or a film";
    if (startsWith(bytes, "P1") || startsWith(bytes, "P2") || startsWith(bytes, "P3")) return "a PNM written as text";
    if (startsWith(bytes, "%PDF")) return "a PDF";
    if (startsWith(bytes, "<svg") || startsWith(bytes, "<?xml")) return "an SVG or another XML text";
    return "";
}

Decoded decode(const Encoded& file) {
    const std::string_view bytes = file.bytes;
    if (bytes.empty()) throw Error(Kind::BadInput, "the file is empty", "choose a PNG or a JPEG", file.path);
    if (startsWith(bytes, "\x89PNG\r\n\x1a\n")) return decodePng(file);
    if (startsWith(bytes, "\xff\xd8\xff")) return decodeJpeg(file);
    if (startsWith(bytes, "BM")) return decodeBmp(file);
    if (startsWith(bytes, "P5") || startsWith(bytes, "P6")) return decodePnm(file);
    const std::string other = otherFormat(bytes.size() < 12 ? bytes : bytes.substr(0, 12));
    throw Error(Kind::BadInput, other.empty() ? "this is no picture" : "this is " + other + ", which is not read",
                "PNG, JPEG, BMP and PNM are read", file.path);
}

/// The pictures that were opened last.
class Cache {
public:
    std::shared_ptr<const Picture> find(const std::string& path, const FileStamp& stamp) {
        const std::lock_guard lock(mutex_);
        for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
            if (entry->picture->path != path || !(entry->stamp == stamp)) continue;
            entries_.splice(entries_.begin(), entries_, entry);
            return entry->picture;
        }
        return nullptr;
    }
    void add(std::shared_ptr<const Picture> picture, const FileStamp& stamp) {
        const std::lock_guard lock(mutex_);
        entries_.push_front({stamp, std::move(picture)});
        if (entries_.size() > kKept) entries_.pop_back();
    }

private:
    static constexpr std::size_t kKept = 2;  // up to 192 MB each
    struct Entry {
        FileStamp stamp;
        std::shared_ptr<const Picture> picture;
    };
    std::mutex mutex_;
    std::list<Entry> entries_;
};

}  // namespace

std::shared_ptr<const Picture> loadPicture(const std::string& path) {
    const std::string bytes = core::readFile(path, core::limits::kDecodeBytes);
    Decoded decoded = decode({bytes, path});
    auto picture = std::make_shared<Picture>();
    picture->width = decoded.width;
    picture->height = decoded.height;
    picture->rgb = std::move(decoded.rgb);
    picture->path = path;
    picture->sha256 = core::sha256(bytes);
    return picture;
}

std::shared_ptr<const Picture> openPicture(const std::string& reference) {
    static Cache cache;
    const FileReference named(reference);
    const FileStamp stamp = FileStamp::of(named.path);
    std::shared_ptr<const Picture> picture = cache.find(named.path, stamp);
    if (!picture) {
        picture = loadPicture(named.path);
        cache.add(picture, stamp);
    }
    requireContent(named, picture->sha256);
    return picture;
}

}  // namespace seglab::data
