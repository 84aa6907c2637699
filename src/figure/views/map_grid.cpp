#include "figure/views/map_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "figure/palette.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

namespace {

std::size_t axisFromEnd(const core::Tensor<float>& tensor, std::size_t fromEnd) {
    return tensor.shape.size() - fromEnd;
}

int channelAt(const MapGrid& grid, int index) {
    return grid.order.empty() ? index : grid.order[std::size_t(index)];
}

/// Minimum and maximum of the finite values of channels first … last.
Range extremes(const MapGrid& grid, int first, int last) {
    const std::size_t plane = std::size_t(grid.rows()) * std::size_t(grid.columns());
    const float* begin = grid.maps->values.data() + std::size_t(first) * plane;
    Range range{INFINITY, -INFINITY};
    for (const float* v = begin; v != begin + std::size_t(last - first + 1) * plane; ++v) {
        if (!std::isfinite(*v)) continue;
        range.minimum = std::min(range.minimum, double(*v));
        range.maximum = std::max(range.maximum, double(*v));
    }
    return range.minimum <= range.maximum ? range : Range{0, 0};
}

Range symmetricWhereDiverging(const MapGrid& grid, Range range) {
    if (grid.colors != ColorMap::Diverging) return range;
    const double most = std::max(std::abs(range.minimum), std::abs(range.maximum));
    return {-most, most};
}

Range rangeOfChannel(const MapGrid& grid, int channel, const Range& layer) {
    if (grid.rule == RangeRule::Fixed) return grid.fixed;
    if (grid.rule == RangeRule::PerLayer) return layer;
    const Range range = symmetricWhereDiverging(grid, extremes(grid, channel, channel));
    // A map of zeros has the colour of the lowest number, not the one in the middle of no range.
    return range == Range{0, 0} && grid.colors != ColorMap::Diverging ? Range{0, 1} : range;
}

Range rangeOfLayer(const MapGrid& grid) {
    return grid.rule == RangeRule::PerLayer ? symmetricWhereDiverging(grid, extremes(grid, 0, grid.channels() - 1))
                                            : Range{};
}

/// Paints one map into the picture of all: nearest neighbour, as a map's cells must be seen.
struct Painter {
    Pixels& pixels;
    const MapGrid& grid;
    Point origin;  ///< of the picture on the stage
    Theme theme;

    void paint(int channel, const Box& at, const Range& range) {
        const int left = int(at.x - origin.x), top = int(at.y - origin.y);
        const int width = int(at.width), height = int(at.height);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const float value = grid.value(channel, y * grid.rows() / height, x * grid.columns() / width);
                const Color color = colorAt(grid.colors, range.position(double(value)), theme);
                std::uint8_t* out =
                    &pixels.rgba[(std::size_t(top + y) * std::size_t(pixels.width) + std::size_t(left + x)) * 4];
                out[0] = color.r, out[1] = color.g, out[2] = color.b, out[3] = color.a;
            }
    }
};

Region mapRegion(const MapGrid& grid, int channel, const Box& at) {
    const Range range = extremes(grid, channel, channel);
    return {.name = mapName(grid.name, channel),
            .role = grid.role,
            .box = at,
            .shape = {grid.rows(), grid.columns()},
            .minimum = range.minimum,
            .maximum = range.maximum,
            .action = grid.action};
}

/// The number behind `at`, and where it ends; −1 where there is none.
int numberAt(const std::string& text, std::size_t& at) {
    std::size_t end = at;
    while (end < text.size() && end - at < 7 && text[end] >= '0' && text[end] <= '9') ++end;
    if (end == at) return -1;
    const int number = std::atoi(text.substr(at, end - at).c_str());
    at = end;
    return number;
}

}  // namespace

int MapGrid::channels() const {
    return int(maps->shape[axisFromEnd(*maps, 3)]);
}
int MapGrid::rows() const {
    return int(maps->shape[axisFromEnd(*maps, 2)]);
}
int MapGrid::columns() const {
    return int(maps->shape[axisFromEnd(*maps, 1)]);
}
float MapGrid::value(int channel, int row, int column) const {
    const std::size_t at =
        (std::size_t(channel) * std::size_t(rows()) + std::size_t(row)) * std::size_t(columns()) + std::size_t(column);
    return maps->values[at];
}

Range mapRange(const MapGrid& grid, int channel) {
    return rangeOfChannel(grid, channel, rangeOfLayer(grid));
}

MapPlaces placeMaps(const Box& box, const MapGrid& grid, const View& view) {
    MapPlaces places;
    const int count = grid.shown();
    if (count == 0 || box.width < 1 || box.height < 1) return places;
    // Captions of neighbours keep apart.
    const float gap = std::max(1.0f, std::round(std::max(2 * view.scale, 0.5f * grid.caption)));
    const float aspect = float(grid.columns()) / float(grid.rows());
    // The number of maps in a row that makes them largest.
    float best = 0;
    for (int perRow = 1; perRow <= count; ++perRow) {
        const int lines = (count + perRow - 1) / perRow;
        const float width = (box.width - gap * float(perRow - 1)) / float(perRow);
        const float height = (box.height - gap * float(lines - 1)) / float(lines) - grid.caption;
        const float fits = std::min(width, height * aspect);
        if (fits > best) best = fits, places.perRow = perRow;
    }
    const float width = std::max(1.0f, std::floor(best)), height = std::max(1.0f, std::floor(best / aspect));
    const Point origin{std::floor(box.x), std::floor(box.y)};
    for (int i = 0; i < count; ++i)
        places.maps.push_back({origin.x + float(i % places.perRow) * (width + gap),
                               origin.y + float(i / places.perRow) * (height + grid.caption + gap), width, height});
    const int lines = (count + places.perRow - 1) / places.perRow;
    places.all = {origin.x, origin.y, float(std::min(count, places.perRow)) * (width + gap) - gap,
                  float(lines) * (height + grid.caption + gap) - gap - grid.caption};
    return places;
}

MapPlaces addMapGrid(Figure& figure, const Box& box, const MapGrid& grid, const View& view) {
    const MapPlaces places = placeMaps(box, grid, view);
    if (places.maps.empty()) return places;
    auto pixels = std::make_shared<Pixels>();
    pixels->width = int(places.all.width);
    pixels->height = int(places.all.height);
    pixels->rgba.assign(std::size_t(pixels->width) * std::size_t(pixels->height) * 4, 0);
    Painter painter{*pixels, grid, {places.all.x, places.all.y}, view.theme};
    const Range layer = rangeOfLayer(grid);
    for (int i = 0; i < grid.shown(); ++i) {
        const int channel = channelAt(grid, i);
        painter.paint(channel, places.maps[std::size_t(i)], rangeOfChannel(grid, channel, layer));
        figure.regions.push_back(mapRegion(grid, channel, places.maps[std::size_t(i)]));
    }
    pixels->version = contentVersion(*pixels);
    figure.primitives.push_back(Image{.box = places.all, .pixels = pixels});
    const auto focus = parseMapName(view.focus());
    for (int i = 0; focus && focus->layer == grid.name && i < grid.shown(); ++i)
        if (channelAt(grid, i) == focus->channel)
            drawFrame(figure, places.maps[std::size_t(i)],
                      {.color = roleColor(Role::Selection, view.theme), .width = 2}, view);
    return places;
}

std::optional<Region> mapCell(const MapGrid& grid, const std::string& name) {
    const auto parsed = parseMapName(name);
    if (!parsed || parsed->layer != grid.name || parsed->channel >= grid.channels()) return std::nullopt;
    if (parsed->row < 0) return mapRegion(grid, parsed->channel, {});
    if (parsed->row >= grid.rows() || parsed->column >= grid.columns()) return std::nullopt;
    const double value = double(grid.value(parsed->channel, parsed->row, parsed->column));
    Region region{.name = name, .role = grid.role};
    if (std::isfinite(value)) region.value = value;
    return region;
}

std::string mapName(const std::string& layer, int channel) {
    return fmt::format("{}/{}", layer, channel);
}

std::optional<MapName> parseMapName(const std::string& name) {
    const std::size_t slash = name.rfind('/');
    if (slash == std::string::npos || slash == 0) return std::nullopt;
    MapName parsed{.layer = name.substr(0, slash)};
    std::size_t at = slash + 1;
    parsed.channel = numberAt(name, at);
    if (parsed.channel < 0) return std::nullopt;
    if (at == name.size()) return parsed;
    if (name[at++] != '(') return std::nullopt;
    parsed.row = numberAt(name, at);
    if (parsed.row < 0 || at >= name.size() || name[at++] != ',') return std::nullopt;
    parsed.column = numberAt(name, at);
    if (parsed.column < 0 || at + 1 != name.size() || name[at] != ')') return std::nullopt;
    return parsed;
}

}  // namespace seglab::figure
