#include "lab/segmentation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "core/activations.h"
#include "core/resizing.h"
#include "data/folder.h"
#include "nn/fit_input.h"
#include "nn/networks.h"
#include "nn/tiled.h"
#include "nn/weight_mapping.h"
#include "nn/weights_file.h"

namespace seglab::lab {

namespace {

using core::Tensor;

nn::ModelCard plainCard(const nn::Network& network, const std::string& path) {
    if (network.classes() > data::kIgnored)
        throw Error(Kind::BadInput, fmt::format("{} classes are too many for a mask", network.classes()),
                    fmt::format("at most {} are shown", data::kIgnored), path);
    nn::ModelCard card;
    card.network = network.name;
    for (int i = 0; i < network.classes(); ++i)
        card.classes.push_back({fmt::format("class {}", i), data::classColour(i)});
    card.mean.assign(std::size_t(network.inputChannels()), 0);
    card.deviation.assign(std::size_t(network.inputChannels()), 1);
    return card;
}

Model withoutCard(nn::Weights weights, const std::string& path, const std::string& net) {
    nn::RecognisedWeights found = nn::recogniseWeights(weights, path, net);
    Model model{std::move(found.network), std::move(found.weights), {}, std::move(found.notes)};
    model.card = plainCard(model.network, path);
    model.notes.push_back("the file has no model card: classes have no names, and the input is 0 … 1");
    return model;
}

// A band of the picture, 0 … 1.
float valueAt(const std::uint8_t* rgb, int band, int bands) {
    if (bands == 3) return float(rgb[band]) / 255;
    return float(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]) / 255;
}

bool onBorder(const core::Labels& labels, std::int64_t y, std::int64_t x) {
    const std::int64_t columns = labels.size(1);
    const auto at = [&](std::int64_t row, std::int64_t column) {
        return labels.values[std::size_t(row * columns + column)];
    };
    return (y + 1 < labels.size(0) && at(y + 1, x) != at(y, x)) || (x + 1 < columns && at(y, x + 1) != at(y, x));
}

// Tile by tile, so that the scores of the whole picture are never held.
core::Labels labelsOf(nn::Engine& engine, const Tensor<float>& input, const std::vector<nn::Tile>& tiles,
                      const nn::FittedPlane& plane) {
    core::Labels labels({plane.picture.height, plane.picture.width});
    nn::forwardTiles(engine, input, tiles, [&](const nn::Tile& tile, const Tensor<float>& scores) {
        const core::Labels part = core::classOfLargest(scores);  // [1,rows,columns]
        const int rows = std::min(tile.scoreRows.last, plane.picture.height);
        const int columns = std::min(tile.scoreColumns.last, plane.picture.width) - tile.scoreColumns.first;
        for (int y = tile.scoreRows.first; y < rows && columns > 0; ++y)
            std::copy_n(part.values.begin() + (y - tile.scoreRows.first) * part.size(2), columns,
                        labels.values.begin() + std::ptrdiff_t(y) * plane.picture.width + tile.scoreColumns.first);
    });
    return labels;
}

// Class by class: the enlarged scores of all together may be many times the picture.
core::Labels labelsAtSize(const Tensor<float>& scores, core::Pair size) {
    const core::Shape shape = {1, scores.size(2), scores.size(3)};
    const std::ptrdiff_t cells = core::elementCount(shape);
    core::LargestOfMaps largest;
    for (auto map = scores.values.begin(); map != scores.values.end(); map += cells)
        largest.add(
            core::upsampleBilinear(Tensor<float>(shape, {map, map + cells}), core::ResizeTarget::of(size), false));
    return {{size.height, size.width}, largest.classes().values};
}

}  // namespace

Model openModel(const std::string& path, const std::string& net) {
    if (!net.empty()) nn::namedNetwork(net);
    nn::WeightsFile file = nn::readWeights(path);
    if (file.metadata.count("net") == 0) return withoutCard(std::move(file.weights), path, net);
    if (file.metadata.count("best_score") > 0)
        throw Error(Kind::BadInput, "this is the file that training goes on from",
                    "use the weights beside it, without .last in the name", path);
    Model model;
    model.card = nn::modelCard(file.metadata, path);
    if (!net.empty() && net != model.card.network)
        throw Error(Kind::BadInput, fmt::format("these weights are of {}, not of {}", model.card.network, net),
                    "leave --net out", path);
    model.network = model.card.build();
    model.weights = std::move(file.weights);
    try {
        nn::checkWeights(model.network, model.weights);
    } catch (const Error& error) {
        throw Error(error.kind(), error.problem(), error.cure(), path);
    }
    return model;
}

Tensor<float> inputOf(const data::Picture& picture, const nn::ModelCard& card) {
    const int bands = card.inputChannels();
    if (bands != 1 && bands != 3)
        throw Error(Kind::BadInput, fmt::format("the network takes {} bands, a picture has 3", bands),
                    "use weights that were trained on grey or coloured pictures", picture.path);
    Tensor<float> input({1, bands, picture.height, picture.width});
    const std::size_t plane = std::size_t(picture.width) * std::size_t(picture.height);
    for (std::size_t at = 0; at < plane; ++at)
        for (int band = 0; band < bands; ++band)
            input.values[std::size_t(band) * plane + at] = valueAt(&picture.rgb[3 * at], band, bands);
    if (card.fit == nn::Fit::Resize)
        input = core::upsampleBilinear(input, core::ResizeTarget::of(card.imageSize), false);
    const std::size_t resized = input.values.size() / std::size_t(bands);
    for (std::size_t i = 0; i < input.values.size(); ++i)
        input.values[i] = float((input.values[i] - card.mean[i / resized]) / card.deviation[i / resized]);
    return input;
}

Segmentation segment(nn::Engine& engine, const nn::ModelCard& card, const data::Picture& picture, Pass pass) {
    Segmentation result;
    Tensor<float> input = inputOf(picture, card);
    const core::Pair size{int(input.size(2)), int(input.size(3))}, original{picture.height, picture.width};
    const nn::FittedPlane plane = nn::fitPlane(engine.network(), size);
    result.input = plane.input;
    input = nn::padByReflection(input, plane);
    const std::size_t bytes = pass == Pass::Whole ? std::numeric_limits<std::size_t>::max() : nn::kTileBytes;
    const std::vector<nn::Tile> tiles = nn::tilesFor(engine.network(), input.shape, bytes);
    if (size == original) {
        result.labels = labelsOf(engine, input, tiles, plane);
    } else {
        const Tensor<float> scores = nn::cropToPicture(nn::forwardTiled(engine, input, bytes), plane);
        result.labels = labelsAtSize(scores, original);
        result.notes.push_back(fmt::format("resized from {} × {} to {} × {} pixels, and the scores back",
                                           original.width, original.height, size.width, size.height));
    }
    if (plane.padded())
        result.notes.push_back(fmt::format("padded by reflection from {} × {} to {} × {} pixels, and cropped back",
                                           size.width, size.height, plane.input.width, plane.input.height));
    if (tiles.size() > 1)
        result.notes.push_back(
            fmt::format("too large for one pass: done in {} tiles, with the same result", tiles.size()));
    return result;
}

figure::Pixels overlay(const data::Picture& picture, const core::Labels& labels, const nn::ModelCard& card) {
    figure::Pixels pixels{picture.width, picture.height};
    pixels.rgba.reserve(labels.values.size() * 4);
    std::size_t at = 0;
    for (std::int64_t y = 0; y < labels.size(0); ++y)
        for (std::int64_t x = 0; x < labels.size(1); ++x, ++at) {
            const std::uint32_t colour = card.classes[labels.values[at]].colour;
            const bool border = onBorder(labels, y, x);
            for (int channel = 0; channel < 3; ++channel) {
                const int ours = int(colour >> (16 - 8 * channel) & 255);
                const int mixed = (ours + picture.rgb[3 * at + std::size_t(channel)] + 1) / 2;
                pixels.rgba.push_back(std::uint8_t(border ? ours : mixed));
            }
            pixels.rgba.push_back(255);
        }
    pixels.version = figure::contentVersion(pixels);
    return pixels;
}

}  // namespace seglab::lab
