#include "data/scenery/scenery.h"

namespace seglab::data::scenery {

namespace {

// A cell: a few discs grown together, a nucleus with its nucleoli, and how much light it swallows.
struct Cell {
    Point centre;
    float radius;
    std::vector<Bone> lobes;
    std::vector<Bone> nucleoli;
    Point nucleus;
    float tone, halo;
};

Cell someCell(Point centre, float radius, core::Random& random) {
    Cell cell{centre, radius, {}, {}, {}, between(random, -0.05f, 0.06f), between(random, 0.6f, 1.2f)};
    const int lobes = int(random.integer(2, 4));
    for (int lobe = 0; lobe < lobes; ++lobe) {
        const Point off{between(random, -0.45f, 0.45f), between(random, -0.45f, 0.45f)};
        cell.lobes.push_back({centre, centre + off * radius, radius * between(random, 0.62f, 0.8f),
                              radius * between(random, 0.45f, 0.66f)});
    }
    cell.nucleus = centre + Point{between(random, -0.18f, 0.18f), between(random, -0.18f, 0.18f)} * radius;
    const int nucleoli = int(random.integer(1, 3));
    for (int index = 0; index < nucleoli; ++index) {
        const Point at = cell.nucleus + Point{between(random, -0.2f, 0.2f), between(random, -0.2f, 0.2f)} * radius;
        cell.nucleoli.push_back({at, at, 0.07f * radius, 0.07f * radius});
    }
    return cell;
}

// Clusters of cells that touch, as they grow in a dish: each new one beside an old one, or somewhere else.
std::vector<Cell> someCells(core::Random& random) {
    const int count = int(random.integer(7, 26));
    const float size = between(random, 0.075f, 0.105f), together = between(random, 0.45f, 0.85f);
    std::vector<Cell> cells;
    for (int attempt = 0; attempt < 12 * count && int(cells.size()) < count; ++attempt) {
        const float radius = size * between(random, 0.8f, 1.25f);
        Point centre{between(random, -0.05f, 1.05f), between(random, -0.05f, 1.05f)};
        if (!cells.empty() && chance(random, together)) {
            const Cell& beside = cells[std::size_t(random.integer(0, std::int64_t(cells.size()) - 1))];
            const Point way{between(random, -1, 1), between(random, -1, 1)};
            if (length(way) < 0.2f) continue;
            centre = beside.centre + way * ((beside.radius + radius) * between(random, 0.78f, 0.95f) / length(way));
        }
        if (centre.x < -0.08f || centre.x > 1.08f || centre.y < -0.08f || centre.y > 1.08f) continue;
        bool crowded = false;
        for (const Cell& other : cells) crowded |= length(other.centre - centre) < 0.72f * (other.radius + radius);
        if (!crowded) cells.push_back(someCell(centre, radius, random));
    }
    return cells;
}

// The distance to the nearest cell's membrane at every pixel, and which one it is.
struct Territory {
    std::vector<float> distance, second;  // to the nearest and the next
    std::vector<int> owner;
};

Territory territoryOf(Canvas& canvas, const std::vector<Cell>& cells, const Noise& membrane) {
    const std::size_t pixels = canvas.colours.size();
    Territory map{std::vector<float>(pixels, 1), std::vector<float>(pixels, 1), std::vector<int>(pixels, -1)};
    for (std::size_t index = 0; index < cells.size(); ++index) {
        const Cell& cell = cells[index];
        canvas.each(around(cell.centre, 1.75f * cell.radius), [&](Point p, std::size_t at) {
            float d = 1;
            for (const Bone& lobe : cell.lobes) d = smoothMinimum(d, distance(p, lobe), 0.5f * cell.radius);
            d += 0.14f * cell.radius * (membrane.at(p * (2.2f / cell.radius)) - 0.5f);
            if (d < map.distance[at]) {
                map.second[at] = map.distance[at];
                map.distance[at] = d;
                map.owner[at] = int(index);
            } else {
                map.second[at] = std::min(map.second[at], d);
            }
        });
    }
    return map;
}

// A peak of height 1 and half-width w at 0.
float peak(float x, float w) {
    const float q = x / w;
    return 1 / (1 + q * q * q * q);
}

struct Dish {
    std::vector<Cell> cells;
    Territory map;
    Noise grain, plasma;
    int octaves;

    float brightness(Point p, std::size_t at) const;
};

// Phase contrast: a dark rim inside the membrane, a bright halo outside; in between, the grey of the background.
float Dish::brightness(Point p, std::size_t at) const {
    const float d = map.distance[at];
    float light = 0.035f * (grain.fractal(p * 30.0f, octaves) - 0.5f);
    if (map.owner[at] < 0) return light;
    const Cell& cell = cells[std::size_t(map.owner[at])];
    const float r = cell.radius;
    light += 0.2f * cell.halo * peak(d - 0.1f * r, 0.1f * r) * smooth(-0.06f * r, 0.04f * r, d);
    if (d > 0.02f * r) return light;
    light -= 0.22f * peak(d + 0.07f * r, 0.075f * r);
    // Between two cells that touch, a thin bright seam.
    light += 0.24f * peak(map.second[at] - d, 0.045f * r) * smooth(0.1f * r, -0.02f * r, map.second[at]);
    light += cell.tone + 0.3f * (plasma.fractal(p * (3.4f / r), octaves) - 0.5f);
    const float nucleus = length(p - cell.nucleus) - 0.36f * r;
    light += 0.07f * smooth(0.03f * r, -0.05f * r, nucleus) - 0.1f * peak(nucleus, 0.05f * r);
    for (const Bone& dot : cell.nucleoli) light -= 0.2f * smooth(0.03f * r, -0.03f * r, distance(p, dot));
    return light;
}

// Specks and rings out of focus that are no cells.
void addDust(Canvas& canvas, core::Random& random) {
    const int specks = int(random.integer(5, 22));
    for (int speck = 0; speck < specks; ++speck) {
        const Point at{between(random, 0, 1), between(random, 0, 1)};
        const float radius = between(random, 0.004f, 0.02f), dark = between(random, -0.25f, 0.3f);
        canvas.each(around(at, 2 * radius), [&](Point p, std::size_t index) {
            const float ring = 0.4f * dark * peak(length(p - at) - radius, 0.4f * radius);
            const float light = dark * smooth(radius, 0.3f * radius, length(p - at)) - ring;
            canvas.colours[index] = canvas.colours[index] + Rgb{light, light, light};
        });
    }
}

}  // namespace

void paintCells(Canvas& canvas, core::Random random) {
    const Noise lamp(random), sensor(random), membrane(random);
    Dish dish{someCells(random), {}, Noise(random), Noise(random), canvas.octaves(0.033f, 3)};
    dish.map = territoryOf(canvas, dish.cells, membrane);
    const Rgb tint = mix(hex(0xFFFBF2), hex(0xEAF3F6), between(random, 0, 1));
    const float grey = between(random, 0.44f, 0.6f), uneven = between(random, 0.1f, 0.3f),
                noise = between(random, 0.03f, 0.09f);
    canvas.each({}, [&](Point p, std::size_t at) {
        const bool inside = dish.map.distance[at] < 0;
        canvas.labels[at] = inside ? kCell : kBackground;
        canvas.instances[at] = inside ? std::uint16_t(dish.map.owner[at] + 1) : std::uint16_t(0);
        const float light = grey + uneven * (lamp.at(p * 1.3f) - 0.5f) + dish.brightness(p, at);
        canvas.colours[at] = Rgb{light, light, light};
    });
    addDust(canvas, random);
    const auto side = float(canvas.side());
    canvas.each({}, [&](Point p, std::size_t at) {
        const float shot = noise * (sensor.at(p * side) + sensor.at(p * side + Point{311, 57}) - 1);
        canvas.colours[at] = (canvas.colours[at] + Rgb{shot, shot, shot}) * tint;
    });
}

}  // namespace seglab::data::scenery
