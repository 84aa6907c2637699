#include "data/file_reference.h"

#include <map>
#include <mutex>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "data/file_stamp.h"

namespace seglab::data {

namespace {

constexpr std::string_view kMark = "#sha256=";
constexpr std::size_t kDigits = 64;

struct Hashed {
    FileStamp stamp;
    std::string sha256;
};

std::string hashOf(const std::string& path) {
    static std::mutex mutex;
    static std::map<std::string, Hashed> known;
    const FileStamp stamp = FileStamp::of(path);
    {
        const std::lock_guard lock(mutex);
        const auto found = known.find(path);
        if (found != known.end() && found->second.stamp == stamp) return found->second.sha256;
    }
    std::string hash = core::sha256(core::readFile(path, core::limits::kFileBytes));
    const std::lock_guard lock(mutex);
    known[path] = {stamp, hash};
    return hash;
}

}  // namespace

FileReference::FileReference(std::string_view text) : path(text) {
    if (text.size() < kMark.size() + kDigits) return;
    const std::string_view tail = text.substr(text.size() - kMark.size() - kDigits);
    const std::string_view digits = tail.substr(kMark.size());
    if (tail.substr(0, kMark.size()) != kMark || digits.find_first_not_of("0123456789abcdef") != std::string_view::npos)
        return;
    path = text.substr(0, text.size() - tail.size());
    sha256 = digits;
}

void requireContent(const FileReference& reference, const std::string& sha256) {
    if (reference.sha256.empty() || reference.sha256 == sha256) return;
    throw Error(Kind::BadInput, "the file holds something else than when this state was made",
                "find the file with SHA-256 " + reference.sha256.substr(0, 12) + "…, or leave the #sha256 out",
                reference.path);
}

std::string withHash(const std::string& text) {
    FileReference reference(text);
    const std::string hash = hashOf(reference.path);
    requireContent(reference, hash);
    reference.sha256 = hash;
    return reference.toText();
}

}  // namespace seglab::data
