#include "lab/evaluate_command.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "data/mask_png.h"
#include "support/temporary_folder.h"

using namespace seglab;
using Bytes = std::vector<std::uint8_t>;

namespace {

class TwoFolders {
public:
    TwoFolders() {
        std::filesystem::create_directory(folder_ / "truth");
        std::filesystem::create_directory(folder_ / "found");
    }
    void put(const std::string& name, const Bytes& values) {
        const std::vector<data::ClassInfo> classes(250);
        core::writeFile(folder_ / name, data::encodeMask({{1, std::int64_t(values.size())}, values}, classes));
    }
    lab::Evaluation evaluate(int classes, bool json = true, int ignored = 255) const {
        return lab::evaluateCommand({folder_ / "truth", folder_ / "found", classes, ignored, json});
    }

private:
    test::TemporaryFolder folder_;
};

nlohmann::json parsed(const lab::Evaluation& evaluation) {
    return nlohmann::json::parse(evaluation.text);
}

}  // namespace

TEST_CASE("evaluate sums over all masks before it divides", "[evaluate]") {
    TwoFolders folders;
    folders.put("truth/a.png", {0, 0, 1, 1});
    folders.put("found/a.png", {0, 1, 1, 1});
    folders.put("truth/b.png", {1, 255});
    folders.put("found/b.png", {0, 0});
    const nlohmann::json document = parsed(folders.evaluate(2));
    CHECK(document == nlohmann::json::parse(R"({"pixel_accuracy":0.6,"mean_iou":0.41666666666666663,
        "mean_dice":0.5833333333333333,"iou":[0.3333333333333333,0.5],"dice":[0.5,0.6666666666666666],"pixels":5,"ignored":1})"));
}

TEST_CASE("evaluate gives null for a class that nobody has", "[evaluate]") {
    TwoFolders folders;
    folders.put("truth/a.png", {0, 0});
    folders.put("found/a.png", {0, 0});
    const nlohmann::json document = parsed(folders.evaluate(3));
    CHECK(document["iou"] == nlohmann::json({1, nullptr, nullptr}));
    CHECK(document["mean_iou"] == 1);
    CHECK_THAT(folders.evaluate(3, false).text, Catch::Contains("mean IoU        1.0000"));
}

TEST_CASE("evaluate maps each folder's values by itself and lists what has no partner", "[evaluate]") {
    TwoFolders folders;
    folders.put("truth/a.png", {0, 200, 200});
    folders.put("found/a.png", {0, 1, 0});
    folders.put("found/b.png", {0, 1, 0});
    const lab::Evaluation evaluation = folders.evaluate(2);
    CHECK(parsed(evaluation)["pixel_accuracy"] == Approx(2.0 / 3));
    REQUIRE(evaluation.notes.size() == 2);
    CHECK(evaluation.notes[0] == "1 file of the prediction without a truth: b.png");
    CHECK(evaluation.notes[1] == "values of the truth to classes: 0 → 0, 200 → 1");
}

TEST_CASE("evaluate understands predictions that never say some class of the truth's values", "[evaluate]") {
    TwoFolders folders;
    folders.put("truth/a.png", {0, 128, 255, 255});
    folders.put("found/a.png", {0, 0, 255, 255});
    const lab::Evaluation evaluation = folders.evaluate(3);
    CHECK(parsed(evaluation)["iou"] == nlohmann::json({0.5, 0, 1}));
    CHECK(evaluation.notes.back() == "values of the prediction to classes: 0 → 0, 128 → 1, 255 → 2");
    folders.put("found/a.png", {0, 0, 0, 0});
    CHECK(parsed(folders.evaluate(3))["pixel_accuracy"] == 0.25);
    folders.put("truth/a.png", {0, 0, 200, 0});  // and the other way round
    folders.put("found/a.png", {0, 100, 200, 0});
    CHECK(parsed(folders.evaluate(3))["iou"] == nlohmann::json({2.0 / 3, 0, 1}));
}

TEST_CASE("evaluate refuses values that can be read in two ways", "[evaluate]") {
    TwoFolders folders;
    folders.put("truth/a.png", {1, 2, 3});
    folders.put("found/a.png", {1, 2, 2});
    CHECK_THROWS_WITH(folders.evaluate(3), Catch::Contains("1, 2 may be classes, or values of") &&
                                               Catch::Contains("1 → 0, 2 → 1, 3 → 2") && Catch::Contains("0 to 2"));
    folders.put("truth/a.png", {0, 255, 0});  // ignored, or the class that is 255 in the prediction
    folders.put("found/a.png", {0, 128, 255});
    CHECK_THROWS_WITH(folders.evaluate(3), Catch::Contains("0, 255 may be classes"));
    CHECK(parsed(folders.evaluate(3, true, 254))["pixels"] == 3);
}

TEST_CASE("evaluate ignores the value that it is told to", "[evaluate]") {
    TwoFolders folders;
    folders.put("truth/a.png", {0, 1, 9});
    folders.put("found/a.png", {0, 1, 0});
    CHECK(parsed(folders.evaluate(2, true, 9))["ignored"] == 1);
    CHECK(parsed(folders.evaluate(2, true, 9))["pixel_accuracy"] == 1);
    CHECK_THROWS_WITH(folders.evaluate(2), Catch::Contains("0, 1, 9, which are not 2 classes"));
}

TEST_CASE("evaluate refuses masks that do not fit", "[evaluate]") {
    TwoFolders folders;
    CHECK_THROWS_WITH(folders.evaluate(2), Catch::Contains("no mask has a partner"));
    folders.put("truth/a.png", {0, 1});
    folders.put("found/a.png", {0, 1, 1});
    CHECK_THROWS_WITH(folders.evaluate(2), Catch::Contains("found/a.png: 3 × 1 pixels, where the truth has 2 × 1"));
    CHECK_THROWS_AS(lab::evaluateCommand({"/nowhere", "/nowhere", 2, 255, true}), Error);
}
