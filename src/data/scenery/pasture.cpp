#include <algorithm>

#include "data/scenery/animal.h"
#include "data/scenery/scenery.h"

namespace seglab::data::scenery {

namespace {

// What stands on the meadow; the far ones are painted first.
struct Standing {
    Point foot;
    enum { Animal, Tree, Bush } what = Animal;
};

std::vector<Standing> somethingStanding(const Perspective& view, core::Random& random) {
    std::vector<Standing> all;
    const int trees = int(random.integer(1, 3)), bushes = int(random.integer(0, 2));
    for (int tree = 0; tree < trees; ++tree)
        all.push_back(
            {{between(random, -0.02f, 1.02f), mix(view.horizon, 1, between(random, 0.05f, 0.4f))}, Standing::Tree});
    for (int bush = 0; bush < bushes; ++bush)
        all.push_back({{between(random, 0, 1), mix(view.horizon, 1, between(random, 0.1f, 0.7f))}, Standing::Bush});
    // Animals each in a strip of their own, so that they overlap but do not hide each other.
    const int animals = chance(random, 0.15) ? 4 : int(random.integer(2, 3));
    for (int animal = 0; animal < animals; ++animal) {
        const float x = (float(animal) + between(random, 0.2f, 0.8f)) / float(animals);
        all.push_back({{mix(0.06f, 0.94f, x), mix(view.horizon, 1, between(random, 0.46f, 0.95f))}, Standing::Animal});
    }
    std::stable_sort(all.begin(), all.end(), [](const Standing& a, const Standing& b) { return a.foot.y < b.foot.y; });
    return all;
}

// A little noise of the sensor, and corners a little darker.
void develop(Canvas& canvas, core::Random& random) {
    const Noise grain(random);
    const auto side = float(canvas.side());
    canvas.each({}, [&](Point p, std::size_t index) {
        const Point off = p - Point{0.5f, 0.5f};
        const float dark = 1 - 0.22f * dot(off, off);
        const float noise = 0.03f * (grain.at(p * side) - 0.5f);
        canvas.colours[index] = canvas.colours[index] * dark + Rgb{noise, noise, noise};
    });
}

}  // namespace

void paintPasture(Canvas& canvas, core::Random random) {
    const Daylight day(random);
    const Perspective view{between(random, 0.3f, 0.48f)};
    paintSky(canvas, day, view, random);
    paintHills(canvas, day, view, random);
    paintMeadow(canvas, day, view, random);
    std::uint16_t animals = 0;
    for (const Standing& standing : somethingStanding(view, random)) {
        const float scale = view.scale(standing.foot.y), far = view.distance(standing.foot.y);
        const bool bush = standing.what == Standing::Bush;
        if (standing.what != Standing::Animal) {
            const float height = (bush ? 0.3f : 1.05f) * (0.25f + scale) * between(random, 0.75f, 1.1f);
            canvas.shadow(standing.foot, Point{0.45f, 0.07f} * height, 0.45f);
            paintTree(canvas, day, {standing.foot, height, 0.7f * far, bush}, random);
        } else {
            const bool cat = chance(random, 0.5);
            const float size = (cat ? 0.2f : 0.205f) * (0.18f + scale) * between(random, 0.85f, 1.15f);
            const Ink ink{std::uint8_t(cat ? kCat : kDog), ++animals};
            paintAnimal(canvas, day, {standing.foot, size, chance(random, 0.5), 0.7f * far, ink}, random);
        }
        paintTuft(canvas, day, {standing.foot + Point{0, 0.02f * scale}, 0.4f * scale, 0.045f * scale, 16}, random);
    }
    develop(canvas, random);
}

}  // namespace seglab::data::scenery
