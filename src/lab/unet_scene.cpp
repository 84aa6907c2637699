#include "lab/unet_scene.h"

#include <fmt/format.h>

#include <algorithm>

#include "figure/tensor_pixels.h"
#include "figure/text.h"
#include "figure/views/cell_grid.h"
#include "lab/patch_words.h"

namespace seglab::lab {

using figure::UBlock;
using nn::Op;

namespace {

constexpr int kInBottleneck = 12, kInBlock = 8, kInHalf = 2, kInJoin = 4;

/// The layer that stands in a block of the U: the last that is computed, else the first of it. −1: there is none.
int layerAt(const UScene& scene, const std::string& place, const std::function<bool(const ULayer&)>& accepts) {
    int found = -1;
    for (int i = 0; i < int(scene.layers.size()); ++i) {
        const ULayer& layer = scene.layers[std::size_t(i)];
        if (layer.place == place && accepts(layer) && (found < 0 || i < scene.done)) found = i;
    }
    return found;
}

bool any(const ULayer&) {
    return true;
}

UBlock blockOf(const UScene& scene, int index, int most) {
    if (index < 0) return {};
    const ULayer& layer = scene.layers[std::size_t(index)];
    UBlock block{.place = layer.place, .title = layer.name, .size = layer.size, .most = most};
    block.sentence = sentenceOf(layer, scene.layers);
    if (scene.stepOf) block.action = {.kind = figure::Action::Kind::Step, .row = scene.stepOf(index)};
    if (index < scene.done) block.grid = gridOf(scene, index);
    block.grid.action = {.kind = figure::Action::Kind::Set, .parameter = "view", .value = "layer"};
    block.grid.action.pins = figure::kItself;
    block.now = index < scene.done && index >= scene.before;
    return block;
}

/// One half of a concatenation, as a block with the channels first … first + count − 1.
UBlock half(UBlock block, const std::string& place, int first, int count) {
    block.place = place;
    block.half = count;
    std::vector<int> order;
    for (const int channel : block.grid.order)
        if (channel >= first && channel < first + count) order.push_back(channel);
    block.grid.order = std::move(order);
    block.most = kInHalf;
    return block;
}

figure::UJoin joinOf(const UScene& scene, int level) {
    const std::string place = fmt::format("join{}", level);
    const int up = layerAt(scene, place, [](const ULayer& l) { return l.op == Op::TransposedConvolution; });
    const int cat = layerAt(scene, place, [](const ULayer& l) { return l.op == Op::Concatenation; });
    const int add = layerAt(scene, place, [](const ULayer& l) { return l.op == Op::Addition; });
    figure::UJoin join;
    if (cat < 0) {
        join.concatenated = false;
        join.up = blockOf(scene, add >= 0 && add < scene.done ? add : up, kInJoin);
        return join;
    }
    const int came = scene.layers[std::size_t(up)].size[0], all = scene.layers[std::size_t(cat)].size[0];
    join.skip = half(blockOf(scene, cat, kInHalf), place, 0, all - came);
    join.up =
        cat < scene.done ? half(blockOf(scene, cat, kInHalf), place, all - came, came) : blockOf(scene, up, kInHalf);
    return join;
}

std::string skipText(SkipUse use, bool added) {
    switch (use) {
        case SkipUse::Off:
            return "off: zeros";
        case SkipUse::Shuffled:
            return "shuffled";
        case SkipUse::Other:
            return "another picture";
        case SkipUse::Trained:
            break;
    }
    return added ? "added" : "concatenated";
}

/// What a click makes of the skips: the next thing that this one can carry.
std::string withNext(std::vector<SkipUse> skips, std::size_t which) {
    skips[which] = SkipUse((int(skips[which]) + 1) % int(skipUseNames().size()));
    return toText(skips);
}

figure::USkip skipOf(const UScene& scene, int level) {
    const std::size_t which = std::size_t(level - 1);
    figure::USkip skip{.name = fmt::format("skip{}", level)};
    const int layer = layerAt(scene, fmt::format("join{}", level), [](const ULayer& l) { return !l.skip.empty(); });
    skip.there = layer >= 0;
    if (!skip.there) return skip;
    const SkipUse use = scene.skips[which];
    skip.text = skipText(use, scene.layers[std::size_t(layer)].op == Op::Addition);
    skip.altered = use != SkipUse::Trained;
    skip.passed = layer < scene.done;
    skip.now = skip.passed && layer >= scene.before;
    skip.action = {.kind = figure::Action::Kind::Set, .parameter = "skips", .value = withNext(scene.skips, which)};
    return skip;
}

std::vector<int> planeOf(const NetworkPicture& picture) {
    return {picture.height(), picture.width()};
}

std::vector<figure::UPicture> resultsOf(const UScene& scene) {
    const NetworkPicture& picture = *scene.picture;
    figure::UPicture prediction{.name = "prediction", .title = "prediction", .role = "prediction"};
    prediction.shape = planeOf(picture);
    prediction.now = scene.predicted();
    if (scene.predicted()) prediction.pixels = labelPixels(scene.run->prediction(), picture);
    if (scene.predicted() && picture.labelled()) prediction.note = fmt::format("mean IoU [n|{:.3f}]", scene.meanIou);
    std::vector<figure::UPicture> results{prediction};
    if (picture.labelled())
        results.push_back({.name = "truth",
                           .title = "truth",
                           .role = "truth",
                           .pixels = labelPixels(picture.labels, picture),
                           .shape = planeOf(picture)});
    return results;
}

struct Cell {
    std::string layer;
    int row, column;
};

/// "down1.relu2/5(3,4)" or "input(3,4)".
std::optional<Cell> cellIn(const std::string& name) {
    if (const auto map = figure::parseMapName(name)) {
        if (map->row < 0) return std::nullopt;
        return Cell{map->layer, map->row, map->column};
    }
    const auto cell = figure::parseCellName(name);
    if (!cell) return std::nullopt;
    return Cell{cell->stem, cell->row, cell->column};
}

bool isPicture(const std::string& name) {
    return name == "input" || name == "prediction" || name == "truth";
}

figure::Region pictureCell(const UScene& scene, const Cell& cell, const std::string& name) {
    const NetworkPicture& picture = *scene.picture;
    const std::size_t at = std::size_t(cell.row) * std::size_t(picture.width()) + std::size_t(cell.column);
    figure::Region region{.name = name, .role = cell.layer};
    if (cell.layer == "input") {
        const std::size_t plane = std::size_t(picture.height()) * std::size_t(picture.width());
        const auto band = [&](std::size_t c) {
            return figure::formatNumber(double(picture.image.values[c * plane + at]));
        };
        region.text = fmt::format("{}, {}, {}", band(0), band(1), band(2));
        region.sentence = "Red, green and blue, 0 to 1.";
        return region;
    }
    const std::uint8_t label = (cell.layer == "truth" ? picture.labels : scene.run->prediction()).values[at];
    if (label == data::kIgnored) return region;
    region.value = label;
    region.text = picture.classes[label].name;
    return region;
}

}  // namespace

figure::MapGrid gridOf(const UScene& scene, int layer) {
    const ULayer& of = scene.layers[std::size_t(layer)];
    return {.name = of.node,
            .maps = scene.run->activation(of.node),
            .colors = scene.colors,
            .rule = scene.rule,
            .order = scene.orders[std::size_t(layer)]};
}

figure::UShape uShape(const UScene& scene, const std::string& focus) {
    figure::UShape shape;
    for (int level = 1; level <= scene.levels(); ++level) {
        shape.down.push_back(blockOf(scene, layerAt(scene, fmt::format("down{}", level), any), kInBlock));
        shape.refine.push_back(blockOf(scene, layerAt(scene, fmt::format("refine{}", level), any), kInBlock));
        shape.join.push_back(joinOf(scene, level));
        shape.skips.push_back(skipOf(scene, level));
    }
    shape.bottleneck = blockOf(scene, layerAt(scene, "bottleneck", any), kInBottleneck);
    shape.scores = blockOf(scene, layerAt(scene, "scores", any), kInBlock);
    const core::Tensor<float>& image = scene.picture->image;
    shape.input = {.name = "input", .title = "input", .role = "input", .pixels = figure::pixelsOf(image)};
    shape.input.shape = planeOf(*scene.picture);
    shape.results = resultsOf(scene);
    shape.colors = scene.colors;
    shape.rangeWords = scene.rule == figure::RangeRule::PerMap ? "each map by itself" : "all maps of a layer alike";
    shape.poolWords = "max pooling 2 × 2";
    shape.upWords = "up 2 × 2";
    shape.place = placeOf(scene, focus);
    return shape;
}

std::shared_ptr<const figure::Pixels> labelPixels(const core::Labels& labels, const NetworkPicture& picture) {
    const std::vector<figure::Color> colors = classColors(picture);
    auto pixels = std::make_shared<figure::Pixels>();
    pixels->height = int(labels.size(0));
    pixels->width = int(labels.size(1));
    for (const std::uint8_t label : labels.values) {
        const figure::Color c = label < colors.size() ? colors[label] : figure::kNone;
        pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
    }
    pixels->version = figure::contentVersion(*pixels);
    return pixels;
}

std::optional<figure::Point> placeOf(const UScene& scene, const std::string& focus) {
    const auto cell = cellIn(focus);
    if (!cell) return std::nullopt;
    std::vector<int> plane;
    if (isPicture(cell->layer)) plane = planeOf(*scene.picture);
    for (const ULayer& layer : scene.layers)
        if (layer.node == cell->layer) plane = {layer.size[1], layer.size[2]};
    if (plane.empty() || cell->row >= plane[0] || cell->column >= plane[1]) return std::nullopt;
    return figure::Point{(float(cell->column) + 0.5f) / float(plane[1]), (float(cell->row) + 0.5f) / float(plane[0])};
}

std::optional<figure::Region> cellOf(const UScene& scene, const std::string& name) {
    for (int i = 0; i < std::min(scene.done, int(scene.layers.size())); ++i)
        if (auto cell = figure::mapCell(gridOf(scene, i), name)) return cell;
    const auto cell = cellIn(name);
    const NetworkPicture& picture = *scene.picture;
    const bool known = cell && isPicture(cell->layer) && (cell->layer != "prediction" || scene.predicted()) &&
                       (cell->layer != "truth" || picture.labelled());
    if (!known || cell->row >= picture.height() || cell->column >= picture.width()) return std::nullopt;
    return pictureCell(scene, *cell, name);
}

}  // namespace seglab::lab
