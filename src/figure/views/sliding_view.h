#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/sliding_windows.h"
#include "figure/figure.h"
#include "figure/views/table.h"

// A picture that is classified window by window: what has been computed, how often, and what the rest will cost.
namespace seglab::figure {

/// Milliseconds on this machine; NaN where they are not known yet.
struct WindowClock {
    static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    double perWindow = kUnknown, onePass = kUnknown;
};

/// One moment: `done` windows are finished.
struct SlidingScene {
    const core::SlidingWindows& sliding;   ///< over the padded picture
    std::shared_ptr<const Pixels> padded;  ///< the padded picture, [padded height, padded width]
    const std::vector<int>* classes;       ///< of every window in reading order; null where no network classifies
    std::vector<Color> classColors = {};
    std::int64_t done = 0;
    int layer = 0;  ///< whose counts are shown
    WindowClock clock = {};
    const View& view;

    /// The window that was finished last, else the first; row and column.
    core::Pair window() const;
};

/// The picture with its padding hatched, the pixels that are classified so far in their class's colour, and the window
/// with its centre. Region "window"; while a cell of the counts is pointed at, all windows that need it are framed.
/// Returns the box of the padded picture. Without `window` only the picture and its classes.
Box addSlidingPicture(Figure& figure, const Box& box, const SlidingScene& scene, bool window = true);

/// How often every activation of the layer has been computed so far, against once. Regions times(r,c).
Box addTimesComputed(Figure& figure, const Box& box, const SlidingScene& scene);
/// Of "times(r,c)" the count and a sentence; none for other names.
std::optional<Region> timesComputedCell(const SlidingScene& scene, const std::string& region);

/// What stands beside the multiply-adds.
enum class SlidingColumn { Activations, Time };

/// Multiply-adds, and activations or milliseconds: done so far, all windows, one pass; and their ratio. Regions
/// done_multiply_adds, all_multiply_adds, pass_multiply_adds, ratio_multiply_adds, and the same with activations or
/// time.
Table slidingCosts(const SlidingScene& scene, SlidingColumn column);

}  // namespace seglab::figure
