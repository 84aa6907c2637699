#pragma once

#include <string>
#include <vector>

#include "core/downsampling.h"
#include "figure/figure.h"
#include "figure/views/drawn_plane.h"

namespace seglab::figure {

/// What the second map of every way is.
enum class DownsamplingAspect {
    Frequencies,  ///< the frequency plane: what is folded
    Shift,        ///< what changes when the input moves by one pixel
};

/// A picture and what the ways make of it, as pixels: made once for a model, drawn in every frame.
struct DownsamplingPictures {
    DownsamplingPictures(const core::Matrix& picture, const std::vector<core::Downsampled>& ways);

    struct Way {
        DrawnPlane output, spectrum, change;
    };
    DrawnPlane picture, spectrum;
    std::vector<Way> ways;
    Range change;  ///< of the colours of all changes
};

/// A picture and the ways to make it smaller, side by side; one moment is a number of ways that have been taken.
struct DownsamplingScene {
    const core::Matrix& picture;
    const std::vector<core::Downsampled>& ways;
    const DownsamplingPictures& pictures;
    core::DownsamplingSettings settings;
    DownsamplingAspect aspect;
    int step;
    const View& view;
};

/// Regions: picture and picture_spectrum as maps; for each way, by core's name with underscores, the map (max_pooling),
/// max_pooling_spectrum or max_pooling_change, and the numbers max_pooling_folded, max_pooling_contrast,
/// max_pooling_mean_change.
void drawDownsamplingView(Figure& figure, const Box& area, const DownsamplingScene& scene);
std::string downsamplingCaption(const DownsamplingScene& scene);

}  // namespace seglab::figure
