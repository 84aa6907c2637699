#include "render/rasterise.h"

#include <algorithm>
#include <cmath>

#include "render/gl.h"

namespace seglab::render {

figure::Pixels readFramebuffer(int width, int height) {
    figure::Pixels pixels{.width = width, .height = height, .rgba = {}, .version = figure::nextVersion()};
    const std::size_t stride = std::size_t(width) * 4;
    pixels.rgba.resize(stride * std::size_t(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.rgba.data());
    gl::checkErrors("reading the picture back");
    // OpenGL's first row is the bottom one.
    for (int y = 0; y < height / 2; ++y) {
        const auto upper = pixels.rgba.begin() + std::ptrdiff_t(stride * std::size_t(y));
        const auto lower = pixels.rgba.begin() + std::ptrdiff_t(stride * std::size_t(height - 1 - y));
        std::swap_ranges(upper, upper + std::ptrdiff_t(stride), lower);
    }
    for (std::size_t i = 3; i < pixels.rgba.size(); i += 4) pixels.rgba[i] = 255;
    return pixels;
}

figure::Pixels rasterise(Painter& painter, const figure::Figure& figure) {
    const int width = int(std::ceil(figure.size.width)), height = int(std::ceil(figure.size.height));
    gl::StateGuard guard;
    const gl::Target target = gl::makeTarget(width, height);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    painter.paint(figure, {0, 0}, {float(width), float(height)});
    return readFramebuffer(width, height);
}

}  // namespace seglab::render
