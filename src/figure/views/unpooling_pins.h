#pragma once

#include "figure/views/upsampling_scene.h"

namespace seglab::figure {

/// Max pooling, what the layers between make of it, and the unpooling to the remembered positions: one moment.
struct PinsScene {
    const core::Matrix& source;  ///< what is pooled
    const core::Pooled& pooled;
    core::Pair kernel, stride;         ///< of the pooling
    const core::Matrix& values;        ///< what is unpooled: the pooled values after the layers between
    const core::UpsamplingTrace& way;  ///< to the positions in use, which may not be the pooling's own
    bool ownPositions = true;
    int pooledCells = 0;    ///< windows pooled so far
    int unpooledCells = 0;  ///< values put back so far
    const View& view;

    int cells() const { return int(pooled.values.values.size()); }
};

struct PinsPlaces {
    Grid source, pooled, values, output;
};

/// Four grids from left to right; the remembered positions are pins in the source and in the output, joined by a line.
void drawUnpoolingPins(Figure& figure, const Box& area, const PinsScene& scene, PinsPlaces& places);
/// source(r,c), pooled(i,j), input(i,j), output(r,c).
void addPinsRegions(Figure& figure, const PinsScene& scene, const PinsPlaces& places);

}  // namespace seglab::figure
