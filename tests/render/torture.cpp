#include "render/torture.h"

#include <cmath>

#include "figure/palette.h"
#include "figure/text.h"

namespace seglab::render {

namespace {

using namespace figure;

/// Builds the figure; lengths are given at scale 1.
struct Sheet {
    Figure figure;
    Theme theme;
    float scale;

    Box at(float x, float y, float w, float h) const { return {x * scale, y * scale, w * scale, h * scale}; }
    Point at(float x, float y) const { return {x * scale, y * scale}; }
    Color role(Role r) const { return roleColor(r, theme); }
    void add(Primitive p) { figure.primitives.push_back(std::move(p)); }
    void text(float x, float y, const std::string& words, float size, Font font = Font::Words) {
        addText(figure, at(x, y), words, {.size = size * scale, .font = font, .color = palette(theme).ink});
    }
    void addCells();
    void addHatches();
    void addStrokes();
    void addPaths();
    void addWords();
    void addPictures();
    void addGrid();
};

void Sheet::addCells() {
    const Palette& colors = palette(theme);
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            const Box cell = at(24 + 40 * float(column), 24 + 40 * float(row), 40, 40);
            add(Rectangle{.box = cell,
                          .fill = roleTint(Role::Output, theme, 0.06f * float(row * 4 + column)),
                          .stroke = colors.hairline,
                          .strokeWidth = scale});
            addTextCentred(figure, cell, std::to_string(row * 13 - column * 7),
                           {.size = 16 * scale, .font = Font::Numbers, .color = colors.ink});
        }
    }
    add(Rectangle{
        .box = at(24, 24, 160, 160), .stroke = role(Role::Output), .strokeWidth = 2 * scale, .radius = 2 * scale});
    add(Rectangle{.box = at(64, 64, 100, 100),
                  .fill = role(Role::Kernel).withAlpha(0.25f),
                  .stroke = role(Role::Selection),
                  .strokeWidth = 3 * scale,
                  .radius = 6 * scale,
                  .shadow = true});
}

void Sheet::addHatches() {
    for (int i = 1; i <= 6; ++i) {
        add(Rectangle{.box = at(216 + 40 * float(i - 1), 24, 40, 64),
                      .fill = palette(theme).raised,
                      .stroke = role(Role::Ink),
                      .strokeWidth = scale,
                      .radius = i % 2 ? 0 : 6 * scale,
                      .hatch = Hatch(i),
                      .hatchColor = palette(theme).muted,
                      .hatchSpacing = 6 * scale});
    }
}

void Sheet::addStrokes() {
    float y = 112;
    for (Dash dash : {Dash::Solid, Dash::Dashed, Dash::Dotted}) {
        for (float width : {1.0f, 1.5f, 2.0f, 3.0f}) {
            add(Path{.points = {at(216, y), at(336, y)},
                     .stroke = role(Role::Ink),
                     .strokeWidth = width * scale,
                     .dash = dash});
            y += 7;
        }
        add(Rectangle{.box = at(352 + 36 * float(int(dash)), 112, 30, 36),
                      .stroke = role(Role::Selection),
                      .strokeWidth = 1.5f * scale,
                      .radius = 4 * scale,
                      .dash = dash});
        add(Rectangle{.box = at(352 + 36 * float(int(dash)), 156, 30, 30),
                      .fill = roleTint(Role::Input, theme, 0.2f),
                      .stroke = role(Role::Input),
                      .strokeWidth = 2 * scale,
                      .radius = 15 * scale,
                      .dash = dash});
    }
}

void Sheet::addPaths() {
    std::vector<Point> wave, spiral;
    for (int i = 0; i <= 60; ++i) {
        const float t = float(i) / 60;
        wave.push_back(at(480 + 200 * t, 60 + 30 * std::sin(12 * t)));
        spiral.push_back(at(760 + 40 * t * std::cos(18 * t), 70 + 40 * t * std::sin(18 * t)));
    }
    for (int dash = 0; dash < 3; ++dash) {
        std::vector<Point> moved = wave;
        for (Point& p : moved) p.y += 40 * float(dash) * scale;
        add(Path{.points = moved, .stroke = role(Role::Kernel), .strokeWidth = 2 * scale, .dash = Dash(dash)});
    }
    add(Path{.points = spiral, .stroke = role(Role::Skip).withAlpha(0.5f), .strokeWidth = 6 * scale});
    add(Path{.points = {at(830, 30), at(930, 40), at(840, 60), at(935, 100), at(825, 110)},
             .stroke = role(Role::Input).withAlpha(0.6f),
             .strokeWidth = 8 * scale});
    add(Path{.points = {at(700, 130), at(760, 120), at(790, 170), at(720, 185)},
             .stroke = role(Role::Output),
             .strokeWidth = 2 * scale,
             .closed = true,
             .fill = roleTint(Role::Output, theme, 0.3f)});
    add(Path{.points = {at(810, 130), at(830, 137), at(810, 144)}, .closed = true, .fill = role(Role::Ink)});
    add(Path{
        .points = {at(850, 130), at(890, 130), at(890, 150), at(850, 150)}, .closed = true, .fill = role(Role::Input)});
    for (int i = 0; i < 12; ++i) {
        const float angle = 0.2618f * float(i);
        add(Path{.points = {at(870, 175), at(870 + 60 * std::cos(angle), 175 + 20 * std::sin(angle))},
                 .stroke = role(Role::Ink),
                 .strokeWidth = scale});
    }
}

void Sheet::addWords() {
    text(24, 230, "Transposed convolution — every input cell stamps a copy of the kernel", 20, Font::WordsBold);
    text(24, 256, "H_out = (H_in − 1)·s − 2·p + d·(k − 1) + op + 1", 16, Font::Numbers);
    text(24, 280, "The quick brown fox jumps over the lazy dog. 0123456789 (){}[] “quotes” Ångström, Σ ≤ ≥ → ⌊x⌋", 16);
    text(24, 300,
         "Small print at 11 px: padding 1 crops this edge; where it meets earlier stamps, three cells hold a sum", 11);
    text(24, 320, "Small print at 13 px: padding 1 crops this edge; where it meets earlier stamps, three cells hold",
         13);
    text(24, 360, "Large 32", 32);
    text(190, 360, "72.5%", 32, Font::NumbersBold);
    text(310, 360, "input(1,0)·kernel(2,1) = 3·4 = 12   −0.125", 14, Font::Numbers);
    text(640, 320, "⊕ ⊗ ∈ ⊤ ∑ √ ∂ ≈", 24, Font::Symbols);
}

void Sheet::addPictures() {
    auto make = [](int width, int height, auto&& color) {
        auto pixels =
            std::make_shared<Pixels>(Pixels{.width = width, .height = height, .rgba = {}, .version = nextVersion()});
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const Color c = color(x, y);
                pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
            }
        return pixels;
    };
    auto map = make(8, 6, [](int x, int y) { return Color{std::uint8_t(30 * x), std::uint8_t(40 * y), 140, 255}; });
    auto faded = make(8, 6, [](int x, int y) { return Color{213, 94, 0, std::uint8_t((x + y) % 2 ? 255 : 20 * x)}; });
    auto large = make(300, 200, [](int x, int y) {
        const bool ring = int(std::hypot(float(x - 150), float(y - 100)) / 6) % 2;
        return ring ? Color{0, 114, 178, 255} : Color{230, 159, 0, 255};
    });
    add(Image{.box = at(24, 384, 160, 120), .pixels = map});
    add(Image{.box = at(200, 384, 160, 120), .pixels = map, .smooth = true});
    add(Image{.box = at(376, 384, 160, 120), .pixels = faded});
    add(Image{.box = at(552, 384, 150, 100), .pixels = large, .smooth = true});
    add(Image{.box = at(718, 384, 150, 100), .pixels = large});
}

void Sheet::addGrid() {
    for (int i = 0; i <= 20; ++i) {
        add(Path{.points = {at(24 + 12.5f * float(i), 520), at(24 + 12.5f * float(i), 620)},
                 .stroke = palette(theme).hairline,
                 .strokeWidth = scale});
        if (i <= 8)
            add(Path{.points = {at(24, 520 + 12.5f * float(i)), at(274, 520 + 12.5f * float(i))},
                     .stroke = palette(theme).hairline,
                     .strokeWidth = scale});
    }
    for (int i = 0; i < 8; ++i)
        add(Rectangle{.box = at(300 + 20 * float(i), 620 - 11.3f * float(i + 1), 16.4f, 11.3f * float(i + 1)),
                      .fill = role(Role::Input).withAlpha(0.2f + 0.1f * float(i))});
    for (int i = 0; i < 8; ++i)
        add(Rectangle{.box = at(480 + 24 * float(i), 560, 2 + 2 * float(i), 2 + 2 * float(i)),
                      .fill = role(Role::Selection),
                      .radius = 1 + float(i) * scale});
    add(Rectangle{.box = at(480, 590, 180, 30),
                  .fill = palette(theme).raised,
                  .stroke = palette(theme).hairline,
                  .strokeWidth = scale,
                  .radius = 15 * scale});
}

}  // namespace

Figure tortureFigure(Theme theme, float scale) {
    Sheet sheet{.figure = {}, .theme = theme, .scale = scale};
    sheet.figure.size = {960 * scale, 640 * scale};
    sheet.figure.background = palette(theme).background;
    sheet.addCells();
    sheet.addHatches();
    sheet.addStrokes();
    sheet.addPaths();
    sheet.addWords();
    sheet.addPictures();
    sheet.addGrid();
    return sheet.figure;
}

}  // namespace seglab::render
