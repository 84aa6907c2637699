#include "data/picture.h"

#include <list>
#include <mutex>

#include "core/files.h"
#include "core/limits.h"
#include "data/decode.h"
#include "data/file_stamp.h"

namespace seglab::data {

namespace {

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
    Decoded decoded = decodePicture({bytes, path});
    auto picture = std::make_shared<Picture>();
    picture->width = decoded.width;
    picture->height = decoded.height;
    picture->rgb = std::move(decoded.rgb);
    picture->path = path;
    picture->sha256 = core::sha256(bytes);
    return picture;
}

namespace {

Cache& cache() {
    static Cache only;
    return only;
}

}  // namespace

std::shared_ptr<const Picture> previewOf(const std::string& reference) {
    const FileReference named(reference);
    if (cache().find(named.path, FileStamp::of(named.path))) return nullptr;
    const std::string bytes = core::readFile(named.path, core::limits::kDecodeBytes);
    auto small = decodePreview({bytes, named.path});
    if (!small) return nullptr;
    auto picture = std::make_shared<Picture>();
    picture->width = small->width;
    picture->height = small->height;
    picture->rgb = std::move(small->rgb);
    picture->path = named.path;
    return picture;
}

std::shared_ptr<const Picture> openPicture(const std::string& reference) {
    const FileReference named(reference);
    const FileStamp stamp = FileStamp::of(named.path);
    std::shared_ptr<const Picture> picture = cache().find(named.path, stamp);
    if (!picture) {
        picture = loadPicture(named.path);
        cache().add(picture, stamp);
    }
    requireContent(named, picture->sha256);
    return picture;
}

}  // namespace seglab::data
