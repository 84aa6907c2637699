#include <catch2/catch.hpp>

#include <cmath>

#include "core/random.h"
#include "figure/layout_check.h"
#include "figure/palette.h"
#include "figure/views/class_bars.h"
#include "figure/views/map_grid.h"
#include "figure/views/table.h"

using namespace seglab;
using namespace seglab::figure;

namespace {

MapGrid randomMaps(int channels, int rows, int columns) {
    core::Random random(3);
    auto maps = std::make_shared<core::Tensor<float>>(core::Shape{channels, rows, columns});
    for (float& v : maps->values) v = float(random.number(-2, 3));
    return {.name = "down1.conv1", .maps = maps};
}

Figure empty(const View& view) {
    Figure figure;
    figure.size = view.size;
    figure.background = palette(view.theme).background;
    return figure;
}

}  // namespace

TEST_CASE("maps of a layer stand apart, inside their box, equally large", "[map_grid]") {
    const View view;
    for (const auto& [channels, rows, columns] : {std::tuple{16, 29, 29}, {1, 8, 8}, {64, 5, 9}, {7, 31, 4}}) {
        const Box box{10, 20, 300, 200};
        const MapPlaces places = placeMaps(box, randomMaps(channels, rows, columns), view);
        REQUIRE(int(places.maps.size()) == channels);
        for (std::size_t i = 0; i < places.maps.size(); ++i) {
            const Box& at = places.maps[i];
            CHECK(at.x >= box.x);
            CHECK(at.y >= box.y);
            CHECK(at.right() <= box.right() + 0.01f);
            CHECK(at.bottom() <= box.bottom() + 0.01f);
            CHECK(at.width == places.maps[0].width);
            for (std::size_t j = 0; j < i; ++j) {
                const Box& other = places.maps[j];
                CHECK((at.x >= other.right() || other.x >= at.right() || at.y >= other.bottom() ||
                       other.y >= at.bottom()));
            }
        }
    }
}

TEST_CASE("every pixel of a drawn map has the colour of the cell that it shows", "[map_grid]") {
    View view;
    for (RangeRule rule : {RangeRule::PerMap, RangeRule::PerLayer}) {
        MapGrid grid = randomMaps(6, 9, 7);
        grid.rule = rule;
        grid.order = {4, 1};
        Figure figure = empty(view);
        const MapPlaces places = addMapGrid(figure, {0, 0, 130, 90}, grid, view);
        REQUIRE(places.maps.size() == 2);
        const auto& pixels = *std::get<Image>(figure.primitives[0]).pixels;
        const Box& second = places.maps[1];
        for (int row = 0; row < 9; ++row) {
            const int y = int(second.y) + int((float(row) + 0.5f) / 9 * second.height);
            const int x = int(second.x) + int(2.5f / 7 * second.width);
            const std::uint8_t* at = &pixels.rgba[std::size_t(y * pixels.width + x) * 4];
            const Color expected =
                colorAt(grid.colors, mapRange(grid, 1).position(double(grid.value(1, row, 2))), view.theme);
            CHECK(Color{at[0], at[1], at[2], at[3]} == expected);
        }
        CHECK(figure.find("down1.conv1/4"));
        CHECK_FALSE(figure.find("down1.conv1/0"));
    }
}

TEST_CASE("a cell of a map can be asked by its name", "[map_grid]") {
    const MapGrid grid = randomMaps(3, 4, 5);
    const auto cell = mapCell(grid, "down1.conv1/2(3,4)");
    REQUIRE(cell);
    CHECK(*cell->value == double(grid.value(2, 3, 4)));
    const auto whole = mapCell(grid, "down1.conv1/2");
    REQUIRE(whole);
    CHECK(whole->shape == std::vector<int>{4, 5});
    CHECK(whole->maximum <= 3);
    for (const char* wrong : {"down1.conv1/3(0,0)", "down1.conv1/0(4,0)", "down1.conv1/0(0,5)", "other/0",
                              "down1.conv1", "down1.conv1/", "down1.conv1/0(1,1", "down1.conv1/0(1)",
                              "down1.conv1/0(1,1)x", "down1.conv1/99999999999", "/0", "down1.conv1/-1"})
        CHECK_FALSE(mapCell(grid, wrong));
}

TEST_CASE("a map of one value, and one that is not finite, are drawn", "[map_grid]") {
    const View view;
    MapGrid grid{.name = "flat", .maps = std::make_shared<core::Tensor<float>>(core::Shape{2, 3, 3}, 1.5f)};
    auto broken = std::make_shared<core::Tensor<float>>(core::Shape{1, 1, 2, 2}, NAN);
    Figure figure = empty(view);
    addMapGrid(figure, {0, 0, 100, 100}, grid, view);
    addMapGrid(figure, {0, 100, 100, 100}, {.name = "broken", .maps = broken}, view);
    CHECK(figure.find("flat/1")->minimum == 1.5);
    CHECK(figure.find("broken/0")->maximum == 0);
    CHECK_FALSE(mapCell({.name = "broken", .maps = broken}, "broken/0(1,1)")->value);
}

TEST_CASE("class bars tell their shares, and cover them on request", "[class_bars]") {
    View view;
    const ClassBars bars{.names = {"sky", "grass", "tree"},
                         .colors = std::vector<Color>(3, Color{0, 90, 0}),
                         .shares = {0.1, 0.7, 0.2},
                         .truth = 2};
    Figure figure = empty(view);
    addClassBars(figure, {20, 20, 260, 200}, bars, view);
    CHECK(*figure.find("score(1)")->value == 0.7);
    CHECK(figure.find("score(1)")->text == "70 %");
    CHECK(layoutProblems(figure).empty());
    view.hidden.insert("score");
    figure = empty(view);
    addClassBars(figure, {20, 20, 260, 200}, bars, view);
    for (const Region& region : figure.regions) {
        CHECK_FALSE(region.value);
        CHECK(region.action.kind == Action::Kind::Answer);
    }
}

TEST_CASE("a table fits its box at every width, and its numbers are regions", "[table]") {
    View view;
    const Table table{.headings = {"multiply-adds", "activations", "time"},
                      .rows = {{.label = "[selection|window by window]",
                                .cells = {{.name = "sliding_multiply_adds", .value = 43.6e9},
                                          {.name = "sliding_activations", .value = 64e6},
                                          {.name = "sliding_time", .role = "measured", .value = 1.9, .text = "1.9 s"}}},
                               {.label = "[output|one pass]",
                                .cells = {{.name = "pass_multiply_adds", .value = 194e6}},
                                .strong = true,
                                .ruled = true}}};
    for (const float width : {420.0f, 700.0f, 1100.0f}) {
        Figure figure = empty(view);
        const float height = addTable(figure, {20, 20, width, 300}, table, view);
        CHECK(height == tableHeight(width, table, view));
        CHECK(layoutProblems(figure).empty());
        for (const Region& region : figure.regions) CHECK(region.box.right() <= 20 + width + 1);
        CHECK(figure.find("sliding_multiply_adds")->text == "43.6 G");
        CHECK(figure.find("sliding_time")->text == "—");
        CHECK_FALSE(figure.find("sliding_time")->value);
    }
    view.measure = true;
    view.hidden.insert("pass_multiply_adds");
    view.guesses["pass_multiply_adds"] = 5;
    Figure figure = empty(view);
    addTable(figure, {20, 20, 700, 300}, table, view);
    CHECK(figure.find("sliding_time")->text == "1.9 s");
    CHECK(figure.find("pass_multiply_adds")->text == "?");
}

TEST_CASE("quantities have three digits and a unit", "[table]") {
    CHECK(formatQuantity(614) == "614");
    CHECK(formatQuantity(16384) == "16 384");
    CHECK(formatQuantity(100000) == "100 k");
    CHECK(formatQuantity(999999) == "1.00 M");
    CHECK(formatQuantity(1.6e9) == "1.60 G");
    CHECK(formatQuantity(43.64e9) == "43.6 G");
    CHECK(formatQuantity(0.5) == "0.5");
    CHECK(formatBytes(312) == "312 B");
    CHECK(formatBytes(8.42e6) == "8.42 MB");
    CHECK(formatBytes(3e9) == "3.00 GB");
}
