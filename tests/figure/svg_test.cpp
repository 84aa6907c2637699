#include "figure/svg.h"

#include <catch2/catch.hpp>
#include <cctype>
#include <clocale>

#include "figure/curve.h"
#include "figure/palette.h"
#include "figure/text.h"
#include "figure/xml.h"

using namespace seglab::figure;

namespace {

/// What is wrong with the nesting, quoting or escaping of `xml`; empty where it is well formed.
std::string wellFormednessError(const std::string& xml) {
    std::vector<std::string> open;
    for (std::size_t i = 0; i < xml.size();) {
        if (xml[i] == '&') {
            const std::size_t end = xml.find(';', i);
            if (end == std::string::npos || end - i > 6) return "bare & at " + std::to_string(i);
            i = end + 1;
        } else if (xml[i] == '<') {
            std::size_t end = i + 1;
            for (bool quoted = false; end < xml.size() && (quoted || xml[end] != '>'); ++end) {
                if (xml[end] == '"') quoted = !quoted;
                if (xml[end] == '<') return "< inside a tag at " + std::to_string(end);
            }
            if (end == xml.size()) return "a tag is never closed";
            const std::string tag = xml.substr(i + 1, end - i - 1);
            const std::string name = tag.substr(0, tag.find_first_of(" \n"));
            if (name[0] == '/') {
                if (open.empty() || open.back() != name.substr(1)) return "unexpected <" + name + ">";
                open.pop_back();
            } else if (tag.back() != '/') {
                open.push_back(name);
            }
            i = end + 1;
        } else {
            if (static_cast<unsigned char>(xml[i]) < 0x20 && xml[i] != '\n') return "a control character";
            ++i;
        }
    }
    return open.empty() ? "" : "<" + open.back() + "> is never closed";
}

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

std::shared_ptr<Pixels> checker() {
    auto pixels = std::make_shared<Pixels>();
    *pixels = {.width = 2, .height = 1, .rgba = {0, 0, 0, 255, 255, 255, 255, 255}, .version = nextVersion()};
    return pixels;
}

/// One of everything.
Figure sample() {
    Figure figure{.size = {400, 300}, .background = palette(Theme::Paper).background};
    for (int i = 0; i <= int(Hatch::Vertical); ++i) {
        const Box box{10 + 40.f * float(i), 10, 40, 40};
        figure.primitives.push_back(Rectangle{.box = box,
                                              .fill = {1, 2, 3, 128},
                                              .stroke = {4, 5, 6, 255},
                                              .radius = 3,
                                              .dash = Dash(i % 3),
                                              .hatch = Hatch(i),
                                              .hatchColor = {7, 8, 9, 100},
                                              .shadow = i == 2});
        figure.regions.push_back({.name = "output(0," + std::to_string(i) + ")", .box = box, .value = i});
    }
    addArrow(figure, {.points = link({10, 100}, {200, 200}), .color = {1, 2, 3, 255}, .dash = Dash::Dotted});
    addMarkup(figure, {10, 250}, "[input|input] a < b & \"c\" ⌊x⌋_{i}", {.size = 16, .color = {0, 0, 0, 255}},
              Theme::Paper);
    figure.primitives.push_back(Image{.box = {300, 100, 64, 32}, .pixels = checker()});
    return figure;
}

}  // namespace

TEST_CASE("the SVG of every kind of primitive is well formed and the same twice") {
    const std::string svg = toSvg(sample(), "A <title> & \"more\"");
    CHECK(wellFormednessError(svg) == "");
    CHECK(svg == toSvg(sample(), "A <title> & \"more\""));
    CHECK(count(svg, "<pattern ") == 6);
    CHECK(count(svg, "<filter ") == 1);
    CHECK(count(svg, "<image ") == 1);
    CHECK(svg.find("image-rendering=\"pixelated\"") != std::string::npos);
    CHECK(svg.find("a &lt; b &amp; &quot;c&quot;") != std::string::npos);
}

TEST_CASE("a region of the SVG names its value when it is pointed at, the topmost last") {
    Figure figure{.size = {100, 100}};
    figure.regions.push_back({.name = "above", .box = {0, 0, 10, 10}, .layer = 1});
    figure.regions.push_back({.name = "output(1,1)", .box = {0, 0, 10, 10}, .value = -2.5, .sentence = "[b|A] sum."});
    figure.regions.push_back({.name = "undrawn", .value = 1});
    const std::string svg = toSvg(figure, "");
    CHECK(svg.find("<title>output(1,1) = −2.5\nA sum.</title>") != std::string::npos);
    CHECK(svg.find("undrawn") == std::string::npos);
    CHECK(svg.find("above") > svg.find("output(1,1)"));
}

TEST_CASE("text keeps its place and width in the SVG although spaces at its ends are left out") {
    Figure figure{.size = {100, 100}};
    addText(figure, {10, 20}, "  ab ", {.size = 10, .font = Font::Numbers, .color = {0, 0, 0, 255}});
    const std::string svg = toSvg(figure, "");
    CHECK(svg.find("x=\"22\" y=\"20\" font-size=\"10\" textLength=\"12\"") != std::string::npos);
    CHECK(svg.find(">ab</text>") != std::string::npos);
}

TEST_CASE("XML gets neither control characters nor broken UTF-8") {
    CHECK(xmlEscaped("a\x01\xff<&>'\"") == "a��&lt;&amp;&gt;&#39;&quot;");
    CHECK(xmlEscaped("\xed\xa0\x80") == "���");
    CHECK(xmlEscaped("⌊−1⌋ 漢 😀") == "⌊−1⌋ 漢 😀");
}

TEST_CASE("decimals have a full stop in every locale, at most two places and no minus zero") {
    for (const char* locale : {"C", "de_DE.UTF-8"}) {
        std::setlocale(LC_ALL, locale);
        CHECK(decimal(12) == "12");
        CHECK(decimal(0.5f) == "0.5");
        CHECK(decimal(-3.256f) == "-3.26");
        CHECK(decimal(1.05f) == "1.05");
        CHECK(decimal(-0.001f) == "0");
        CHECK(decimal(std::nanf("")) == "0");
    }
    std::setlocale(LC_ALL, "C");
}

TEST_CASE("base64 is that of RFC 4648") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foobar") == "Zm9vYmFy");
}
