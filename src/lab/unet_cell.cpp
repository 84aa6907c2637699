#include "lab/unet_cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figure/views/cell_grid.h"
#include "figure/views/map_grid.h"

namespace seglab::lab {

using core::Pair;
using core::Tensor;
using figure::CellSum;
using figure::MapShare;
using figure::ShareGroup;
using figure::SumNumber;
using nn::Op;

namespace {

/// Maps under the name of what they are the output of.
struct Maps {
    const Tensor<float>& values;
    std::string name;

    int channels() const { return int(values.size(1)); }
    /// A cell; a zero without a name outside of the plane.
    SumNumber at(int channel, int row, int column) const {
        if (row < 0 || column < 0 || row >= values.size(2) || column >= values.size(3)) return {};
        return {figure::cellName(figure::mapName(name, channel), row, column),
                double(values.at(0, channel, row, column))};
    }
};

class Builder {
public:
    Builder(const UTrace& trace, const UPlace& place)
        : trace_(trace), run_(trace.run()), at_(place), layer_(trace.layer(place.layer)) {}

    CellSum build() {
        CellSum sum{.cell = nameOf(trace_, at_), .rectified = layer_.rectified};
        sum.value = double(run_.activation(layer_.node)->at(0, at_.channel, at_.row, at_.column));
        switch (layer_.op) {
            case Op::MaxPooling:
                sum.kind = CellSum::Kind::Largest;
                sum.groups = {pooled()};
                break;
            case Op::Concatenation:
                sum.kind = CellSum::Kind::Copy;
                sum.groups = {copied()};
                break;
            case Op::Addition:
                sum.groups = {one(across(), at_.channel, "[skip|a], from across", "across", figure::Role::Skip),
                              one(input(), at_.channel, "[b|b], came up", "up", figure::Role::Input)};
                break;
            case Op::TransposedConvolution:
                sum.groups = {stamped()};
                addBias(sum);
                break;
            default:
                sum.groups = convolved();
                addBias(sum);
        }
        return sum;
    }

private:
    Maps input() const { return {*run_.activation(layer_.input), layer_.input}; }
    Maps across() const {
        const Arrived arrived = arrivedOver(trace_, layer_);
        return {*arrived.maps, arrived.name};
    }
    const Tensor<float>& weight() const { return run_.weights()[layer_.name + ".weight"]; }

    void addBias(CellSum& sum) const {
        const double value = double(run_.weights()[layer_.name + ".bias"].values[std::size_t(at_.channel)]);
        sum.bias = SumNumber{fmt::format("{}.bias({})", layer_.name, at_.channel), value};
    }

    SumNumber kernelCell(int first, int second, Pair cell) const {
        return {fmt::format("{}.weight[{},{}]({},{})", layer_.name, first, second, cell.height, cell.width),
                double(weight().at(first, second, cell.height, cell.width))};
    }

    /// A cell that is read as it is.
    ShareGroup one(const Maps& maps, int channel, const std::string& title, const std::string& name,
                   figure::Role role) const {
        MapShare share{.map = figure::mapName(maps.name, channel), .read = {maps.at(channel, at_.row, at_.column)}};
        share.sum = share.read.front().value;
        return {.title = title, .name = name, .role = role, .shares = {share}};
    }

    ShareGroup pooled() const {
        const Maps maps = input();
        const Pair kernel = layer_.settings.kernel, stride = layer_.settings.stride;
        MapShare share{.map = figure::mapName(maps.name, at_.channel), .window = kernel};
        share.sum = -INFINITY;
        for (int y = 0; y < kernel.height; ++y)
            for (int x = 0; x < kernel.width; ++x) {
                share.read.push_back(maps.at(at_.channel, at_.row * stride.height + y, at_.column * stride.width + x));
                share.sum = std::max(share.sum, share.read.back().value);
            }
        return {.title = "what is read", .name = "window", .shares = {share}};
    }

    ShareGroup copied() const {
        const Maps skip = across();
        if (at_.channel < skip.channels())
            return one(skip, at_.channel, "[skip|from across]", "across", figure::Role::Skip);
        return one(input(), at_.channel - skip.channels(), "what came up", "up", figure::Role::Input);
    }

    /// Of a transposed convolution with a stride as large as its kernel one cell of each map reaches this one, through
    /// one number of the stamp.
    ShareGroup stamped() const {
        const Maps maps = input();
        const Pair kernel = layer_.settings.kernel, stride = layer_.settings.stride;
        const Pair through{at_.row % stride.height, at_.column % stride.width};
        ShareGroup group{.title = fmt::format("{} maps, one cell of each", maps.channels()), .name = "maps"};
        for (int c = 0; c < maps.channels(); ++c) {
            MapShare share{.map = figure::mapName(maps.name, c), .kernelSize = kernel};
            share.read = {maps.at(c, at_.row / stride.height, at_.column / stride.width)};
            for (int y = 0; y < kernel.height; ++y)
                for (int x = 0; x < kernel.width; ++x) {
                    share.kernel.push_back(kernelCell(c, at_.channel, {y, x}));
                    share.kernel.back().used = Pair{y, x} == through;
                }
            group.shares.push_back(std::move(share));
        }
        return summed(std::move(group));
    }

    MapShare windowOf(const Maps& maps, int channel) const {
        const nn::NodeSettings& s = layer_.settings;
        MapShare share{.map = figure::mapName(maps.name, channel), .window = s.kernel, .kernelSize = s.kernel};
        for (int y = 0; y < s.kernel.height; ++y)
            for (int x = 0; x < s.kernel.width; ++x) {
                const int row = at_.row * s.stride.height - s.padding.height + y * s.dilation.height;
                const int column = at_.column * s.stride.width - s.padding.width + x * s.dilation.width;
                share.read.push_back(maps.at(channel, row, column));
                share.kernel.push_back(kernelCell(at_.channel, channel, {y, x}));
            }
        return share;
    }

    /// Where a concatenation is read, its two halves apart: W₁a + W₂b.
    std::vector<ShareGroup> convolved() const {
        const Maps maps = input();
        const int before = layerBefore(trace_, layer_.input);
        const bool joined = before >= 0 && trace_.layer(before).op == Op::Concatenation;
        const int first = joined ? int(arrivedOver(trace_, trace_.layer(before)).maps->size(1)) : 0;
        ShareGroup across{.title = fmt::format("[skip|W₁a], {} maps from across", first),
                          .name = "across",
                          .role = figure::Role::Skip};
        ShareGroup rest{.title = joined ? fmt::format("[b|W₂b], {} maps that came up", maps.channels() - first)
                                        : fmt::format("{} maps", maps.channels()),
                        .name = joined ? "up" : "maps"};
        for (int c = 0; c < maps.channels(); ++c) (c < first ? across : rest).shares.push_back(windowOf(maps, c));
        if (!joined) return {summed(std::move(rest))};
        return {summed(std::move(across)), summed(std::move(rest))};
    }

    static ShareGroup summed(ShareGroup group) {
        for (MapShare& share : group.shares)
            for (const MapShare::Product& p : share.products())
                share.sum += share.read[p.read].value * share.kernel[p.kernel].value;
        std::stable_sort(group.shares.begin(), group.shares.end(),
                         [](const MapShare& a, const MapShare& b) { return std::abs(a.sum) > std::abs(b.sum); });
        return group;
    }

    const UTrace& trace_;
    const NetworkRun& run_;
    UPlace at_;
    const ULayer& layer_;
};

}  // namespace

int layerBefore(const UTrace& trace, const std::string& node) {
    for (int i = 0; i < int(trace.layers().size()); ++i)
        if (trace.layer(i).node == node) return i;
    return -1;
}

Arrived arrivedOver(const UTrace& trace, const ULayer& layer) {
    if (auto replaced = trace.run().replaced(layer.node)) return {replaced, fmt::format("skip{}", layer.level)};
    return {trace.run().activation(layer.skip), layer.skip};
}

CellSum cellSum(const UTrace& trace, const UPlace& place) {
    return Builder(trace, place).build();
}

}  // namespace seglab::lab
