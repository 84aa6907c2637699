#pragma once

#include <cstdint>
#include <string>

namespace seglab::data {

/// Tells whether a file is still the one that was read: device, inode, size, and the times of the last change.
struct FileStamp {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;              ///< of the content
    std::int64_t changeSeconds = 0, changeNanoseconds = 0;  ///< of the entry: a restored time of change shows here

    /// Throws File when there is no regular file that can be looked at.
    static FileStamp of(const std::string& path);
    bool operator==(const FileStamp& o) const {
        return device == o.device && inode == o.inode && size == o.size && seconds == o.seconds &&
               nanoseconds == o.nanoseconds && changeSeconds == o.changeSeconds &&
               changeNanoseconds == o.changeNanoseconds;
    }
};

}  // namespace seglab::data
