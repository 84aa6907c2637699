#pragma once

#define GL_GLEXT_PROTOTYPES
#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#include <GL/gl.h>
#include <GL/glext.h>
#endif

#include <string_view>
#include <utility>

// OpenGL objects with owners. Every owner needs the context that made it to be current when it is destroyed.
namespace seglab::render::gl {

/// Owns one OpenGL name; 0 is no object.
template <void (*release)(GLuint)>
class Handle {
public:
    Handle() = default;
    explicit Handle(GLuint name) : name_(name) {}
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept : name_(std::exchange(other.name_, 0)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            name_ = std::exchange(other.name_, 0);
        }
        return *this;
    }
    GLuint name() const { return name_; }
    explicit operator bool() const { return name_ != 0; }

private:
    void reset() {
        if (name_) release(name_);
        name_ = 0;
    }
    GLuint name_ = 0;
};

inline void deleteProgram(GLuint name) {
    glDeleteProgram(name);
}
inline void deleteShader(GLuint name) {
    glDeleteShader(name);
}
inline void deleteBuffer(GLuint name) {
    glDeleteBuffers(1, &name);
}
inline void deleteVertexArray(GLuint name) {
    glDeleteVertexArrays(1, &name);
}
inline void deleteTexture(GLuint name) {
    glDeleteTextures(1, &name);
}
inline void deleteFramebuffer(GLuint name) {
    glDeleteFramebuffers(1, &name);
}

using Program = Handle<deleteProgram>;
using Shader = Handle<deleteShader>;
using Buffer = Handle<deleteBuffer>;
using VertexArray = Handle<deleteVertexArray>;
using Texture = Handle<deleteTexture>;
using Framebuffer = Handle<deleteFramebuffer>;

Buffer makeBuffer();
VertexArray makeVertexArray();
Texture makeTexture();
Framebuffer makeFramebuffer();

/// Throws Error(Graphics) when the current context is older than OpenGL 3.3 or OpenGL ES 3.0.
void requireVersion();
/// Compiles and links; the #version line is put in front here. Throws Error(Graphics) with the driver's words.
Program makeProgram(std::string_view vertex, std::string_view fragment);
/// An RGBA texture of this size with a framebuffer that draws into it. Throws Error(Graphics) when the size is beyond
/// the driver's limit or memory is short. Leaves the framebuffer bound, and the texture.
struct Target {
    Texture texture;
    Framebuffer framebuffer;
    int width = 0, height = 0;
};
Target makeTarget(int width, int height);
int maximumTextureSize();
/// Throws Error(Graphics) when OpenGL reported one, naming what was being done; empties the queue.
void checkErrors(const char* doing);

/// Remembers every piece of state that this floor changes and puts it back. Dear ImGui shares the context.
class StateGuard {
public:
    StateGuard();
    ~StateGuard();
    StateGuard(const StateGuard&) = delete;
    StateGuard& operator=(const StateGuard&) = delete;

private:
    GLint program_, vertexArray_, arrayBuffer_, activeTexture_, texture_, sampler_, drawFramebuffer_, readFramebuffer_;
    GLint unpackAlignment_, unpackRowLength_, unpackBuffer_, packAlignment_;
    GLint viewport_[4], scissorBox_[4], blend_[6];
    GLfloat clearColor_[4];
    GLboolean colorMask_[4];
    GLboolean enabled_[6];
};

}  // namespace seglab::render::gl
