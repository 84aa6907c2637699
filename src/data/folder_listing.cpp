#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "data/folder.h"

namespace seglab::data {

namespace fs = std::filesystem;

namespace {

std::string lowerCase(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return text;
}

std::string nameOf(const std::string& path) {
    return fs::path(path).filename().string();
}

}  // namespace

Listing listFiles(const std::string& folder, const std::vector<std::string>& endings) {
    std::error_code problem;
    fs::directory_iterator entries(folder, problem);
    if (problem) throw Error(Kind::File, "this folder cannot be read: " + problem.message(), "check the name", folder);
    Listing listing;
    for (; entries != fs::directory_iterator(); entries.increment(problem)) {
        const fs::path path = entries->path();
        const std::string name = path.filename().string(), stem = path.stem().string();
        if (name[0] == '.') continue;
        const std::string ending = lowerCase(path.extension().string());
        std::error_code unseen;
        const bool wanted =
            std::find(endings.begin(), endings.end(), ending) != endings.end() && fs::is_regular_file(path, unseen);
        if (!wanted) {
            listing.others.push_back(path.string());
            continue;
        }
        const auto [other, first] = listing.byStem.emplace(stem, path.string());
        if (!first)
            throw Error(Kind::BadInput, fmt::format("{} and {} have one name", nameOf(other->second), name),
                        "rename or remove one of them", folder);
    }
    if (problem) throw Error(Kind::File, "this folder cannot be read: " + problem.message(), "check it", folder);
    std::sort(listing.others.begin(), listing.others.end());
    return listing;
}

Pairs pairUp(const Listing& first, const Listing& second) {
    Pairs result;
    for (const auto& [stem, path] : first.byStem) {
        const auto partner = second.byStem.find(stem);
        if (partner == second.byStem.end())
            result.firstAlone.push_back(path);
        else
            result.pairs.push_back({stem, path, partner->second});
    }
    for (const auto& [stem, path] : second.byStem)
        if (!first.byStem.count(stem)) result.secondAlone.push_back(path);
    return result;
}

std::string noteOf(const std::vector<std::string>& paths, const std::string& what) {
    std::vector<std::string> names;
    for (const std::string& path : paths) names.push_back(nameOf(path));
    return fmt::format("{} {} {}: {}", names.size(), names.size() == 1 ? "file" : "files", what,
                       fmt::join(names, ", "));
}

}  // namespace seglab::data
