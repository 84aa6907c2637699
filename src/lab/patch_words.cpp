#include "lab/patch_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "figure/tensor_pixels.h"

namespace seglab::lab {

using core::Pair;

namespace {

std::optional<int> truthAt(const NetworkPicture& picture, Pair pixel) {
    if (!picture.labelled()) return std::nullopt;
    const int label =
        picture.labels.values[std::size_t(pixel.height) * std::size_t(picture.width()) + std::size_t(pixel.width)];
    return label == data::kIgnored ? std::nullopt : std::optional<int>(label);
}

}  // namespace

std::vector<figure::Color> classColors(const NetworkPicture& picture) {
    std::vector<figure::Color> colors;
    for (const data::ClassInfo& info : picture.classes) colors.push_back(figure::fromHex(info.colour));
    return colors;
}

std::vector<figure::LegendEntry> classLegend(const NetworkPicture& picture) {
    std::vector<figure::LegendEntry> entries;
    for (const data::ClassInfo& info : picture.classes)
        entries.push_back({.fill = figure::fromHex(info.colour), .markup = info.name});
    return entries;
}

figure::ClassBars barsAt(const NetworkPicture& picture, const PatchRun& run, Pair pixel, const std::string& name) {
    figure::ClassBars bars{.name = name, .colors = classColors(picture)};
    for (const data::ClassInfo& info : picture.classes) bars.names.push_back(info.name);
    bars.shares = nn::sharesAt(run.scores().logits, pixel);
    bars.truth = truthAt(picture, pixel);
    return bars;
}

std::string verdict(const NetworkPicture& picture, const PatchRun& run, Pair pixel) {
    const std::vector<double> shares = nn::sharesAt(run.scores().logits, pixel);
    const auto best = std::max_element(shares.begin(), shares.end());
    const int index = int(best - shares.begin());
    std::string text = fmt::format("[output|{}], [n|{:.0f} %]", picture.classes[std::size_t(index)].name, 100 * *best);
    if (const auto truth = truthAt(picture, pixel))
        text += *truth == index ? "; that is right"
                                : fmt::format("; it is [b|{}]", picture.classes[std::size_t(*truth)].name);
    return text;
}

figure::PatchSizes sizesAt(const NetworkPicture& picture, const std::vector<std::shared_ptr<const PatchRun>>& runs,
                           Pair pixel) {
    figure::PatchSizes sizes{.shown = int(runs.size()),
                             .labelled = picture.labelled(),
                             .picture = figure::pixelsOf(picture.image),
                             .pixel = pixel};
    for (const auto& run : runs)
        sizes.answers.push_back({.side = run->side(),
                                 .patch = figure::pixelsOf(nn::patchAt(run->padded(), run->sliding().patch(), pixel)),
                                 .bars = barsAt(picture, *run, pixel, fmt::format("score_{}", run->side())),
                                 .accuracy = run->accuracy()});
    return sizes;
}

}  // namespace seglab::lab
