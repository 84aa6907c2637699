#include "render/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <cstring>
#include <string>

#include "core/error.h"
#include "render/gl.h"
#include "render/rasterise.h"

namespace seglab::render {

namespace {

constexpr const char* kDriverCure =
    "install libgl1-mesa-dri and libegl-mesa0, or write an SVG (--out figure.svg), which needs no graphics";

/// A display that belongs to no screen. Mesa offers it by name; other drivers offer their default display.
EGLDisplay surfacelessDisplay() {
    const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    if (extensions && std::strstr(extensions, "EGL_MESA_platform_surfaceless"))
        return eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    return eglGetDisplay(EGL_DEFAULT_DISPLAY);
}

std::string hexadecimal(EGLint code) {
    const char* digits = "0123456789abcdef";
    std::string text = "0x0000";
    for (int i = 0; i < 4; ++i) text[std::size_t(5 - i)] = digits[(code >> (4 * i)) & 15];
    return text;
}

EGLDisplay openDisplay() {
    const EGLDisplay display = surfacelessDisplay();
    if (display == EGL_NO_DISPLAY)
        throw Error(Kind::Graphics, "pictures need OpenGL, and no EGL driver is installed", kDriverCure);
    if (!eglInitialize(display, nullptr, nullptr))
        throw Error(Kind::Graphics,
                    "pictures need OpenGL, and the EGL driver does not start (" + hexadecimal(eglGetError()) + ")",
                    kDriverCure);
    return display;
}

EGLContext openContext(EGLDisplay display) {
    if (!eglBindAPI(EGL_OPENGL_API))
        throw Error(Kind::Graphics, "the graphics driver has no desktop OpenGL", kDriverCure);
    const EGLint wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(display, wanted, &config, 1, &count);
    const EGLint attributes[] = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    const EGLContext context = eglCreateContext(display, count ? config : nullptr, EGL_NO_CONTEXT, attributes);
    if (context == EGL_NO_CONTEXT)
        throw Error(Kind::Graphics, "the graphics driver offers no OpenGL 3.3",
                    "try LIBGL_ALWAYS_SOFTWARE=1, or --out figure.svg, which needs no graphics");
    return context;
}

/// An OpenGL context without a surface. The display is one per process and stays open: other contexts may use it.
class Context {
public:
    Context() : display_(openDisplay()), context_(openContext(display_)) {
        if (makeCurrent()) return;
        eglDestroyContext(display_, context_);
        throw Error(Kind::Graphics, "the graphics driver cannot draw without a window", kDriverCure);
    }
    ~Context() {
        if (eglGetCurrentContext() == context_)
            eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        eglDestroyContext(display_, context_);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    bool makeCurrent() const {
        return eglGetCurrentContext() == context_ || eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_);
    }

private:
    EGLDisplay display_;
    EGLContext context_;
};

}  // namespace

struct Offscreen::Implementation {
    Context context;
    gl::Target target;
};

Offscreen::Offscreen(int width, int height) : implementation_(std::make_unique<Implementation>()) {
    gl::requireVersion();
    resize(width, height);
}

Offscreen::~Offscreen() {
    implementation_->context.makeCurrent();
}

int Offscreen::width() const {
    return implementation_->target.width;
}
int Offscreen::height() const {
    return implementation_->target.height;
}

void Offscreen::resize(int width, int height) {
    implementation_->context.makeCurrent();
    if (width == this->width() && height == this->height()) return bind();
    implementation_->target = {};
    implementation_->target = gl::makeTarget(width, height);
    bind();
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

void Offscreen::bind() const {
    implementation_->context.makeCurrent();
    glBindFramebuffer(GL_FRAMEBUFFER, implementation_->target.framebuffer.name());
    glViewport(0, 0, width(), height());
}

figure::Pixels Offscreen::read() const {
    bind();
    return readFramebuffer(width(), height());
}

}  // namespace seglab::render
