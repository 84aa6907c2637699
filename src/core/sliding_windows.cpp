#include "core/sliding_windows.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace seglab::core {

namespace {

void checkLayer(const PatchLayer& layer, std::size_t index) {
    const bool legal = std::min({layer.kernel.height, layer.kernel.width, layer.dilation.height, layer.dilation.width,
                                 layer.inputChannels, layer.outputChannels}) >= 1;
    if (!legal)
        throw Error(Kind::BadInput, "kernel, dilation and channels must be at least 1", {},
                    fmt::format("layer {}", index + 1));
}

/// Cells of [first, first + size) that lie below `end`.
std::int64_t countBelow(int first, int size, std::int64_t end) {
    return std::clamp<std::int64_t>(end - first, 0, size);
}

}  // namespace

SlidingWindows::SlidingWindows(std::vector<PatchLayer> layers, Pair picture)
    : layers_(std::move(layers)), picture_(picture), patch_{1, 1} {
    if (layers_.empty()) throw Error(Kind::BadInput, "a patch classifier needs a layer");
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        checkLayer(layers_[i], i);
        patch_.height += layers_[i].dilation.height * (layers_[i].kernel.height - 1);
        patch_.width += layers_[i].dilation.width * (layers_[i].kernel.width - 1);
        fields_.push_back(patch_);
    }
    if (picture.height < patch_.height || picture.width < patch_.width)
        throw Error(Kind::BadInput,
                    fmt::format("a picture of {}×{} is smaller than the patch of {}×{}", picture.height, picture.width,
                                patch_.height, patch_.width),
                    "Pad it, or take a smaller patch.");
}

Pair SlidingWindows::planeOf(int layer) const {
    const Pair field = fields_[std::size_t(layer)];
    return {picture_.height - field.height + 1, picture_.width - field.width + 1};
}

Pair SlidingWindows::planeInPatch(int layer) const {
    const Pair field = fields_[std::size_t(layer)];
    return {patch_.height - field.height + 1, patch_.width - field.width + 1};
}

// Window r computes the rows r … r + planeInPatch − 1 of the layer; so row y is needed by r = y − planeInPatch + 1 … y.
SlidingWindows::Block SlidingWindows::windowsThatNeed(int layer, Pair cell) const {
    const Pair inPatch = planeInPatch(layer), all = windows();
    const Pair first{std::max(0, cell.height - inPatch.height + 1), std::max(0, cell.width - inPatch.width + 1)};
    const Pair last{std::min(cell.height, all.height - 1), std::min(cell.width, all.width - 1)};
    return {first, {last.height - first.height + 1, last.width - first.width + 1}};
}

std::int64_t SlidingWindows::timesComputed(int layer, Pair cell, std::int64_t done) const {
    const Block block = windowsThatNeed(layer, cell);
    const std::int64_t fullRows = done / windows().width, inRow = done % windows().width;
    std::int64_t times = countBelow(block.first.height, block.size.height, fullRows) * block.size.width;
    if (fullRows >= block.first.height && fullRows < block.first.height + block.size.height)
        times += countBelow(block.first.width, block.size.width, inRow);
    return times;
}

std::int64_t SlidingWindows::mostOften(int layer) const {
    const Pair inPatch = planeInPatch(layer), all = windows();
    return std::int64_t(std::min(inPatch.height, all.height)) * std::min(inPatch.width, all.width);
}

std::int64_t SlidingWindows::multiplyAdds(int layer, Pair plane) const {
    const PatchLayer& each = layers_[std::size_t(layer)];
    return area(plane) * area(each.kernel) * each.inputChannels * each.outputChannels;
}

std::int64_t SlidingWindows::multiplyAddsPerWindow(int layer) const {
    return multiplyAdds(layer, planeInPatch(layer));
}

std::int64_t SlidingWindows::multiplyAddsInOnePass(int layer) const {
    return multiplyAdds(layer, planeOf(layer));
}

std::int64_t SlidingWindows::multiplyAddsPerWindow() const {
    std::int64_t sum = 0;
    for (int i = 0; i < int(layers_.size()); ++i) sum += multiplyAddsPerWindow(i);
    return sum;
}

std::int64_t SlidingWindows::multiplyAddsInOnePass() const {
    std::int64_t sum = 0;
    for (int i = 0; i < int(layers_.size()); ++i) sum += multiplyAddsInOnePass(i);
    return sum;
}

double SlidingWindows::ratio() const {
    return double(multiplyAddsPerWindow()) * double(windowCount()) / double(multiplyAddsInOnePass());
}

}  // namespace seglab::core
