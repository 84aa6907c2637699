#include "figure/views/round_trip_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/color_map.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "figure/views/drawn_plane.h"
#include "figure/views/upsampling_scene.h"

namespace seglab::figure {

using core::Matrix;
using core::Pair;
using core::PicturePlanes;

namespace {

constexpr int kGlassCells = 13;      // cells of the picture across the magnifying glass
constexpr double kErrorWhite = 128;  // errors from here on have the brightest colour

Cells whole(const PicturePlanes& planes) {
    return {0, 0, planes[0].rows, planes[0].columns};
}

std::shared_ptr<const Pixels> errorColours(const Matrix& error, const Cells& part, Theme theme) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = part.columns;
    pixels->height = part.rows;
    pixels->rgba.reserve(std::size_t(part.rows) * std::size_t(part.columns) * 4);
    for (int row = part.row; row < part.row + part.rows; ++row)
        for (int column = part.column; column < part.column + part.columns; ++column) {
            const Color color = colorAt(ColorMap::Magma, error(row, column) / kErrorWhite, theme);
            pixels->rgba.insert(pixels->rgba.end(), {color.r, color.g, color.b, 255});
        }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

/// Equal slots in reading order. A picture stands on the left of its slot, the magnifying glass at its right.
struct Frames {
    float side = 0, glass = 0, gap = 0, heading = 0;
    int columns = 1, rows = 1;
    Point origin = {};

    Point at(int index) const {
        const float width = side + glass + 0.5f * gap + gap, height = side + heading + 0.6f * gap;
        return {std::round(origin.x + float(index % columns) * width),
                std::round(origin.y + float(index / columns) * height + heading)};
    }
};

Frames arrange(const Box& area, int count, const View& view) {
    Frames best;
    const float em = view.em();
    for (int columns = 1; columns <= count; ++columns) {
        Frames frames{.gap = 1.6f * em,
                      .heading = gridHeadingHeight(view, true),
                      .columns = columns,
                      .rows = (count + columns - 1) / columns};
        const float width = (area.width - frames.gap * float(columns - 1)) / float(columns) - 0.5f * frames.gap;
        const float height =
            (area.height - 0.6f * frames.gap * float(frames.rows - 1)) / float(frames.rows) - frames.heading;
        frames.side = std::floor(std::min(width / 1.45f, height));
        frames.glass = std::floor(0.45f * frames.side);
        const float used = float(columns) * (frames.side + frames.glass + 1.5f * frames.gap) - frames.gap;
        const float tall = float(frames.rows) * (frames.side + frames.heading + 0.6f * frames.gap) - 0.6f * frames.gap;
        frames.origin = {area.x + (area.width - used) / 2, area.y + (area.height - tall) / 2};
        if (frames.side > best.side) best = frames;
    }
    return best;
}

/// The part of a plane under the glass; a plane on its way down has fewer cells there.
Cells underGlass(const RoundTripScene& scene, const PicturePlanes& planes) {
    const Pair glass = scene.glass();
    const Matrix& picture = scene.trips[0]->picture()[0];
    const int rows = std::max(1, kGlassCells * planes[0].rows / picture.rows),
              columns = std::max(1, kGlassCells * planes[0].columns / picture.columns);
    const int row = glass.height * planes[0].rows / picture.rows - rows / 2,
              column = glass.width * planes[0].columns / picture.columns - columns / 2;
    return {std::clamp(row, 0, planes[0].rows - rows), std::clamp(column, 0, planes[0].columns - columns), rows,
            columns};
}

/// The largest box of the plane's proportions at the top left of a square.
Box fitted(Point at, float side, const Cells& part) {
    const float cell = side / float(std::max(part.rows, part.columns));
    return {at.x, at.y, std::round(cell * float(part.columns)), std::round(cell * float(part.rows))};
}

void drawFramed(Figure& figure, const Box& box, std::shared_ptr<const Pixels> pixels, Color edge, const View& view) {
    figure.primitives.push_back(Image{.box = box, .pixels = std::move(pixels)});
    figure.primitives.push_back(Rectangle{.box = box, .stroke = edge, .strokeWidth = view.scale});
}

struct Slot {
    std::string name, title, rule;
    const PicturePlanes* planes;
    const Matrix* error = nullptr;  ///< instead of the planes
};

void drawSlot(Figure& figure, const RoundTripScene& scene, const Frames& frames, int index, const Slot& slot) {
    const View& view = scene.view;
    const Point at = frames.at(index);
    const auto pixels = [&](const Cells& part) {
        return slot.error ? errorColours(*slot.error, part, view.theme) : colourPixels(*slot.planes, part);
    };
    const Cells all = whole(*slot.planes), glass = underGlass(scene, *slot.planes);
    const Box box = fitted(at, frames.side, all);
    drawGridHeading(figure, at, frames.side + frames.glass + 0.5f * frames.gap, slot.title, slot.rule, view);
    drawFramed(figure, box, pixels(all), palette(view.theme).hairline, view);

    const Box lens = fitted({at.x + frames.side + 0.5f * frames.gap, at.y}, frames.glass, glass);
    drawFramed(figure, lens, pixels(glass), roleColor(Role::Selection, view.theme), view);
    const float cell = box.width / float(all.columns);
    figure.primitives.push_back(Rectangle{.box = {box.x + cell * float(glass.column), box.y + cell * float(glass.row),
                                                  cell * float(glass.columns), cell * float(glass.rows)},
                                          .stroke = roleColor(Role::Selection, view.theme),
                                          .strokeWidth = 1.5f * view.scale});
    figure.regions.push_back({.name = slot.name,
                              .role = index == 0 ? "input" : "output",
                              .box = box,
                              .text = {},
                              .shape = {all.rows, all.columns},
                              .minimum = 0,
                              .maximum = 255});
}

std::string sizeText(const PicturePlanes& planes) {
    return fmt::format("[n|{} × {}]", planes[0].rows, planes[0].columns);
}

std::string errorText(const core::RoundTrip& trip) {
    return fmt::format("error [n|{:.1f}], at edges [n|{:.1f}]", trip.meanError(), trip.edgeError());
}

}  // namespace

Pair RoundTripScene::glass() const {
    const PicturePlanes& picture = trips[0]->picture();
    const auto name = parseCellName(view.focus());
    if (name && name->row < picture[0].rows && name->column < picture[0].columns) return {name->row, name->column};
    // Of the halves: an edge that is there for the eye, not a pattern of single cells.
    const Matrix strength = core::edgeStrength(trips[0]->at(1));
    const int steepest =
        int(std::max_element(strength.values.begin(), strength.values.end()) - strength.values.begin());
    return {2 * (steepest / strength.columns), 2 * (steepest % strength.columns)};
}

void drawRoundTrips(Figure& figure, const Box& area, const RoundTripScene& scene) {
    const Frames frames = arrange(area, int(scene.trips.size()) + 1, scene.view);
    const PicturePlanes& picture = scene.trips[0]->picture();
    drawSlot(figure, scene, frames, 0, {"picture", "[input|picture]", sizeText(picture), &picture});
    for (std::size_t way = 0; way < scene.trips.size(); ++way) {
        const core::RoundTrip& trip = *scene.trips[way];
        const PicturePlanes& now = trip.at(scene.step);
        const bool error = scene.errors && scene.back();
        drawSlot(figure, scene, frames, int(way) + 1,
                 {wayStem(scene.methods[way]), "[output|" + wayTitle(scene.methods[way]) + "]",
                  scene.back() ? errorText(trip) : sizeText(now), &now, error ? &trip.errorMap() : nullptr});
    }
}

std::optional<Region> roundTripCell(const RoundTripScene& scene, const std::string& name) {
    const auto cell = parseCellName(name);
    if (!cell) return std::nullopt;
    const PicturePlanes* planes = cell->stem == "picture" ? &scene.trips[0]->picture() : nullptr;
    for (std::size_t way = 0; way < scene.trips.size(); ++way)
        if (cell->stem == wayStem(scene.methods[way])) planes = &scene.trips[way]->at(scene.step);
    if (!planes || cell->row >= (*planes)[0].rows || cell->column >= (*planes)[0].columns) return std::nullopt;
    Region region{.name = name, .role = cell->stem == "picture" ? "input" : "output", .box = {}, .text = {}};
    double mean = 0;
    for (const Matrix& plane : *planes) {
        const double value = plane(cell->row, cell->column);
        mean += value / double(planes->size());
        region.text += (region.text.empty() ? "" : " ") + formatNumber(std::round(value * 10) / 10);
    }
    region.value = mean;
    region.sentence = "Red, green, blue; the value is their mean.";
    return region;
}

std::string roundTripCaption(const RoundTripScene& scene) {
    const int levels = scene.trips[0]->stepCount() / 2;
    const PicturePlanes& now = scene.trips[0]->at(scene.step);
    if (scene.step == 0)
        return fmt::format("The [input|picture], {} × {}, before it goes down {} level{} and up again.", now[0].rows,
                           now[0].columns, levels, levels == 1 ? "" : "s");
    if (scene.step <= levels)
        return fmt::format("Level {} down: {} × {} cells, {} of the picture's; what is not in them is gone.",
                           scene.step, now[0].rows, now[0].columns, fmt::format("1/{}", 1 << (2 * scene.step)));
    if (!scene.back())
        return fmt::format("Level {} up again: [output|{} × {}] cells, each way with its own rule.",
                           scene.step - levels, now[0].rows, now[0].columns);
    std::size_t best = 0;
    for (std::size_t way = 1; way < scene.trips.size(); ++way)
        if (scene.trips[way]->meanError() < scene.trips[best]->meanError()) best = way;
    return fmt::format(
        "Back at {} × {}: the smallest mean error is [output|{}]'s, {:.1f} of 255, and {:.1f} at the steepest edges. "
        "No rule brings back what went.",
        now[0].rows, now[0].columns, wayTitle(scene.methods[best]), scene.trips[best]->meanError(),
        scene.trips[best]->edgeError());
}

}  // namespace seglab::figure
