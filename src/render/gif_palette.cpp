#include "render/gif_palette.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seglab::render {

namespace {

struct Entry {
    std::uint32_t color;
    std::uint64_t count;
};

int channel(std::uint32_t color, int index) {
    return int(color >> (16 - 8 * index) & 255);
}

/// A range of entries and its longest side.
struct Bucket {
    std::size_t begin, end;
    int axis = 0, extent = 0;
    std::uint64_t count = 0;
};

Bucket makeBucket(const std::vector<Entry>& entries, std::size_t begin, std::size_t end) {
    Bucket bucket{.begin = begin, .end = end};
    for (int axis = 0; axis < 3; ++axis) {
        int low = 255, high = 0;
        for (std::size_t i = begin; i < end; ++i) {
            low = std::min(low, channel(entries[i].color, axis));
            high = std::max(high, channel(entries[i].color, axis));
        }
        if (high - low > bucket.extent) {
            bucket.axis = axis;
            bucket.extent = high - low;
        }
    }
    for (std::size_t i = begin; i < end; ++i) bucket.count += entries[i].count;
    return bucket;
}

/// Divides at the median of the counts along the longest side.
std::pair<Bucket, Bucket> split(std::vector<Entry>& entries, const Bucket& bucket) {
    std::sort(entries.begin() + std::ptrdiff_t(bucket.begin), entries.begin() + std::ptrdiff_t(bucket.end),
              [&](const Entry& a, const Entry& b) {
                  const int x = channel(a.color, bucket.axis), y = channel(b.color, bucket.axis);
                  return x != y ? x < y : a.color < b.color;
              });
    std::size_t middle = bucket.begin + 1;
    std::uint64_t below = entries[bucket.begin].count;
    while (middle + 1 < bucket.end && 2 * below < bucket.count) below += entries[middle++].count;
    return {makeBucket(entries, bucket.begin, middle), makeBucket(entries, middle, bucket.end)};
}

std::uint32_t average(const std::vector<Entry>& entries, const Bucket& bucket) {
    std::array<std::uint64_t, 3> sums{};
    for (std::size_t i = bucket.begin; i < bucket.end; ++i)
        for (int axis = 0; axis < 3; ++axis)
            sums[std::size_t(axis)] += std::uint64_t(channel(entries[i].color, axis)) * entries[i].count;
    std::uint32_t color = 0;
    for (std::uint64_t sum : sums) color = color << 8 | std::uint32_t((sum + bucket.count / 2) / bucket.count);
    return color;
}

std::vector<std::uint32_t> medianCut(std::vector<Entry> entries, std::size_t size) {
    std::vector<Bucket> buckets{makeBucket(entries, 0, entries.size())};
    while (buckets.size() < size) {
        // The bucket whose colours are spread most, weighted by how often they are seen.
        auto spread = [](const Bucket& b) { return double(b.extent) * double(b.count); };
        auto widest = std::max_element(buckets.begin(), buckets.end(),
                                       [&](const Bucket& a, const Bucket& b) { return spread(a) < spread(b); });
        if (widest->extent == 0) break;
        auto [low, high] = split(entries, *widest);
        *widest = low;
        buckets.push_back(high);
    }
    std::vector<std::uint32_t> palette;
    for (const Bucket& bucket : buckets) palette.push_back(average(entries, bucket));
    return palette;
}

}  // namespace

std::vector<std::uint32_t> choosePalette(const ColorCounts& counts, std::size_t size) {
    std::vector<Entry> entries;
    for (const auto& [color, count] : counts) entries.push_back({color, count});
    std::vector<std::uint32_t> palette;
    if (entries.size() <= size) {
        for (const Entry& entry : entries) palette.push_back(entry.color);
        return palette;
    }
    // Flat areas make up most of a figure: a quarter of the palette holds their colours as they are.
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.count > b.count; });
    const std::size_t exact = size / 4;
    for (std::size_t i = 0; i < exact; ++i) palette.push_back(entries[i].color);
    entries.erase(entries.begin(), entries.begin() + std::ptrdiff_t(exact));
    for (std::uint32_t color : medianCut(std::move(entries), size - exact)) palette.push_back(color);
    return palette;
}

NearestColor::NearestColor(std::vector<std::uint32_t> palette) : palette_(std::move(palette)) {}

int NearestColor::operator()(std::uint32_t color) {
    auto [known, isNew] = known_.try_emplace(color, 0);
    if (!isNew) return known->second;
    int nearest = 1 << 30;
    for (std::size_t i = 0; i < palette_.size(); ++i) {
        int distance = 0;
        for (int axis = 0; axis < 3; ++axis) {
            const int difference = channel(color, axis) - channel(palette_[i], axis);
            distance += difference * difference;
        }
        if (distance >= nearest) continue;
        nearest = distance;
        known->second = int(i);
    }
    return known->second;
}

}  // namespace seglab::render
