#include <catch2/catch.hpp>

#include "core/files.h"

using seglab::core::readFile;

TEST_CASE("the example of docs/adding-a-lab.md is the lab that these tests run", "[documents]") {
    const std::string root = SEGLAB_SOURCE_DIR;
    const std::string page = readFile(root + "/docs/adding-a-lab.md", 1 << 20);
    const std::string open = "```cpp\n";
    const std::size_t start = page.find(open) + open.size();
    CHECK(page.substr(start, page.find("```", start) - start) ==
          readFile(root + "/tests/lab/example_lab.cpp", 1 << 20));
}
