#include "data/scenery/animal.h"

#include "data/scenery/scenery.h"

namespace seglab::data::scenery {

namespace {

using Pattern = Coat::Pattern;

struct Fur {
    Rgb base, second;
};
const Fur kFurs[] = {
    {hex(0xC98A4B), hex(0x9A5F2C)},  // ginger
    {hex(0x7A5A41), hex(0x453022)},  // brown
    {hex(0x8C8880), hex(0x55524E)},  // grey
    {hex(0x3B3733), hex(0x1F1D1B)},  // black
    {hex(0xD9C6A5), hex(0xA98F69)},  // cream
    {hex(0xE6E1D8), hex(0x9A7E60)},  // white and brown
};

}  // namespace

Coat::Coat(core::Random& random, bool cat) {
    // All furs are worn by both, though not as often: one pixel is a hint, never an answer.
    static constexpr int kOfCats[] = {0, 0, 2, 2, 2, 3, 5, 5, 1, 4}, kOfDogs[] = {1, 1, 1, 4, 4, 4, 3, 5, 0, 2};
    const Fur& fur = kFurs[(cat ? kOfCats : kOfDogs)[random.integer(0, 9)]];
    const float light = between(random, 0.88f, 1.12f);
    base = fur.base * light;
    second = fur.second * light;
    const auto draw = random.integer(0, 4);  // most cats are striped, most dogs patched
    pattern = draw == 0 ? Pattern::Plain : draw == 1 ? Pattern::White : cat ? Pattern::Stripes : Pattern::Patches;
}

namespace {

// Brings an animal onto the picture.
class Placing {
public:
    explicit Placing(const Animal& animal) : animal_(animal), facing_(animal.left ? -1.0f : 1.0f) {}
    Point operator()(Point own) const { return animal_.foot + Point{own.x * facing_, -own.y} * animal_.scale; }
    Bone operator()(const Bone& own) const {
        return {(*this)(own.a), (*this)(own.b), own.ra * animal_.scale, own.rb * animal_.scale};
    }
    Point back(Point p) const {
        const Point off = (p - animal_.foot) * (1 / animal_.scale);
        return {off.x * facing_, -off.y};
    }

private:
    const Animal& animal_;
    float facing_;
};

// Colour of the coat at a place of the body, in the animal's own units.
struct Hair {
    const Coat& coat;
    Noise noise;

    Rgb at(Point own) const {
        switch (coat.pattern) {
            case Pattern::Plain:
                return mix(coat.base, coat.second, 0.35f * noise.at(own * 2.0f));
            case Pattern::Stripes: {
                const float warp = noise.at(own * 3.0f), wave = own.x * 4.2f + warp * 1.5f + 0.5f * own.y;
                const float saw = wave - std::floor(wave);
                return mix(coat.base, coat.second, 0.85f * smooth(0.25f, 0.12f, std::abs(saw - 0.5f)));
            }
            case Pattern::Patches:
                return mix(coat.base, coat.second, smooth(0.52f, 0.6f, noise.at(own * 1.7f)));
            case Pattern::White: {
                const float low = own.y + 0.3f * noise.at(own * 3.0f) - 0.25f * smooth(0.2f, 0.8f, own.x);
                return mix(hex(0xEAE5DC), coat.base, smooth(0.28f, 0.42f, low));
            }
        }
        return coat.base;
    }
};

struct Painter {
    Canvas& canvas;
    const Daylight& day;
    const Animal& animal;
    Placing place;
    Hair hair;
    Noise fluff;

    void paint(const Part& part) const;
};

Area around(const std::vector<Bone>& bones, float margin) {
    Area all{2, 2, -2, -2};
    for (const Bone& bone : bones) {
        const Area one = scenery::around(bone, margin);
        all = {std::min(all.left, one.left), std::min(all.top, one.top), std::max(all.right, one.right),
               std::max(all.bottom, one.bottom)};
    }
    return all;
}

void Painter::paint(const Part& part) const {
    std::vector<Bone> bones;
    for (const Bone& bone : part.bones) bones.push_back(place(bone));
    const float scale = animal.scale, blend = part.blend * scale, hair1 = 1 / (0.016f * scale);
    const int octaves = canvas.octaves(0.016f * scale, 1) + 1;
    // Hairs are short and hang.
    const auto hairs = [&](Point p) { return fluff.fractal(Point{p.x, 0.45f * p.y} * hair1, octaves) - 0.5f; };
    const auto body = [&](Point p) {
        float d = 1;
        for (const Bone& bone : bones) d = smoothMinimum(d, distance(p, bone), blend);
        return d;
    };
    canvas.fill(
        around(bones, 0.02f * scale + canvas.pixel()), animal.ink,
        [&](Point p) {
            const float d = body(p);
            return std::abs(d) > 0.02f * scale ? d : d - 0.02f * scale * hairs(p);
        },
        [&](Point p, float d) {
            // The slope of the distance towards the sun says which way the surface faces; it flattens inwards.
            const float reach = 0.05f * scale, slope = (body(p + day.towardsSun * reach) - d) / reach;
            const float round = 1 - smooth(0.05f * scale, 0.26f * scale, -d);
            const float tuft = hairs(p);
            const float light = 0.86f + 0.3f * round * slope - 0.2f * smooth(-0.045f * scale, 0, d) + 0.2f * tuft;
            return day.through(hair.at(place.back(p)) * part.dye * day.sun * (part.light * light), animal.distance);
        });
}

}  // namespace

void paintAnimal(Canvas& canvas, const Daylight& day, const Animal& animal, core::Random& random) {
    const bool cat = animal.ink.label == kCat;
    const Body body = cat ? someCat(random) : someDog(random);
    const Coat coat(random, cat);
    const float away = -0.35f * day.towardsSun.x;
    canvas.shadow(animal.foot + Point{away, 0.02f} * animal.scale, Point{1.35f, 0.24f} * animal.scale, 0.5f);
    const Painter painter{canvas, day, animal, Placing(animal), {coat, Noise(random)}, Noise(random)};
    for (const Part& part : body.parts) painter.paint(part);
    for (const Mark& mark : body.marks)
        canvas.stroke(painter.place(mark.bone), animal.ink, day.through(mark.colour * day.sun, animal.distance));
}

}  // namespace seglab::data::scenery
