#include <catch2/catch.hpp>
#include <cmath>

#include "figure/layout_check.h"
#include "figure/views/heat_map.h"
#include "figure/views/plot.h"

using namespace seglab::figure;

namespace {

HeatMap waves(int rows, int columns) {
    HeatMap map{.name = "output", .role = "output", .title = "[output|output]", .rows = rows, .columns = columns};
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < columns; ++c) map.values.push_back(std::sin(0.3 * r) * std::cos(0.4 * c) * 12.5);
    return map;
}

Plot curves() {
    Plot plot{.title = "Training", .x = {.label = "epoch", .integers = true}, .y = {.label = "loss"}};
    const Mark marks[] = {Mark::Line, Mark::Step, Mark::Bar, Mark::Line};
    for (int k = 0; k < 4; ++k) {
        Series series{.name = "s" + std::to_string(k), .label = "series " + std::to_string(k), .mark = marks[k]};
        for (int i = 0; i < 20; ++i) {
            series.x.push_back(i);
            series.y.push_back(i == 7 ? std::nan("") : std::exp(-0.3 * i) + 0.01 * k);
        }
        plot.series.push_back(series);
    }
    return plot;
}

Figure page(Size size) {
    return {.size = size};
}

/// Sizes and scales from a corner of a column to a whole projector.
struct Setting {
    Size size;
    float scale;
};
constexpr Setting kSettings[] = {{{180, 120}, 1}, {{260, 200}, 1}, {{500, 260}, 1}, {{900, 700}, 1}, {{900, 700}, 2}};

}  // namespace

TEST_CASE("a heat map keeps to its box with its words apart, at every size") {
    for (const Setting& setting : kSettings)
        for (const auto& [rows, columns] : {std::pair<int, int>{24, 24}, {3, 40}, {40, 3}, {1, 1}, {90, 90}}) {
            Figure figure = page(setting.size);
            View view;
            view.scale = setting.scale;
            const HeatMap map = waves(rows, columns);
            const Box at = addHeatMap(figure, {0, 0, setting.size.width, setting.size.height}, map, view);
            INFO(rows << " x " << columns << " in " << setting.size.width << " x " << setting.size.height);
            CHECK(layoutProblems(figure, 11 * setting.scale) == std::vector<std::string>{});
            CHECK(at.width / float(columns) == Approx(at.height / float(rows)));
            CHECK(at.width > 0);
        }
}

TEST_CASE("up to 4,096 cells each cell is a region with its value; more are one with shape and extremes") {
    Figure cells = page({400, 300});
    const HeatMap small = waves(64, 64);
    addHeatMap(cells, {0, 0, 400, 300}, small, {});
    CHECK(cells.regions.size() == 4096);
    REQUIRE(cells.find("output(3,5)"));
    CHECK(*cells.find("output(3,5)")->value == small.values[3 * 64 + 5]);
    CHECK(cells.find("output(3,5)")->text.empty());
    CHECK(cells.hit(cells.find("output(3,5)")->box.centre()) == cells.find("output(3,5)"));

    Figure whole = page({400, 300});
    addHeatMap(whole, {0, 0, 400, 300}, waves(64, 65), {});
    REQUIRE(whole.regions.size() == 1);
    CHECK(whole.regions[0].name == "output");
    CHECK(whole.regions[0].shape == std::vector<int>{64, 65});
    CHECK(whole.regions[0].maximum == rangeOf(waves(64, 65).values).maximum);
}

TEST_CASE("a map built twice has pixels of one version, in another range of another") {
    const HeatMap map = waves(8, 8);
    const std::uint64_t version = heatPixels(map, {-1, 1}, Theme::Paper)->version;
    CHECK(heatPixels(map, {-1, 1}, Theme::Paper)->version == version);
    CHECK(heatPixels(map, {-2, 2}, Theme::Paper)->version != version);
}

TEST_CASE("pixels of a map are its values' colours; a large map is averaged in blocks") {
    HeatMap map{.name = "m", .rows = 1, .columns = 3, .values = {0, 1, std::nan("")}};
    const auto pixels = heatPixels(map, {0, 1}, Theme::Paper);
    CHECK(pixels->rgba == std::vector<std::uint8_t>{0x44, 0x01, 0x54, 255, 0xFD, 0xE7, 0x25, 255, 0, 0, 0, 0});

    HeatMap large{.name = "m", .rows = 1, .columns = 2048};
    for (int i = 0; i < 2048; ++i) large.values.push_back(i % 2);
    const auto averaged = heatPixels(large, {0, 1}, Theme::Paper);
    CHECK(averaged->width == 1024);
    const Color half = colorAt(ColorMap::Viridis, 0.5, Theme::Paper);
    CHECK(averaged->rgba[0] == half.r);
    CHECK(averaged->rgba[4093] == half.g);
}

TEST_CASE("a plot keeps to its box with its words apart, at every size") {
    for (const Setting& setting : kSettings) {
        Figure figure = page(setting.size);
        View view;
        view.scale = setting.scale;
        addPlot(figure, {0, 0, setting.size.width, setting.size.height}, curves(), view);
        INFO(setting.size.width << " x " << setting.size.height << " at " << setting.scale);
        CHECK(layoutProblems(figure, 11 * setting.scale) == std::vector<std::string>{});
    }
}

TEST_CASE("a point of a plot can be asked and stands where its value is") {
    Figure figure = page({500, 260});
    const Plot plot = curves();
    const Box area = addPlot(figure, {0, 0, 500, 260}, plot, {});
    REQUIRE(figure.find("s0(3)"));
    CHECK(*figure.find("s0(3)")->value == plot.series[0].y[3]);
    CHECK(figure.find("s0(7)") == nullptr);
    CHECK(figure.find("s0(3)")->box.centre().y > figure.find("s0(1)")->box.centre().y);
    for (const Region& region : figure.regions) {
        CHECK(region.box.x >= area.x - 0.01f);
        CHECK(region.box.right() <= area.right() + 0.01f);
        CHECK(region.box.y >= area.y - 0.01f);
        CHECK(region.box.bottom() <= area.bottom() + 0.01f);
    }
}

TEST_CASE("plots and maps of nothing, of one value and of extremes are drawn") {
    for (const std::vector<double>& values :
         {std::vector<double>{}, {0}, {5, 5, 5}, {-1e308, 1e308}, {std::nan(""), std::nan("")}}) {
        Plot plot{.series = {{.name = "s", .label = "s"}}};
        for (std::size_t i = 0; i < values.size(); ++i) plot.series[0].x.push_back(double(i));
        plot.series[0].y = values;
        Figure figure = page({300, 200});
        addPlot(figure, {0, 0, 300, 200}, plot, {});
        HeatMap map{.name = "m", .rows = values.empty() ? 0 : 1, .columns = int(values.size()), .values = values};
        Figure other = page({300, 200});
        addHeatMap(other, {0, 0, 300, 200}, map, {});
        CHECK(layoutProblems(figure) == std::vector<std::string>{});
        CHECK(layoutProblems(other) == std::vector<std::string>{});
    }
}
