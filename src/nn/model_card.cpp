#include "nn/model_card.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "nn/networks.h"

namespace seglab::nn {

namespace {

constexpr std::size_t kMostClasses = 255;

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

// The keys of one file, and what is said when one of them is wrong.
class Reader {
public:
    Reader(const Metadata& metadata, const std::string& path) : metadata_(metadata), path_(path) {}

    const std::string& text(const char* key) const {
        const auto entry = metadata_.find(key);
        if (entry == metadata_.end())
            throw Error(Kind::BadInput, fmt::format("the metadata has no \"{}\"", key),
                        "weights for predict are those that `seglab train` writes", path_);
        return entry->second;
    }

    [[noreturn]] void refuse(const char* key, const std::string& value) const {
        throw Error(Kind::BadInput, fmt::format("\"{}\" cannot be read in the metadata's \"{}\"", value, key),
                    "train the network again, or repair the file", path_);
    }

    std::vector<double> numbers(const char* key) const {
        std::vector<double> values;
        for (const std::string& part : split(text(key), ',')) {
            char* end = nullptr;
            values.push_back(std::strtod(part.c_str(), &end));
            if (part.empty() || *end != '\0' || !std::isfinite(values.back())) refuse(key, part);
        }
        return values;
    }

    std::vector<ModelClass> classes() const {
        const auto names = split(text("class_names"), '\n'), colours = split(text("class_colours"), ',');
        if (names.size() != colours.size() || names.size() > kMostClasses)
            refuse("class_colours", text("class_colours"));
        std::vector<ModelClass> classes;
        for (std::size_t i = 0; i < names.size(); ++i) {
            char* end = nullptr;
            const unsigned long colour = std::strtoul(colours[i].c_str(), &end, 16);
            if (colours[i].size() != 6 || *end != '\0') refuse("class_colours", colours[i]);
            classes.push_back({names[i], std::uint32_t(colour)});
        }
        return classes;
    }

    Fit fit() const {
        const std::string& fit = text("fit");
        if (fit != "crop" && fit != "resize") refuse("fit", fit);
        return fit == "crop" ? Fit::Crop : Fit::Resize;
    }

    core::Pair imageSize() const {
        const auto sides = split(text("image_size"), 'x');
        core::Pair size;
        for (int axis = 0; axis < 2; ++axis) {
            const std::string side = sides.size() == 2 ? sides[std::size_t(axis)] : "";
            const bool digits = side.find_first_not_of("0123456789") == std::string::npos;
            if (side.empty() || side.size() > 5 || !digits) refuse("image_size", text("image_size"));
            size[axis] = std::atoi(side.c_str());
        }
        return size;
    }

private:
    const Metadata& metadata_;
    const std::string& path_;
};

}  // namespace

Network ModelCard::build() const {
    return namedNetwork(network, {.inputChannels = inputChannels(), .classes = int(classes.size())});
}

Metadata toMetadata(const ModelCard& card) {
    std::vector<std::string> names, colours;
    for (const ModelClass& known : card.classes) {
        names.push_back(known.name);
        colours.push_back(fmt::format("{:06x}", known.colour));
    }
    return {{"net", card.network},
            {"class_names", fmt::format("{}", fmt::join(names, "\n"))},
            {"class_colours", fmt::format("{}", fmt::join(colours, ","))},
            {"mean", fmt::format("{}", fmt::join(card.mean, ","))},
            {"deviation", fmt::format("{}", fmt::join(card.deviation, ","))},
            {"fit", card.fit == Fit::Crop ? "crop" : "resize"},
            {"image_size", fmt::format("{}x{}", card.imageSize.height, card.imageSize.width)}};
}

ModelCard modelCard(const Metadata& metadata, const std::string& path) {
    const Reader reader(metadata, path);
    ModelCard card{.network = reader.text("net"),
                   .classes = reader.classes(),
                   .mean = reader.numbers("mean"),
                   .deviation = reader.numbers("deviation"),
                   .fit = reader.fit(),
                   .imageSize = reader.imageSize()};
    bool positive = card.mean.size() == card.deviation.size();
    for (double deviation : card.deviation) positive = positive && deviation > 0;
    if (!positive) reader.refuse("deviation", reader.text("deviation"));
    return card;
}

}  // namespace seglab::nn
