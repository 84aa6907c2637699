#include "data/folder.h"

#include <fmt/format.h>

#include <memory>

#include "core/error.h"
#include "core/files.h"
#include "core/limits.h"
#include "data/kept_samples.h"
#include "data/mask_png.h"
#include "data/picture.h"
#include "data/picture_size.h"

namespace seglab::data {

namespace {

void requireSameSize(const Pairs::Pair& pair, const PictureSize& image, const core::Labels& mask) {
    if (mask.size(1) == image.width && mask.size(0) == image.height) return;
    throw Error(Kind::BadInput,
                fmt::format("the mask has {} × {} pixels, its image {} × {}", mask.size(1), mask.size(0), image.width,
                            image.height),
                "make the mask of the image as it is shown (a photograph may be stored turned)", pair.second);
}

core::Tensor<float> planesOf(const Picture& picture) {
    core::Tensor<float> image({3, picture.height, picture.width});
    const std::size_t plane = std::size_t(picture.width) * std::size_t(picture.height);
    for (std::size_t at = 0; at < plane; ++at)
        for (std::size_t channel = 0; channel < 3; ++channel)
            image.values[channel * plane + at] = float(picture.rgb[at * 3 + channel]) / 255;
    return image;
}

Sample read(const Pairs::Pair& pair, const LabelRule& rule) {
    const std::shared_ptr<const Picture> picture = loadPicture(pair.first);
    core::Labels labels = loadMask(pair.second).labels;
    requireSameSize(pair, {picture->width, picture->height}, labels);
    rule.apply(labels);
    return {pair.stem, planesOf(*picture), std::move(labels)};
}

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
    requireClassCount(classes);
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
    dataset.at = keptSamples([list = pairs.pairs, rule](std::size_t index) { return read(list.at(index), rule); });
    return dataset;
}

}  // namespace seglab::data
