#include "data/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <memory>
#include <mutex>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "data/mask_png.h"
#include "data/picture.h"
#include "data/picture_size.h"

namespace seglab::data {

namespace {

/// An image and its mask as they are kept: a byte per value.
struct Pixels {
    std::shared_ptr<const Picture> picture;
    core::Labels labels;
    std::size_t bytes() const { return picture->rgb.size() + labels.values.size(); }
};

/// The pairs that were read last.
class Cache {
public:
    std::shared_ptr<const Pixels> find(std::size_t index) {
        const std::lock_guard<std::mutex> lock(mutex_);
        for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
            if (entry->first != index) continue;
            entries_.splice(entries_.begin(), entries_, entry);
            return entry->second;
        }
        return nullptr;
    }
    void add(std::size_t index, std::shared_ptr<const Pixels> pixels) {
        const std::lock_guard<std::mutex> lock(mutex_);
        bytes_ += pixels->bytes();
        entries_.emplace_front(index, std::move(pixels));
        while (bytes_ > kKeptBytes && entries_.size() > 1) {
            bytes_ -= entries_.back().second->bytes();
            entries_.pop_back();
        }
    }

private:
    static constexpr std::size_t kKeptBytes = std::size_t(64) << 20;
    std::mutex mutex_;
    std::list<std::pair<std::size_t, std::shared_ptr<const Pixels>>> entries_;
    std::size_t bytes_ = 0;
};

void requireSameSize(const Pairs::Pair& pair, const PictureSize& image, const core::Labels& mask) {
    if (mask.size(1) == image.width && mask.size(0) == image.height) return;
    throw Error(Kind::BadInput,
                fmt::format("the mask has {} × {} pixels, its image {} × {}", mask.size(1), mask.size(0), image.width,
                            image.height),
                "make the mask of the image as it is shown (a photograph may be stored turned)", pair.second);
}

class Folder {
public:
    Folder(Pairs::Pair const* first, std::size_t count, LabelRule rule)
        : pairs_(first, first + count), rule_(std::move(rule)) {}

    Sample at(std::size_t index) {
        std::shared_ptr<const Pixels> pixels = cache_.find(index);
        if (!pixels) {
            pixels = read(pairs_.at(index));
            cache_.add(index, pixels);
        }
        return {pairs_[index].stem, planes(*pixels->picture), pixels->labels};
    }

private:
    std::shared_ptr<const Pixels> read(const Pairs::Pair& pair) const {
        auto pixels = std::make_shared<Pixels>();
        pixels->picture = loadPicture(pair.first);
        pixels->labels = loadMask(pair.second).labels;
        requireSameSize(pair, {pixels->picture->width, pixels->picture->height}, pixels->labels);
        rule_.apply(pixels->labels);
        return pixels;
    }
    static core::Tensor<float> planes(const Picture& picture) {
        core::Tensor<float> image({3, picture.height, picture.width});
        const std::size_t plane = std::size_t(picture.width) * std::size_t(picture.height);
        for (std::size_t at = 0; at < plane; ++at)
            for (std::size_t channel = 0; channel < 3; ++channel)
                image.values[channel * plane + at] = float(picture.rgb[at * 3 + channel]) / 255;
        return image;
    }

    std::vector<Pairs::Pair> pairs_;
    LabelRule rule_;
    Cache cache_;
};

/// What a look at all masks and all headers of images says.
struct Survey {
    std::set<std::uint8_t> values;
    std::vector<std::uint32_t> palette;  ///< of the first mask that has one

    void look(const Pairs::Pair& pair);
};

void Survey::look(const Pairs::Pair& pair) {
    const Mask mask = loadMask(pair.second);
    const std::string image = core::readFile(pair.first, core::limits::kDecodeBytes);
    requireSameSize(pair, pictureSize({image, pair.first}), mask.labels);
    bool seen[256] = {};
    for (const std::uint8_t value : mask.labels.values) seen[value] = true;
    for (int value = 0; value < 256; ++value)
        if (seen[value]) values.insert(std::uint8_t(value));
    if (palette.empty()) palette = mask.palette;
}

/// Colours of the palette where each class has one of its own.
std::vector<ClassInfo> classesOf(const Survey& survey, const LabelRule& rule, int count) {
    std::vector<std::size_t> indices;
    for (const auto& [value, label] : rule.classOf) indices.push_back(value);
    for (int label = 0; indices.size() < std::size_t(count); ++label) indices.push_back(std::size_t(label));
    std::set<std::uint32_t> own;
    for (const std::size_t index : indices)
        if (index < survey.palette.size()) own.insert(survey.palette[index]);
    std::vector<ClassInfo> classes;
    for (int label = 0; label < count; ++label)
        classes.push_back({fmt::format("class {}", label), own.size() == std::size_t(count)
                                                               ? survey.palette[indices[std::size_t(label)]]
                                                               : classColour(label)});
    return classes;
}

std::vector<std::string> notesOf(const Listing& images, const Listing& masks, const Pairs& pairs) {
    std::vector<std::string> notes;
    const auto note = [&](const std::vector<std::string>& paths, const char* what) {
        if (!paths.empty()) notes.push_back(noteOf(paths, what));
    };
    note(pairs.firstAlone, "in images/ without a mask");
    note(pairs.secondAlone, "in masks/ without an image");
    note(images.others, "in images/ not read (PNG and JPEG are)");
    note(masks.others, "in masks/ not read (PNG is)");
    return notes;
}

}  // namespace

Dataset openFolder(const std::string& path, int classes) {
    const Listing images = listFiles(path + "/images", {".png", ".jpg", ".jpeg"});
    const Listing masks = listFiles(path + "/masks", {".png"});
    const Pairs pairs = pairUp(images, masks);
    if (pairs.pairs.empty())
        throw Error(Kind::BadInput, "no image has a mask", "images/NAME.png or .jpg and masks/NAME.png belong together",
                    path);
    Survey survey;
    for (const Pairs::Pair& pair : pairs.pairs) survey.look(pair);
    const LabelRule rule = [&] {
        try {
            return LabelRule(survey.values, classes);
        } catch (const Error& error) {
            throw Error(error.kind(), error.problem(), error.cure(), path + "/masks");
        }
    }();

    Dataset dataset{path, classesOf(survey, rule, classes), pairs.pairs.size(), {}, notesOf(images, masks, pairs)};
    if (rule.mapped) dataset.notes.insert(dataset.notes.begin(), "values of the masks to classes: " + rule.describe());
    const auto folder = std::make_shared<Folder>(pairs.pairs.data(), pairs.pairs.size(), rule);
    dataset.at = [folder](std::size_t index) { return folder->at(index); };
    return dataset;
}

}  // namespace seglab::data
