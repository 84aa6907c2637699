#pragma once

#include "figure/views/upsampling_scene.h"

namespace seglab::figure {

/// One way up as a matrix times the input as a vector, and its transpose, which goes down.
struct UpsamplingMatrixScene {
    const core::UpsamplingTrace& way;
    core::Matrix matrix;    ///< [output cells, input cells]
    core::Matrix down;      ///< [input cells, output cells]: what this way is the transpose of
    std::string downTitle;  ///< "sum pooling over 2 × 2 = 4 · average"
    std::string identity;   ///< one marked-up line with the two dot products
    int before = 0, after = 0;
    const View& view;
};

struct MatrixPlaces {
    Grid matrix, vector, result, down;
};

void drawUpsamplingMatrix(Figure& figure, const Box& area, const UpsamplingMatrixScene& scene, MatrixPlaces& places);
/// matrix(row,column), vector(i), result(k), down(row,column).
void addMatrixRegions(Figure& figure, const UpsamplingMatrixScene& scene, const MatrixPlaces& places);

}  // namespace seglab::figure
