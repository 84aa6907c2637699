#include "figure/views/cell_grid.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"

namespace seglab::figure {

namespace {

constexpr float kFill = 0.86f;         // share of a cell's width that text may take
constexpr float kImageBelow = 5.0f;    // pixels: smaller cells become an image
constexpr float kNumberShare = 0.36f;  // of a cell's side, for its text

float shorterSide(const Grid& grid) {
    return std::min(grid.width, grid.height);
}

float idealText(const Grid& grid, const View& view) {
    return std::max(smallestText(view), std::min(kNumberShare * shorterSide(grid), 2.4f * view.em()));
}

/// The text in lines that fit `width` at `size`, broken before " + "; empty where a part alone is too wide.
std::vector<std::string> breakSum(const std::string& text, float width, float size) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from <= text.size()) {
        std::size_t to = std::min(text.find(" + ", from), text.size());
        std::string part = text.substr(from, to - from);
        std::string longer = lines.empty() ? part : lines.back() + " + " + part;
        if (textWidth(part, Font::Numbers, size) > width) return {};
        if (!lines.empty() && textWidth(longer, Font::Numbers, size) <= width)
            lines.back() = longer;
        else
            lines.push_back(lines.empty() ? part : "+ " + part);
        if (textWidth(lines.back(), Font::Numbers, size) > width) return {};
        from = to == text.size() ? text.size() + 1 : to + 3;
    }
    return lines;
}

bool linesFit(const std::vector<std::string>& lines, const Grid& grid, float size) {
    return !lines.empty() && float(lines.size()) * 1.2f * size <= 0.92f * grid.height;
}

/// The largest size up to `ideal` at which the text fits a cell, in one line where that is not much smaller; 0 where it
/// does not fit at the smallest.
float fittingSize(const std::string& text, const Grid& grid, float ideal, float smallest) {
    const float oneLine = ideal * kFill * grid.width / textWidth(text, Font::Numbers, ideal);
    if (oneLine >= std::max(smallest, 0.6f * ideal)) return std::min(ideal, oneLine - 0.01f);
    for (float size = ideal; size >= smallest - 0.01f; size = size > smallest ? std::max(size - 1, smallest) : 0)
        if (linesFit(breakSum(text, kFill * grid.width, size), grid, size)) return size;
    return 0;
}

float commonSize(const std::vector<Cell>& cells, const Grid& grid, const View& view) {
    const float smallest = smallestText(view);
    float common = idealText(grid, view);
    if (shorterSide(grid) < 1.2f * smallest) return 0;
    for (const Cell& cell : cells) {
        if (cell.text.empty() || textWidth(cell.text, Font::Numbers, common) <= kFill * grid.width) continue;
        if (float size = fittingSize(cell.text, grid, common, smallest); size > 0) common = size;
    }
    return common;
}

void drawSurface(Figure& figure, const Box& box, const Cell& cell, const GridLook& look, const View& view) {
    figure.primitives.push_back(Rectangle{.box = box,
                                          .fill = cell.fill,
                                          .stroke = cell.line.a ? cell.line : look.line,
                                          .strokeWidth = view.scale,
                                          .hatch = cell.hatch,
                                          .hatchColor = cell.hatchColor,
                                          .hatchSpacing = 6 * view.scale});
}

void drawNumber(Figure& figure, const Box& box, const Cell& cell, float size, const View& view) {
    std::vector<std::string> lines = breakSum(cell.text, kFill * box.width, size);
    if (float(lines.size()) * 1.2f * size > 0.92f * box.height) return;
    const TextStyle style{.size = size,
                          .font = cell.bold ? Font::NumbersBold : Font::Numbers,
                          .color = cell.ink.a ? cell.ink : palette(view.theme).ink};
    const float step = 1.2f * size;
    float y = box.y + (box.height - step * float(lines.size())) / 2;
    for (const std::string& line : lines) {
        addTextCentred(figure, {box.x, y, box.width, step}, line, style);
        y += step;
    }
}

void drawNote(Figure& figure, const Box& box, const Cell& cell, float number, const View& view) {
    const float side = std::min(box.width, box.height);
    const float inset = std::min(8 * view.scale, 0.1f * side);
    const float size = std::max(smallestText(view), std::min(0.17f * side, view.em()));
    const bool clear = box.height / 2 - 0.38f * number > 0.8f * size + inset;
    if (!clear || textWidth(cell.note, Font::Numbers, size) > box.width - 1.25f * inset) return;
    addText(figure, {box.right() - inset, box.y + inset + capHeight(Font::Numbers, size)}, cell.note,
            {.size = size, .font = Font::Numbers, .color = cell.noteInk}, Align::Right);
}

/// What an image shows of a cell.
Color imageFill(const Cell& cell, Color ground) {
    const Color fill = cell.fill.a ? cell.fill : ground;
    return cell.hatch != Hatch::None && cell.hatchColor.a ? mix(fill, cell.hatchColor, 0.35f) : fill;
}

void drawBorder(Figure& figure, const Grid& grid, const GridLook& look, const View& view) {
    if (look.border.a) drawFrame(figure, grid.box(), {.color = look.border, .width = look.borderWidth}, view);
}

}  // namespace

float smallestText(const View& view) {
    const float share = view.present ? view.size.height / (0.8f * 45) : 0;
    return std::max(11 * view.scale, share);
}

bool isImage(const Grid& grid) {
    return shorterSide(grid) < kImageBelow || grid.rows * grid.columns > kMaximumCells;
}

void drawFills(Figure& figure, const Grid& grid, const GridLook& look, const FillRule& rule, const View& view) {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = grid.columns, pixels->height = grid.rows;
    pixels->rgba.reserve(std::size_t(grid.rows) * std::size_t(grid.columns) * 4);
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c) {
            const Color fill = rule(r, c);
            pixels->rgba.insert(pixels->rgba.end(), {fill.r, fill.g, fill.b, 255});
        }
    pixels->version = contentVersion(*pixels);
    figure.primitives.push_back(Image{.box = grid.box(), .pixels = std::move(pixels)});
    drawBorder(figure, grid, look, view);
}

void drawCells(Figure& figure, const Grid& grid, const GridLook& look, const CellRule& rule, const View& view) {
    if (grid.empty()) return;
    if (isImage(grid)) {
        const Color ground = palette(view.theme).raised;
        return drawFills(
            figure, grid, look, [&](int r, int c) { return imageFill(rule(r, c), ground); }, view);
    }
    std::vector<Cell> cells;
    cells.reserve(std::size_t(grid.rows) * std::size_t(grid.columns));
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c) cells.push_back(rule(r, c));
    const float size = commonSize(cells, grid, view);
    auto cell = cells.begin();
    for (int r = 0; r < grid.rows; ++r)
        for (int c = 0; c < grid.columns; ++c, ++cell) drawSurface(figure, grid.cell(r, c), *cell, look, view);
    cell = cells.begin();
    for (int r = 0; r < grid.rows && size > 0; ++r)
        for (int c = 0; c < grid.columns; ++c, ++cell) {
            if (!cell->text.empty()) drawNumber(figure, grid.cell(r, c), *cell, size, view);
            if (!cell->note.empty()) drawNote(figure, grid.cell(r, c), *cell, size, view);
        }
    drawBorder(figure, grid, look, view);
}

bool numbersFit(const Grid& grid, const View& view, int characters) {
    const float size = smallestText(view);
    return shorterSide(grid) >= 1.2f * size &&
           textWidth("0", Font::Numbers, size) * float(characters) <= kFill * grid.width;
}

void drawFrame(Figure& figure, const Box& box, const FrameLook& look, const View& view) {
    figure.primitives.push_back(Rectangle{.box = box.inset(-look.outset * view.scale),
                                          .stroke = look.color,
                                          .strokeWidth = look.width * view.scale,
                                          .radius = 2 * view.scale,
                                          .dash = look.dash});
}

Cell coveredCell(std::optional<double> guess, bool right, Theme theme) {
    const Palette& p = palette(theme);
    Cell cell{.text = "?", .fill = p.panel, .ink = p.muted, .hatch = Hatch::Forward, .hatchColor = p.hairline};
    if (!guess) return cell;
    cell.text = formatNumber(*guess);
    cell.note = right ? "✓" : "✗";
    cell.ink = cell.noteInk = roleTextColor(right ? Role::Output : Role::Selection, theme);
    cell.bold = true;
    return cell;
}

void coverHidden(Region& region, const View& view) {
    const auto guess = view.guesses.find(region.name);
    const bool guessed = guess != view.guesses.end() && region.value && guess->second == *region.value;
    if (!view.hides(region) || guessed) return;
    region.value.reset();
    region.text = "?";
    region.action = {.kind = Action::Kind::Answer};
}

Cell cellOf(const Region& region, Color fill, const View& view) {
    if (region.action.kind != Action::Kind::Answer) return {.text = region.text, .fill = fill};
    const auto guess = view.guesses.find(region.name);
    const bool guessed = guess != view.guesses.end();
    return coveredCell(guessed ? std::optional<double>(guess->second) : std::nullopt, false, view.theme);
}

std::string cellName(std::string_view stem, int row, int column) {
    std::string name(stem);
    name += '(';
    name += std::to_string(row);
    name += ',';
    name += std::to_string(column);
    name += ')';
    return name;
}

std::optional<CellName> parseCellName(const std::string& name) {
    const std::size_t open = name.find('('), comma = name.find(',', open);
    if (open == std::string::npos || open == 0 || name.back() != ')') return std::nullopt;
    auto number = [&](std::size_t from, std::size_t to) -> std::optional<int> {
        if (to <= from || to - from > 6) return std::nullopt;
        for (std::size_t i = from; i < to; ++i)
            if (name[i] < '0' || name[i] > '9') return std::nullopt;
        return std::stoi(name.substr(from, to - from));
    };
    const bool two = comma != std::string::npos;
    auto row = number(open + 1, two ? comma : name.size() - 1);
    auto column = two ? number(comma + 1, name.size() - 1) : std::optional<int>(0);
    if (!row || !column) return std::nullopt;
    return CellName{name.substr(0, open), *row, *column};
}

void addRegions(Figure& figure, const Grid& grid, const GridRegions& regions) {
    const int count = regions.size.height * regions.size.width;
    if (count > kMaximumCells) {
        figure.regions.push_back({.name = regions.stem,
                                  .role = regions.role,
                                  .box = grid.box(),
                                  .shape = {regions.size.height, regions.size.width},
                                  .minimum = regions.minimum,
                                  .maximum = regions.maximum,
                                  .layer = regions.layer});
        return;
    }
    const bool listed = grid.columns == 1 && grid.rows == count;
    for (int r = 0; r < regions.size.height; ++r)
        for (int c = 0; c < regions.size.width; ++c) {
            Region& region = figure.regions.emplace_back();
            region.name = regions.single ? regions.stem + '(' + std::to_string(r) + ')' : cellName(regions.stem, r, c);
            region.role = regions.role;
            region.layer = regions.layer;
            if (!grid.empty()) region.box = listed ? grid.cell(r * regions.size.width + c, 0) : grid.cell(r, c);
            if (regions.fill) regions.fill(region, r, c);
        }
}

void addRegions(Figure& figure, const std::vector<NamedGrid>& grids, const View& view) {
    const auto wanted = [&](const NamedGrid& each) { return !view.drawnOnly || !each.grid.empty(); };
    // Room for all at once: regions are large, and moving thousands of them costs more than making them.
    std::size_t count = figure.regions.size();
    for (const NamedGrid& each : grids)
        if (wanted(each))
            count += std::size_t(std::min(each.regions.size.height * each.regions.size.width, kMaximumCells));
    figure.regions.reserve(count + count / 8);
    for (const NamedGrid& each : grids)
        if (wanted(each)) addRegions(figure, each.grid, each.regions);
}

std::optional<Region> regionOf(const std::vector<NamedGrid>& grids, const std::string& name) {
    const auto cell = parseCellName(name);
    if (!cell) return std::nullopt;
    for (const NamedGrid& each : grids) {
        const GridRegions& of = each.regions;
        if (of.stem != cell->stem || cell->row >= of.size.height || cell->column >= of.size.width) continue;
        Region region{.name = name, .role = of.role, .layer = of.layer};
        of.fill(region, cell->row, cell->column);
        return region;
    }
    return std::nullopt;
}

}  // namespace seglab::figure
