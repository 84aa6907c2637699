#include "figure/views/class_map.h"

#include "figure/palette.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

std::shared_ptr<const Pixels> pixelsOf(const ClassMap& map) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = map.columns;
    pixels->height = map.rows;
    pixels->rgba.assign(map.classes.size() * 4, 0);
    for (std::size_t i = 0; i < map.classes.size(); ++i) {
        if (map.classes[i] == kNoClass) continue;
        const Color color = map.colors[std::size_t(map.classes[i])];
        std::uint8_t* out = &pixels->rgba[i * 4];
        out[0] = color.r, out[1] = color.g, out[2] = color.b, out[3] = 255;
    }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

}  // namespace

void addMissing(Figure& figure, const Box& box, const View& view) {
    figure.primitives.push_back(Rectangle{.box = box,
                                          .fill = palette(view.theme).panel,
                                          .hatch = Hatch::Forward,
                                          .hatchColor = palette(view.theme).muted.withAlpha(0.55f),
                                          .hatchSpacing = 5 * view.scale});
}

void addClassMap(Figure& figure, const Box& box, const ClassMap& map, const View& view) {
    if (map.classes.empty()) {
        figure.primitives.push_back(Image{.box = box, .pixels = map.under});
    } else {
        addMissing(figure, box, view);
        figure.primitives.push_back(Image{.box = box, .pixels = pixelsOf(map)});
    }
    Region region = map.region;
    region.box = box;
    const Role role = view.focus() == region.name ? Role::Selection : roleNamed(region.role);
    drawFrame(figure, box, {.color = roleColor(role, view.theme), .width = 2}, view);
    if (!region.name.empty()) figure.regions.push_back(region);
}

}  // namespace seglab::figure
