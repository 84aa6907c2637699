#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/error.h"
#include "data/folder.h"

namespace seglab::data {

void requireClassCount(int classes) {
    if (classes < 1 || classes > 255)
        throw Error(Kind::BadInput, fmt::format("{} classes are not possible", classes), "choose from 1 to 255");
}

// Exactly `classes` different values are 0 … classes − 1 if the largest is.
bool LabelRule::maps(const std::set<std::uint8_t>& values, int classes) {
    return int(values.size()) == classes && *values.rbegin() != classes - 1;
}

LabelRule::LabelRule(const std::set<std::uint8_t>& values, int classes, std::optional<std::uint8_t> ignored_)
    : ignored(ignored_) {
    requireClassCount(classes);
    mapped = maps(values, classes);
    if (mapped) {
        std::uint8_t next = 0;
        for (const std::uint8_t value : values) classOf[value] = next++;
        return;
    }
    for (const std::uint8_t value : values) {
        if (value < classes || value == ignored) continue;
        constexpr std::size_t kReadable = 12;
        const std::string held = values.size() <= kReadable ? fmt::format("the values {}", fmt::join(values, ", "))
                                                            : fmt::format("{} different values", values.size());
        throw Error(
            Kind::BadInput, fmt::format("the masks hold {}, which are not {} classes", held, classes),
            fmt::format("give the number of classes; values must be 0 to {}, or {} of any kind", classes - 1, classes));
    }
}

void LabelRule::apply(core::Tensor<std::uint8_t>& labels) const {
    std::uint8_t table[256];
    for (int value = 0; value < 256; ++value) table[value] = std::uint8_t(value);
    if (mapped)
        for (const auto& [value, label] : classOf) table[value] = label;
    else if (ignored)
        table[*ignored] = kIgnored;
    for (std::uint8_t& label : labels.values) label = table[label];
}

std::string LabelRule::describe() const {
    std::vector<std::string> parts;
    for (const auto& [value, label] : classOf) parts.push_back(fmt::format("{} → {}", value, label));
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::uint32_t classColour(int index) {
    // Okabe & Ito (2008), the darkest first for what is mostly background; then their mixtures with white and black.
    static constexpr std::uint32_t kColours[] = {0x000000, 0xE69F00, 0x56B4E9, 0x009E73,
                                                 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7};
    const std::uint32_t colour = kColours[index % 8];
    const int round = index / 8;
    if (round == 0) return colour;
    const auto changed = [&](int shift) {
        const int channel = int(colour >> shift & 255), towards = round % 2 ? 255 : 0;
        return std::uint32_t(channel + (towards - channel) * (round + 1) / (round + 3)) << shift;
    };
    return changed(16) | changed(8) | changed(0);
}

}  // namespace seglab::data
