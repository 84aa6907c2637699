#include <catch2/catch.hpp>

#include "core/error.h"
#include "lab/state.h"

using namespace seglab;

namespace {

lab::Scene at(const std::string& state, const std::string& step = {}) {
    return lab::openScene({.lab = "downsampling", .state = state, .settings = {}, .step = step});
}

figure::Figure stage(const lab::Scene& scene, figure::View view = {}) {
    return scene.model->figure(scene.state.step, view);
}

double value(const lab::Scene& scene, const std::string& region) {
    const figure::Figure figure = stage(scene);
    const figure::Region* found = figure.find(region);
    REQUIRE(found);
    REQUIRE(found->value);
    return *found->value;
}

std::vector<double> two(const lab::Scene& scene, const std::string& stem) {
    std::vector<double> values;
    for (const char* cell : {"(0,0)", "(0,1)", "(1,0)", "(1,1)"}) values.push_back(value(scene, stem + cell));
    return values;
}

}  // namespace

TEST_CASE("the lecture's 3×3 convolution, stride 2, padding 1, maps 4×4 to 2×2", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=lecture-3x3");
    CHECK(scene.model->stepCount() == 4);
    CHECK(value(scene, "size(height)") == 2);
    CHECK(value(scene, "size(width)") == 2);
    // By hand: rows −1 … 1, columns −1 … 1 of the padded input with the kernel's columns 1, 0, −1.
    CHECK(two(scene, "output") ==
          std::vector<double>{-(2 * 2 + 5), 2 * (2 - 3) + 5 - 1, -(5 + 2 * 2 + 3), 5 - 1 + 2 * (2 - 1) + 3 - 8});
    const std::string caption = at("downsampling?preset=lecture-3x3", "2").model->caption(2);
    CHECK_THAT(caption, Catch::Contains("[stride|2] to the right in the [input|input], 1 in the [output|output]"));
}

TEST_CASE("the lecture's max pooling keeps 5, 6, 7, 8", "[downsampling]") {
    CHECK(two(at("downsampling?preset=lecture-max-pooling"), "output") == std::vector<double>{5, 6, 7, 8});
}

TEST_CASE("an output cell tells its terms, an input cell its readers, a weight its meetings", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=lecture-3x3");
    const auto terms = scene.model->terms(4, "output(1,1)");
    REQUIRE(terms.size() == 9);
    CHECK(terms[0].factors == std::vector<std::string>{"input(1,1)", "kernel(0,0)"});
    double sum = 0;
    for (const figure::Term& term : terms) sum += term.product;
    CHECK(sum == value(scene, "output(1,1)"));
    CHECK(value(scene, "reads(1,1)") == 4);
    CHECK(value(scene, "reads(0,0)") == 1);
}

TEST_CASE("partial sums of the channels, bias and ReLU stand on the stage", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=channels");
    const double sum = value(scene, "partial(0)") + value(scene, "partial(1)") + value(scene, "bias");
    CHECK(sum == value(scene, "sum"));
    CHECK(value(scene, "relu") == std::max(0.0, sum));
    CHECK(value(scene, "output_2(1,1)") == value(scene, "relu"));
}

TEST_CASE("wrong guesses are answered, covered outputs tell nothing", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=lecture-3x3&bias=3");
    CHECK_THAT(scene.model->answer("output(1,1)", 1), Catch::Contains("bias"));
    CHECK_THAT(scene.model->answer("output(0,0)", 9 + 3), Catch::Contains("flipped"));
    CHECK(scene.model->answer("input(0,0)", 9).empty());
    figure::View view;
    view.hidden = {"output"};
    const figure::Figure figure = stage(scene, view);
    for (const char* region : {"output(0,0)", "output(1,1)", "sum", "partial(0)"}) {
        CAPTURE(region);
        CHECK_FALSE(figure.find(region)->value);
    }
}

TEST_CASE("halving 113×150 loses a row, then columns, and is asked level by level", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=halving");
    CHECK(value(scene, "level(4,0)") == 7);
    CHECK(value(scene, "level(4,1)") == 9);
    CHECK(value(scene, "unread(1,0)") == 1);
    CHECK(value(scene, "doubled(4,0)") == 112);
    CHECK(value(scene, "ceil_doubled(4,1)") == 160);
    CHECK_THAT(scene.model->answer("level(1,0)", 57), Catch::Contains("rounded up"));
}

TEST_CASE("a picture is there without a file, and a blur folds and moves the least", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=photograph");
    CHECK(value(scene, "blurred_first_folded") < value(scene, "average_pooling_folded"));
    CHECK(value(scene, "average_pooling_folded") < value(scene, "every_nth_folded"));
    const lab::Scene shift = at("downsampling?preset=shift");
    CHECK(value(shift, "blurred_first_mean_change") < value(shift, "max_pooling_mean_change"));
    CHECK(value(shift, "max_pooling_mean_change") < value(shift, "every_nth_mean_change"));
}

TEST_CASE("what does not fit is refused from text and clamped by hand", "[downsampling]") {
    CHECK_THROWS_AS(at("downsampling?input=1"), Error);  // a kernel larger than the picture
    CHECK_THROWS_AS(at("downsampling?operation=max-pooling&padding=2"), Error);
    CHECK_THROWS_AS(at("downsampling?padding=4&padding_mode=reflect"), Error);
    CHECK(value(at("downsampling?input=5&kernel=2"), "output(0,0)") == 10);  // 1×1 is a picture
    lab::Scene scene = at("downsampling?preset=lecture-3x3");
    lab::change(scene.state, "input", core::Matrix(1, 1, 5.0));
    lab::change(scene.state, "padding_mode", std::string("reflect"));
    CHECK_NOTHROW(scene.state.lab->build(scene.state.table));
    lab::change(scene.state, "channels", std::int64_t(3));
    lab::change(scene.state, "filters", std::int64_t(3));
    CHECK_NOTHROW(scene.state.lab->build(scene.state.table));
}

TEST_CASE("the size formula is turned round: inputs of 3 and 4 give 2, and a click applies one", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=lecture-3x3&solve=input");
    figure::View view;
    view.size = {312, 600};
    const figure::Figure column = scene.model->notes(4, view);
    REQUIRE(column.find("solution(input,3)"));
    REQUIRE(column.find("solution(input,4)"));
    CHECK_FALSE(column.find("solution(input,5)"));
    CHECK(column.find("solution(input,3)")->action.parameter == "input");
    CHECK(column.find("formula(height)")->value == 2.0);
    const figure::Figure pool = at("downsampling?preset=lecture-max-pooling&solve=kernel").model->notes(4, view);
    REQUIRE(pool.find("solution(kernel,2)"));
    CHECK(pool.find("solution(kernel,2)")->action.parameter == "window");
}

TEST_CASE("padding can be dragged at the far edges, each axis by itself", "[downsampling]") {
    const lab::Scene scene = at("downsampling?preset=lecture-3x3&padding=1,2");
    const figure::Figure figure = stage(scene);
    const struct {
        const char* region;
        int axis, padding;
        figure::Point outwards;
    } edges[] = {{"border(bottom)", 0, 1, {0, 1}}, {"border(right)", 1, 2, {1, 0}}};
    for (const auto& edge : edges) {
        CAPTURE(edge.region);
        const figure::Region* ring = figure.find(edge.region);
        REQUIRE(ring);
        CHECK(ring->value == edge.padding);
        CHECK(ring->action.kind == figure::Action::Kind::Drag);
        CHECK(ring->action.parameter == "padding");
        CHECK(ring->action.row == edge.axis);
        CHECK(ring->action.dragAxis.x == edge.outwards.x);
        CHECK(ring->action.dragAxis.y == edge.outwards.y);
        // One cell of the picture for one of padding, and nothing else lies on the ring.
        const figure::Region* cell = figure.find("padded(0,0)");
        CHECK(ring->action.pixelsPerUnit == Approx(cell->box.height));
        CHECK(figure.hit(ring->box.centre()) == ring);
    }
}

TEST_CASE("a seed gives the photograph's views another test picture", "[downsampling]") {
    const lab::Scene first = at("downsampling?view=photograph", "last"),
                     same = at("downsampling?view=photograph&seed=1", "last"),
                     other = at("downsampling?view=photograph&seed=2", "last");
    CHECK(first.model->equals(*same.model));
    CHECK_FALSE(first.model->equals(*other.model));
    CHECK(value(first, "every_nth_folded") != value(other, "every_nth_folded"));
}

TEST_CASE("a photograph takes any kernel: what only the cells need is not asked of it", "[downsampling]") {
    const std::string ones = "1,1,1,1,1,1,1";
    std::string kernel = ones;
    for (int row = 1; row < 7; ++row) kernel += ";" + ones;
    const lab::Scene scene = at("downsampling?view=photograph&kernel=" + kernel);
    CHECK(scene.model->stepCount() == 5);
    CHECK(scene.model->answer("output(0,0)", 3).empty());
    CHECK_THROWS_AS(at("downsampling?view=cells&kernel=" + kernel), Error);
}
