#pragma once

#include <cstdint>
#include <vector>

#include "nn/network.h"

// Which pixels of the input a cell of a node depends on, by interval arithmetic: the smallest rectangle that holds all
// of them. In a network with strides and up-samplings it is not one size: neighbouring cells differ.
namespace seglab::nn {

/// first … last, both included; empty where last < first.
struct Span {
    std::int64_t first = 0, last = -1;

    std::int64_t size() const { return last < first ? 0 : last - first + 1; }
    bool operator==(const Span& other) const { return first == other.first && last == other.last; }
};

struct ReceptiveField {
    Span rows, columns;
};

/// Of one cell of a node, clipped to the picture: exact at its borders, too, where padding holds no pixels.
/// Max unpooling depends on the values and on where the maxima were. Throws BadInput as inferShapes does, or where the
/// cell lies outside of the node's plane.
ReceptiveField receptiveField(const Network& network, const core::Shape& inputShape, NodeId node, core::Pair cell);

/// The smallest and the largest receptive field of a node's cells in a picture without borders.
struct ReceptiveFieldRange {
    core::Pair minimum, maximum;
};
/// One for each node. `inputShape` sets how a Crop lies and how many cells are looked at.
std::vector<ReceptiveFieldRange> receptiveFieldRanges(const Network& network, const core::Shape& inputShape);

}  // namespace seglab::nn
