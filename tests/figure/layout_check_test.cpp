#include "figure/layout_check.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"

using namespace seglab::figure;

namespace {

const TextStyle kStyle{.size = 16, .color = {0, 0, 0, 255}};

Figure page() {
    return {.size = {200, 100}, .background = {255, 255, 255, 255}};
}

bool mentions(const std::vector<std::string>& problems, const std::string& words) {
    return problems.size() == 1 && problems[0].find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a good figure has no problems: lines below each other, runs beside each other, scripts, corners") {
    Figure figure = page();
    addMarkup(figure, {0, 15}, "[input|H_{in}]f[b|j]f^{2} Wgjpq ÄÅ", kStyle, Theme::Paper);
    addParagraph(figure, {0, 40}, 200, "gjpqy [b|AWÅ] gjpqy\nÄÖÜ gjpqy", kStyle, Theme::Paper);
    addText(figure, {200, 15}, "right", kStyle, Align::Right);
    figure.regions = {{.name = "whole", .box = {0, 0, 200, 100}}, {.name = "undrawn", .box = {-5, -5, 0, 0}}};
    CHECK(layoutProblems(figure) == std::vector<std::string>{});
}

TEST_CASE("text outside of the figure is reported") {
    Figure figure = page();
    addText(figure, {190, 50}, "wide", kStyle);
    CHECK(mentions(layoutProblems(figure), "\"wide\" at"));
    figure = page();
    addText(figure, {0, 98}, "g", kStyle);
    CHECK(mentions(layoutProblems(figure), "outside"));
    figure = page();
    addText(figure, {std::nanf(""), 50}, "nowhere", kStyle);
    CHECK(mentions(layoutProblems(figure), "nowhere"));
}

TEST_CASE("text over text is reported, unless the lower one has been painted over") {
    Figure figure = page();
    addText(figure, {10, 50}, "lower", kStyle);
    addText(figure, {20, 52}, "upper", kStyle);
    CHECK(mentions(layoutProblems(figure), "lies over"));

    figure = page();
    addText(figure, {10, 50}, "lower", kStyle);
    figure.primitives.push_back(Rectangle{.box = {0, 20, 100, 50}, .fill = {255, 255, 255, 255}});
    addText(figure, {20, 52}, "upper", kStyle);
    CHECK(layoutProblems(figure).empty());
}

TEST_CASE("text that is too small for the scale is reported") {
    Figure figure = page();
    addText(figure, {10, 50}, "small", {.size = 11, .color = {0, 0, 0, 255}});
    CHECK(layoutProblems(figure).empty());
    CHECK(mentions(layoutProblems(figure, 22), "small"));
}

TEST_CASE("a region outside of the figure is reported") {
    Figure figure = page();
    figure.regions = {{.name = "output(0,0)", .box = {190, 90, 20, 5}}};
    CHECK(mentions(layoutProblems(figure), "output(0,0)"));
}
