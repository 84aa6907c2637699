#include "data/folder.h"

#include <filesystem>
#include <fstream>

#include "data/made_files.h"
#include "data/mask_png.h"
#include "fuzz/target.h"
#include "support/temporary_folder.h"

namespace seglab::test {

namespace {

using Bytes = std::vector<std::uint8_t>;

/// A folder of one image of 4 × 2 pixels that lives as long as the program; the mask is what is fuzzed.
const TemporaryFolder& corpus() {
    static const TemporaryFolder folder;
    [[maybe_unused]] static const bool made = [] {
        std::filesystem::create_directory(folder / "images");
        std::filesystem::create_directory(folder / "masks");
        std::ofstream(folder / "images/a.png", std::ios::binary)
            << png({.width = 4, .height = 2, .rows = Bytes(24, 90)});
        return true;
    }();
    return folder;
}

/// The first byte is the number of classes ('0' + n), the rest masks/a.png. What opens has labels that are classes, and
/// survives being written as a mask and read again.
void parse(std::string_view bytes) {
    std::ofstream(corpus() / "masks/a.png", std::ios::binary) << bytes.substr(bytes.empty() ? 0 : 1);
    const int classes = bytes.empty() ? 0 : std::uint8_t(bytes[0]) - '0';
    const data::Dataset dataset = data::openFolder(corpus().path(), classes);
    const data::Sample sample = dataset.at(0);
    require(sample.labels.shape == core::Shape{2, 4}, "labels fit their image");
    require(int(dataset.classes.size()) == classes, "there are as many classes as asked for");
    for (const std::uint8_t label : sample.labels.values)
        require(label < classes || label == data::kIgnored, "a label is a class or ignored");
    const std::string written = data::encodeMask(sample.labels, dataset.classes);
    require(data::decodeMask({written, "written.png"}).labels == sample.labels, "a mask survives its own file");
}

FuzzTarget target() {
    const auto grey = [](int bits, Bytes rows) {
        return png({.width = 4, .height = 2, .bits = bits, .color = PngColor::Grey, .rows = std::move(rows)});
    };
    const std::string whole = grey(8, {0, 0, 1, 1, 0, 255, 255, 1});
    std::string narrow = whole;
    narrow.replace(16, 4, {"\0\0\0\3", 4});
    return {
        .name = "folder",
        .parse = parse,
        .good = {"2" + whole, "2" + grey(1, {0xa0, 0x50}), "4" + grey(2, {0x1b, 0xe4}),
                 "2" + grey(8, {0, 255, 0, 255, 0, 255, 0, 255}),
                 "3" + png({.width = 4,
                            .height = 2,
                            .bits = 4,
                            .color = PngColor::Palette,
                            .rows = {0x01, 0x20, 0x12, 0x00},
                            .palette = Bytes(9, 70)})},
        .bad = {"", "2", "2no picture", "1" + whole, "2" + grey(8, Bytes(8, 7)), "2" + whole.substr(0, 40),
                "2" + narrow, "2" + grey(16, Bytes(16, 0)), "2" + png({.width = 4, .height = 2, .rows = Bytes(24, 1)}),
                "2" + png({.width = 4, .height = 2, .color = PngColor::GreyAlpha, .rows = Bytes(16, 1)}),
                "2" + png({.width = 4, .height = 1, .color = PngColor::Grey, .rows = Bytes(4, 1)})}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
