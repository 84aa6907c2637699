#include "render/painter.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "embedded/shaders.h"
#include "render/draw_list.h"
#include "render/gl.h"
#include "render/textures.h"

namespace seglab::render {

namespace {

/// One input of a vertex shader: `count` floats, or a colour of four bytes where count is 0.
struct Attribute {
    int count;
    std::size_t offset;
};

struct Layout {
    std::size_t stride;
    std::vector<Attribute> attributes;
};

const Layout& layoutOf(Pipeline pipeline) {
    static const std::array<Layout, kPipelines> layouts{
        {{sizeof(MeshVertex), {{2, offsetof(MeshVertex, x)}, {0, offsetof(MeshVertex, color)}}},
         {sizeof(ShapeInstance),
          {{4, offsetof(ShapeInstance, area)},
           {4, offsetof(ShapeInstance, box)},
           {4, offsetof(ShapeInstance, style)},
           {0, offsetof(ShapeInstance, fill)},
           {0, offsetof(ShapeInstance, stroke)},
           {0, offsetof(ShapeInstance, hatch)}}},
         {sizeof(StrokeInstance),
          {{4, offsetof(StrokeInstance, ends)},
           {4, offsetof(StrokeInstance, normals)},
           {4, offsetof(StrokeInstance, style)},
           {4, offsetof(StrokeInstance, joints)},
           {0, offsetof(StrokeInstance, color)}}},
         {sizeof(GlyphInstance),
          {{4, offsetof(GlyphInstance, area)},
           {2, offsetof(GlyphInstance, texel)},
           {0, offsetof(GlyphInstance, color)}}},
         {sizeof(ImageInstance), {{4, offsetof(ImageInstance, area)}}}}};
    return layouts[std::size_t(pipeline)];
}

constexpr GLuint kMostAttributes = 6;

gl::Program programOf(Pipeline pipeline) {
    switch (pipeline) {
        case Pipeline::Mesh:
            return gl::makeProgram(shaders::mesh_vert(), shaders::mesh_frag());
        case Pipeline::Shape:
            return gl::makeProgram(shaders::shape_vert(), shaders::shape_frag());
        case Pipeline::Stroke:
            return gl::makeProgram(shaders::stroke_vert(), shaders::stroke_frag());
        case Pipeline::Glyph:
            return gl::makeProgram(shaders::glyph_vert(), shaders::glyph_frag());
        case Pipeline::Image:
            break;
    }
    return gl::makeProgram(shaders::image_vert(), shaders::image_frag());
}

}  // namespace

struct Painter::Implementation {
    std::array<gl::Program, kPipelines> programs;
    std::array<GLint, kPipelines> views{};  ///< location of the uniform `view`
    gl::VertexArray vertexArray;
    gl::Buffer buffer;
    GlyphAtlas atlas;
    Textures textures;
    PaintCounters counters;

    void sendVertices(const std::vector<Batch>& batches);
    void draw(const Batch& batch, std::size_t offset);
};

Painter::Painter() : implementation_(std::make_unique<Implementation>()) {
    gl::requireVersion();
    for (int i = 0; i < kPipelines; ++i) {
        gl::Program& program = implementation_->programs[std::size_t(i)];
        program = programOf(Pipeline(i));
        implementation_->views[std::size_t(i)] = glGetUniformLocation(program.name(), "view");
    }
    implementation_->vertexArray = gl::makeVertexArray();
    implementation_->buffer = gl::makeBuffer();
}

Painter::~Painter() = default;

const PaintCounters& Painter::counters() const {
    return implementation_->counters;
}

void Painter::Implementation::sendVertices(const std::vector<Batch>& batches) {
    std::vector<std::byte> bytes;
    for (const Batch& batch : batches) bytes.insert(bytes.end(), batch.bytes.begin(), batch.bytes.end());
    glBindBuffer(GL_ARRAY_BUFFER, buffer.name());
    glBufferData(GL_ARRAY_BUFFER, GLsizeiptr(bytes.size()), bytes.data(), GL_STREAM_DRAW);
    ++counters.bufferUploads;
}

void Painter::Implementation::draw(const Batch& batch, std::size_t offset) {
    const Layout& layout = layoutOf(batch.pipeline);
    const bool instanced = batch.pipeline != Pipeline::Mesh;
    for (GLuint i = 0; i < kMostAttributes; ++i) {
        if (i >= layout.attributes.size()) {
            glDisableVertexAttribArray(i);
            continue;
        }
        const Attribute& attribute = layout.attributes[i];
        const bool isColor = attribute.count == 0;
        glEnableVertexAttribArray(i);
        glVertexAttribPointer(i, isColor ? 4 : attribute.count, isColor ? GL_UNSIGNED_BYTE : GL_FLOAT,
                              isColor ? GL_TRUE : GL_FALSE, GLsizei(layout.stride),
                              reinterpret_cast<const void*>(offset + attribute.offset));
        glVertexAttribDivisor(i, instanced ? 1 : 0);
    }
    glUseProgram(programs[std::size_t(batch.pipeline)].name());
    if (batch.pipeline == Pipeline::Glyph) glBindTexture(GL_TEXTURE_2D, atlas.texture(batch.page));
    if (batch.pipeline == Pipeline::Image && textures.bind(batch.pixels, batch.smooth, batch.minified))
        ++counters.textureUploads;
    if (instanced)
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, batch.count);
    else
        glDrawArrays(GL_TRIANGLES, 0, batch.count);
}

void Painter::paint(const figure::Figure& figure, figure::Point at, figure::Size framebuffer) {
    Implementation& self = *implementation_;
    ++self.counters.paintings;
    self.atlas.trim();
    const DrawList list(figure, self.atlas);
    if (list.batches().empty() || framebuffer.width < 1 || framebuffer.height < 1) return;
    const float left = std::floor(at.x + 0.5f), top = std::floor(at.y + 0.5f);

    gl::StateGuard guard;
    glViewport(0, 0, GLsizei(framebuffer.width), GLsizei(framebuffer.height));
    glEnable(GL_SCISSOR_TEST);
    glScissor(GLint(left), GLint(framebuffer.height - top - std::ceil(figure.size.height)),
              GLsizei(std::ceil(figure.size.width)), GLsizei(std::ceil(figure.size.height)));
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);  // colours leave the shaders premultiplied
    self.counters.textureUploads += std::uint64_t(self.atlas.upload());
    glBindVertexArray(self.vertexArray.name());
    self.sendVertices(list.batches());
    for (int i = 0; i < kPipelines; ++i) {
        glUseProgram(self.programs[std::size_t(i)].name());
        glUniform4f(self.views[std::size_t(i)], left, top, 2 / framebuffer.width, 2 / framebuffer.height);
    }
    std::size_t offset = 0;
    for (const Batch& batch : list.batches()) {
        self.draw(batch, offset);
        offset += batch.bytes.size();
    }
    self.textures.dropUnused();
}

// ---- a figure kept as a texture ---------------------------------------------------------------------------------

struct CachedFigure::Implementation {
    gl::Target target;
    bool painted = false;
    std::uint64_t stamp = 0;
};

CachedFigure::CachedFigure() : implementation_(std::make_unique<Implementation>()) {}
CachedFigure::~CachedFigure() = default;
CachedFigure::CachedFigure(CachedFigure&&) noexcept = default;
CachedFigure& CachedFigure::operator=(CachedFigure&&) noexcept = default;

unsigned CachedFigure::texture() const {
    return implementation_->target.texture.name();
}

unsigned CachedFigure::update(Painter& painter, const figure::Figure& figure, std::uint64_t stamp) {
    Implementation& self = *implementation_;
    if (self.painted && self.stamp == stamp) return texture();
    const int width = std::max(1, int(std::ceil(figure.size.width)));
    const int height = std::max(1, int(std::ceil(figure.size.height)));
    gl::StateGuard guard;
    if (self.target.width != width || self.target.height != height) {
        self.target = {};
        self.target = gl::makeTarget(width, height);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, self.target.framebuffer.name());
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    painter.paint(figure, {0, 0}, {float(width), float(height)});
    self.painted = true;
    self.stamp = stamp;
    return texture();
}

}  // namespace seglab::render
