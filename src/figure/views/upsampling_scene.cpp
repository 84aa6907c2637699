#include "figure/views/upsampling_scene.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/curve.h"
#include "figure/text.h"

namespace seglab::figure {

using core::Pair;
using core::Share;
using core::UpsamplingMethod;
using core::UpsamplingTrace;

namespace {

constexpr float kSelectionTint = 0.16f;

bool startsFromZeros(const UpsamplingTrace& way) {
    return way.settings().method == UpsamplingMethod::BedOfNails ||
           way.settings().method == UpsamplingMethod::MaxUnpooling;
}

bool inside(Pair cell, Pair size) {
    return cell.height >= 0 && cell.width >= 0 && cell.height < size.height && cell.width < size.width;
}

std::size_t flat(Pair cell, Pair size) {
    return std::size_t(cell.height) * std::size_t(size.width) + std::size_t(cell.width);
}

}  // namespace

std::string wayStem(UpsamplingMethod method) {
    switch (method) {
        case UpsamplingMethod::Nearest:
            return "nearest";
        case UpsamplingMethod::BedOfNails:
            return "bed_of_nails";
        case UpsamplingMethod::MaxUnpooling:
            return "max_unpooling";
        case UpsamplingMethod::Bilinear:
            return "bilinear";
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return "transposed";
}

std::string wayTitle(UpsamplingMethod method) {
    switch (method) {
        case UpsamplingMethod::Nearest:
            return "nearest neighbour";
        case UpsamplingMethod::BedOfNails:
            return "bed of nails";
        case UpsamplingMethod::MaxUnpooling:
            return "max unpooling";
        case UpsamplingMethod::Bilinear:
            return "bilinear";
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return "transposed convolution";
}

std::string wayRule(const UpsamplingTrace& way) {
    const core::UpsamplingSettings& s = way.settings();
    switch (s.method) {
        case UpsamplingMethod::Nearest:
            return "every value repeated";
        case UpsamplingMethod::BedOfNails:
            return "top left of its block, else 0";
        case UpsamplingMethod::MaxUnpooling:
            return "to the remembered place, else 0";
        case UpsamplingMethod::Bilinear:
            return s.alignCorners ? "weights, corners aligned" : "weights of the nearest cells";
        case UpsamplingMethod::TransposedConvolution:
            break;
    }
    return fmt::format("stamps of {} × {} that add", s.kernel.rows, s.kernel.columns);
}

UpsamplingScene::UpsamplingScene(const std::vector<UpsamplingTrace>& ways_, const View& view_, int before_, int after_)
    : ways(ways_),
      view(view_),
      before(before_),
      after(after_),
      moving(view_.phase < 1 && !view_.backwards && after_ > before_) {
    for (const UpsamplingTrace& way : ways) {
        outputs.push_back(way.outputAt(shown()));
        for (double value : way.result().values) peak = std::max(peak, std::abs(value));
        litOutputs_.emplace_back(flat(way.outputSize(), {1, way.outputSize().width}), false);
    }
    litInputs_.assign(std::size_t(ways[0].inputCells()), false);
    light(view.focus());
}

void UpsamplingScene::light(const std::string& name) {
    const auto cell = parseCellName(name);
    if (!cell) return;
    const Pair at{cell->row, cell->column};
    if (cell->stem == "input" && inside(at, {input().rows, input().columns})) {
        litInputs_[std::size_t(index(at))] = true;
        for (std::size_t way = 0; way < ways.size(); ++way)
            for (const Share& share : ways[way].reachOf(at))
                litOutputs_[way][flat(share.cell, ways[way].outputSize())] = true;
        return;
    }
    for (std::size_t way = 0; way < ways.size(); ++way) {
        if (cell->stem != wayStem(ways[way].settings().method) || !inside(at, ways[way].outputSize())) continue;
        litOutputs_[way][flat(at, ways[way].outputSize())] = true;
        for (const Share& share : ways[way].sharesOf(at, ways[way].inputCells()))
            litInputs_[std::size_t(index(share.cell))] = true;
    }
}

bool UpsamplingScene::litInput(Pair cell) const {
    return litInputs_[std::size_t(index(cell))];
}

bool UpsamplingScene::litOutput(std::size_t way, Pair cell) const {
    return litOutputs_[way][flat(cell, ways[way].outputSize())];
}

Cell UpsamplingScene::inputLook(Pair cell) const {
    Cell look{.text = formatNumber(input()(cell.height, cell.width)), .fill = palette(view.theme).raised};
    if (current(cell)) {
        look.fill = mix(look.fill, color(Role::Selection), kSelectionTint);
        look.bold = true;
    } else if (index(cell) < before) {
        look.fill = mix(look.fill, color(Role::Input), 0.15f);
    }
    return unlessCovered(look, view, "input", "input", cell, input()(cell.height, cell.width));
}

Cell UpsamplingScene::outputLook(std::size_t way, Pair cell) const {
    const Palette& inks = palette(view.theme);
    const double value = outputs[way](cell.height, cell.width);
    Cell look{.fill = inks.raised};
    const std::vector<Share> shares = ways[way].sharesOf(cell, shown());
    if (shares.empty()) {
        if (startsFromZeros(ways[way])) look.text = "0";
        look.ink = inks.muted;
    } else {
        look.text = formatNumber(value);
        look.fill = mix(inks.raised, color(Role::Output), float(0.1 + 0.35 * std::abs(value) / peak));
        look.bold = !moving &&
                    std::any_of(shares.begin(), shares.end(), [&](const Share& share) { return current(share.cell); });
    }
    return unlessCovered(look, view, "output", wayStem(ways[way].settings().method), cell, value);
}

GridLook UpsamplingScene::gridLook(Role role) const {
    return {.line = mix(palette(view.theme).hairline, color(role), 0.35f), .border = color(role)};
}

void addUpsamplingRegions(Figure& figure, const UpsamplingScene& scene, const UpsamplingPlaces& places) {
    const core::Matrix& input = scene.input();
    const auto fillInput = [&](Region& region, int row, int column) {
        region.value = input(row, column);
        region.text = formatNumber(input(row, column));
        region.action = {.kind = Action::Kind::Edit, .parameter = "input", .row = row, .column = column};
        coverRegion(region, scene.view);
    };
    addRegions(figure, places.input,
               {.stem = "input", .role = "input", .size = {input.rows, input.columns}, .fill = fillInput});
    for (std::size_t way = 0; way < scene.ways.size(); ++way) {
        const core::UpsamplingSettings& settings = scene.ways[way].settings();
        const auto fill = [&](Region& region, int row, int column) {
            region.value = scene.outputs[way](row, column);
            region.text = scene.outputLook(way, {row, column}).text;
            coverRegion(region, scene.view);
        };
        addRegions(figure, places.outputs[way],
                   {.stem = wayStem(settings.method),
                    .role = "output",
                    .size = scene.ways[way].outputSize(),
                    .fill = fill,
                    .minimum = -scene.peak,
                    .maximum = scene.peak});
        if (settings.method != UpsamplingMethod::TransposedConvolution) continue;
        const auto fillKernel = [&](Region& region, int row, int column) {
            region.value = settings.kernel(row, column);
            region.text = formatNumber(settings.kernel(row, column));
            region.action = {.kind = Action::Kind::Edit, .parameter = "kernel", .row = row, .column = column};
            coverRegion(region, scene.view);
        };
        addRegions(figure, places.kernel,
                   {.stem = "kernel",
                    .role = "kernel",
                    .size = {settings.kernel.rows, settings.kernel.columns},
                    .fill = fillKernel});
    }
}

std::vector<Term> upsamplingTerms(const UpsamplingScene& scene, const std::string& name) {
    const auto cell = parseCellName(name);
    std::vector<Term> terms;
    if (!cell) return terms;
    const Pair at{cell->row, cell->column};
    for (const UpsamplingTrace& way : scene.ways) {
        if (cell->stem != wayStem(way.settings().method) || !inside(at, way.outputSize())) continue;
        for (const Share& share : way.sharesOf(at, scene.shown())) {
            const double value = scene.input()(share.cell.height, share.cell.width);
            terms.push_back({.factors = {cellName("input", share.cell.height, share.cell.width), "weight"},
                             .values = {value, share.weight},
                             .product = value * share.weight,
                             .text = {}});
        }
    }
    return terms;
}

bool isCovered(const View& view, const std::string& role, const std::string& stem, Pair cell) {
    return view.hidden.count(role) || view.hidden.count(stem) ||
           view.hidden.count(cellName(stem, cell.height, cell.width));
}

Cell unlessCovered(Cell look, const View& view, const std::string& role, const std::string& stem, Pair cell,
                   double value) {
    if (!isCovered(view, role, stem, cell)) return look;
    const auto guess = view.guesses.find(cellName(stem, cell.height, cell.width));
    if (guess == view.guesses.end()) return coveredCell(std::nullopt, false, view.theme);
    return coveredCell(guess->second, std::abs(guess->second - value) < 1e-9, view.theme);
}

void coverRegion(Region& region, const View& view) {
    const std::string stem = region.name.substr(0, region.name.find('('));
    if (!view.hides(region) && !view.hidden.count(stem)) return;
    region.value.reset();
    region.text = "?";
    region.action = {.kind = Action::Kind::Answer};
}

std::string pinLetter(int index) {
    return index < 26 ? std::string(1, char('A' + index)) : std::to_string(index + 1);
}

int pinCorner(const std::vector<Pair>& cells, int index) {
    return int(std::count(cells.begin(), cells.begin() + index, cells[std::size_t(index)]));
}

void drawPin(Figure& figure, const Box& cell, const Pin& pin, const View& view) {
    if (pin.corner > 3) return;
    const float size = smallestText(view);
    const bool named = cell.width > 3.4f * size && cell.height > 2.6f * size;
    const float radius = named ? 0.72f * size : std::max(2.5f * view.scale, 0.12f * cell.width);
    // In a small cell it moves into the corner, clear of the number.
    const float inset = named ? std::min(radius + 2 * view.scale, 0.19f * cell.width) : 1.6f * radius;
    const bool right = pin.corner % 2 == 1, low = pin.corner > 1;
    const Point centre{right ? cell.right() - inset : cell.x + inset, low ? cell.bottom() - inset : cell.y + inset};
    figure.primitives.push_back(Path{.points = ellipse({centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}),
                                     .stroke = pin.color,
                                     .strokeWidth = 1.25f * view.scale,
                                     .closed = true,
                                     .fill = named ? palette(view.theme).raised : pin.color});
    if (!named) return;
    addTextCentred(figure, {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, pinLetter(pin.index),
                   {.size = size, .font = Font::WordsBold, .color = palette(view.theme).ink});
}

namespace {

/// The largest style, from `size` down, in which the title fits; the title loses its last word where none does.
TextStyle fittingStyle(std::string& title, float width, float size, const View& view) {
    TextStyle style{.size = size, .color = palette(view.theme).ink};
    const float smallest = smallestText(view);
    for (;;) {
        for (style.size = size; style.size >= smallest; style.size -= view.scale)
            if (markupWidth(title, style) <= width) return style;
        style.size = smallest;
        const std::size_t space = title.rfind(' ');
        if (space == std::string::npos) return style;
        title = title.substr(0, space) + (title.back() == ']' && title.rfind('[') < space ? "]" : "");
    }
}

}  // namespace

void drawGridHeading(Figure& figure, Point at, float width, const std::string& title, const std::string& rule,
                     const View& view) {
    const float em = view.em(), small = std::max(0.8f * em, smallestText(view)),
                large = std::max(em, smallestText(view));
    const TextStyle muted{.size = small, .color = palette(view.theme).muted};
    std::string words = title;
    const TextStyle ink = fittingStyle(words, width, large, view);
    const bool ruled = !rule.empty() && markupWidth(rule, muted) <= width;
    // Lines behind the heading stay clear of its words.
    const float used = std::max(markupWidth(words, ink), ruled ? markupWidth(rule, muted) : 0);
    const float height = gridHeadingHeight(view, ruled);
    figure.primitives.push_back(Rectangle{.box = {at.x, at.y - height, used + 0.3f * em, height - 0.2f * em},
                                          .fill = palette(view.theme).background});
    float y = at.y - 0.6f * em;
    if (ruled) {
        addMarkup(figure, {at.x, y}, rule, muted, view.theme);
        y -= lineHeight(small);
    }
    if (markupWidth(words, ink) <= width) addMarkup(figure, {at.x, y}, words, ink, view.theme);
}

float gridHeadingHeight(const View& view, bool withRule) {
    const float em = view.em(), small = std::max(0.8f * em, smallestText(view)),
                large = std::max(em, smallestText(view));
    return 0.6f * em + 1.1f * large + (withRule ? lineHeight(small) : 0);
}

}  // namespace seglab::figure
