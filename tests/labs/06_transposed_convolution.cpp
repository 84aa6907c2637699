#include <catch2/catch.hpp>

#include "core/error.h"
#include "lab/state.h"

using namespace seglab;

namespace {

lab::Scene at(const std::string& state) {
    return lab::openScene({.lab = "transposed-convolution", .state = state, .settings = {}, .step = {}});
}

const figure::Region& region(const figure::Figure& figure, const std::string& name) {
    const figure::Region* found = figure.find(name);
    CAPTURE(name);
    REQUIRE(found);
    return *found;
}

core::Matrix output(const lab::Scene& scene, int rows, int columns) {
    const figure::Figure figure = scene.model->figure(scene.state.step, {});
    core::Matrix values(rows, columns);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            values(row, column) =
                region(figure, "output(" + std::to_string(row) + "," + std::to_string(column) + ")").value.value();
    CHECK_FALSE(figure.find("output(" + std::to_string(rows) + ",0)"));
    CHECK_FALSE(figure.find("output(0," + std::to_string(columns) + ")"));
    return values;
}

}  // namespace

TEST_CASE("the lecture's numbers come out exactly", "[transposed_convolution]") {
    CHECK(output(at("transposed-convolution?preset=lecture-stride-2"), 4, 4) ==
          core::Matrix(4, 4, {0, 0, 1, 4, 0, 0, 2, 3, 2, 8, 3, 12, 4, 6, 6, 9}));
    CHECK(output(at("transposed-convolution?preset=lecture-stride-1"), 3, 3) ==
          core::Matrix(3, 3, {0, 4, 1, 8, 16, 6, 4, 12, 9}));
    output(at("transposed-convolution?preset=lecture-3x3"), 4, 4);
    output(at("transposed-convolution?preset=lecture-3x3&output_padding=0"), 3, 3);
}

TEST_CASE("one row in letters reads ax, ay, az + bx, by, bz", "[transposed_convolution]") {
    const lab::Scene scene = at("transposed-convolution?preset=letters-1d");
    const figure::Figure figure = scene.model->figure(scene.state.step, {});
    const char* expected[] = {"ax", "ay", "az + bx", "by", "bz"};
    for (int column = 0; column < 5; ++column)
        CHECK(region(figure, "output(0," + std::to_string(column) + ")").text == expected[column]);
}

TEST_CASE("every view tells the same cells", "[transposed_convolution]") {
    for (const char* view : {"all", "stamp", "zero-insertion", "matrix"}) {
        const lab::Scene scene = at("transposed-convolution?preset=lecture-3x3&view=" + std::string(view));
        CHECK(output(scene, 4, 4) == output(at("transposed-convolution?preset=lecture-3x3"), 4, 4));
    }
}

TEST_CASE("a change of granularity keeps the last finished multiply", "[transposed_convolution]") {
    const lab::Scene stamps = at("transposed-convolution?preset=lecture-3x3&step=2");
    const lab::Scene multiplies = at("transposed-convolution?preset=lecture-3x3&granularity=multiply");
    CHECK(multiplies.model->cursorFrom(*stamps.model, 2) == 18);
    CHECK(stamps.model->cursorFrom(*multiplies.model, 18) == 2);
}

TEST_CASE("an output cell lists its terms", "[transposed_convolution]") {
    const lab::Scene scene = at("transposed-convolution?preset=lecture-stride-1");
    const std::vector<figure::Term> terms = scene.model->terms(scene.state.step, "output(1,1)");
    REQUIRE(terms.size() == 4);
    double sum = 0;
    for (const figure::Term& term : terms) sum += term.product;
    CHECK(sum == 16);
    CHECK(terms[1].factors == std::vector<std::string>{"input(0,1)", "kernel(1,0)"});
}

TEST_CASE("wrong guesses are told what they would mean", "[transposed_convolution]") {
    const lab::Scene scene = at("transposed-convolution?preset=lecture-stride-1");
    CHECK_THAT(scene.model->answer("output(1,1)", 12), Catch::Contains("add"));
    CHECK(scene.model->answer("output(1,1)", 16).empty());
    CHECK(scene.model->answer("output(1,1)", 1234).empty());
}

TEST_CASE("what cannot be set by hand is refused from text", "[transposed_convolution]") {
    for (const char* state : {"kernel=1,2,3,4,5,6,7,8", "stride=5", "padding=2", "output_padding=2", "dilation=0",
                              "dims=3", "view=sideways", "input=1,2;3", "image=no-such-file.png"}) {
        CAPTURE(state);
        CHECK_THROWS_AS(at("transposed-convolution?" + std::string(state)), Error);
    }
}
