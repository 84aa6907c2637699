#include "render/gl.h"

#include <cstring>
#include <string>

#include "core/error.h"

namespace seglab::render::gl {

namespace {

constexpr const char* kSvgWayOut = "SVG needs no graphics: use --out figure.svg";

GLint integer(GLenum name) {
    GLint value = 0;
    glGetIntegerv(name, &value);
    return value;
}

std::string_view versionText() {
    auto text = reinterpret_cast<const char*>(glGetString(GL_VERSION));
    return text ? text : "";
}

bool isEmbedded() {
    return versionText().substr(0, 9) == "OpenGL ES";
}

Shader compile(GLenum stage, std::string_view source) {
    const std::string_view prefix =
        isEmbedded() ? "#version 300 es\nprecision highp float;\nprecision highp int;\n" : "#version 330 core\n";
    Shader shader(glCreateShader(stage));
    const GLchar* texts[2] = {prefix.data(), source.data()};
    const GLint lengths[2] = {GLint(prefix.size()), GLint(source.size())};
    glShaderSource(shader.name(), 2, texts, lengths);
    glCompileShader(shader.name());
    GLint good = 0;
    glGetShaderiv(shader.name(), GL_COMPILE_STATUS, &good);
    if (!good) {
        char log[1024] = "";
        glGetShaderInfoLog(shader.name(), sizeof log, nullptr, log);
        throw Error(Kind::Graphics, std::string("the graphics driver refuses a shader: ") + log, kSvgWayOut);
    }
    return shader;
}

constexpr GLenum kSwitches[6] = {GL_BLEND,           GL_SCISSOR_TEST, GL_DEPTH_TEST, GL_CULL_FACE, GL_STENCIL_TEST,
#ifdef GL_FRAMEBUFFER_SRGB
                                 GL_FRAMEBUFFER_SRGB};
#else
                                 GL_BLEND};
#endif

void setSwitch(GLenum name, bool on) {
    on ? glEnable(name) : glDisable(name);
}

}  // namespace

Buffer makeBuffer() {
    GLuint name = 0;
    glGenBuffers(1, &name);
    return Buffer(name);
}

VertexArray makeVertexArray() {
    GLuint name = 0;
    glGenVertexArrays(1, &name);
    return VertexArray(name);
}

Texture makeTexture() {
    GLuint name = 0;
    glGenTextures(1, &name);
    return Texture(name);
}

Framebuffer makeFramebuffer() {
    GLuint name = 0;
    glGenFramebuffers(1, &name);
    return Framebuffer(name);
}

void requireVersion() {
    const int version = integer(GL_MAJOR_VERSION) * 10 + integer(GL_MINOR_VERSION);
    if (version >= (isEmbedded() ? 30 : 33)) return;
    throw Error(Kind::Graphics,
                "the graphics driver offers \"" + std::string(versionText()) + "\", SegLab needs OpenGL 3.3",
                "try LIBGL_ALWAYS_SOFTWARE=1, or --out figure.svg, which needs no graphics");
}

Program makeProgram(std::string_view vertex, std::string_view fragment) {
    const Shader shaders[2] = {compile(GL_VERTEX_SHADER, vertex), compile(GL_FRAGMENT_SHADER, fragment)};
    Program program(glCreateProgram());
    for (const Shader& shader : shaders) glAttachShader(program.name(), shader.name());
    glLinkProgram(program.name());
    GLint good = 0;
    glGetProgramiv(program.name(), GL_LINK_STATUS, &good);
    if (!good) {
        char log[1024] = "";
        glGetProgramInfoLog(program.name(), sizeof log, nullptr, log);
        throw Error(Kind::Graphics, std::string("the graphics driver cannot link a shader: ") + log, kSvgWayOut);
    }
    return program;
}

int maximumTextureSize() {
    return integer(GL_MAX_TEXTURE_SIZE);
}

Target makeTarget(int width, int height) {
    const int limit = maximumTextureSize();
    if (width < 1 || height < 1 || width > limit || height > limit)
        throw Error(Kind::Graphics,
                    "a picture of " + std::to_string(width) + " x " + std::to_string(height) +
                        " pixels is beyond this graphics driver, which takes 1 to " + std::to_string(limit) + " a side",
                    "choose a smaller --size, or --out figure.svg, which has no limit");
    Target target{makeTexture(), makeFramebuffer(), width, height};
    glBindTexture(GL_TEXTURE_2D, target.texture.name());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer.name());
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target.texture.name(), 0);
    checkErrors("making a picture to draw into");
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
        throw Error(Kind::Graphics, "the graphics driver cannot draw into a picture", kSvgWayOut);
    return target;
}

void checkErrors(const char* doing) {
    const GLenum first = glGetError();
    if (first == GL_NO_ERROR) return;
    // A lost context reports errors forever.
    for (int i = 0; i < 16 && glGetError() != GL_NO_ERROR; ++i) {
    }
    if (first == GL_OUT_OF_MEMORY)
        throw Error(Kind::Graphics, std::string("the graphics driver ran out of memory while ") + doing,
                    "choose a smaller --size, or --out figure.svg");
    throw Error(Kind::Graphics, "OpenGL error " + std::to_string(first) + " while " + doing, kSvgWayOut);
}

StateGuard::StateGuard()
    : program_(integer(GL_CURRENT_PROGRAM)),
      vertexArray_(integer(GL_VERTEX_ARRAY_BINDING)),
      arrayBuffer_(integer(GL_ARRAY_BUFFER_BINDING)),
      activeTexture_(integer(GL_ACTIVE_TEXTURE)),
      drawFramebuffer_(integer(GL_DRAW_FRAMEBUFFER_BINDING)),
      readFramebuffer_(integer(GL_READ_FRAMEBUFFER_BINDING)),
      unpackAlignment_(integer(GL_UNPACK_ALIGNMENT)),
      unpackRowLength_(integer(GL_UNPACK_ROW_LENGTH)),
      unpackBuffer_(integer(GL_PIXEL_UNPACK_BUFFER_BINDING)),
      packAlignment_(integer(GL_PACK_ALIGNMENT)),
      blend_{integer(GL_BLEND_SRC_RGB),   integer(GL_BLEND_DST_RGB),      integer(GL_BLEND_SRC_ALPHA),
             integer(GL_BLEND_DST_ALPHA), integer(GL_BLEND_EQUATION_RGB), integer(GL_BLEND_EQUATION_ALPHA)} {
    glGetIntegerv(GL_VIEWPORT, viewport_);
    glGetIntegerv(GL_SCISSOR_BOX, scissorBox_);
    glGetFloatv(GL_COLOR_CLEAR_VALUE, clearColor_);
    glGetBooleanv(GL_COLOR_WRITEMASK, colorMask_);
    for (int i = 0; i < 6; ++i) enabled_[i] = glIsEnabled(kSwitches[i]);
    glActiveTexture(GL_TEXTURE0);
    texture_ = integer(GL_TEXTURE_BINDING_2D);
    sampler_ = integer(GL_SAMPLER_BINDING);
    glBindSampler(0, 0);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    for (GLenum name : kSwitches) glDisable(name);
}

StateGuard::~StateGuard() {
    for (int i = 0; i < 6; ++i) setSwitch(kSwitches[i], enabled_[i]);
    glUseProgram(GLuint(program_));
    glBindVertexArray(GLuint(vertexArray_));
    glBindBuffer(GL_ARRAY_BUFFER, GLuint(arrayBuffer_));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, GLuint(texture_));
    glBindSampler(0, GLuint(sampler_));
    glActiveTexture(GLenum(activeTexture_));
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, GLuint(drawFramebuffer_));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, GLuint(readFramebuffer_));
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, GLuint(unpackBuffer_));
    glPixelStorei(GL_UNPACK_ALIGNMENT, unpackAlignment_);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, unpackRowLength_);
    glPixelStorei(GL_PACK_ALIGNMENT, packAlignment_);
    glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
    glScissor(scissorBox_[0], scissorBox_[1], scissorBox_[2], scissorBox_[3]);
    glClearColor(clearColor_[0], clearColor_[1], clearColor_[2], clearColor_[3]);
    glColorMask(colorMask_[0], colorMask_[1], colorMask_[2], colorMask_[3]);
    glBlendFuncSeparate(GLenum(blend_[0]), GLenum(blend_[1]), GLenum(blend_[2]), GLenum(blend_[3]));
    glBlendEquationSeparate(GLenum(blend_[4]), GLenum(blend_[5]));
}

}  // namespace seglab::render::gl
