#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "data/sample.h"

// A folder of images and masks, by the rules of the command-line contract ("data, train, predict").
namespace seglab::data {

/// images/*.png|jpg|jpeg and masks/*.png with the same stems, as a dataset in the order of the stems. Headers and masks
/// are looked at here, images are read when they are asked for, and kept as data/kept_samples.h says. Of an image the
/// EXIF orientation is respected, and its mask must fit it as it is then. Notes say how values were mapped, and which
/// files have no partner or are not read.
///
/// Classes are called "class 0", …; their colours are the palette's where the masks have one, else the house's.
///
/// Throws File where a folder is missing, BadInput for a file that is wrong, with its name.
Dataset openFolder(const std::string& path, int classes);

/// Throws BadInput unless it is from 1 to 255.
void requireClassCount(int classes);

/// How the values of a folder's masks become class indices: one decision for the whole folder.
struct LabelRule {
    /// Where `values` are exactly `classes` but not 0 … classes − 1, they are mapped in rising order. Else `ignored`
    /// is ignored, and every other value must be a class: throws BadInput for one that is not.
    LabelRule(const std::set<std::uint8_t>& values, int classes, std::optional<std::uint8_t> ignored = kIgnored);

    /// Whether so many different values are mapped.
    static bool maps(const std::set<std::uint8_t>& values, int classes);
    /// In place: class indices, and kIgnored for what is ignored.
    void apply(core::Tensor<std::uint8_t>& labels) const;
    /// "0 → 0, 255 → 1"; "" where nothing is mapped.
    std::string describe() const;

    bool mapped = false;
    std::map<std::uint8_t, std::uint8_t> classOf;  ///< of mapped values
    std::optional<std::uint8_t> ignored;
};

/// Files of a folder by stem, sorted, and what else is in it. Names that begin with a dot are passed over.
struct Listing {
    std::map<std::string, std::string> byStem;  ///< stem → path
    std::vector<std::string> others;            ///< names of what is no file with one of the endings
};

/// Endings in lower case with the dot; the case of the file's does not count. Throws File where there is no such
/// folder, BadInput where two files have one stem.
Listing listFiles(const std::string& folder, const std::vector<std::string>& endings);

/// Pairs of two listings, and notes that name what stands alone ("images/a.png has no mask").
struct Pairs {
    struct Pair {
        std::string stem, first, second;
    };
    std::vector<Pair> pairs;
    std::vector<std::string> firstAlone, secondAlone;  ///< paths
};
Pairs pairUp(const Listing& first, const Listing& second);

/// "2 files have no mask: a.png, b.png"
std::string noteOf(const std::vector<std::string>& paths, const std::string& what);

/// The house's colours for classes without any: 0xRRGGBB.
std::uint32_t classColour(int index);

}  // namespace seglab::data
