#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/checkerboard.h"
#include "core/parameter_table.h"
#include "figure/figure.h"

// Stacked transposed convolutions of a constant, and resize-convolutions of the same beside them. Every layer is a map;
// the spectrum of the last one shows the pattern as points. Step n is the n-th layer.
// Regions: layer 0(r,c) (the input), layer 1(r,c) …, cure 0(r,c) …, and the spectrum of each way, in decibels below the
// mean: spectrum(r,c), cure spectrum(r,c).
namespace seglab::figure {

/// layers, pattern and cure, to be appended to a lab's own; the lab has kernel, stride, dilation and seed. Relevant
/// where the parameter view is "checkerboard".
core::ParameterList checkerboardParameters();
/// Kernel size, stride, dilation, seed and the three above. With dims = 1 the widths serve both axes.
core::CheckerboardSettings checkerboardSettings(const core::ParameterTable& table);

struct CheckerboardScene {
    explicit CheckerboardScene(const core::CheckerboardSettings& settings);

    core::CheckerboardSettings settings;
    std::shared_ptr<const core::Checkerboard> board;

    int stepCount() const { return settings.layers; }
    bool operator==(const CheckerboardScene& o) const { return settings == o.settings; }
};

/// One sentence with the numbers of the step.
std::string checkerboardCaption(const CheckerboardScene& scene, int step);
/// Makes the figure higher where the area is too low.
void drawCheckerboard(Figure& figure, Box area, const CheckerboardScene& scene, int step, const View& view);
/// A cell of a map, also of one that stands as a single region.
std::optional<Region> checkerboardRegion(const CheckerboardScene& scene, int step, const std::string& name);
/// The column beside it: why it happens, and what was measured.
Figure checkerboardColumn(const CheckerboardScene& scene, int step, const View& view);

}  // namespace seglab::figure
