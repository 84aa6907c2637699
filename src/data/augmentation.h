#pragma once

#include "core/random.h"
#include "data/sample.h"

// More samples from few: what does not change the meaning of a picture. The image is sampled bilinearly, labels are
// those of the nearest pixel, so that they stay classes; beyond an edge both are reflected.
namespace seglab::data {

struct AugmentationSettings {
    bool flips = true;         ///< left to right and upside down, each in half of the cases
    bool quarterTurns = true;  ///< of a picture that is not square, only half-turns
    double scaling = 0.15;     ///< about the centre, by a factor between 1 / (1 + s) and 1 + s
    /// Standard deviation in pixels of displacement vectors on a coarse 3×3 grid, between which bicubic interpolation
    /// gives every pixel its own: O. Ronneberger et al., U-Net (MICCAI 2015), sec. 3.1, which uses 10 pixels on
    /// pictures of 512. 0: none.
    double elastic = 0;
    double brightness = 0.1;  ///< values change by up to this, and contrast by up to this share
};

/// A sample of the same size, chosen by `random`.
Sample augmented(const Sample& sample, const AugmentationSettings& settings, core::Random& random);

// The parts, exact where they only move pixels.
Sample mirrored(const Sample& sample);                                    ///< left to right
Sample upsideDown(const Sample& sample);                                  ///< mirrored top to bottom
Sample turned(const Sample& sample, int quarters);                        ///< counter-clockwise, as numpy.rot90
Sample brightened(const Sample& sample, double contrast, double offset);  ///< x·contrast + offset, kept within 0 … 1

/// Where the content of an output pixel comes from: scaled about the centre, then displaced.
struct Warp {
    double scale = 1;         ///< above 1: larger
    double down[3][3] = {};   ///< displacements in pixels, rows and columns of the coarse grid, whose corners are the
    double right[3][3] = {};  ///< picture's; [row][column]
};
Sample warped(const Sample& sample, const Warp& warp);

}  // namespace seglab::data
