#pragma once

#include <memory>

#include "figure/figure.h"

namespace seglab::render {

/// An OpenGL context with no display and no window (EGL surfaceless), made current, with a framebuffer to draw into.
class Offscreen {
public:
    Offscreen(int width, int height);  ///< throws Error(Graphics) in plain words: no EGL, no driver, too old
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    int width() const;
    int height() const;
    void resize(int width, int height);
    void bind() const;            ///< binds the framebuffer and sets the viewport
    figure::Pixels read() const;  ///< first row at the top, alpha 255

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace seglab::render
