#include "figure/views/drawn_plane.h"

#include <algorithm>

#include "figure/palette.h"
#include "figure/views/cell_grid.h"

namespace seglab::figure {

using core::Matrix;

namespace {

std::uint8_t byte(double value) {
    return std::uint8_t(std::clamp(value, 0.0, 255.0) + 0.5);
}

/// Pixels of a whole plane, each made from its number.
template <class ColorOf>
DrawnPlane drawn(const Matrix& plane, const ColorOf& colorOf) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = plane.columns, pixels->height = plane.rows;
    pixels->rgba.reserve(plane.values.size() * 4);
    for (double value : plane.values) {
        const Color color = colorOf(value);
        pixels->rgba.insert(pixels->rgba.end(), {color.r, color.g, color.b, color.a});
    }
    pixels->version = contentVersion(*pixels);
    return {std::move(pixels), {plane.rows, plane.columns}, rangeOf(plane.values)};
}

}  // namespace

DrawnPlane greyPlane(const Matrix& plane) {
    return drawn(plane, [](double value) {
        const std::uint8_t grey = byte(value);
        return Color{grey, grey, grey, 255};
    });
}

DrawnPlane heatPlane(const Matrix& plane, ColorMap map, const Range& range) {
    return drawn(plane, [&](double value) { return colorAt(map, range.position(value), Theme::Paper); });
}

std::shared_ptr<const Pixels> colourPixels(const std::vector<Matrix>& planes, const Cells& cells) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = cells.columns, pixels->height = cells.rows;
    pixels->rgba.resize(std::size_t(cells.rows) * std::size_t(cells.columns) * 4, 255);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const Matrix& plane = planes[std::min(channel, planes.size() - 1)];
        std::uint8_t* to = pixels->rgba.data() + channel;
        for (int row = cells.row; row < cells.row + cells.rows; ++row)
            for (int column = cells.column; column < cells.column + cells.columns; ++column, to += 4)
                *to = byte(plane(row, column));
    }
    pixels->version = contentVersion(*pixels);
    return pixels;
}

void drawPlane(Figure& figure, const Box& box, const DrawnPlane& plane, const Region& region, const View& view) {
    figure.primitives.push_back(Image{.box = box, .pixels = plane.pixels});
    drawFrame(figure, box, {.color = palette(view.theme).hairline, .width = 1}, view);
    figure.regions.push_back(region);
    Region& whole = figure.regions.back();
    whole.box = box;
    whole.shape = {plane.size.height, plane.size.width};
    whole.minimum = plane.range.minimum;
    whole.maximum = plane.range.maximum;
}

}  // namespace seglab::figure
