#include "figure/text.h"

#include <catch2/catch.hpp>
#include <limits>

#include "figure/fonts.h"
#include "figure/utf8.h"

using namespace seglab::figure;

namespace {

std::vector<Text> runs(const Figure& figure) {
    std::vector<Text> found;
    for (const Primitive& p : figure.primitives)
        if (const Text* text = std::get_if<Text>(&p)) found.push_back(*text);
    return found;
}

}  // namespace

TEST_CASE("widths are the sums of the fonts' own advances") {
    // Advances in font units, from the fonts' hmtx tables: JetBrains Mono 600/1000.
    CHECK(textWidth("0", Font::Numbers, 1000) == Approx(600));
    CHECK(textWidth("−12.5", Font::Numbers, 100) == Approx(300));
    CHECK(textWidth("AV", Font::Words, 16) ==
          Approx(textWidth("A", Font::Words, 16) + textWidth("V", Font::Words, 16)));
    CHECK(textWidth("", Font::Words, 16) == 0);
    CHECK(textWidth("output", Font::WordsBold, 16) > textWidth("output", Font::Words, 16));
}

TEST_CASE("a line is split into runs so that every glyph is in its run's font") {
    Figure figure;
    const float width = addText(figure, {10, 20}, "⌊x⌋ ∈ ⊕ 漢 Σ", {.size = 16, .color = {1, 2, 3, 255}});
    float x = 10;
    for (const Text& run : runs(figure)) {
        CHECK(run.origin.x == Approx(x));
        x += run.width;
        for (std::string_view rest = run.text; !rest.empty();) CHECK(hasGlyph(run.font, takeCodepoint(rest)));
    }
    CHECK(x - 10 == Approx(width));
    CHECK(runs(figure).front().font == Font::Symbols);
}

TEST_CASE("markup gives roles, bold, numbers and levels") {
    const std::vector<Span> found = spans("[input|input(1,0) = 3] stamps [output|H_{out}]^{2} [n|0.5] \\[x\\]");
    REQUIRE(found.size() == 8);
    CHECK(found[0].text == "input(1,0) = 3");
    CHECK(found[0].role == Role::Input);
    CHECK(found[0].bold);
    CHECK(found[1].text == " stamps ");
    CHECK(found[2].role == Role::Output);
    CHECK(found[3].text == "out");
    CHECK(found[3].role == Role::Output);
    CHECK(found[3].level == -1);
    CHECK(found[4].level == 1);
    CHECK(found[4].role == Role::Ink);
    CHECK(found[6].number);
    CHECK(found[7].text == " [x]");
    CHECK(plainText("[kernel|k]·[b|2]_{i}") == "k·2i");
}

TEST_CASE("what is not well formed markup stands for itself") {
    CHECK(plainText("a[0] [unknown|x] ] } _ ^ \\") == "a[0] [unknown|x] ] } _ ^ \\");
    CHECK(plainText("[input|never closed") == "never closed");
    CHECK(plainText("_{in") == "in");
    CHECK(plainText("[input|a_{b]}]") == "ab]");
}

TEST_CASE("numbers are short, exact where they can be, and have a real minus sign") {
    const std::pair<double, const char*> table[] = {
        {0, "0"},
        {-0.0, "0"},
        {12, "12"},
        {-3, "−3"},
        {0.125, "0.125"},
        {-0.5, "−0.5"},
        {0.1, "0.1"},
        {1.0 / 3, "0.333"},
        {3.14159, "3.142"},
        {2.9999, "3"},
        {-0.00002, "−2·10⁻⁵"},
        {0.0625, "0.0625"},
        {0.000488281, "0.000488"},
        {0.0009999, "0.001"},
        {999999, "999999"},
        {12345.678, "12345.7"},
        {999999.9, "1000000"},
        {1e6, "1·10⁶"},
        {1234567, "1.23·10⁶"},
        {-9.999e9, "−1·10¹⁰"},
        {1.7976931348623157e308, "1.8·10³⁰⁸"},
        {5e-324, "4.94·10⁻³²⁴"},
        {std::numeric_limits<double>::infinity(), "∞"},
        {-std::numeric_limits<double>::infinity(), "−∞"},
        {std::numeric_limits<double>::quiet_NaN(), "NaN"},
    };
    for (const auto& [value, text] : table) CHECK(formatNumber(value) == text);
}

TEST_CASE("a paragraph stays inside its width and is as high as measured") {
    const TextStyle style{.size = 16, .color = {0, 0, 0, 255}};
    const std::string markup =
        "[input|input(1,0) = 3] stamps 3 · [kernel|kernel] at rows 2–4;\nwhere it meets earlierstampsthatnevereverend, "
        "H_{out} holds a sum.";
    for (float width = 20; width < 700; width += 7) {
        Figure figure;
        const float height = addParagraph(figure, {5, 9}, width, markup, style, Theme::Paper);
        CHECK(height == Approx(paragraphHeight(width, markup, style)));
        std::string all;
        for (const Text& run : runs(figure)) {
            CHECK(run.origin.x + run.width <= 5 + width + 0.01f);
            CHECK(inkBox(run).y >= 9);
            CHECK(inkBox(run).bottom() <= 9 + height + 0.01f);
            all += run.text;
        }
        all.erase(std::remove(all.begin(), all.end(), ' '), all.end());
        CHECK(all.find("holdsasum.") != std::string::npos);
    }
}

TEST_CASE("no markup, however malformed, breaks the layout or loses a word") {
    const char* pieces[] = {"[",   "]",   "|",  "_{", "^{",   "}", "\\", "\\[",  "input",    "[input|",
                            "[b|", "[n|", "\n", " ",  "word", "−", "漢", "\xff", "\xe2\x88", "[output padding|",
                            "⌊"};
    const int count = int(sizeof pieces / sizeof *pieces);
    std::uint32_t state = 1;
    const auto random = [&state](int below) {
        state = state * 1664525u + 1013904223u;
        return int((state >> 8) % std::uint32_t(below));
    };
    const TextStyle style{.size = 16, .color = {0, 0, 0, 255}};
    for (int round = 0; round < 5000; ++round) {
        std::string markup;
        int words = 0;
        for (int i = random(24); i > 0; --i) {
            const std::string piece = pieces[random(count)];
            markup += piece;
            words += piece == "word";
        }
        Figure figure;
        const float width = float(20 + random(200));
        const float height = addParagraph(figure, {0, 0}, width, markup, style, Theme::Paper);
        CHECK(height == Approx(paragraphHeight(width, markup, style)));
        const std::string plain = plainText(markup);
        int found = 0;
        for (std::size_t at = plain.find("word"); at != std::string::npos; at = plain.find("word", at + 1)) ++found;
        CHECK(found == words);
        CHECK(addMarkup(figure, {0, 0}, markup, style, Theme::Board) == Approx(markupWidth(markup, style)));
    }
}
