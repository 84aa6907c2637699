#pragma once

#include <stdlib.h>

#include <filesystem>
#include <iterator>
#include <string>

namespace seglab::test {

/// A folder of its own that is gone afterwards.
struct TemporaryFolder {
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "seglab-test-XXXXXX").string();
        path = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string operator/(const std::string& name) const { return (path / name).string(); }
    std::size_t files() const { return std::size_t(std::distance(std::filesystem::directory_iterator(path), {})); }

    std::filesystem::path path;
};

}  // namespace seglab::test
