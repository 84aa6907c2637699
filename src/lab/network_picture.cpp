#include "lab/network_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "data/picture.h"
#include "data/scenes.h"
#include "lab/photograph.h"

namespace seglab::lab {

using core::Pair;
using core::ParameterTable;
using core::Type;

namespace {

NetworkPicture ofScene(const std::string& name, int side, std::uint64_t seed) {
    data::Sample sample = data::scene(name, side, seed, 0).sample;
    return {std::move(sample.image), std::move(sample.labels), data::sceneClasses(name), name};
}

/// First cell of a part of `side` cells, `percent` of the way along what is left over.
int cropStart(int whole, int side, int percent) {
    return std::max(0, whole - side) * percent / 100;
}

NetworkPicture ofPhotograph(const data::Picture& picture, int side, Pair crop) {
    const int height = std::min(side, picture.height), width = std::min(side, picture.width);
    const int top = cropStart(picture.height, side, crop.height), left = cropStart(picture.width, side, crop.width);
    NetworkPicture part;
    part.image = core::Tensor<float>({3, height, width});
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const std::size_t from =
                    (std::size_t(top + y) * std::size_t(picture.width) + std::size_t(left + x)) * 3 + std::size_t(c);
                part.image.values[(std::size_t(c) * std::size_t(height) + std::size_t(y)) * std::size_t(width) +
                                  std::size_t(x)] = float(picture.rgb[from]) / 255;
            }
    return part;
}

/// The last few pictures, by what made them.
template <class Make>
std::shared_ptr<const NetworkPicture> cached(const std::string& key, const Make& make) {
    constexpr std::size_t kKept = 4;
    static std::mutex mutex;
    static std::vector<std::pair<std::string, std::shared_ptr<const NetworkPicture>>> kept;
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& [known, picture] : kept)
        if (known == key) return picture;
    if (kept.size() == kKept) kept.erase(kept.begin());
    NetworkPicture picture = make();
    picture.key = key;
    kept.emplace_back(key, std::make_shared<const NetworkPicture>(std::move(picture)));
    return kept.back().second;
}

std::shared_ptr<const NetworkPicture> partOf(const data::Picture& picture, const ParameterTable& table) {
    const std::string& name = table.text("scene");
    const int side = table.integer("side");
    const Pair crop = table.pair("crop");
    // A preview has no digest: its path stands for it, as it is soon replaced.
    const std::string& content = picture.sha256.empty() ? picture.path : picture.sha256;
    return cached(fmt::format("{} {} {} {} {}", content, name, side, crop.height, crop.width), [&] {
        NetworkPicture part = ofPhotograph(picture, side, crop);
        part.classes = data::sceneClasses(name);
        part.data = name;
        return part;
    });
}

}  // namespace

core::ParameterList networkPictureParameters(const NetworkPictureUse& use) {
    const auto relevant = use.relevant ? use.relevant : [](const ParameterTable&) { return true; };
    const auto photograph = [relevant](const ParameterTable& t) { return relevant(t) && !t.text("image").empty(); };
    const auto scene = [relevant](const ParameterTable& t) { return relevant(t) && t.text("image").empty(); };
    return {{.name = "scene",
             .label = "Scene",
             .group = "Picture",
             .type = Type::Choice,
             .fallback = std::string("pasture"),
             .help = "What is seen, and what the network was trained on",
             .choices = data::sceneNames(),
             .relevant = relevant},
            {.name = "seed",
             .label = "Seed",
             .group = "Picture",
             .type = Type::Integer,
             .fallback = std::int64_t(7),
             .help = "Each makes another scene",
             .limits = core::Limits::between(0, 9999),
             .relevant = scene},
            {.name = "image",
             .label = "Photograph",
             .group = "Picture",
             .type = Type::File,
             .fallback = std::string(),
             .help = "A PNG or JPEG in the scene's place",
             .relevant = relevant},
            {.name = "crop",
             .label = "Part",
             .group = "Picture",
             .type = Type::Pair,
             .fallback = Pair{50, 50},
             .unit = "%",
             .help = "Where the part of a large photograph lies, down and across",
             .limits = core::Limits::between(0, 100),
             .relevant = photograph},
            {.name = "side",
             .label = "Side",
             .group = "Picture",
             .type = Type::Integer,
             .fallback = std::int64_t(use.side),
             .unit = "pixels",
             .help = "Height and width of the picture",
             .limits = core::Limits::between(use.smallestSide, use.largestSide),
             .relevant = relevant}};
}

std::shared_ptr<const NetworkPicture> networkPicture(const ParameterTable& table) {
    const std::string& name = table.text("scene");
    const int side = table.integer("side");
    const std::string& image = table.text("image");
    if (image.empty()) {
        const auto seed = std::uint64_t(table.integer("seed"));
        return cached(fmt::format("{} {} {}", name, side, seed), [&] { return ofScene(name, side, seed); });
    }
    return partOf(*data::openPicture(image), table);
}

nn::SoFar<NetworkPicture> networkPictureSoFar(const ParameterTable& table) {
    const std::string& image = table.text("image");
    if (image.empty()) return {networkPicture(table), nullptr};
    const Photograph read = photograph(image);
    return {partOf(*read.picture, table), read.work};
}

}  // namespace seglab::lab
