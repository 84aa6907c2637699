#pragma once

#include <catch2/catch.hpp>

#include <ostream>
#include <string>

#include "figure/figure.h"
#include "render/gl.h"
#include "render/offscreen.h"
#include "render/painter.h"

namespace seglab::figure {

inline std::ostream& operator<<(std::ostream& out, Color c) {
    return out << "(" << int(c.r) << ", " << int(c.g) << ", " << int(c.b) << ", " << int(c.a) << ")";
}

}  // namespace seglab::figure

namespace seglab::render {

inline constexpr figure::Color kWhite{255, 255, 255}, kBlack{0, 0, 0}, kRed{200, 30, 20}, kBlue{10, 60, 190};

/// A white sheet and a painter. At the end of a test OpenGL has nothing to complain about.
class Canvas {
public:
    Canvas(int width, int height) : offscreen(width, height) {
        sheet.size = {float(width), float(height)};
        sheet.background = kWhite;
    }
    ~Canvas() { CHECK(glGetError() == GLenum(GL_NO_ERROR)); }

    Canvas& add(figure::Primitive primitive) {
        sheet.primitives.push_back(std::move(primitive));
        return *this;
    }
    const figure::Pixels& paint() {
        offscreen.bind();
        painter.paint(sheet, {0, 0}, sheet.size);
        return pixels = offscreen.read();
    }
    figure::Color at(int x, int y) const { return colorAt(pixels, x, y); }
    /// How much ink there is: 0 on white, 1 on black, of a grey drawing.
    float ink(int x, int y) const { return 1 - float(at(x, y).r) / 255; }
    float inkInColumn(int x) const {
        float sum = 0;
        for (int y = 0; y < pixels.height; ++y) sum += ink(x, y);
        return sum;
    }
    float inkInRow(int y) const {
        float sum = 0;
        for (int x = 0; x < pixels.width; ++x) sum += ink(x, y);
        return sum;
    }
    static figure::Color colorAt(const figure::Pixels& pixels, int x, int y) {
        const std::uint8_t* p = &pixels.rgba[(std::size_t(y) * std::size_t(pixels.width) + std::size_t(x)) * 4];
        return {p[0], p[1], p[2], p[3]};
    }

    Offscreen offscreen;
    Painter painter;
    figure::Figure sheet;
    figure::Pixels pixels;
};

inline std::shared_ptr<figure::Pixels> makePixels(int width, int height, const std::vector<figure::Color>& colors) {
    auto pixels = std::make_shared<figure::Pixels>();
    pixels->width = width;
    pixels->height = height;
    for (figure::Color c : colors) pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
    pixels->version = figure::nextVersion();
    return pixels;
}

}  // namespace seglab::render
