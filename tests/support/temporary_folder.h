#pragma once

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>

namespace seglab::test {

/// A folder of its own that goes with the test.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "seglab-test-XXXXXX").string();
        if (!::mkdtemp(name.data())) std::abort();
        folder_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string path(const std::string& name = {}) const { return name.empty() ? folder_ : folder_ + "/" + name; }
    std::string operator/(const std::string& name) const { return path(name); }
    std::size_t fileCount() const {
        return std::size_t(std::distance(std::filesystem::directory_iterator(folder_), {}));
    }

private:
    std::string folder_;
};

}  // namespace seglab::test
