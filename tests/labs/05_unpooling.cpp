#include <catch2/catch.hpp>

#include "core/error.h"
#include "lab/state.h"

using namespace seglab;

namespace {

lab::Scene at(const std::string& state) {
    return lab::openScene({.lab = "unpooling", .state = state, .settings = {}, .step = {}});
}

double value(const lab::Scene& scene, const std::string& region) {
    figure::View view;
    const figure::Figure figure = scene.model->figure(scene.state.step, view);
    const figure::Region* found = figure.find(region);
    REQUIRE(found);
    REQUIRE(found->value);
    return *found->value;
}

std::vector<double> grid(const lab::Scene& scene, const std::string& stem, int rows, int columns) {
    std::vector<double> values;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            values.push_back(value(scene, stem + "(" + std::to_string(row) + "," + std::to_string(column) + ")"));
    return values;
}

}  // namespace

TEST_CASE("the lecture's [[1,2],[3,4]] goes up by nearest neighbour and bed of nails", "[unpooling]") {
    const lab::Scene scene = at("unpooling?preset=lecture-2x2");
    CHECK(grid(scene, "nearest", 4, 4) == std::vector<double>{1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4});
    CHECK(grid(scene, "bed_of_nails", 4, 4) == std::vector<double>{1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0});
}

TEST_CASE("the lecture's max pooling remembers, and unpooling puts [[1,2],[3,4]] back there", "[unpooling]") {
    const lab::Scene scene = at("unpooling?preset=lecture-pins");
    CHECK(grid(scene, "pooled", 2, 2) == std::vector<double>{5, 6, 7, 8});
    CHECK(grid(scene, "output", 4, 4) == std::vector<double>{0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4});
}

TEST_CASE("moving the maximum moves the pin", "[unpooling]") {
    const lab::Scene scene = at("unpooling?preset=lecture-pins&source=1,2,0,3;3,5,2,1;1,2,2,1;7,3,4,8");
    CHECK(value(scene, "output(0,2)") == 0);
    CHECK(value(scene, "output(0,3)") == 2);
}

TEST_CASE("an odd size needs its output size", "[unpooling]") {
    CHECK(value(at("unpooling?preset=odd-size&output_size=given"), "output(1,1)") == 1);
    const lab::Scene derived = at("unpooling?preset=odd-size");
    CHECK(derived.model->figure(8, {}).find("output(4,0)") == nullptr);
    CHECK(value(derived, "output(1,1)") == 0);
}

TEST_CASE("one place for four values keeps the last", "[unpooling]") {
    const lab::Scene scene = at("unpooling?preset=one-place");
    CHECK(value(scene, "output(1,1)") == 4);
    CHECK_THAT(scene.model->caption(8), Catch::Contains("PyTorch leaves it open"));
}

TEST_CASE("a wrong guess is told what it would mean", "[unpooling]") {
    const lab::Scene scene = at("unpooling?preset=lecture-2x2");
    CHECK_THAT(scene.model->answer("bed_of_nails(1,1)", 1), Catch::Contains("nearest neighbour"));
    CHECK_THAT(scene.model->answer("nearest(1,1)", 0), Catch::Contains("bed of nails"));
    CHECK_THAT(scene.model->answer("max_unpooling(0,0)", 1), Catch::Contains("where the maximum stood"));
    CHECK(scene.model->answer("nearest(1,1)", 17).empty());
    CHECK(scene.model->answer("nearest(1,1)", 1).empty());
}

TEST_CASE("the way up is the adjoint of the way down, and says so", "[unpooling]") {
    for (const char* method : {"nearest", "bed-of-nails", "max-unpooling", "bilinear", "transposed-convolution"}) {
        const lab::Scene scene = at("unpooling?view=matrix&method=" + std::string(method));
        CHECK(value(scene, "matrix(0,0)") == value(scene, "down(0,0)"));
    }
}

TEST_CASE("what is put together does not have to fit by luck", "[unpooling]") {
    CHECK_THROWS_AS(at("unpooling?view=pins&input=1,2,3;4,5,6"), Error);
    CHECK_THROWS_AS(at("unpooling?pool_kernel=9&view=pins"), Error);
    CHECK_THROWS_AS(at("unpooling?positions=nobody"), Error);
}
