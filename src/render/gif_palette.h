#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

namespace seglab::render {

/// How often each colour 0xRRGGBB occurs, in rising order of colours.
using ColorCounts = std::map<std::uint32_t, std::uint64_t>;

/// At most `size` colours for these: all of them where they fit; else the most frequent ones exactly, and the rest by
/// median cut (Heckbert 1982).
std::vector<std::uint32_t> choosePalette(const ColorCounts& counts, std::size_t size);

/// Index of the nearest palette colour by the squared distance in RGB, the first of equals; remembered per colour.
class NearestColor {
public:
    explicit NearestColor(std::vector<std::uint32_t> palette);
    int operator()(std::uint32_t color);

private:
    std::vector<std::uint32_t> palette_;
    std::unordered_map<std::uint32_t, int> known_;
};

}  // namespace seglab::render
