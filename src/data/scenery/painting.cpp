#include "data/scenery/painting.h"

namespace seglab::data::scenery {

namespace {

// The largest whole number that is not above x; quicker than std::floor where that is a call.
std::int32_t wholeBelow(float x) {
    const auto whole = std::int32_t(x);
    return whole - (x < float(whole));
}

}  // namespace

float Noise::lattice(std::int32_t x, std::int32_t y) const {
    std::uint32_t h = seed_ ^ std::uint32_t(x) * 0x9E3779B1u ^ std::uint32_t(y) * 0x85EBCA77u;
    h = (h ^ h >> 15) * 0x2C1B3C6Du;
    h = (h ^ h >> 12) * 0x297A2D39u;
    return float((h ^ h >> 15) >> 8) * 0x1p-24f;
}

float Noise::at(float x, float y) const {
    const std::int32_t column = wholeBelow(x), row = wholeBelow(y);
    const float u = x - float(column), v = y - float(row);
    const float s = u * u * u * (u * (u * 6 - 15) + 10), t = v * v * v * (v * (v * 6 - 15) + 10);
    return mix(mix(lattice(column, row), lattice(column + 1, row), s),
               mix(lattice(column, row + 1), lattice(column + 1, row + 1), s), t);
}

float Noise::fractal(Point p, int octaves) const {
    float sum = 0, weights = 0, weight = 1;
    for (int octave = 0; octave < octaves; ++octave) {
        sum += weight * at(p);
        weights += weight;
        weight *= 0.5f;
        p = p * 2.03f + Point{17.3f, 9.7f};  // not 2, lest the lattices of the octaves coincide
    }
    return octaves > 0 ? sum / weights : 0.5f;
}

float distance(Point p, const Bone& bone) {
    const Point along = bone.b - bone.a, from = p - bone.a;
    const float squared = dot(along, along), t = squared > 0 ? clamp01(dot(from, along) / squared) : 0;
    return length(from - along * t) - mix(bone.ra, bone.rb, t);
}

float smoothMinimum(float a, float b, float k) {
    const float h = std::max(0.0f, k - std::abs(a - b));
    return std::min(a, b) - (k > 0 ? h * h / (4 * k) : 0);
}

Area around(Point centre, float radius) {
    return {centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius};
}

Area around(const Bone& bone, float margin) {
    const float radius = std::max(bone.ra, bone.rb) + margin;
    return {std::min(bone.a.x, bone.b.x) - radius, std::min(bone.a.y, bone.b.y) - radius,
            std::max(bone.a.x, bone.b.x) + radius, std::max(bone.a.y, bone.b.y) + radius};
}

int Canvas::octaves(float cell, int most) const {
    int count = 0;
    while (count < most && cell > 1.5f * pixel()) ++count, cell *= 0.5f;
    return count;
}

void Canvas::stroke(const Bone& bone, Ink ink, Rgb colour) {
    each(around(bone, pixel()), [&](Point p, std::size_t index) {
        const Point along = bone.b - bone.a, from = p - bone.a;
        const float squared = dot(along, along), t = squared > 0 ? clamp01(dot(from, along) / squared) : 0;
        const float radius = mix(bone.ra, bone.rb, t), far = length(from - along * t) - radius;
        // What is thinner than a pixel covers no more of it than its own width.
        const float cover = clamp01(0.5f - far * float(side_)) * clamp01(2 * radius * float(side_));
        if (cover > 0) put(index, ink, cover, colour);
    });
}

void Canvas::shadow(Point centre, Point radii, float strength) {
    const Area area{centre.x - radii.x, centre.y - radii.y, centre.x + radii.x, centre.y + radii.y};
    each(area, [&](Point p, std::size_t index) {
        const Point q{(p.x - centre.x) / radii.x, (p.y - centre.y) / radii.y};
        const float dark = strength * smooth(1, 0, dot(q, q));
        colours[index] = colours[index] * Rgb{1 - dark, 1 - dark, 1 - 0.85f * dark};
    });
}

}  // namespace seglab::data::scenery
