#include "figure/text.h"

#include "render/canvas.h"

using namespace seglab;
using namespace seglab::figure;
using namespace seglab::render;

TEST_CASE("text darkens pixels within its measured width and not outside", "[render][text]") {
    const Font font = GENERATE(Font::Words, Font::WordsBold, Font::Numbers, Font::NumbersBold);
    const float size = GENERATE(11.0f, 16.0f, 33.0f);
    Canvas canvas(240, 60);
    const float width = addText(canvas.sheet, {20, 40}, "Hn028mE", {.size = size, .font = font, .color = kBlack});
    canvas.paint();
    float within = 0;
    for (int x = 0; x < 240; ++x) {
        if (float(x) >= 19 && float(x) <= 21 + width)
            within += canvas.inkInColumn(x);
        else
            REQUIRE(canvas.inkInColumn(x) == 0);
    }
    CHECK(within > 0.5f * size * size);
    CHECK(canvas.inkInColumn(int(20 + width - 0.2f * size)) > 0);
}

TEST_CASE("capitals stand on the pixel grid: no grey row below the baseline or above the top", "[render][text]") {
    const float size = GENERATE(11.0f, 13.0f, 16.0f, 20.0f, 24.0f);
    Canvas canvas(120, 60);
    addText(canvas.sheet, {10, 40.3f}, "HEH", {.size = size, .font = Font::Words, .color = kBlack});
    canvas.paint();
    int top = 0;
    while (top < 60 && canvas.inkInRow(top) < 0.05f) ++top;
    CHECK(canvas.inkInRow(40) < 0.05f);  // the baseline is rounded to 40
    CHECK(canvas.inkInRow(39) > 2);
    CHECK(canvas.inkInRow(top) > 0.8f * canvas.inkInRow(top + 3));
    CHECK(float(40 - top) == Approx(capHeight(Font::Words, size)).margin(0.51));
}

TEST_CASE("letters move by quarters of a pixel", "[render][text]") {
    Canvas canvas(60, 60);
    std::vector<float> edge;
    for (int quarter = 0; quarter < 4; ++quarter) {
        canvas.sheet.primitives.clear();
        addText(canvas.sheet, {10 + 0.25f * float(quarter), 40}, "l",
                {.size = 32, .font = Font::Words, .color = kBlack});
        canvas.paint();
        float weight = 0, moment = 0;
        for (int x = 0; x < 60; ++x) {
            weight += canvas.inkInColumn(x);
            moment += canvas.inkInColumn(x) * float(x);
        }
        edge.push_back(moment / weight);
    }
    for (std::size_t i = 1; i < 4; ++i) CHECK(edge[i] - edge[i - 1] == Approx(0.25).margin(0.05));
}

TEST_CASE("light text on dark is as heavy as dark text on light", "[render][text]") {
    auto weight = [](Color paper, Color ink) {
        Canvas canvas(220, 40);
        canvas.sheet.background = paper;
        addText(canvas.sheet, {5, 28}, "Transposed convolution", {.size = 16, .font = Font::Words, .color = ink});
        canvas.paint();
        float sum = 0;
        for (int y = 0; y < 40; ++y) sum += canvas.inkInRow(y);
        return paper.r ? sum : float(220 * 40) - sum;
    };
    const float dark = weight(kWhite, kBlack), light = weight(kBlack, kWhite);
    CHECK(light > dark);
    CHECK(light < 1.25f * dark);
}

TEST_CASE("spaces and empty runs paint nothing", "[render][text]") {
    Canvas canvas(60, 40);
    canvas.add(Text{.origin = {5, 30}, .size = 16, .font = Font::Words, .color = kBlack, .text = "   "})
        .add(Text{.origin = {5, 30}, .size = 16, .font = Font::Words, .color = kBlack, .text = ""})
        .paint();
    for (int y = 0; y < 40; ++y) CHECK(canvas.inkInRow(y) == 0);
}

TEST_CASE("many sizes of many letters find place on the pages", "[render][text]") {
    Canvas canvas(1200, 400);
    for (int size = 10; size < 200; size += 3)
        addText(canvas.sheet, {0, 300}, "ABCDEFGHKMNOPQRSTUVWXYZabcdefghkmnopqrstuvwxyz0123456789",
                {.size = float(size), .font = Font::Words, .color = kBlack});
    canvas.paint();
    const Pixels first = canvas.pixels;
    canvas.paint();  // the pages are dropped and made again
    CHECK(first.rgba == canvas.pixels.rgba);
}
