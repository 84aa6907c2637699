#include "figure/views/u_path.h"

#include <algorithm>
#include <cmath>

#include "figure/palette.h"

namespace seglab::figure {

namespace {

constexpr float kBarHeight = 1.1f, kLevel = 0.7f;  // em; each level stands lower by so much

/// Wider for more channels, by the root: 8 and 64 are in one row.
float weight(const UStation& station) {
    return std::sqrt(float(station.channels));
}

int deepest(const std::vector<UStation>& stations) {
    int level = 1;
    for (const UStation& station : stations) level = std::max(level, station.level);
    return level;
}

Color fillOf(const UStation& station, const View& view) {
    const Palette& inks = palette(view.theme);
    if (station.shown) return roleColor(Role::Selection, view.theme);
    if (view.focus() == station.name) return mix(inks.background, roleColor(Role::Selection, view.theme), 0.5f);
    return mix(inks.background, inks.muted, station.computed ? 0.55f : 0.18f);
}

}  // namespace

float uPathHeight(const View& view) {
    return (kBarHeight + 3 * kLevel) * view.em();
}

void addUPath(Figure& figure, const Box& box, const std::vector<UStation>& stations, const View& view) {
    if (stations.empty()) return;
    const float gap = std::max(1.0f, std::round(0.2f * view.em()));
    float weights = 0;
    for (const UStation& station : stations) weights += weight(station);
    const float most = 0.34f * view.em();  // of a unit of weight: the row need not be as wide as its box
    const float unit = std::min(most, (box.width - gap * float(stations.size() - 1)) / weights);
    const float fall = (uPathHeight(view) - kBarHeight * view.em()) / float(std::max(1, deepest(stations) - 1));
    float x = box.right() - unit * weights - gap * float(stations.size() - 1);
    for (const UStation& station : stations) {
        const Box bar{x, box.y + fall * float(station.level - 1), unit * weight(station), kBarHeight * view.em()};
        figure.primitives.push_back(Rectangle{.box = bar, .fill = fillOf(station, view), .radius = 2 * view.scale});
        figure.regions.push_back({.name = station.name,
                                  .role = "layer",
                                  .box = {bar.x, box.y, bar.width, uPathHeight(view)},
                                  .text = station.text,
                                  .sentence = station.sentence,
                                  .action = station.action});
        x += bar.width + gap;
    }
}

}  // namespace seglab::figure
