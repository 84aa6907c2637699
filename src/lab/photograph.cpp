#include "lab/photograph.h"

#include <fmt/format.h>

#include <filesystem>

#include "data/file_stamp.h"

namespace seglab::lab {

Photograph photograph(const std::string& reference) {
    using data::Picture;
    const auto preview = data::previewOf(reference);
    if (!preview) return {data::openPicture(reference), nullptr};
    const std::string name = std::filesystem::path(preview->path).filename().string();
    const auto stamp = data::FileStamp::of(preview->path);
    const std::string key =
        fmt::format("photograph {} {} {}.{}", reference, stamp.size, stamp.changeSeconds, stamp.changeNanoseconds);
    const auto job = nn::job<Picture>(key, [reference, name](nn::Worker<Picture>& worker) {
        worker.progress(0, "Preview: reading " + name);
        worker.publish(data::openPicture(reference));
    });
    const auto far = nn::soFar(job);
    return {far.snapshot ? far.snapshot : preview, far.work};
}

}  // namespace seglab::lab
