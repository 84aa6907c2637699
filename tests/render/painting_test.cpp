#include "core/error.h"
#include "render/canvas.h"
#include "render/torture.h"

using namespace seglab;
using namespace seglab::figure;
using namespace seglab::render;

TEST_CASE("two paintings of a figure have the same bytes, in two contexts too", "[render]") {
    auto paintOnce = [](int times) {
        Canvas canvas(960, 640);
        canvas.sheet = tortureFigure(Theme::Board);
        for (int i = 0; i < times; ++i) canvas.paint();
        return canvas.pixels.rgba;
    };
    const auto first = paintOnce(1);
    CHECK(first == paintOnce(2));
    CHECK(first == paintOnce(1));
}

TEST_CASE("painting an unchanged figure uploads nothing", "[render]") {
    Canvas canvas(960, 640);
    const Figure figure = tortureFigure(Theme::Paper);
    CachedFigure cached;
    cached.update(canvas.painter, figure, 7);
    const PaintCounters once = canvas.painter.counters();
    CHECK(once.paintings == 1);
    CHECK(once.textureUploads > 0);
    for (int i = 0; i < 5; ++i) CHECK(cached.update(canvas.painter, figure, 7) == cached.texture());
    CHECK(canvas.painter.counters().paintings == once.paintings);
    CHECK(canvas.painter.counters().textureUploads == once.textureUploads);
    CHECK(canvas.painter.counters().bufferUploads == once.bufferUploads);

    // A new stamp paints again: the vertices are sent, the pictures and letters are there already.
    cached.update(canvas.painter, figure, 8);
    CHECK(canvas.painter.counters().paintings == once.paintings + 1);
    CHECK(canvas.painter.counters().textureUploads == once.textureUploads);
}

TEST_CASE("a cached figure holds the pixels of the figure", "[render]") {
    Canvas canvas(960, 640);
    canvas.sheet = tortureFigure(Theme::Paper);
    canvas.paint();
    CachedFigure cached;
    cached.update(canvas.painter, canvas.sheet, 1);
    std::vector<std::uint8_t> rows(canvas.pixels.rgba.size());
    glBindTexture(GL_TEXTURE_2D, cached.texture());
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
    const std::size_t stride = 960 * 4;
    for (std::size_t y = 0; y < 640; ++y)
        REQUIRE(std::equal(rows.begin() + std::ptrdiff_t(y * stride), rows.begin() + std::ptrdiff_t((y + 1) * stride),
                           canvas.pixels.rgba.begin() + std::ptrdiff_t((639 - y) * stride)));
}

TEST_CASE("a figure is painted where it is asked for and clipped to its size", "[render]") {
    Canvas canvas(60, 60);
    Figure small;
    small.size = {20, 20};
    small.background = kBlue;
    small.primitives.push_back(Rectangle{.box = {10, 10, 100, 100}, .fill = kRed});
    canvas.paint();
    canvas.offscreen.bind();
    canvas.painter.paint(small, {30, 10}, {60, 60});
    canvas.pixels = canvas.offscreen.read();
    CHECK(canvas.at(29, 15) == kWhite);
    CHECK(canvas.at(30, 10) == kBlue);
    CHECK(canvas.at(49, 29) == kRed);
    CHECK(canvas.at(50, 25) == kWhite);
    CHECK(canvas.at(45, 30) == kWhite);
}

TEST_CASE("painting leaves the state of OpenGL as it was", "[render]") {
    Canvas canvas(960, 640);
    const Figure figure = tortureFigure(Theme::Paper);
    canvas.offscreen.bind();
    gl::Texture texture = gl::makeTexture();
    gl::Buffer buffer = gl::makeBuffer();
    gl::VertexArray array = gl::makeVertexArray();
    glBindVertexArray(array.name());
    glBindBuffer(GL_ARRAY_BUFFER, buffer.name());
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture.name());
    glActiveTexture(GL_TEXTURE3);
    glViewport(1, 2, 33, 44);
    glScissor(5, 6, 7, 8);
    glEnable(GL_SCISSOR_TEST);
    glEnable(GL_CULL_FACE);
    glBlendFuncSeparate(GL_DST_COLOR, GL_ONE, GL_ZERO, GL_SRC_ALPHA);
    glBlendEquationSeparate(GL_FUNC_SUBTRACT, GL_FUNC_REVERSE_SUBTRACT);
    glClearColor(0.25f, 0.5f, 0.75f, 1);
    glColorMask(GL_TRUE, GL_FALSE, GL_TRUE, GL_FALSE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 2);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 9);

    auto state = [] {
        std::vector<GLint> values;
        for (GLenum name : {GL_CURRENT_PROGRAM,
                            GL_VERTEX_ARRAY_BINDING,
                            GL_ARRAY_BUFFER_BINDING,
                            GL_ACTIVE_TEXTURE,
                            GL_VIEWPORT,
                            GL_SCISSOR_BOX,
                            GL_SCISSOR_TEST,
                            GL_CULL_FACE,
                            GL_BLEND,
                            GL_DEPTH_TEST,
                            GL_BLEND_SRC_RGB,
                            GL_BLEND_DST_RGB,
                            GL_BLEND_SRC_ALPHA,
                            GL_BLEND_DST_ALPHA,
                            GL_BLEND_EQUATION_RGB,
                            GL_BLEND_EQUATION_ALPHA,
                            GL_COLOR_WRITEMASK,
                            GL_UNPACK_ALIGNMENT,
                            GL_UNPACK_ROW_LENGTH,
                            GL_PACK_ALIGNMENT,
                            GL_DRAW_FRAMEBUFFER_BINDING,
                            GL_READ_FRAMEBUFFER_BINDING,
                            GL_COLOR_CLEAR_VALUE}) {
            GLint value[4] = {0, 0, 0, 0};
            glGetIntegerv(name, value);
            values.insert(values.end(), value, value + 4);
        }
        glActiveTexture(GL_TEXTURE0);
        GLint bound = 0;
        glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
        glActiveTexture(GL_TEXTURE3);
        values.push_back(bound);
        return values;
    };
    const auto before = state();
    canvas.painter.paint(figure, {0, 0}, figure.size);
    CHECK(state() == before);
    CachedFigure cached;
    cached.update(canvas.painter, figure, 1);
    CHECK(state() == before);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

TEST_CASE("a texture is dropped when nobody holds its pixels any more", "[render]") {
    Canvas canvas(40, 40);
    auto pixels = makePixels(1, 1, {kRed});
    canvas.add(Image{.box = {0, 0, 40, 40}, .pixels = pixels}).paint();
    const auto uploads = canvas.painter.counters().textureUploads;
    canvas.paint();
    CHECK(canvas.painter.counters().textureUploads == uploads);
    canvas.sheet.primitives.clear();
    const std::weak_ptr<const Pixels> held = pixels;
    pixels.reset();
    CHECK(held.expired());
    canvas.paint();
    CHECK(canvas.at(20, 20) == kWhite);
}

TEST_CASE("an empty figure paints nothing and is no error", "[render]") {
    Canvas canvas(20, 20);
    canvas.paint();
    canvas.painter.paint(Figure{}, {0, 0}, {20, 20});
    CachedFigure cached;
    CHECK(cached.update(canvas.painter, Figure{}, 1) != 0);
}
