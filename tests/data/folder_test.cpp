#include "data/folder.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "data/made_files.h"
#include "data/picture_size.h"
#include "support/temporary_folder.h"

using namespace seglab;
using namespace seglab::test;
using Bytes = std::vector<std::uint8_t>;

namespace {

/// images/ and masks/ with what a test puts there.
class Corpus {
public:
    Corpus() {
        std::filesystem::create_directory(folder_ / "images");
        std::filesystem::create_directory(folder_ / "masks");
    }
    void put(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    void image(const std::string& stem, std::uint32_t width = 2, std::uint32_t height = 1) {
        put("images/" + stem + ".png", png({.width = width, .height = height, .rows = Bytes(width * height * 3, 51)}));
    }
    void mask(const std::string& stem, const Bytes& values, std::uint32_t height = 1) {
        put("masks/" + stem + ".png", png({.width = std::uint32_t(values.size()) / height,
                                           .height = height,
                                           .color = PngColor::Grey,
                                           .rows = values}));
    }
    data::Dataset open(int classes) const { return data::openFolder(folder_.path(), classes); }
    std::string refusal(int classes = 2) const {
        try {
            open(classes).at(0);
        } catch (const Error& error) {
            CHECK_FALSE(error.cure().empty());
            CHECK_FALSE(error.where().empty());
            return error.what();
        }
        return "read without objection";
    }
    const TemporaryFolder& folder() const { return folder_; }

private:
    TemporaryFolder folder_;
};

std::string notesOf(const data::Dataset& dataset) {
    std::string all;
    for (const std::string& note : dataset.notes) all += note + "\n";
    return all;
}

}  // namespace

TEST_CASE("a folder of images and masks is a dataset in the order of the stems", "[folder]") {
    Corpus corpus;
    corpus.image("b"), corpus.mask("b", {1, 2});
    corpus.put("images/a.JPG", jpeg({.width = 8, .height = 8, .pixels = Bytes(192, 255)}));
    corpus.mask("a", Bytes(64, 0), 8);
    const data::Dataset dataset = corpus.open(3);
    REQUIRE(dataset.size == 2);
    CHECK(dataset.at(0).name == "a");
    const data::Sample sample = dataset.at(1);
    CHECK(sample.name == "b");
    CHECK(sample.image.shape == core::Shape{3, 1, 2});
    CHECK(sample.image.values[0] == 0.2f);
    CHECK(sample.labels.values == Bytes{1, 2});
    CHECK(dataset.at(1).labels == sample.labels);
    CHECK(dataset.notes.empty());
    CHECK(dataset.classes.size() == 3);
    CHECK(dataset.classes[1].name == "class 1");
}

TEST_CASE("values that are as many as the classes are mapped, over the whole folder", "[folder]") {
    Corpus corpus;
    corpus.image("a"), corpus.mask("a", {0, 0});
    corpus.image("b"), corpus.mask("b", {255, 255});
    const data::Dataset two = corpus.open(2);
    CHECK(two.at(0).labels.values == Bytes{0, 0});
    CHECK(two.at(1).labels.values == Bytes{1, 1});
    CHECK(notesOf(two) == "values of the masks to classes: 0 → 0, 255 → 1\n");
    // With another number of classes 255 is "ignore".
    const data::Dataset three = corpus.open(3);
    CHECK(three.at(1).labels.values == Bytes{255, 255});
    CHECK(three.notes.empty());
}

TEST_CASE("the rule for values, case by case", "[folder]") {
    using data::LabelRule;
    const auto applied = [](const LabelRule& rule, const Bytes& values) {
        core::Tensor<std::uint8_t> labels({std::int64_t(values.size())}, values);
        rule.apply(labels);
        return labels.values;
    };
    CHECK_FALSE(LabelRule({0, 1, 255}, 2).mapped);
    CHECK(applied(LabelRule({0, 1, 255}, 2), {0, 1, 255}) == Bytes{0, 1, 255});
    CHECK(LabelRule({0, 1, 255}, 3).describe() == "0 → 0, 1 → 1, 255 → 2");
    CHECK(applied(LabelRule({0, 1, 255}, 3), {0, 1, 255}) == Bytes{0, 1, 2});
    CHECK(LabelRule({1, 2}, 2).describe() == "1 → 0, 2 → 1");
    CHECK_FALSE(LabelRule({0, 1, 2}, 3).mapped);
    CHECK_FALSE(LabelRule({0, 2}, 3).mapped);
    CHECK_THROWS_WITH(LabelRule({0, 7, 9}, 2), Catch::Contains("0, 7, 9, which are not 2 classes"));
    CHECK_THROWS_WITH(LabelRule({0, 128, 255}, 2), Catch::Contains("not 2 classes"));
    CHECK(applied(LabelRule({0, 1, 9}, 2, std::uint8_t(9)), {0, 9}) == Bytes{0, 255});
    CHECK_THROWS(LabelRule({0, 1, 255}, 2, std::uint8_t(9)));
    CHECK_THROWS(LabelRule({0}, 0));
    CHECK_THROWS(LabelRule({0}, 256));
}

TEST_CASE("files without a partner and files of other kinds are listed", "[folder]") {
    Corpus corpus;
    corpus.image("a"), corpus.mask("a", {0, 1});
    corpus.image("lonely"), corpus.mask("alone", {0, 1});
    corpus.put("images/notes.txt", "x"), corpus.put("masks/a.tif", "x"), corpus.put("images/.hidden", "x");
    const std::string notes = notesOf(corpus.open(2));
    CHECK_THAT(notes, Catch::Contains("1 file in images/ without a mask: lonely.png"));
    CHECK_THAT(notes, Catch::Contains("1 file in masks/ without an image: alone.png"));
    CHECK_THAT(notes, Catch::Contains("not read (PNG and JPEG are): notes.txt"));
    CHECK_THAT(notes, Catch::Contains("not read (PNG is): a.tif"));
    CHECK(notes.find("hidden") == std::string::npos);
}

TEST_CASE("a photograph that is stored turned needs a mask of what is shown", "[folder]") {
    const std::string turned = jpeg({.width = 16, .height = 8, .pixels = Bytes(384, 9), .orientation = 6});
    CHECK(data::pictureSize({turned, "a.jpg"}) == data::PictureSize{8, 16});
    Corpus corpus;
    corpus.put("images/a.jpg", turned);
    corpus.mask("a", Bytes(128, 0), 16);
    CHECK(corpus.open(2).at(0).image.shape == core::Shape{3, 16, 8});
    corpus.mask("a", Bytes(128, 0), 8);
    CHECK_THAT(corpus.refusal(), Catch::Contains("16 × 8 pixels, its image 8 × 16"));
}

TEST_CASE("the size is read from the header", "[folder]") {
    const std::string progressive =
        jpeg({.width = 9, .height = 7, .pixels = Bytes(189, 9), .orientation = 3, .progressive = true});
    CHECK(data::pictureSize({progressive, "a"}) == data::PictureSize{9, 7});
    CHECK(data::pictureSize({png({.width = 5, .height = 6, .rows = Bytes(90, 0)}), "a"}) == data::PictureSize{5, 6});
    CHECK_THROWS(data::pictureSize({progressive.substr(0, 30), "a"}));
    CHECK_THROWS(data::pictureSize({bmp(1, 1, 0, 0, 0), "a"}));
}

TEST_CASE("the colours of classes are those of an indexed mask, else the house's", "[folder]") {
    Corpus corpus;
    corpus.image("a");
    corpus.put(
        "masks/a.png",
        png({.width = 2, .height = 1, .color = PngColor::Palette, .rows = {0, 1}, .palette = {1, 2, 3, 4, 5, 6}}));
    CHECK(corpus.open(2).classes[1].colour == 0x040506);
    CHECK(corpus.open(3).classes[1].colour == data::classColour(1));
}

TEST_CASE("each way in which a folder can be wrong has its message", "[folder]") {
    const TemporaryFolder nothing;
    CHECK_THROWS_WITH(data::openFolder(nothing / "none", 2), Catch::Contains("none/images"));
    CHECK_THROWS_WITH(data::openFolder(nothing.path(), 2), Catch::Contains("cannot be read"));

    Corpus corpus;
    CHECK_THAT(corpus.refusal(), Catch::Contains("no image has a mask"));
    corpus.image("a");
    CHECK_THAT(corpus.refusal(), Catch::Contains("no image has a mask"));
    corpus.mask("a", {0, 1, 1});
    CHECK_THAT(corpus.refusal(), Catch::Contains("masks/a.png: the mask has 3 × 1 pixels, its image 2 × 1"));
    corpus.mask("a", {0, 1});
    CHECK(corpus.refusal() == "read without objection");
    corpus.put("images/a.jpg", "x");
    CHECK_THAT(corpus.refusal(), Catch::Contains("have one name"));
    std::filesystem::remove(corpus.folder() / "images/a.jpg");
    corpus.mask("a", {0, 9});
    CHECK_THAT(corpus.refusal(3), Catch::Contains("/masks: the masks hold the values 0, 9, which are not 3 classes"));
    corpus.put("masks/a.png", "no picture");
    CHECK_THAT(corpus.refusal(), Catch::Contains("masks/a.png: a mask must be a PNG"));
    corpus.mask("a", {0, 1});
    corpus.put("images/a.png", "");
    CHECK_THAT(corpus.refusal(), Catch::Contains("images/a.png: the file is empty"));
    corpus.put("images/a.png", "GIF89a");
    CHECK_THAT(corpus.refusal(), Catch::Contains("neither a PNG nor a JPEG"));
    corpus.put("images/a.png", png({.width = 2, .height = 1, .rows = Bytes(6, 1)}).substr(0, 45));
    CHECK_THAT(corpus.refusal(), Catch::Contains("damaged"));
}

TEST_CASE("a mask that changes its size after the folder was opened is noticed", "[folder]") {
    Corpus corpus;
    corpus.image("a"), corpus.mask("a", {0, 1});
    const data::Dataset dataset = corpus.open(2);
    corpus.mask("a", {0, 1, 1});
    CHECK_THROWS_WITH(dataset.at(0), Catch::Contains("3 × 1"));
}

TEST_CASE("colours of many classes differ", "[folder]") {
    std::set<std::uint32_t> colours;
    for (int label = 0; label < 24; ++label) colours.insert(data::classColour(label));
    CHECK(colours.size() >= 22);
}
