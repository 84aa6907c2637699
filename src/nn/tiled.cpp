#include "nn/tiled.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "nn/costs.h"
#include "nn/receptive_field.h"

namespace seglab::nn {

namespace {

// How many input cells one cell of a node stands for.
struct Scale {
    int over = 1, under = 1;

    Scale times(int factor) const { return reduced({over * factor, under}); }
    Scale dividedBy(int factor) const { return reduced({over, under * factor}); }
    static Scale reduced(Scale s) {
        const int common = std::gcd(s.over, s.under);
        return {s.over / common, s.under / common};
    }
};

Scale scaleOf(const Node& node, int axis, const std::vector<Scale>& scales) {
    if (node.inputs.empty()) return {};
    const Scale input = scales[std::size_t(node.inputs[0])];
    switch (node.op) {
        case Op::Convolution:
        case Op::MaxPooling:
        case Op::AveragePooling:
            return input.times(node.settings.stride[axis]);
        case Op::TransposedConvolution:
            return input.dividedBy(node.settings.stride[axis]);
        case Op::UpsampleNearest:
            return input.dividedBy(node.settings.scale[axis]);
        case Op::UpsampleBilinear:
            return node.inputs.size() > 1 ? scales[std::size_t(node.inputs[1])]
                                          : input.dividedBy(node.settings.scale[axis]);
        default:
            return input;
    }
}

int totalStride(const Network& network, int axis) {
    std::vector<Scale> scales;
    int stride = 1;
    for (const Node& node : network.nodes) {
        Scale scale = scaleOf(node, axis, scales);
        // Positions lead back to the plane that the pooling saw.
        if (node.op == Op::MaxUnpooling) {
            const Node& pooling = network.nodes[std::size_t(node.inputs[1])];
            scale = scales[std::size_t(pooling.inputs[0])];
        }
        scales.push_back(scale);
        stride = std::lcm(stride, scale.over);
    }
    return stride;
}

// What a score reads: input cells from `before` before to `after` behind its own place, whichever score it is.
struct Reach {
    int before = 0, after = 0;
};

struct Reaches {
    Reach rows, columns;
};

void extend(Reach& reach, const Span& span, int place) {
    reach.before = std::max(reach.before, place - int(span.first));
    reach.after = std::max(reach.after, int(span.last) - place);
}

// Looked up at one total stride of scores in the middle of a picture without borders nearby, which lies on the strides
// as this one does.
Reaches reachesOf(const Network& network, const core::Shape& picture, core::Pair stride) {
    const core::Pair most = receptiveFieldRanges(network, picture).back().maximum;
    core::Shape probe = picture;
    for (int axis : {0, 1}) {
        const int length = 3 * (most[axis] + stride[axis]);
        std::int64_t& side = probe[std::size_t(2 + axis)];
        side = side % stride[axis] + (length + stride[axis] - 1) / stride[axis] * stride[axis];
    }
    const core::Shape scores = inferShapes(network, probe).back();
    const NodeId last = NodeId(network.nodes.size()) - 1;
    Reaches reaches;
    for (int i = 0; i < std::max(stride.height, stride.width); ++i) {
        const core::Pair cell{int(scores[2]) / 2 + i % stride.height, int(scores[3]) / 2 + i % stride.width};
        const ReceptiveField field = receptiveField(network, probe, last, cell);
        extend(reaches.rows, field.rows, cell.height);
        extend(reaches.columns, field.columns, cell.width);
    }
    return reaches;
}

// One axis of the tiling.
struct Axis {
    const Network& network;
    int input = 0, scores = 0;  // cells of the whole picture
    int stride = 1;
    Reach reach;

    int scoresOf(int length) const {
        try {
            return int(inferShapes(network, {1, network.inputChannels(), length, length}).back()[2]);
        } catch (const Error&) {
            return 0;
        }
    }

    // A size that the network takes and that gives all scores of the tile; to the picture's end if need be.
    Interval reads(Interval wanted) const {
        const int first = std::max(0, wanted.first - reach.before) / stride * stride;
        const int end = std::min(input, wanted.last + reach.after);
        for (int last = end; last < input; ++last)
            if (scoresOf(last - first) >= wanted.last - first) return {first, last};
        return {first, input};
    }

    std::vector<Interval> cut(int length) const {
        std::vector<Interval> parts;
        for (int first = 0; first < scores; first += length) parts.push_back({first, std::min(first + length, scores)});
        return parts;
    }
};

std::size_t bytesOf(const Network& network, const core::Shape& picture) {
    return std::size_t(networkCost(network, picture).activationBytes);
}

// Tiles of about the same number of rows and columns.
std::vector<Tile> cutInto(const Axis& rows, const Axis& columns, core::Pair length) {
    std::vector<Tile> tiles;
    std::vector<Interval> readColumns;
    for (const Interval& part : columns.cut(length.width)) readColumns.push_back(columns.reads(part));
    for (const Interval& scoreRows : rows.cut(length.height)) {
        const Interval readRows = rows.reads(scoreRows);
        const std::vector<Interval> parts = columns.cut(length.width);
        for (std::size_t i = 0; i < parts.size(); ++i) tiles.push_back({readRows, readColumns[i], scoreRows, parts[i]});
    }
    return tiles;
}

core::Tensor<float> cutOut(const core::Tensor<float>& from, Interval rows, Interval columns) {
    core::Tensor<float> part({from.size(0), from.size(1), rows.size(), columns.size()});
    float* to = part.values.data();
    for (std::int64_t n = 0; n < from.size(0); ++n)
        for (std::int64_t c = 0; c < from.size(1); ++c)
            for (int y = rows.first; y < rows.last; ++y)
                to = std::copy_n(&from.at(n, c, y, columns.first), columns.size(), to);
    return part;
}

}  // namespace

core::Pair totalStride(const Network& network) {
    return {totalStride(network, 0), totalStride(network, 1)};
}

std::vector<Tile> tilesFor(const Network& network, const core::Shape& picture, std::size_t bytes) {
    const core::Shape scores = inferShapes(network, picture).back();
    const core::Pair stride = totalStride(network), size{int(picture[2]), int(picture[3])};
    const core::Pair all{int(scores[2]), int(scores[3])};
    if (bytesOf(network, picture) <= bytes)
        return {{{0, size.height}, {0, size.width}, {0, all.height}, {0, all.width}}};

    const Reaches reaches = reachesOf(network, picture, stride);
    const Axis rows{network, size.height, all.height, stride.height, reaches.rows};
    const Axis columns{network, size.width, all.width, stride.width, reaches.columns};
    core::Pair length = all;
    for (;;) {
        const int longer = length.height >= length.width ? 0 : 1;
        const int half = (length[longer] / 2 + stride[longer] - 1) / stride[longer] * stride[longer];
        if (half >= length[longer]) break;
        length[longer] = half;
        // A tile inside is the largest there is.
        const core::Shape most = {
            1, picture[1],
            std::min(size.height, length.height + reaches.rows.before + reaches.rows.after + 2 * stride.height),
            std::min(size.width, length.width + reaches.columns.before + reaches.columns.after + 2 * stride.width)};
        const std::int64_t cells = most[2] * most[3];
        const double share = double(cells) / (double(size.height) * size.width);
        if (double(bytesOf(network, picture)) * share <= double(bytes)) break;
    }
    return cutInto(rows, columns, length);
}

void forwardTiles(Engine& engine, const core::Tensor<float>& picture, const std::vector<Tile>& tiles,
                  const std::function<void(const Tile&, const core::Tensor<float>&)>& take) {
    for (const Tile& tile : tiles) {
        const core::Tensor<float> scores = engine.forward(cutOut(picture, tile.readRows, tile.readColumns));
        const Interval rows{tile.scoreRows.first - tile.readRows.first, tile.scoreRows.last - tile.readRows.first};
        const Interval columns{tile.scoreColumns.first - tile.readColumns.first,
                               tile.scoreColumns.last - tile.readColumns.first};
        take(tile, cutOut(scores, rows, columns));
    }
}

core::Tensor<float> forwardTiled(Engine& engine, const core::Tensor<float>& picture, std::size_t bytes) {
    core::Tensor<float> all(inferShapes(engine.network(), picture.shape).back());
    forwardTiles(engine, picture, tilesFor(engine.network(), picture.shape, bytes),
                 [&](const Tile& tile, const core::Tensor<float>& scores) {
                     const float* from = scores.values.data();
                     for (std::int64_t c = 0; c < scores.size(1); ++c)
                         for (int y = tile.scoreRows.first; y < tile.scoreRows.last;
                              ++y, from += tile.scoreColumns.size())
                             std::copy_n(from, tile.scoreColumns.size(), &all.at(0, c, y, tile.scoreColumns.first));
                 });
    return all;
}

}  // namespace seglab::nn
