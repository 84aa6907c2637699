#include "data/scenery/land.h"

#include "data/scenery/scenery.h"

namespace seglab::data::scenery {

namespace {

// Multiplies by 1 ± strength where noise is 1 or 0.
Rgb mottled(Rgb colour, float noise, float strength) {
    return colour * (1 + strength * (2 * noise - 1));
}

// Positions on the meadow as if seen from above: cells shrink towards the horizon.
Point onPlane(Point p, const Perspective& view) {
    const float depth = 1 / (0.12f + std::max(0.0f, p.y - view.horizon));
    return {(p.x - 0.5f) * depth, depth};
}

}  // namespace

Daylight::Daylight(core::Random& random) {
    const float warmth = between(random, 0, 1), grey = between(random, 0, 1);
    zenith = mix(mix(hex(0x3F7FC4), hex(0x6E9CC9), warmth), hex(0x9DB0BF), 0.8f * grey * grey);
    horizon = mix(mix(hex(0xBFDDF0), hex(0xF3DDBD), warmth), hex(0xD9DEE0), 0.7f * grey);
    cloud = mix(hex(0xFFFFFF), hex(0xFFF1DE), warmth);
    haze = mix(horizon, hex(0xA9C0C9), 0.55f);
    sun = mix(hex(0xFFFFFF), hex(0xFFEBC8), warmth);
    green = mix(hex(0x6E9140), hex(0x9A9A4A), between(random, 0, 1));
    earth = mix(hex(0xB28D60), hex(0x8F7A63), between(random, 0, 1));
    const float turn = between(random, -0.9f, 0.9f), side = turn + (turn < 0 ? -0.2f : 0.2f);
    towardsSun = Point{side, -1} * (1 / length({side, -1}));
    cloudiness = between(random, 0.3f, 0.62f);
}

Rgb Daylight::someGreen(core::Random& random) const {
    const Rgb lively = mix(green, hex(0x4F7A33), between(random, 0, 0.8f));
    return lively * between(random, 0.82f, 1.15f);
}

void paintSky(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random) {
    const Noise shape(random), detail(random);
    const float drift = between(random, 0, 40);
    const int octaves = canvas.octaves(0.2f, 5);
    const auto density = [&](Point p) {
        const Point stretched{p.x * 2.6f + drift, p.y * 5.5f};
        return shape.fractal(stretched, octaves) + 0.18f * (detail.at(stretched * 0.6f) - 0.5f);
    };
    canvas.fill(
        {0, 0, 1, view.horizon + 0.1f}, {kSky}, [](Point) { return -1.0f; },
        [&](Point p, float) {
            const Rgb air = mix(day.zenith, day.horizon, smooth(-0.1f, 0.55f, p.y));
            const float here = density(p), lit = density(p + day.towardsSun * 0.03f);
            const float cover = smooth(1 - day.cloudiness, 1.18f - day.cloudiness, here);
            // A cloud is dark where more cloud stands between it and the sun.
            const float shade = clamp01(0.5f + 3.2f * (here - lit));
            return mix(air, mix(mix(day.haze, day.zenith, 0.3f), day.cloud, shade), 0.92f * cover);
        });
}

namespace {

// A line of hills from edge to edge.
struct Ridge {
    float height, swing;
    float cells;  // of noise across the picture
    Noise noise;
    float at(float x) const { return height - swing * (noise.fractal({x * cells, 0.5f}, 3) - 0.5f); }
    /// Its height at every column of a picture.
    std::vector<float> columns(int side) const {
        std::vector<float> heights;
        for (int x = 0; x < side; ++x) heights.push_back(at((float(x) + 0.5f) / float(side)));
        return heights;
    }
};

void paintWood(Canvas& canvas, const Daylight& day, const Ridge& ridge, core::Random& random) {
    const float middle = between(random, 0, 1), width = between(random, 0.05f, 0.2f);
    for (int tree = 0; tree < 9; ++tree) {
        const float x = middle + width * between(random, -1, 1), height = between(random, 0.04f, 0.075f);
        paintTree(canvas, day, {{x, ridge.at(x) + 0.012f}, height, 0.8f, true}, random);
    }
}

// Down to `bottom`, below which the meadow lies.
void paintRidge(Canvas& canvas, const Daylight& day, const Ridge& ridge, float bottom, core::Random& random) {
    const Noise field(random);
    const Rgb green = day.someGreen(random);
    const int octaves = canvas.octaves(0.1f, 4);
    const auto side = float(canvas.side());
    const std::vector<float> crest = ridge.columns(canvas.side());
    canvas.fill(
        {0, ridge.height - ridge.swing, 1, bottom}, {kGrass},
        [&](Point p) { return crest[std::size_t(p.x * side)] - p.y; },
        [&](Point p, float) {
            const float noise = field.fractal({p.x * 9, p.y * 30}, octaves);
            return day.through(mottled(green * day.sun, noise, 0.35f), 0.85f);
        });
}

}  // namespace

void paintHills(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random) {
    const int ridges = int(random.integer(1, 2));
    for (int index = 0; index < ridges; ++index) {
        const float lift = 0.07f * float(ridges - index);
        const Ridge ridge{view.horizon - lift + between(random, -0.02f, 0.03f), between(random, 0.06f, 0.16f),
                          between(random, 1.5f, 3.5f), Noise(random)};
        paintRidge(canvas, day, ridge, view.horizon + 0.05f, random);
        const int woods = int(random.integer(0, 2));
        for (int wood = 0; wood < woods; ++wood) paintWood(canvas, day, ridge, random);
    }
}

namespace {

void paintTurf(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random) {
    const Ridge edge{view.horizon, 0.035f, 2.5f, Noise(random)};
    const Noise patches(random), blades(random);
    const Rgb green = day.someGreen(random), other = day.someGreen(random);
    const int coarse = canvas.octaves(0.3f, 4), fine = canvas.octaves(0.009f, 2) + 1;
    const auto side = float(canvas.side());
    const std::vector<float> crest = edge.columns(canvas.side());
    canvas.fill(
        {0, view.horizon - 0.05f, 1, 1}, {kGrass}, [&](Point p) { return crest[std::size_t(p.x * side)] - p.y; },
        [&](Point p, float) {
            const float far = view.distance(p.y);
            const Point plane = onPlane(p, view);
            const float patch = patches.fractal(plane * 1.7f, coarse);
            const float blade = blades.fractal({plane.x * 64, plane.y * 20}, fine);
            const Rgb colour = mottled(mix(green, other, smooth(0.3f, 0.7f, patch)), blade, 0.42f * (1 - far) + 0.1f);
            return day.through(mottled(colour * day.sun, patch, 0.25f), far);
        });
}

// A path from the bottom edge into the distance.
struct Path {
    float near, bend, far, width;
    Noise edge;
    // Wider in the distance than in truth: a path, not a hair.
    static float spread(float scale) { return scale * (0.3f + 0.7f * scale); }
    // Signed distance to the border, in units of the picture, at a point below the horizon.
    float distance(Point p, const Perspective& view) const {
        const float t = view.distance(p.y), scale = view.scale(p.y);
        const float middle = mix(mix(near, bend, t), mix(bend, far, t), t);
        const float half = spread(scale) * width, off = std::abs(p.x - middle) - half;
        if (off > 0.5f * half) return off - 0.45f * half;  // beyond what the noise can reach
        const float ragged = edge.fractal(onPlane(p, view) * 9.0f, 3) - 0.5f;
        return off - 0.9f * ragged * half;
    }
};

void paintPath(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random) {
    const Path path{between(random, -0.1f, 1.1f), between(random, 0.1f, 0.9f), between(random, 0.2f, 0.8f),
                    between(random, 0.16f, 0.32f), Noise(random)};
    const Noise grit(random), ruts(random);
    const int octaves = canvas.octaves(0.05f, 4);
    canvas.fill(
        {0, view.horizon + 0.06f, 1, 1}, {kGround}, [&](Point p) { return path.distance(p, view); },
        [&](Point p, float d) {
            const Point plane = onPlane(p, view);
            const float noise = grit.fractal(plane * 8.0f, octaves), rut = ruts.at(plane.x * 5, plane.y * 1.5f);
            const Rgb dust = mottled(day.earth, noise, 0.45f) * mix(0.86f, 1.1f, rut);
            return day.through(mix(dust, dust * 0.72f, smooth(-0.02f, 0, d)) * day.sun, view.distance(p.y));
        });
    // Blades hang over the border.
    for (int blade = 0; blade < 64; ++blade) {
        const float y = mix(view.horizon + 0.09f, 1.02f, between(random, 0, 1)), t = view.distance(y);
        const float scale = view.scale(y), side = chance(random, 0.5) ? 1.0f : -1.0f;
        const float middle = mix(mix(path.near, path.bend, t), mix(path.bend, path.far, t), t);
        const float x = middle + side * Path::spread(scale) * path.width * between(random, 0.85f, 1.15f);
        paintTuft(canvas, day, {{x, y}, 0.05f * scale, 0.055f * scale, 4}, random);
    }
}

}  // namespace

void paintMeadow(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random) {
    paintTurf(canvas, day, view, random);
    if (chance(random, 0.85)) paintPath(canvas, day, view, random);
    for (int tuft = 0; tuft < 150; ++tuft) {
        const float y = mix(view.horizon + 0.1f, 1.03f, between(random, 0, 1)), scale = view.scale(y);
        const Point foot{between(random, -0.05f, 1.05f), y};
        core::Random own(random.next());  // whether there is grass may depend on the size of the picture
        if (canvas.labelAt(foot) == kGrass) paintTuft(canvas, day, {foot, 0.09f * scale, 0.05f * scale, 6}, own);
    }
}

void paintTuft(Canvas& canvas, const Daylight& day, const Tuft& tuft, core::Random& random) {
    // Of the colour of the place, and a little of its own.
    const Rgb own = day.someGreen(random) * day.sun;
    const Rgb green = canvas.labelAt(tuft.foot) == kGrass ? mix(canvas.colourAt(tuft.foot), own, 0.4f) : own;
    for (int blade = 0; blade < tuft.blades; ++blade) {
        const float across = between(random, -0.5f, 0.5f), height = tuft.height * between(random, 0.55f, 1);
        const Point foot = tuft.foot + Point{across * tuft.width, between(random, 0, 0.15f) * tuft.height};
        const Point bend = foot + Point{(across + between(random, -0.3f, 0.3f)) * 0.3f * height, -0.6f * height};
        const Point tip = bend + Point{(across + between(random, -0.5f, 0.5f)) * height, -0.4f * height};
        const float width = tuft.height * 0.075f;
        const Rgb colour = green * between(random, 0.62f, 1.3f);
        canvas.stroke({foot, bend, width, width * 0.8f}, {kGrass}, colour * 0.85f);
        canvas.stroke({bend, tip, width * 0.8f, width * 0.1f}, {kGrass}, colour * 1.1f);
    }
}

}  // namespace seglab::data::scenery
