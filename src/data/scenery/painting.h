#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/random.h"

// What the scenes are painted with. Coordinates are in units of the picture's side, x to the right, y down, so that a
// scene is the same one at every size. Arithmetic is +, −, ×, ÷, floor and square root, whose last bits are the same
// on every machine; sine, power and their kin are not used.
namespace seglab::data::scenery {

struct Point {
    float x = 0, y = 0;
};
inline Point operator+(Point a, Point b) {
    return {a.x + b.x, a.y + b.y};
}
inline Point operator-(Point a, Point b) {
    return {a.x - b.x, a.y - b.y};
}
inline Point operator*(Point a, float factor) {
    return {a.x * factor, a.y * factor};
}
inline float dot(Point a, Point b) {
    return a.x * b.x + a.y * b.y;
}
inline float length(Point a) {
    return std::sqrt(dot(a, a));
}

inline float clamp01(float x) {
    return std::min(1.0f, std::max(0.0f, x));
}
inline float mix(float from, float to, float t) {
    return from + (to - from) * t;
}
inline Point mix(Point from, Point to, float t) {
    return from + (to - from) * t;
}
/// 0 before `from`, 1 after `to`, a smooth step between them.
inline float smooth(float from, float to, float x) {
    const float t = clamp01((x - from) / (to - from));
    return t * t * (3 - 2 * t);
}

/// sRGB, 0 … 1; may leave the range until it is put on the canvas.
struct Rgb {
    float r = 0, g = 0, b = 0;
};
inline Rgb operator+(Rgb a, Rgb b) {
    return {a.r + b.r, a.g + b.g, a.b + b.b};
}
inline Rgb operator*(Rgb a, float factor) {
    return {a.r * factor, a.g * factor, a.b * factor};
}
inline Rgb operator*(Rgb a, Rgb b) {
    return {a.r * b.r, a.g * b.g, a.b * b.b};
}
inline Rgb mix(Rgb from, Rgb to, float t) {
    return {mix(from.r, to.r, t), mix(from.g, to.g, t), mix(from.b, to.b, t)};
}
constexpr Rgb hex(std::uint32_t colour) {
    return {float(colour >> 16 & 255) / 255, float(colour >> 8 & 255) / 255, float(colour & 255) / 255};
}

/// Uniform in [low, high).
inline float between(core::Random& random, float low, float high) {
    return float(random.number(low, high));
}
inline bool chance(core::Random& random, double probability) {
    return random.uniform() < probability;
}

/// Value noise: random numbers on the whole-numbered lattice, joined smoothly (K. Perlin's fade, 2002). 0 … 1, mean ½.
class Noise {
public:
    explicit Noise(core::Random& random) : seed_(random.next()) {}
    float at(float x, float y) const;
    float at(Point p) const { return at(p.x, p.y); }
    /// The mean of octaves, each twice as fine and half as strong as the one before. 0 … 1.
    float fractal(Point p, int octaves) const;

private:
    float lattice(std::int32_t x, std::int32_t y) const;
    std::uint32_t seed_;
};

/// A segment whose radius changes from end to end; the limb from which trunks, blades and animals are made.
struct Bone {
    Point a, b;
    float ra = 0, rb = 0;
};
/// Distance to the bone's surface, negative inside. (Of a cone it is a close approximation.)
float distance(Point p, const Bone& bone);
/// Minimum of two distances with the crease filled over a width k (I. Quilez, polynomial smooth minimum).
float smoothMinimum(float a, float b, float k);

/// Who a pixel belongs to once it is covered by at least a half.
struct Ink {
    std::uint8_t label = 0;
    std::uint16_t instance = 0;  ///< 0: no instance
};

struct Area {
    float left = 0, top = 0, right = 1, bottom = 1;
};
Area around(Point centre, float radius);
Area around(const Bone& bone, float margin);

/// A square picture that is painted from back to front: colour, class and instance of every pixel.
class Canvas {
public:
    explicit Canvas(int side)
        : colours(std::size_t(side) * std::size_t(side)),
          labels(colours.size()),
          instances(colours.size()),
          side_(side) {}

    int side() const { return side_; }
    float pixel() const { return 1.0f / float(side_); }
    /// Of the pixel at a point, or of the nearest one.
    std::uint8_t labelAt(Point p) const { return labels[nearest(p)]; }
    Rgb colourAt(Point p) const { return colours[nearest(p)]; }
    /// Octaves of noise, of which the coarsest has cells of `cell`, that this canvas can show; at most `most`.
    int octaves(float cell, int most) const;

    /// Paints where distance(p) is negative, with an anti-aliased edge; colour(p, distance) is asked only there.
    template <class Distance, class Colour>
    void fill(Area area, Ink ink, const Distance& distanceAt, const Colour& colourAt) {
        each(area, [&](Point p, std::size_t index) {
            const float d = distanceAt(p), cover = clamp01(0.5f - d * float(side_));
            if (cover > 0) put(index, ink, cover, colourAt(p, d));
        });
    }
    /// The same for one bone of one colour that may be thinner than a pixel.
    void stroke(const Bone& bone, Ink ink, Rgb colour);
    /// Changes colours alone: classes stay. strength(p) in 0 … 1.
    template <class Strength>
    void glaze(Area area, Rgb colour, const Strength& strengthAt) {
        each(area,
             [&](Point p, std::size_t index) { colours[index] = mix(colours[index], colour, clamp01(strengthAt(p))); });
    }
    /// A soft round shadow: radii of the ellipse, and how dark its middle is.
    void shadow(Point centre, Point radii, float strength);

    /// visit(Point, index) for the centre of every pixel in the area, row by row.
    template <class Visit>
    void each(Area area, const Visit& visit) {
        const int left = first(area.left), right = end(area.right), bottom = end(area.bottom);
        for (int y = first(area.top); y < bottom; ++y)
            for (int x = left; x < right; ++x)
                visit(Point{(float(x) + 0.5f) / float(side_), (float(y) + 0.5f) / float(side_)},
                      std::size_t(y) * std::size_t(side_) + std::size_t(x));
    }

    std::vector<Rgb> colours;
    std::vector<std::uint8_t> labels;
    std::vector<std::uint16_t> instances;

private:
    void put(std::size_t index, Ink ink, float cover, Rgb colour) {
        colours[index] = mix(colours[index], colour, cover);
        if (cover >= 0.5f) labels[index] = ink.label, instances[index] = ink.instance;
    }
    std::size_t nearest(Point p) const {
        const auto last = float(side_ - 1);
        return std::size_t(clamp01(p.y) * last) * std::size_t(side_) + std::size_t(clamp01(p.x) * last);
    }
    int first(float edge) const { return int(std::floor(std::max(0.0f, edge) * float(side_))); }
    int end(float edge) const { return std::min(side_, int(std::floor(std::min(1.0f, edge) * float(side_))) + 1); }

    int side_;
};

}  // namespace seglab::data::scenery
