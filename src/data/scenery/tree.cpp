#include "data/scenery/land.h"
#include "data/scenery/scenery.h"

namespace seglab::data::scenery {

namespace {

constexpr Ink kTreeInk{kTree};

void paintTrunk(Canvas& canvas, const Daylight& day, const Tree& tree, core::Random& random) {
    const float h = tree.height, lean = between(random, -0.06f, 0.06f) * h;
    const Noise bark(random);
    const Point fork = tree.foot + Point{lean, -0.5f * h};
    const Rgb wood = mix(hex(0x6B5440), hex(0x857661), between(random, 0, 1));
    const Bone limbs[] = {
        {tree.foot, fork, 0.05f * h, 0.032f * h},
        {fork, fork + Point{0.16f * h, -0.2f * h}, 0.028f * h, 0.012f * h},
        {fork, fork + Point{-0.15f * h, -0.22f * h}, 0.026f * h, 0.012f * h},
        {tree.foot + Point{-0.065f * h, 0.012f * h}, tree.foot + Point{0, -0.08f * h}, 0.012f * h, 0.05f * h},
        {tree.foot + Point{0.065f * h, 0.012f * h}, tree.foot + Point{0, -0.08f * h}, 0.012f * h, 0.05f * h}};
    const int octaves = canvas.octaves(0.03f * h, 3);
    for (const Bone& limb : limbs)
        canvas.fill(
            around(limb, canvas.pixel()), kTreeInk, [&](Point p) { return distance(p, limb); },
            [&](Point p, float) {
                const float side = (p.x - mix(limb.a.x, limb.b.x, 0.5f)) / (0.05f * h);
                const float light = 0.82f + 0.3f * clamp01(0.5f + 0.5f * side * day.towardsSun.x) - 0.15f;
                const float grain = bark.fractal({p.x / (0.012f * h), p.y / (0.07f * h)}, octaves);
                return day.through(wood * day.sun * (light * (0.65f + 0.7f * grain)), tree.distance);
            });
}

// One cluster of leaves: a disc with a leafy border, lit like a ball.
struct Cluster {
    Point centre;
    float radius;
    Rgb colour;
};

void paintCluster(Canvas& canvas, const Daylight& day, const Cluster& cluster, const Noise& leaves,
                  float distanceAway) {
    const float cell = cluster.radius * 0.17f, reach = 0.3f * cluster.radius;
    const int octaves = canvas.octaves(cell, 3) + 1;
    const auto leafy = [&](Point p) { return leaves.fractal(p * (1 / cell), octaves) - 0.5f; };
    canvas.fill(
        around(cluster.centre, cluster.radius * 1.25f), kTreeInk,
        [&](Point p) {
            const float d = length(p - cluster.centre) - cluster.radius;
            return std::abs(d) > reach ? d : d - 0.55f * cluster.radius * leafy(p);
        },
        [&](Point p, float) {
            const Point normal = (p - cluster.centre) * (1 / cluster.radius);
            const float facing = dot(normal, day.towardsSun), leaf = leafy(p);
            const float light = 0.78f + 0.4f * facing + 0.85f * leaf;
            return day.through(cluster.colour * day.sun * std::max(0.25f, light), distanceAway);
        });
}

// Single leaves that catch the light along the border of a cluster.
void paintLeaves(Canvas& canvas, const Daylight& day, const Cluster& cluster, float distanceAway,
                 core::Random& random) {
    const float size = cluster.radius * 0.06f;
    if (size < 0.4f * canvas.pixel()) return;
    for (int leaf = 0; leaf < 34; ++leaf) {
        const Point off{between(random, -1, 1), between(random, -1, 1)};
        const Point turn{between(random, -1, 1), between(random, -0.6f, 0.6f)};
        if (dot(off, off) > 1.1f) continue;
        const Point at = cluster.centre + off * cluster.radius;
        const float light = 0.95f + 0.35f * dot(off, day.towardsSun) + between(random, -0.2f, 0.25f);
        canvas.stroke({at, at + turn * (1.6f * size), size, 0.3f * size}, kTreeInk,
                      day.through(cluster.colour * day.sun * light, distanceAway));
    }
}

}  // namespace

void paintTree(Canvas& canvas, const Daylight& day, const Tree& tree, core::Random& random) {
    if (!tree.bush) paintTrunk(canvas, day, tree, random);
    const Rgb green = day.someGreen(random);
    const Noise leaves(random);
    const float h = tree.height, wide = tree.bush ? 0.46f : 0.36f, tall = tree.bush ? 0.2f : 0.3f;
    const Point middle = tree.foot + Point{0, tree.bush ? -0.26f * h : -0.68f * h};
    const int clusters = tree.distance > 0.7f ? 4 : tree.bush ? 12 : 18;
    for (int index = 0; index < clusters; ++index) {
        // The back ones first: high and dark; the front ones lower and bright.
        const float t = float(index) / float(clusters);
        const Point off{between(random, -1, 1), between(random, -1, 1)};
        const float shrink = 1 / std::max(1.0f, length(off));
        const Point centre = middle + Point{off.x * shrink * wide * h, off.y * shrink * tall * h + 0.04f * h * t};
        const float radius = h * between(random, 0.09f, 0.18f) * (tree.bush ? 1.5f : 1.0f);
        const float light = (0.68f + 0.3f * t) * between(random, 0.88f, 1.12f);
        const Cluster cluster{centre, radius, green * light};
        paintCluster(canvas, day, cluster, leaves, tree.distance);
        core::Random own(random.next());  // a small picture shows no leaves
        paintLeaves(canvas, day, cluster, tree.distance, own);
    }
}

}  // namespace seglab::data::scenery
