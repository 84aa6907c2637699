#pragma once

#include <filesystem>
#include <string>
#include <vector>

// The source tree as the architecture's rules see it. Each rule returns one sentence for every place that breaks it.
namespace seglab::architecture {

struct Source {
    std::string path;  ///< relative to the root: "src/core/sizes.cpp"
    std::vector<std::string> lines;
};

/// Every .h and .cpp below src/, labs/ and tests/, by path.
std::vector<Source> sources(const std::filesystem::path& root);

/// An include may only point down the floors.
std::vector<std::string> risingIncludes(const Source& source);
/// Display libraries stay in render, ui and app; what an older libc++ lacks stays there too.
std::vector<std::string> forbiddenIncludes(const Source& source);
/// Files have at most 400 lines.
std::vector<std::string> longFiles(const Source& source);
/// Functions have at most 60 lines, counted from the line of the opening brace at namespace or class level. A lab's
/// tables, parameters() and presets(), are data and not counted.
std::vector<std::string> longFunctions(const Source& source);
/// Nothing knows a path of somebody's machine.
std::vector<std::string> machinePaths(const Source& source);

}  // namespace seglab::architecture
