#include "figure/views/checkerboard_view.h"

#include <catch2/catch.hpp>

#include "figure/layout_check.h"
#include "figure/palette.h"
#include "figure/text.h"

using namespace seglab;
using namespace seglab::core;
using namespace seglab::figure;

namespace {

Figure drawn(const CheckerboardScene& scene, int step, const View& view) {
    Figure figure;
    figure.size = view.size;
    figure.background = palette(view.theme).background;
    drawCheckerboard(figure, Box{0, 0, view.size.width, view.size.height}.inset(1.5f * view.em()), scene, step, view);
    return figure;
}

}  // namespace

TEST_CASE("a caption names the counts that the maps show", "[checkerboard_view]") {
    CheckerboardScene scene({.layers = 2});
    CHECK(plainText(checkerboardCaption(scene, 0)).find("A constant input of 8 × 8 ones") == 0);
    CHECK(plainText(checkerboardCaption(scene, 2)) ==
          "Away from the border, layer 2 of ones 3 × 3 at stride 2 holds 1 to 9; a resize and a convolution make it 81 "
          "everywhere.");
}

TEST_CASE("a layer is shown when its step has come, each cell with its value", "[checkerboard_view]") {
    CheckerboardScene scene({.layers = 2});
    View view;
    CHECK(drawn(scene, 1, view).find("layer 2(0,0)") == nullptr);
    Figure figure = drawn(scene, 2, view);
    const Matrix& map = scene.board->stacked[2].map;
    for (int r = 0; r < map.rows; r += 5)
        for (int c = 0; c < map.columns; c += 3) {
            const std::string name = "layer 2(" + std::to_string(r) + "," + std::to_string(c) + ")";
            REQUIRE(figure.find(name) != nullptr);
            CHECK(figure.find(name)->value == map(r, c));
            CHECK(checkerboardRegion(scene, 2, name)->value == map(r, c));
        }
    CHECK(figure.find("cure 2(10,10)")->value == 81);
    CHECK_FALSE(checkerboardRegion(scene, 1, "layer 2(0,0)").has_value());
    CHECK_FALSE(checkerboardRegion(scene, 2, "layer 2(35,0)").has_value());
    CHECK_FALSE(checkerboardRegion(scene, 2, "nothing(0,0)").has_value());
}

TEST_CASE("the spectrum has its mean in the middle and the pattern beside it", "[checkerboard_view]") {
    CheckerboardScene scene({.layers = 1});
    const int n = scene.board->stacked[1].spectrum.rows;
    auto at = [&](const char* name, int r, int c) {
        return *checkerboardRegion(scene, 1,
                                   std::string(name) + "(" + std::to_string(r) + "," + std::to_string(c) + ")")
                    ->value;
    };
    CHECK(at("spectrum", n / 2, n / 2) == Approx(0).margin(1e-9));  // dB
    CHECK(at("spectrum", 0, n / 2) > -10);                          // every second row
    CHECK(at("spectrum", 1, n / 2) == -60);
    const int m = scene.board->cured[1].spectrum.rows;
    CHECK(at("cure spectrum", 0, m / 2) == -60);
}

TEST_CASE("checkerboards fit on every stage", "[checkerboard_view]") {
    for (auto [width, height, scale] : {std::tuple{640.f, 560.f, 1.f},
                                        {720.f, 560.f, 1.f},
                                        {1360.f, 900.f, 1.f},
                                        {1900.f, 900.f, 2.f},
                                        {1280.f, 1000.f, 2.f},
                                        {484.f, 648.f, 1.f},
                                        {1024.f, 528.f, 2.f}})
        for (KernelPattern pattern : {KernelPattern::Ones, KernelPattern::Random, KernelPattern::Bilinear})
            for (int layers : {1, 3})
                for (int step : {0, layers}) {
                    View view;
                    view.size = {width, height};
                    view.scale = scale;
                    CheckerboardScene scene({.kernel = {5, 3}, .stride = {2, 3}, .layers = layers, .pattern = pattern});
                    INFO(width << " x " << height << " at " << scale << ", " << layers << " layers, step " << step);
                    CHECK(layoutProblems(drawn(scene, step, view), 11 * scale) == std::vector<std::string>{});
                    View column = view;
                    column.size.width = 19.5f * view.em();
                    CHECK(layoutProblems(checkerboardColumn(scene, step, column), 11 * scale) ==
                          std::vector<std::string>{});
                }
}

TEST_CASE("covered maps show no number", "[checkerboard_view]") {
    CheckerboardScene scene({.layers = 2});
    View view;
    for (const char* hidden : {"layer", "cure", "spectrum", "layer 2", "cure spectrum"}) {
        view.hidden = {hidden};
        int found = 0;
        for (const Region& region : drawn(scene, 2, view).regions)
            if (region.role == hidden || region.name == hidden) {
                CHECK_FALSE(region.value.has_value());
                CHECK(region.text == "?");
                ++found;
            }
        CHECK(found > 0);
    }
}
