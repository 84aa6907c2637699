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

bool has(std::string_view bytes, std::size_t at, std::string_view mark) {
    return at <= bytes.size() && bytes.substr(at, mark.size()) == mark;
}

/// What a file is that is no picture for us, in words; "" where it says nothing.
std::string otherFormat(std::string_view bytes) {
    struct Other {
        std::size_t at;
        std::string_view mark;
        const char* words;
    };
    static constexpr Other kOthers[] = {
        {0, "GIF8", "a GIF"},
        {8, "WEBP", "a WebP picture"},
        {0, {"II*\0", 4}, "a TIFF picture"},
        {0, {"MM\0*", 4}, "a TIFF picture"},
        {4, "ftyp", "a HEIF picture or a film"},
        {0, "P1", "a PNM written as text"},
        {0, "P2", "a PNM written as text"},
        {0, "P3", "a PNM written as text"},
        {0, "%PDF", "a PDF"},
        {0, "<svg", "an SVG"},
        {0, "<?xml", "an XML text"},
    };
    for (const Other& other : kOthers)
        if (has(bytes, other.at, other.mark)) return other.words;
    return "";
}

Decoded decode(const Encoded& file) {
    const std::string_view bytes = file.bytes;
    if (bytes.empty()) throw Error(Kind::BadInput, "the file is empty", "choose a PNG or a JPEG", file.path);
    if (has(bytes, 0, "\x89PNG\r\n\x1a\n")) return decodePng(file);
    if (has(bytes, 0, "\xff\xd8\xff")) return decodeJpeg(file);
    if (has(bytes, 0, "BM")) return decodeBmp(file);
    if (has(bytes, 0, "P5") || has(bytes, 0, "P6")) return decodePnm(file);
    const std::string other = otherFormat(bytes);
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
