#include "nn/receptive_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace seglab::nn {

namespace {

using Index = std::int64_t;

Index floorDivide(Index a, Index b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// Spans of one axis, computed as they are asked for. Bounded: what lies outside of a node's plane is padding and
// depends on nothing. Unbounded: every plane goes on forever.
class AxisSpans {
public:
    AxisSpans(const Network& network, const std::vector<core::Shape>& shapes, int axis, bool bounded)
        : network_(network), shapes_(shapes), axis_(axis), bounded_(bounded), known_(shapes.size()) {}

    Index cells(NodeId node) const { return shapes_[std::size_t(node)][std::size_t(2 + axis_)]; }

    Span of(NodeId node, Index cell) {
        if (bounded_ && (cell < 0 || cell >= cells(node))) return {};
        if (node == 0) return {cell, cell};
        auto& known = known_[std::size_t(node)];
        if (const auto found = known.find(cell); found != known.end()) return found->second;
        Span span;
        forEachSource(node, cell, [&](NodeId source, Index at) { include(span, of(source, at)); });
        return known[cell] = span;
    }

private:
    static void include(Span& span, const Span& other) {
        if (other.size() == 0) return;
        if (span.size() == 0)
            span = other;
        else
            span = {std::min(span.first, other.first), std::max(span.last, other.last)};
    }

    // The cells of earlier nodes that a cell is computed from.
    template <class Visit>
    void forEachSource(NodeId id, Index cell, const Visit& visit) const {
        const Node& node = network_.nodes[std::size_t(id)];
        const NodeId x = node.inputs[0];
        switch (node.op) {
            case Op::Convolution:
            case Op::MaxPooling:
            case Op::AveragePooling:
                return forWindow(node, cell, [&](Index at) { visit(x, at); });
            case Op::TransposedConvolution:
                return forStamps(node, cell, [&](Index at) { visit(x, at); });
            case Op::MaxUnpooling:
                return forStamps(network_.nodes[std::size_t(node.inputs[1])], cell, [&](Index at) {
                    visit(x, at);
                    visit(node.inputs[1], at);
                });
            case Op::UpsampleNearest:
                return visit(x, floorDivide(cell, node.settings.scale[axis_]));
            case Op::UpsampleBilinear:
                return forNeighbours(node, id, cell, [&](Index at) { visit(x, at); });
            case Op::Crop:
                return visit(x, cell + (cells(x) - cells(node.inputs[1])) / 2);
            default:
                for (const NodeId input : node.inputs) visit(input, cell);
        }
    }

    template <class Visit>
    void forWindow(const Node& node, Index cell, const Visit& visit) const {
        const NodeSettings& s = node.settings;
        for (Index k = 0; k < s.kernel[axis_]; ++k)
            visit(cell * s.stride[axis_] - s.padding[axis_] + k * s.dilation[axis_]);
    }

    // The input cells whose stamps cover this cell of the output.
    template <class Visit>
    void forStamps(const Node& node, Index cell, const Visit& visit) const {
        const NodeSettings& s = node.settings;
        for (Index k = 0; k < s.kernel[axis_]; ++k) {
            const Index corner = cell + s.padding[axis_] - k * s.dilation[axis_];
            const Index at = floorDivide(corner, s.stride[axis_]);
            if (at * s.stride[axis_] == corner) visit(at);
        }
    }

    // The one or two cells that a bilinear up-sampling mixes: centres at (cell + 1/2) · from/to − 1/2.
    template <class Visit>
    void forNeighbours(const Node& node, NodeId id, Index cell, const Visit& visit) const {
        const bool toPlane = node.inputs.size() == 2;
        const Index from = toPlane ? cells(node.inputs[0]) : 1, to = toPlane ? cells(id) : node.settings.scale[axis_];
        const Index numerator = (2 * cell + 1) * from - to, denominator = 2 * to;
        const Index first = floorDivide(numerator, denominator);
        const bool between = first * denominator != numerator;
        // Beyond the first and last centre the border cell is repeated.
        const auto held = [&](Index at) { return bounded_ ? std::clamp<Index>(at, 0, cells(node.inputs[0]) - 1) : at; };
        visit(held(first));
        if (between) visit(held(first + 1));
    }

    const Network& network_;
    const std::vector<core::Shape>& shapes_;
    int axis_;
    bool bounded_;
    std::vector<std::map<Index, Span>> known_;
};

}  // namespace

ReceptiveField receptiveField(const Network& network, const core::Shape& inputShape, NodeId node, core::Pair cell) {
    const std::vector<core::Shape> shapes = inferShapes(network, inputShape);
    const core::Shape& shape = shapes.at(std::size_t(node));
    if (cell.height < 0 || cell.width < 0 || cell.height >= shape[2] || cell.width >= shape[3])
        throw Error(Kind::BadInput,
                    fmt::format("{} is {} x {}, it has no cell ({},{})", network.nodes[std::size_t(node)].name,
                                shape[2], shape[3], cell.height, cell.width),
                    "rows and columns count from 0");
    return {AxisSpans(network, shapes, 0, true).of(node, cell.height),
            AxisSpans(network, shapes, 1, true).of(node, cell.width)};
}

std::vector<ReceptiveFieldRange> receptiveFieldRanges(const Network& network, const core::Shape& inputShape) {
    const std::vector<core::Shape> shapes = inferShapes(network, inputShape);
    std::vector<ReceptiveFieldRange> ranges(shapes.size());
    for (const int axis : {0, 1}) {
        AxisSpans spans(network, shapes, axis, false);
        for (std::size_t id = 0; id < shapes.size(); ++id) {
            int& minimum = ranges[id].minimum[axis];
            int& maximum = ranges[id].maximum[axis];
            for (Index cell = 0; cell < spans.cells(NodeId(id)); ++cell) {
                const int size = int(spans.of(NodeId(id), cell).size());
                minimum = cell == 0 ? size : std::min(minimum, size);
                maximum = std::max(maximum, size);
            }
        }
    }
    return ranges;
}

}  // namespace seglab::nn
