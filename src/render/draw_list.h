#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "figure/figure.h"
#include "render/glyph_atlas.h"

namespace seglab::render {

/// One shader program and one layout of vertex data each. Their attributes are in painter.cpp, their meaning in the
/// vertex shaders of the same names.
enum class Pipeline { Mesh, Shape, Stroke, Glyph, Image };
inline constexpr int kPipelines = 5;

struct MeshVertex {
    float x, y;
    figure::Color color;
};
struct ShapeInstance {
    std::array<float, 4> area, box, style;
    figure::Color fill, stroke, hatch;
};
struct StrokeInstance {
    std::array<float, 4> ends, normals, style, joints;
    figure::Color color;
};
struct GlyphInstance {
    std::array<float, 4> area;
    std::array<float, 2> texel;
    figure::Color color;
};
struct ImageInstance {
    std::array<float, 4> area;
};

/// What one draw call paints.
struct Batch {
    Pipeline pipeline = Pipeline::Mesh;
    int page = 0;                                    ///< Glyph: of the atlas
    std::shared_ptr<const figure::Pixels> pixels{};  ///< Image
    bool smooth = false, minified = false;           ///< Image
    int count = 0;                                   ///< vertices of a mesh, instances of the others
    std::vector<std::byte> bytes{};
};

/// A figure as few draw calls. A primitive joins an earlier batch of its kind where nothing that was painted since
/// overlaps it, so the picture is that of painter's order although cells and their numbers alternate.
class DrawList {
public:
    DrawList(const figure::Figure& figure, GlyphAtlas& atlas);
    const std::vector<Batch>& batches() const { return batches_; }

private:
    void add(const figure::Rectangle& rectangle);
    void add(const figure::Path& path);
    void add(const figure::Text& text);
    void add(const figure::Image& image);
    void addBlock(const figure::Box& box, figure::Color color);
    void addFrame(const figure::Rectangle& rectangle);
    void addShadow(const figure::Rectangle& rectangle);
    void addShape(const figure::Rectangle& rectangle);
    void addPolygon(const std::vector<figure::Point>& points, figure::Color fill);
    void addStroke(const figure::Path& path);

    /// The batch that a primitive within `area` may join.
    Batch& batchFor(Batch like, const figure::Box& area);
    template <class T>
    void put(const Batch& like, const figure::Box& area, const T& item, int count = 1);

    GlyphAtlas& atlas_;
    std::vector<Batch> batches_;
    int columns_, rows_;
    std::vector<int> latest_;  ///< per tile of kTile pixels: the last batch that painted there, −1 for none
};

}  // namespace seglab::render
