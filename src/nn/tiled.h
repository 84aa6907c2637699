#pragma once

#include <functional>
#include <vector>

#include "nn/engine.h"

// A picture that is too large to be taken through a network at once goes in tiles. A tile is read with a halo: all that
// its scores depend on; and it begins at a multiple of the network's total stride, so that poolings cut it as they cut
// the picture. The result is that of one pass.
namespace seglab::nn {

/// Cells along one axis, first included, last not.
struct Interval {
    int first = 0, last = 0;

    int size() const { return last - first; }
    bool operator==(const Interval& o) const { return first == o.first && last == o.last; }
};

struct Tile {
    Interval readRows, readColumns;    ///< of the picture
    Interval scoreRows, scoreColumns;  ///< of the network's output for the whole picture; tiles share none
};

inline constexpr std::size_t kTileBytes = 256u << 20;

/// Tiles in reading order, none of which needs more than `bytes` for its activations (all nodes' outputs together, more
/// than the engine takes), as far as a tile of one total stride with its halo allows. One tile where the picture fits.
/// `picture`: [1,C,H,W], of a size that the network takes. Throws BadInput as inferShapes does.
std::vector<Tile> tilesFor(const Network& network, const core::Shape& picture, std::size_t bytes = kTileBytes);

/// Rows and columns that a network's poolings and strides divide the input by, at most, along each axis.
core::Pair totalStride(const Network& network);

/// Calls `take` for every tile with its scores, [1,classes,rows,columns]: a caller who keeps only classes never holds
/// the scores of the whole picture. Throws Interrupted as Engine::forward does.
void forwardTiles(Engine& engine, const core::Tensor<float>& picture, const std::vector<Tile>& tiles,
                  const std::function<void(const Tile&, const core::Tensor<float>& scores)>& take);

/// All scores together.
core::Tensor<float> forwardTiled(Engine& engine, const core::Tensor<float>& picture, std::size_t bytes = kTileBytes);

}  // namespace seglab::nn
