#include "data/file_stamp.h"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "core/error.h"

namespace seglab::data {

FileStamp FileStamp::of(const std::string& path) {
    struct stat status;
    if (::stat(path.c_str(), &status) != 0)
        throw Error(Kind::File,
                    errno == ENOENT ? std::string("cannot read: there is no such file")
                                    : "cannot read: " + std::generic_category().message(errno),
                    "check the path", path);
    if (!S_ISREG(status.st_mode)) throw Error(Kind::File, "cannot read: this is no regular file", "name a file", path);
    return {std::uint64_t(status.st_dev),         std::uint64_t(status.st_ino),
            std::uint64_t(status.st_size),        std::int64_t(status.st_mtim.tv_sec),
            std::int64_t(status.st_mtim.tv_nsec), std::int64_t(status.st_ctim.tv_sec),
            std::int64_t(status.st_ctim.tv_nsec)};
}

}  // namespace seglab::data
