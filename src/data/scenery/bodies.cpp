#include "data/scenery/animal.h"

namespace seglab::data::scenery {

namespace {

// A tail along a cubic Bézier curve, thinner towards its tip.
Part tailAlong(Point a, Point b, Point c, Point d, float thick, float thin) {
    constexpr int kPieces = 9;
    Part tail;
    tail.blend = 0.02f;
    Point last = a;
    for (int piece = 1; piece <= kPieces; ++piece) {
        const float t = float(piece) / kPieces;
        const Point here = mix(mix(mix(a, b, t), mix(b, c, t), t), mix(mix(b, c, t), mix(c, d, t), t), t);
        tail.bones.push_back({last, here, mix(thick, thin, t - 1.0f / kPieces), mix(thick, thin, t)});
        last = here;
    }
    return tail;
}

struct Leg {
    Point hip, knee, foot;
    float thigh, shin, paw;
};

void addLeg(Part& part, const Leg& leg) {
    part.bones.push_back({leg.hip, leg.knee, leg.thigh, leg.shin});
    part.bones.push_back({leg.knee, leg.foot, leg.shin, leg.paw});
    part.bones.push_back({leg.foot, leg.foot + Point{leg.paw * 1.3f, -0.01f}, leg.paw, leg.paw * 0.85f});
}

Part far(Leg one, Leg other) {
    Part part;
    part.light = 0.66f;
    addLeg(part, one);
    addLeg(part, other);
    return part;
}

Part near(Leg leg) {
    Part part;
    addLeg(part, leg);
    return part;
}

Leg moved(Leg leg, float hip, float foot) {
    leg.hip.x += hip;
    leg.knee.x += 0.6f * foot + 0.4f * hip;
    leg.foot.x += foot;
    return leg;
}

void addEye(Body& body, Point at, float size, Rgb iris, bool slit) {
    body.marks.push_back({{at, at, size * 1.22f, size * 1.22f}, hex(0x1B1714)});
    body.marks.push_back({{at, at, size, size}, iris});
    const Point half{0, slit ? 0.55f * size : 0};
    const float pupil = slit ? 0.36f * size : 0.6f * size;
    body.marks.push_back({{at - half, at + half, pupil, pupil}, hex(0x100D0B)});
    const Point shine = at + Point{0.32f * size, 0.38f * size};
    body.marks.push_back({{shine, shine, 0.24f * size, 0.24f * size}, hex(0xFFFFFF)});
}

// The head of a cat looks at us: round and wide, with pointed ears.
void addCatHead(Body& body, Point at, float size, core::Random& random) {
    const Rgb irises[] = {hex(0xB9C24A), hex(0xD8A93A), hex(0x7FB07A)};
    const Rgb iris = irises[random.integer(0, 2)];
    const auto on = [&](float x, float y) { return at + Point{x, y} * size; };
    Part ears;
    ears.blend = 0.02f;
    for (float side : {-1.0f, 1.0f})
        ears.bones.push_back({on(0.56f * side, 0.52f), on(0.86f * side, 1.52f), 0.4f * size, 0.045f * size});
    body.parts.push_back(ears);
    Part inner = ears;
    inner.bones.clear();
    for (float side : {-1.0f, 1.0f})
        inner.bones.push_back({on(0.62f * side, 0.66f), on(0.82f * side, 1.3f), 0.22f * size, 0.03f * size});
    inner.dye = {0.95f, 0.66f, 0.62f};
    body.parts.push_back(inner);
    Part skull;
    skull.bones = {{on(-0.3f, 0.05f), on(0.3f, 0.05f), 0.86f * size, 0.86f * size},
                   {on(-0.62f, -0.26f), on(0.62f, -0.26f), 0.52f * size, 0.52f * size}};
    body.parts.push_back(skull);
    for (float side : {-1.0f, 1.0f}) {
        addEye(body, on(0.46f * side, 0.08f), 0.23f * size, iris, true);
        for (float lift : {-0.16f, 0.0f, 0.16f})
            body.marks.push_back(
                {{on(0.35f * side, -0.42f), on(1.55f * side, -0.42f + lift * 1.6f), 0.022f * size, 0.008f * size},
                 hex(0xF4EFE6)});
    }
    body.marks.push_back({{on(-0.07f, -0.25f), on(0.07f, -0.25f), 0.075f * size, 0.075f * size}, hex(0xC97F78)});
    for (float side : {-1.0f, 1.0f}) {
        body.marks.push_back({{on(0, -0.34f), on(0.13f * side, -0.5f), 0.026f * size, 0.026f * size}, hex(0x54423A)});
        body.marks.push_back(
            {{on(0.13f * side, -0.5f), on(0.3f * side, -0.44f), 0.026f * size, 0.015f * size}, hex(0x54423A)});
    }
}

// The head of a dog in profile: a snout, a dark nose, an ear that hangs.
void addDogHead(Body& body, Point at, float size, core::Random& random) {
    const auto on = [&](float x, float y) { return at + Point{x, y} * size; };
    const float snout = between(random, 1.3f, 1.6f), ear = between(random, 0.8f, 1.15f);
    Part skull;
    skull.bones = {{on(0, 0.08f), on(0.2f, 0.06f), 0.84f * size, 0.76f * size},
                   {on(0.5f, -0.3f), on(snout, -0.36f), 0.46f * size, 0.34f * size}};
    skull.blend = 0.3f * size;
    body.parts.push_back(skull);
    Part flap;
    flap.blend = 0.05f;
    flap.light = 0.6f;
    flap.bones = {{on(-0.3f, 0.62f), on(-0.52f, 0.15f), 0.2f * size, 0.34f * size},
                  {on(-0.52f, 0.15f), on(-0.42f, 0.15f - ear), 0.34f * size, 0.22f * size}};
    body.parts.push_back(flap);
    body.marks.push_back(
        {{on(snout + 0.22f, -0.18f), on(snout + 0.26f, -0.24f), 0.17f * size, 0.15f * size}, hex(0x1C1817)});
    body.marks.push_back({{on(0.55f, -0.55f), on(snout + 0.05f, -0.58f), 0.025f * size, 0.03f * size}, hex(0x3A2A24)});
    if (chance(random, 0.4))
        body.marks.push_back(
            {{on(snout - 0.25f, -0.66f), on(snout - 0.2f, -1.0f), 0.14f * size, 0.15f * size}, hex(0xD9727A)});
    addEye(body, on(0.38f, 0.26f), 0.15f * size, hex(0x5A3B22), false);
}

void addCollar(Body& body, Point a, Point b, float width, core::Random& random) {
    const Rgb colours[] = {hex(0xB23A30), hex(0x2D5C9A), hex(0x2F7D5B), hex(0xC48A1E)};
    body.marks.push_back({{a, b, width, width}, colours[random.integer(0, 3)]});
}

Body walkingCat(core::Random& random) {
    const float longer = between(random, -0.1f, 0.12f), step = between(random, 0.05f, 0.28f);
    const float curl = between(random, -0.3f, 0.3f);
    Body body;
    const Leg hind{{-0.72f - longer, 0.6f}, {-0.84f - longer, 0.32f}, {-0.74f - longer, 0.06f}, 0.22f, 0.09f, 0.075f};
    const Leg front{{0.5f, 0.62f}, {0.53f, 0.34f}, {0.5f, 0.06f}, 0.16f, 0.085f, 0.07f};
    body.parts.push_back(tailAlong({-0.92f - longer, 0.78f}, {-1.45f - longer, 0.8f}, {-1.3f - longer + curl, 1.45f},
                                   {-1.62f - longer + 2 * curl, 1.72f}, 0.085f, 0.05f));
    body.parts.push_back(far(moved(hind, 0.1f, step), moved(front, 0.06f, -step)));
    Part torso;
    torso.bones = {{{-0.68f - longer, 0.72f}, {-0.05f, 0.68f}, 0.27f, 0.25f},
                   {{-0.05f, 0.68f}, {0.5f, 0.72f}, 0.25f, 0.25f},
                   {{0.5f, 0.78f}, {0.82f, 1.02f}, 0.21f, 0.19f}};
    addLeg(torso, moved(hind, 0, -0.6f * step));
    addLeg(torso, moved(front, 0, 0.7f * step));
    body.parts.push_back(torso);
    const float nod = between(random, -0.06f, 0.08f);
    addCatHead(body, {0.92f, 1.16f + nod}, between(random, 0.29f, 0.33f), random);
    return body;
}

Body sittingCat(core::Random& random) {
    Body body;
    const float curl = between(random, 0, 0.35f);
    body.parts.push_back(
        tailAlong({-0.5f, 0.14f}, {-0.95f, 0.0f}, {-1.2f - curl, 0.1f}, {-1.0f - curl, 0.55f + curl}, 0.09f, 0.055f));
    const Leg front{{0.16f, 0.8f}, {0.2f, 0.42f}, {0.2f, 0.07f}, 0.16f, 0.085f, 0.075f};
    Part back = far(moved(front, 0.1f, 0.17f), moved(front, 0.1f, 0.17f));
    body.parts.push_back(back);
    Part torso;
    torso.bones = {{{-0.24f, 0.38f}, {-0.16f, 0.42f}, 0.38f, 0.36f},
                   {{-0.16f, 0.45f}, {0.1f, 1.0f}, 0.34f, 0.22f},
                   {{-0.2f, 0.09f}, {0.08f, 0.08f}, 0.09f, 0.075f}};
    body.parts.push_back(torso);
    body.parts.push_back(near(front));
    const float nod = between(random, -0.05f, 0.08f);
    addCatHead(body, {0.16f + nod, 1.34f}, between(random, 0.31f, 0.35f), random);
    return body;
}

Body standingDog(core::Random& random) {
    const float longer = between(random, -0.08f, 0.2f), taller = between(random, -0.1f, 0.16f);
    const float step = between(random, 0, 0.3f), wag = between(random, -0.15f, 0.3f);
    Body body;
    const float y = 1.0f + taller;
    const Leg hind{{-0.72f - longer, y - 0.1f}, {-0.86f - longer, 0.46f}, {-0.76f - longer, 0.09f}, 0.25f, 0.11f, 0.1f};
    const Leg front{{0.48f, y - 0.12f}, {0.52f, 0.45f}, {0.48f, 0.09f}, 0.2f, 0.115f, 0.1f};
    body.parts.push_back(tailAlong({-0.9f - longer, y + 0.12f}, {-1.2f - longer, y + 0.2f}, {-1.35f - longer, y + 0.6f},
                                   {-1.05f - longer + wag, y + 0.85f}, 0.1f, 0.045f));
    body.parts.push_back(far(moved(hind, 0.12f, step), moved(front, 0.06f, -step)));
    Part torso;
    torso.bones = {{{-0.66f - longer, y}, {-0.1f, y - 0.02f}, 0.27f, 0.26f},
                   {{-0.1f, y - 0.02f}, {0.46f, y - 0.04f}, 0.28f, 0.36f},
                   {{0.5f, y + 0.1f}, {0.86f, y + 0.42f}, 0.27f, 0.21f}};
    addLeg(torso, moved(hind, 0, -0.5f * step));
    addLeg(torso, moved(front, 0, 0.6f * step));
    body.parts.push_back(torso);
    if (chance(random, 0.5)) addCollar(body, {0.6f, y + 0.46f}, {0.86f, y + 0.16f}, 0.045f, random);
    addDogHead(body, {0.96f, y + 0.56f}, between(random, 0.3f, 0.34f), random);
    return body;
}

Body sittingDog(core::Random& random) {
    Body body;
    const float wag = between(random, 0, 0.4f);
    body.parts.push_back(
        tailAlong({-0.6f, 0.16f}, {-0.9f, 0.06f}, {-1.2f, 0.25f}, {-1.2f + 0.4f * wag, 0.5f + wag}, 0.1f, 0.05f));
    const Leg front{{0.22f, 1.0f}, {0.3f, 0.5f}, {0.28f, 0.09f}, 0.22f, 0.115f, 0.1f};
    body.parts.push_back(far(moved(front, 0.1f, 0.2f), moved(front, 0.1f, 0.2f)));
    Part torso;
    torso.bones = {{{-0.3f, 0.4f}, {-0.2f, 0.46f}, 0.4f, 0.38f},
                   {{-0.2f, 0.52f}, {0.14f, 1.14f}, 0.37f, 0.31f},
                   {{0.16f, 1.24f}, {0.3f, 1.56f}, 0.26f, 0.21f},
                   {{-0.22f, 0.11f}, {0.14f, 0.1f}, 0.11f, 0.1f}};
    body.parts.push_back(torso);
    body.parts.push_back(near(front));
    if (chance(random, 0.5)) addCollar(body, {0.02f, 1.42f}, {0.42f, 1.34f}, 0.045f, random);
    addDogHead(body, {0.36f, 1.74f}, between(random, 0.31f, 0.35f), random);
    return body;
}

}  // namespace

Body someCat(core::Random& random) {
    return chance(random, 0.5) ? walkingCat(random) : sittingCat(random);
}

Body someDog(core::Random& random) {
    return chance(random, 0.6) ? standingDog(random) : sittingDog(random);
}

}  // namespace seglab::data::scenery
